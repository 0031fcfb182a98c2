import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Address } from '../sign-in/address.ts';
import type { GuardianState } from './guardian.rules.ts';

export type Guardian = Address & {
  accountId: string;
  /** YYYY-MM */
  birthMonth: string;
  name: string;
  state: GuardianState;
  askedAt: Date;
  consentedAt: Date | null;
  wording: string;
};

function guardians(db: Db) {
  return db
    .selectFrom('people.guardian')
    .select([
      'account_id as accountId',
      'birth_month as birthMonth',
      'name',
      'channel',
      'address as to',
      'state',
      'asked_at as askedAt',
      'consented_at as consentedAt',
      'wording',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof guardians>['execute']>>[number];

function guardianOf(row: Row): Guardian {
  return {
    ...row,
    birthMonth: row.birthMonth.slice(0, 7),
    channel: row.channel as Address['channel'],
    state: row.state as GuardianState,
  };
}

export async function guardianOfAccount(db: Db, accountId: string): Promise<Guardian | undefined> {
  const row = await guardians(db).where('account_id', '=', accountId).executeTakeFirst();
  return row && guardianOf(row);
}

export async function lockGuardian(tx: Tx, accountId: string): Promise<Guardian | undefined> {
  const row = await guardians(tx).where('account_id', '=', accountId).forUpdate().executeTakeFirst();
  return row && guardianOf(row);
}

/** Those of whom somebody with this address is the guardian. */
export async function guardiansAt(db: Db, address: string): Promise<Guardian[]> {
  return (await guardians(db).where('address', '=', address).limit(10).execute()).map(guardianOf);
}

/** Names a guardian, or another one as long as none has agreed: then the links of the one before open nothing. */
export async function putGuardian(
  tx: Tx,
  given: { accountId: string; birthMonth: string; name: string; at: Date } & Address,
): Promise<boolean> {
  const values = {
    birth_month: `${given.birthMonth}-01`,
    name: given.name,
    channel: given.channel,
    address: given.to,
  };
  const row = await tx
    .insertInto('people.guardian')
    .values({ account_id: given.accountId, asked_at: given.at, ...values })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(values).where('people.guardian.state', '=', 'asked'),
    )
    .returning('account_id')
    .executeTakeFirst();
  if (row) await tx.deleteFrom('people.guardian_link').where('account_id', '=', given.accountId).execute();
  return row !== undefined;
}

export async function setConsented(tx: Tx, accountId: string, wording: string, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('people.guardian')
    .set({ state: 'consented', consented_at: at, wording })
    .where('account_id', '=', accountId)
    .where('state', '=', 'asked')
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteGuardian(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.guardian').where('account_id', '=', accountId).execute();
}

export type GuardianLink = { id: string; accountId: string; browserHash: Buffer | null; provenUntil: Date | null };

export async function insertLink(
  tx: Tx,
  link: { id: string; accountId: string; tokenHash: Buffer; sentAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('people.guardian_link')
    .values({
      id: link.id,
      account_id: link.accountId,
      token_hash: link.tokenHash,
      sent_at: link.sentAt,
      expires_at: link.expiresAt,
    })
    .execute();
}

export async function linkByToken(db: Db, tokenHash: Buffer, now: Date): Promise<GuardianLink | undefined> {
  return db
    .selectFrom('people.guardian_link')
    .select(['id', 'account_id as accountId', 'browser_hash as browserHash', 'proven_until as provenUntil'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function proveLink(tx: Tx, id: string, browserHash: Buffer, until: Date): Promise<void> {
  await tx
    .updateTable('people.guardian_link')
    .set({ browser_hash: browserHash, proven_until: until })
    .where('id', '=', id)
    .execute();
}

export async function sweepLinks(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('people.guardian_link').where('expires_at', '<', before).execute();
}

/** Whose guardian has not answered since then. */
export async function unansweredSince(db: Db, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('people.guardian')
    .select('account_id as id')
    .where('state', '=', 'asked')
    .where('asked_at', '<', before)
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

/** Who was born so long ago that no guardian decides any more. @param lastMonth YYYY-MM-01 of the latest such month */
export async function grownUp(db: Db, lastMonth: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people.guardian')
    .select('account_id as id')
    .where('birth_month', '<=', lastMonth)
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

/** When the guardian looked at the child's data, the newest first, under the guardian's name. */
export async function looksOfGuardian(db: Db, accountId: string, limit: number): Promise<{ at: Date; by: string }[]> {
  const { rows } = await sql<{ at: Date; by: string }>`
    select e.at, g.name as by from people.guardian g
    join kernel.audit_entry e on e.object_type = 'account' and e.object_id = g.account_id::text and e.action = 'people.guardian_looked'
    where g.account_id = ${accountId} order by e.id desc limit ${limit}`.execute(db);
  return rows;
}
