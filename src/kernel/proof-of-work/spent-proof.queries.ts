import { type Db, sql } from '../db/index.ts';

/** @returns false where it was used before */
export async function spendProof(db: Db, id: string, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kernel.spent_proof')
    .values({ id, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function forgetProofs(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('kernel.spent_proof').where('at', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}

export async function isSpent(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{
    spent: boolean;
  }>`select exists (select from kernel.spent_proof where id = ${id}) as spent`.execute(db);
  return rows[0]?.spent ?? false;
}
