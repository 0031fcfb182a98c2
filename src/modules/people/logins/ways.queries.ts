import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { ProviderId } from '../sign-in/outside/provider.ts';

export type OwnLogin = { id: string; provider: ProviderId; addedAt: Date; usedAt: Date | null };

export async function loginsOf(db: Db, accountId: string): Promise<OwnLogin[]> {
  const rows = await db
    .selectFrom('people.login')
    .select(['id', 'provider_id', 'created_at', 'last_used_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider_id as ProviderId,
    addedAt: row.created_at,
    usedAt: row.last_used_at,
  }));
}

export async function loginsForExport(db: Db, accountId: string): Promise<unknown> {
  return db
    .selectFrom('people.login')
    .select([
      'provider_id as provider',
      'provider_account_id as identifier',
      'created_at as addedAt',
      'last_used_at as usedAt',
    ])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
}

/**
 * How many ways into the account there are, held until the transaction ends: of two that are taken off at once, the second
 * sees that the first is gone.
 */
export async function holdWays(tx: Tx, accountId: string): Promise<number> {
  await tx.selectFrom('people.account').select('id').where('id', '=', accountId).forUpdate().execute();
  return countWays(tx, accountId);
}

/** Addresses, providers and passkeys that open the account. */
export async function countWays(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (not email_placeholder)::int + (phone is not null)::int
      + (select count(*) from people.login where account_id = a.id)
      + (select count(*) from people.passkey where account_id = a.id) as n
    from people.account a where a.id = ${accountId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export async function deleteLogin(tx: Tx, accountId: string, id: string): Promise<ProviderId | undefined> {
  const row = await tx
    .deleteFrom('people.login')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('provider_id')
    .executeTakeFirst();
  return row?.provider_id as ProviderId | undefined;
}

export async function provenAt(db: Db, sessionId: string): Promise<Date | null> {
  const row = await db.selectFrom('people.session').select('proven_at').where('id', '=', sessionId).executeTakeFirst();
  return row?.proven_at ?? null;
}

export async function markProven(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await tx.updateTable('people.session').set({ proven_at: at }).where('id', '=', sessionId).execute();
}
