import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

export type VoteColumns = { participants: number[]; statements: number[]; votes: number[] };

/** Writes votes, no pair of participant and statement twice; one that is there already is replaced where it differs. */
export async function putVotes(
  tx: Tx,
  consultationId: string,
  batch: number,
  { participants, statements, votes }: VoteColumns,
): Promise<void> {
  await sql`insert into consultations.vote (consultation_id, participant, statement, vote, batch)
    select ${consultationId}, t.p, t.s, t.v, ${batch}
    from unnest(${participants}::int4[], ${statements}::int4[], ${votes}::int2[]) t (p, s, v) order by t.p, t.s
    on conflict (consultation_id, participant, statement) do update set vote = excluded.vote, batch = excluded.batch
    where vote.vote <> excluded.vote`.execute(tx);
}

/** What one participant voted, the statements by number. */
export async function votesOfParticipant(
  db: Db,
  consultationId: string,
  key: string,
): Promise<{ statement: number; vote: number }[]> {
  const { rows } = await sql<{ statement: number; vote: number }>`
    select v.statement, v.vote from consultations.participant p
    join consultations.vote v on v.consultation_id = p.consultation_id and v.participant = p.number
    where p.consultation_id = ${consultationId} and p.key = ${Buffer.from(key, 'hex')} order by v.statement`.execute(
    db,
  );
  return rows;
}

const page = 40_000;

/**
 * Votes written after a commit, by participant and statement, in pages of some ten thousand.
 * @param after 0: all of them
 */
export async function* votesAfter(db: Db, consultationId: string, after: number): AsyncGenerator<VoteColumns> {
  let from = { p: -1, s: 0 };
  for (;;) {
    const { rows } = await sql<VoteColumns>`
      select coalesce(array_agg(v.participant), '{}') as participants, coalesce(array_agg(v.statement), '{}') as statements,
        coalesce(array_agg(v.vote::int4), '{}') as votes
      from (select participant, statement, vote from consultations.vote
        where consultation_id = ${consultationId} and (participant, statement) > (${from.p}, ${from.s})
          ${after > 0 ? sql`and batch > ${after}` : sql``}
        order by participant, statement limit ${page}) v`.execute(db);
    const [columns] = rows as [VoteColumns];
    if (columns.participants.length === 0) return;
    yield columns;
    if (columns.participants.length < page) return;
    from = { p: columns.participants.at(-1) as number, s: columns.statements.at(-1) as number };
  }
}

/** For each participant the number that open data gives them: an order that says nothing, the same every time. */
export async function publishedNumbers(db: Db, consultationId: string): Promise<Map<number, number>> {
  const { rows } = await sql<{ numbers: number[] }>`
    select coalesce(array_agg(p.number order by sha256(m.shuffle_key || int4send(p.number))), '{}') as numbers
    from consultations.map m join consultations.participant p on p.consultation_id = m.consultation_id
    where m.consultation_id = ${consultationId}`.execute(db);
  return new Map((rows[0]?.numbers ?? []).map((number, at) => [number, at]));
}
