import type { Tx } from '../../../kernel/db/index.ts';

/** 我也遇到了 outweighs following; a letter merged here outweighs both. */
export async function upsertFollower(
  tx: Tx,
  row: { caseId: string; accountId: string; why: 'follow' | 'same' | 'merged'; at: Date },
): Promise<void> {
  await tx
    .insertInto('cases.follower')
    .values({ case_id: row.caseId, account_id: row.accountId, why: row.why, at: row.at })
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'account_id'])
        .doUpdateSet({ why: row.why })
        .where('cases.follower.why', '=', 'follow'),
    )
    .execute();
}

export async function deleteFollower(tx: Tx, caseId: string, accountId: string): Promise<void> {
  await tx.deleteFrom('cases.follower').where('case_id', '=', caseId).where('account_id', '=', accountId).execute();
}
