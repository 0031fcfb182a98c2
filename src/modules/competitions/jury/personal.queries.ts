import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** How many sheets, messages and recusals of somebody are kept. */
export async function countJuryWork(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select (
      (select count(*) from competitions.sheet where juror_id = ${accountId})
      + (select count(*) from competitions.recusal where juror_id = ${accountId})
      + (select count(*) from competitions.jury_message where by_id = ${accountId}))::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Everything that somebody did as a juror, as it goes into their export. */
export async function juryWorkOf(db: Db, accountId: string): Promise<unknown> {
  const { rows } = await sql<{ sheets: unknown; recusals: unknown; messages: unknown }>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('competition', c.title, 'entry', e.number, 'state', h.state,
          'total', h.total, 'comment', h.comment, 'handedInAt', h.handed_in_at,
          'points', (select jsonb_object_agg(p.criterion, p.points) from competitions.sheet_point p
            where p.sheet_id = h.id)) order by h.started_at, h.id), '[]'::jsonb)
        from competitions.sheet h join competitions.entry e on e.id = h.entry_id
          join competitions.competition c on c.id = h.competition_id
        where h.juror_id = ${accountId}) as sheets,
      (select coalesce(jsonb_agg(jsonb_build_object('competition', c.title, 'kind', r.kind, 'words', r.words, 'at', r.at)
          order by r.at, r.id), '[]'::jsonb)
        from competitions.recusal r join competitions.competition c on c.id = r.competition_id
        where r.juror_id = ${accountId}) as recusals,
      (select coalesce(jsonb_agg(jsonb_build_object('competition', c.title, 'text', m.text, 'at', m.at)
          order by m.at, m.id), '[]'::jsonb)
        from competitions.jury_message m join competitions.competition c on c.id = m.competition_id
        where m.by_id = ${accountId}) as messages`.execute(db);
  return rows[0];
}

/**
 * Takes somebody out of juries: drafts are deleted, what is theirs to score is somebody else's, and what they said in
 * discussions bears no name. Sheets that were handed in stay as the record of the jury.
 */
export async function eraseJuryWork(tx: Tx, accountId: string, at: Date): Promise<void> {
  // A closing that runs has these stages' competitions locked; this waits for it.
  await sql`select from competitions.competition c where exists (select from competitions.assignment a
      where a.competition_id = c.id and a.juror_id = ${accountId}) order by c.id for share`.execute(tx);
  const drafts = sql`select id from competitions.sheet where juror_id = ${accountId} and state = 'draft'`;
  await sql`delete from competitions.sheet_point where sheet_id in (${drafts})`.execute(tx);
  await sql`delete from competitions.sheet_change where sheet_id in (${drafts})`.execute(tx);
  await sql`delete from competitions.sheet where juror_id = ${accountId} and state = 'draft'`.execute(tx);
  await sql`update competitions.assignment a set ended_at = ${at}, end_reason = 'left'
    from competitions.stage s where s.id = a.stage_id and s.closed_at is null and a.juror_id = ${accountId}
      and a.ended_at is null and not exists (select from competitions.sheet h where h.stage_id = a.stage_id
        and h.juror_id = a.juror_id and h.entry_id = a.entry_id and h.state = 'handed_in')`.execute(tx);
  await sql`update competitions.jury_message set by_id = null where by_id = ${accountId}`.execute(tx);
  await sql`update competitions.recusal set words = '' where juror_id = ${accountId} and by_as = 'juror'`.execute(tx);
}
