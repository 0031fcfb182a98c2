import { type Tx, newId } from '../../../kernel/db/index.ts';

export async function findGround(tx: Tx, code: string): Promise<{ code: string } | undefined> {
  return tx.selectFrom('cases.ground').select('code').where('code', '=', code).where('active', '=', true).executeTakeFirst();
}

export async function insertDecline(tx: Tx, row: { caseId: string; ground: string; explanation: string; by: string | null; at: Date }): Promise<void> {
  await tx
    .insertInto('cases.decline')
    .values({ case_id: row.caseId, ground_code: row.ground, explanation: row.explanation, by_id: row.by, at: row.at })
    .execute();
}

/** Followers of the merged letter, and its author, follow the one it went into. */
export async function moveFollowers(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  await tx
    .insertInto('cases.follower')
    .columns(['case_id', 'account_id', 'why', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('cases.follower')
        .select((select) => [select.val(to).$castTo<string>().as('case_id'), 'account_id', select.val('merged').as('why'), select.val(at).as('at')])
        .where('case_id', '=', from)
        .union(
          eb
            .selectFrom('cases.author')
            .select((select) => [select.val(to).$castTo<string>().as('case_id'), select.ref('account_id').$notNull().as('account_id'), select.val('merged').as('why'), select.val(at).as('at')])
            .where('case_id', '=', from)
            .where('account_id', 'is not', null),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Letters that were merged into `from` earlier now point to `to`. */
export async function repointMerged(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('cases.case').set({ merged_into_id: to }).where('merged_into_id', '=', from).execute();
}

export async function endStandingDispatch(tx: Tx, caseId: string, how: 'reassigned' | 'done' | 'withdrawn', at: Date): Promise<void> {
  await tx.updateTable('cases.dispatch').set({ ended_how: how, ended_at: at }).where('case_id', '=', caseId).where('ended_at', 'is', null).execute();
}

export async function insertCallBack(tx: Tx, row: { caseId: string; round: number; by: string | null; at: Date; reached: boolean; note: string }): Promise<void> {
  await tx
    .insertInto('cases.call_back')
    .values({ id: newId(), case_id: row.caseId, round: row.round, by_id: row.by, at: row.at, reached: row.reached, note: row.note })
    .execute();
}
