import type { Db, Tx } from '../../../kernel/db/index.ts';

export type SecondFactor = {
  secret: Buffer | null;
  draft: Buffer | null;
  confirmedAt: Date | null;
  lastStep: number;
  failures: number;
  lockedUntil: Date | null;
};

const columns = [
  'secret',
  'draft',
  'confirmed_at as confirmedAt',
  'last_step as lastStep',
  'failures',
  'locked_until as lockedUntil',
] as const;

export async function secondFactorOf(db: Db, accountId: string): Promise<SecondFactor | undefined> {
  return db.selectFrom('people.second_factor').select(columns).where('account_id', '=', accountId).executeTakeFirst();
}

/** Holds the row until the transaction ends: two tries at the same moment are looked at one after the other. */
export async function lockSecondFactor(tx: Tx, accountId: string): Promise<SecondFactor | undefined> {
  return tx
    .selectFrom('people.second_factor')
    .select(columns)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
}

/** The secret being set up: the one that waits already, else the given one. */
export async function keepDraft(tx: Tx, accountId: string, draft: Buffer): Promise<Buffer> {
  const row = await tx
    .insertInto('people.second_factor')
    .values({ account_id: accountId, secret: null, draft })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet((eb) => ({ draft: eb.fn.coalesce('people.second_factor.draft', eb.ref('excluded.draft')) })),
    )
    .returning('draft')
    .executeTakeFirstOrThrow();
  return row.draft ?? draft;
}

export async function confirmDraft(tx: Tx, accountId: string, secret: Buffer, step: number, at: Date): Promise<void> {
  await tx
    .updateTable('people.second_factor')
    .set({ secret, draft: null, confirmed_at: at, last_step: step, failures: 0, locked_until: null })
    .where('account_id', '=', accountId)
    .execute();
}

export async function insertSecondFactor(tx: Tx, accountId: string, secret: Buffer, at: Date): Promise<void> {
  await tx.insertInto('people.second_factor').values({ account_id: accountId, secret, confirmed_at: at }).execute();
}

export async function recordPass(tx: Tx, accountId: string, step: number): Promise<void> {
  await tx
    .updateTable('people.second_factor')
    .set({ last_step: step, failures: 0, locked_until: null })
    .where('account_id', '=', accountId)
    .execute();
}

export async function recordFailure(
  tx: Tx,
  accountId: string,
  failures: number,
  lockedUntil: Date | null,
): Promise<void> {
  await tx
    .updateTable('people.second_factor')
    .set({ failures, locked_until: lockedUntil })
    .where('account_id', '=', accountId)
    .execute();
}

export async function dropSecondFactor(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.recovery_code').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('people.second_factor').where('account_id', '=', accountId).execute();
}

export async function replaceRecoveryCodes(tx: Tx, accountId: string, hashes: Buffer[]): Promise<void> {
  await tx.deleteFrom('people.recovery_code').where('account_id', '=', accountId).execute();
  await tx
    .insertInto('people.recovery_code')
    .values(hashes.map((hash) => ({ account_id: accountId, hash })))
    .execute();
}

/** Whether it was there and unused. */
export async function spendRecoveryCode(tx: Tx, accountId: string, hash: Buffer, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('people.recovery_code')
    .set({ used_at: at })
    .where('account_id', '=', accountId)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst();
  return row !== undefined;
}

export async function countRecoveryCodes(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('people.recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

export type WaitingFactor = { accountId: string; email: string; name: string; secret: Buffer; lastStep: number };

/** Second factors of the demo's people who signed in lately and have not passed it, or among the given addresses. */
export async function demoFactors(db: Db, since: Date): Promise<WaitingFactor[]> {
  const rows = await db
    .selectFrom('people.second_factor as f')
    .innerJoin('people.account as a', 'a.id', 'f.account_id')
    .select(['a.id as accountId', 'a.email', 'a.name', 'f.secret', 'f.last_step as lastStep'])
    .where('a.email', 'like', '%@example.test')
    .where('f.confirmed_at', 'is not', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('people.session as s')
          .select('s.id')
          .whereRef('s.account_id', '=', 'a.id')
          .where('s.created_at', '>', since),
      ),
    )
    .orderBy('a.email')
    .execute();
  return rows.flatMap((row) => (row.secret ? [{ ...row, secret: row.secret }] : []));
}
