import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Address } from './address.ts';

export type CodeRow = Address & {
  id: string;
  purpose: 'sign_in' | 'add_address' | 'confirm' | 'join_account' | 'recovery' | 'guardian';
  accountId: string | null;
  codeHash: Buffer;
  attempts: number;
  sentAt: Date;
  expiresAt: Date;
};

const columns = [
  'id',
  'purpose',
  'account_id as accountId',
  'channel',
  'address as to',
  'code_hash as codeHash',
  'attempts',
  'sent_at as sentAt',
  'expires_at as expiresAt',
] as const;

export async function insertCode(tx: Tx, row: Omit<CodeRow, 'attempts'> & { tokenHash: Buffer }): Promise<void> {
  await tx
    .insertInto('people.one_time_code')
    .values({
      id: row.id,
      token_hash: row.tokenHash,
      purpose: row.purpose,
      account_id: row.accountId,
      channel: row.channel,
      address: row.to,
      code_hash: row.codeHash,
      sent_at: row.sentAt,
      expires_at: row.expiresAt,
    })
    .execute();
}

export async function codeByToken(db: Db, tokenHash: Buffer): Promise<CodeRow | undefined> {
  const row = await db
    .selectFrom('people.one_time_code')
    .select(columns)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row as CodeRow | undefined;
}

/** Spends one try, before the code is looked at: tries at the same moment cannot share one. */
export async function takeAttempt(tx: Tx, id: string, most: number, now: Date): Promise<CodeRow | undefined> {
  const row = await tx
    .updateTable('people.one_time_code')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('attempts', '<', most)
    .where('expires_at', '>', now)
    .returning(columns)
    .executeTakeFirst();
  return row as CodeRow | undefined;
}

export async function replaceCode(tx: Tx, id: string, codeHash: Buffer, sentAt: Date, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('people.one_time_code')
    .set({ code_hash: codeHash, attempts: 0, sent_at: sentAt, expires_at: expiresAt })
    .where('id', '=', id)
    .execute();
}

/** Whether this call was the one that used the code up. */
export async function spendCode(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('people.one_time_code').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

export async function sweepCodes(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('people.one_time_code').where('expires_at', '<', before).execute();
  await tx.deleteFrom('people.verification').where('expires_at', '<', before).execute();
}
