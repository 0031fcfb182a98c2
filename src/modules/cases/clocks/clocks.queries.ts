import type { Db } from '../../../kernel/db/index.ts';

/** Rated solved in their present round; what was rated unsolved waits for the hotline office to send it back or close it. */
export async function ratedSolved(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.case as c')
    .innerJoin('cases.rating as r', (join) => join.onRef('r.case_id', '=', 'c.id').onRef('r.round', '=', 'c.round'))
    .select('c.id')
    .where('c.state', '=', 'rated')
    .where('r.solved', '=', true)
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function answeredBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.case')
    .select('id')
    .where('state', '=', 'reviewed')
    .where('reviewed_at', '<', before)
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Not while a promise of theirs is still open. */
export async function finishedBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.case as c')
    .select('c.id')
    .where('c.state', 'in', ['closed', 'declined', 'merged', 'ended'])
    .where('c.closed_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('cases.promise as p')
            .select('p.id')
            .whereRef('p.case_id', '=', 'c.id')
            .where('p.state', '=', 'open'),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
