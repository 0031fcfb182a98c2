import { type Db, sql } from '../../../../kernel/db/index.ts';

/** Adds looks to works that are shown; of any other address nothing is written. In one order, so that processes do not lock each other out. */
export async function addViews(
  db: Db,
  views: readonly { slug: string; number: number; day: string; views: number }[],
): Promise<void> {
  await sql`insert into competitions.entry_view (entry_id, day, views)
    select e.id, v.day, sum(v.views)::int
    from jsonb_to_recordset(${JSON.stringify(views)}::jsonb) as v(slug text, number int, day date, views int)
      join competitions.competition c on c.slug = v.slug and c.state <> 'draft'
      join competitions.entry e on e.competition_id = c.id and e.number = v.number and e.state = 'accepted'
    group by e.id, v.day order by e.id, v.day
    on conflict (entry_id, day) do update set views = competitions.entry_view.views + excluded.views`.execute(db);
}
