import { type Db, newId, type Tx } from '../../../../kernel/db/index.ts';
import type { Locale } from '../../../../kernel/i18n/index.ts';
import { placeholderDomain } from '../../auth.ts';
import type { Identity, ProviderId } from './provider.ts';

export type Purpose = 'sign_in' | 'add' | 'confirm' | 'join';

export type Leaving = {
  provider: ProviderId;
  purpose: Purpose;
  accountId: string | null;
  browserHash: Buffer;
  nonce: string;
  verifier: string;
  back: string;
};

export async function insertLeaving(tx: Tx, row: Leaving & { stateHash: Buffer; expiresAt: Date }): Promise<void> {
  await tx
    .insertInto('people.outside_sign_in')
    .values({
      id: newId(),
      state_hash: row.stateHash,
      browser_hash: row.browserHash,
      provider_id: row.provider,
      purpose: row.purpose,
      account_id: row.accountId,
      nonce: row.nonce,
      verifier: row.verifier,
      back: row.back,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** What belongs to a state that came back; a second time there is none. */
export async function takeLeaving(tx: Tx, stateHash: Buffer, now: Date): Promise<Leaving | undefined> {
  const row = await tx
    .deleteFrom('people.outside_sign_in')
    .where('state_hash', '=', stateHash)
    .returningAll()
    .executeTakeFirst();
  if (!row || row.expires_at <= now) return undefined;
  return {
    provider: row.provider_id as ProviderId,
    purpose: row.purpose as Purpose,
    accountId: row.account_id,
    browserHash: row.browser_hash,
    nonce: row.nonce,
    verifier: row.verifier,
    back: row.back,
  };
}

/** The account that an identity is in. One known by its former id goes on under the better one. */
export async function accountOfLogin(tx: Tx, provider: ProviderId, identity: Identity): Promise<string | undefined> {
  const find = (id: string) =>
    tx
      .selectFrom('people.login')
      .select(['id', 'account_id'])
      .where('provider_id', '=', provider)
      .where('provider_account_id', '=', id)
      .executeTakeFirst();
  const known = await find(identity.id);
  if (known || !identity.former) return known?.account_id;
  const former = await find(identity.former);
  if (former)
    await tx
      .updateTable('people.login')
      .set({ provider_account_id: identity.id })
      .where('id', '=', former.id)
      .execute();
  return former?.account_id;
}

export async function useLogin(tx: Tx, provider: ProviderId, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.login')
    .set({ last_used_at: at })
    .where('provider_id', '=', provider)
    .where('provider_account_id', '=', id)
    .execute();
}

/** Raises the unique violation where the identity is in an account already. */
export async function insertLogin(
  tx: Tx,
  login: { accountId: string; provider: ProviderId; providerAccountId: string; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.login')
    .values({
      id,
      account_id: login.accountId,
      provider_id: login.provider,
      provider_account_id: login.providerAccountId,
      created_at: login.at,
      updated_at: login.at,
      last_used_at: login.at,
    })
    .execute();
  return id;
}

/** An account without any address yet. */
export async function insertBareAccount(tx: Tx, locale: Locale): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.account')
    .values({ id, name: '', email: `${id}@${placeholderDomain}`, email_placeholder: true, locale })
    .execute();
  return id;
}

export type Waiting = { id: string; provider: ProviderId; providerAccountId: string; back: string };

export async function insertWaiting(
  tx: Tx,
  row: Omit<Waiting, 'id'> & { tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('people.waiting_login')
    .values({
      id: newId(),
      token_hash: row.tokenHash,
      provider_id: row.provider,
      provider_account_id: row.providerAccountId,
      back: row.back,
      expires_at: row.expiresAt,
    })
    .execute();
}

export async function findWaiting(db: Db, tokenHash: Buffer, now: Date): Promise<Waiting | undefined> {
  const row = await db
    .selectFrom('people.waiting_login')
    .select(['id', 'provider_id', 'provider_account_id', 'back'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      provider: row.provider_id as ProviderId,
      providerAccountId: row.provider_account_id,
      back: row.back,
    }
  );
}

/** Whether this call was the one that used it up. */
export async function takeWaiting(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('people.waiting_login').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

export async function sweepOutside(tx: Tx, before: Date): Promise<void> {
  for (const table of ['people.outside_sign_in', 'people.waiting_login', 'people.account_join'] as const)
    await tx.deleteFrom(table).where('expires_at', '<', before).execute();
}
