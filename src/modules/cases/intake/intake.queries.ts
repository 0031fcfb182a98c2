import { newId, sql, type Tx } from '../../../kernel/db/index.ts';

export async function findGround(tx: Tx, code: string): Promise<{ code: string } | undefined> {
  return tx
    .selectFrom('cases.ground')
    .select('code')
    .where('code', '=', code)
    .where('active', '=', true)
    .executeTakeFirst();
}

export async function insertDecline(
  tx: Tx,
  row: { caseId: string; ground: string; explanation: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('cases.decline')
    .values({ case_id: row.caseId, ground_code: row.ground, explanation: row.explanation, by_id: row.by, at: row.at })
    .execute();
}

/** Followers of the merged letter, and its author, follow the one it went into. */
export async function moveFollowers(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  await sql`
    insert into cases.follower (case_id, account_id, why, at)
    select ${to}::uuid, account_id, 'merged', ${at}::timestamptz from cases.follower where case_id = ${from}
    union select ${to}::uuid, account_id, 'merged', ${at}::timestamptz from cases.author where case_id = ${from} and account_id is not null
    on conflict do nothing`.execute(tx);
}

/** Letters that were merged into `from` earlier now point to `to`. */
export async function repointMerged(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('cases.case').set({ merged_into_id: to }).where('merged_into_id', '=', from).execute();
}

export async function endStandingDispatch(
  tx: Tx,
  caseId: string,
  how: 'reassigned' | 'done' | 'withdrawn',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('cases.dispatch')
    .set({ ended_how: how, ended_at: at })
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .execute();
}

export async function insertCallBack(
  tx: Tx,
  row: { caseId: string; round: number; by: string | null; at: Date; reached: boolean; note: string },
): Promise<void> {
  await tx
    .insertInto('cases.call_back')
    .values({
      id: newId(),
      case_id: row.caseId,
      round: row.round,
      by_id: row.by,
      at: row.at,
      reached: row.reached,
      note: row.note,
    })
    .execute();
}

/** @returns false where the case is no forum post */
export async function recordAnswer(tx: Tx, caseId: string, url: string, text: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cases.forum_source')
    .set({ answered_at: at, answer_url: url, answer_text: text })
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
