import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

const setUpLock = 7_203_114_011;

/** Whether there is any account; whoever asks the same waits until this transaction ends. */
export async function anyAccountLocked(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${sql.lit(setUpLock)})`.execute(tx);
  const row = await tx.selectFrom('people.account').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

export async function accountByEmail(db: Db, email: string): Promise<string | undefined> {
  const row = await db.selectFrom('people.account').select('id').where('email', '=', email).executeTakeFirst();
  return row?.id;
}

export async function insertNamedAccount(tx: Tx, account: { name: string; email: string }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.account')
    .values({ id, name: account.name, display_name: account.name, email: account.email, email_verified: false })
    .execute();
  return id;
}

export async function knownYears(db: Db): Promise<number> {
  const row = await db
    .selectFrom('kernel.calendar_year')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
