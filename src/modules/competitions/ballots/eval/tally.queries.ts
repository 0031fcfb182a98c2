import { sql, type Tx } from '../../../../kernel/db/index.ts';
import { insertPassingDepartment } from '../../../people/index.ts';

/** Rows of a competition in a database that is thrown away: as the organiser's and the entrants' verbs would write them. */
export async function insertTallied(
  tx: Tx,
  given: {
    ids: { department: string; competition: string; category: string; entry: string; ballot: string; results: string };
    title: string;
    settings: { entry: unknown; ballot: unknown; results: unknown };
    entries: { id: string; number: number; title: string }[];
    at: Date;
    endsAt: Date;
  },
): Promise<void> {
  const { ids, settings, entries, at, endsAt } = given;
  const day = (n: number) => new Date(at.getTime() + n * 86_400_000);
  await insertPassingDepartment(tx, ids.department);
  await sql`insert into competitions.competition (id, slug, format, title, department_id, mode, approval_number, state,
      created_at, opened_at, complaint_phone, last_number)
    values (${ids.competition}, 'tally', 'blank', ${given.title}, ${ids.department}, 'award', 'eval', 'open', ${at}, ${at}, '-',
      ${entries.length})`.execute(tx);
  await sql`insert into competitions.category (id, competition_id, position, name)
    values (${ids.category}, ${ids.competition}, 0, ${given.title})`.execute(tx);
  const stages = [
    { id: ids.entry, position: 0, kind: 'entry', from: day(-3), to: day(-2), settings: settings.entry },
    { id: ids.ballot, position: 1, kind: 'ballot', from: day(-1), to: endsAt, settings: settings.ballot },
    { id: ids.results, position: 2, kind: 'results', from: endsAt, to: day(30), settings: settings.results },
  ];
  await sql`insert into competitions.stage (id, competition_id, position, kind, starts_at, ends_at, settings)
    select s.id, ${ids.competition}, s.position, s.kind, s."from", s."to", s.settings
    from jsonb_to_recordset(${JSON.stringify(stages)}::jsonb) as s(id uuid, position int, kind text, "from" timestamptz,
      "to" timestamptz, settings jsonb)`.execute(tx);
  await sql`insert into competitions.entry (id, competition_id, category_id, number, way, title, state, created_at,
      updated_at, submitted_at)
    select e.id, ${ids.competition}, ${ids.category}, e.number, 'self', e.title, 'accepted', ${at}, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e(id uuid, number int, title text)`.execute(tx);
}
