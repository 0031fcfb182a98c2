import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import { placeholderDomain } from '../auth.ts';
import type { Address } from './address.ts';

export async function accountToOpen(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; disabled: boolean; staff: boolean } | undefined> {
  const row = await db
    .selectFrom('people.account as a')
    .select((eb) => [
      'a.id',
      'a.name',
      'a.disabled_at',
      eb
        .exists(eb.selectFrom('people.role_grant as g').select('g.id').whereRef('g.account_id', '=', 'a.id'))
        .as('staff'),
    ])
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, disabled: row.disabled_at !== null, staff: Boolean(row.staff) };
}

export async function describeSession(
  tx: Tx,
  id: string,
  facts: { ip: string; userAgent: string; secondFactorAt: Date | null; provenAt: Date },
): Promise<void> {
  await tx
    .updateTable('people.session')
    .set({
      ip_address: facts.ip,
      user_agent: facts.userAgent,
      second_factor_at: facts.secondFactorAt,
      proven_at: facts.provenAt,
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('people.session').where('id', '=', id).execute();
}

/** The account that an address belongs to; made, without a name yet, where there is none. The unique keys decide. */
export async function accountForAddress(
  tx: Tx,
  { channel, to }: Address,
  locale: Locale,
): Promise<{ id: string; isNew: boolean }> {
  const id = newId();
  const made = await tx
    .insertInto('people.account')
    .values({
      id,
      name: '',
      email: channel === 'email' ? to : `${id}@${placeholderDomain}`,
      email_verified: channel === 'email',
      email_placeholder: channel === 'sms',
      phone: channel === 'sms' ? to : null,
      phone_verified: channel === 'sms',
      locale,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { id, isNew: true };
  const column = channel === 'email' ? 'email' : 'phone';
  const found = await tx.selectFrom('people.account').select('id').where(column, '=', to).executeTakeFirst();
  if (found) return { id: found.id, isNew: false };
  throw new Error('an account refuses an address that no account has');
}

/** @param keep a session that stays */
export async function deleteSessionsOf(tx: Tx, accountId: string, keep?: string): Promise<number> {
  const rows = await tx
    .deleteFrom('people.session')
    .where('account_id', '=', accountId)
    .$if(keep !== undefined, (query) => query.where('id', '<>', keep ?? ''))
    .returning('id')
    .execute();
  return rows.length;
}

/** 1 where it was theirs, else 0. */
export async function deleteOwnSession(tx: Tx, accountId: string, id: string): Promise<number> {
  const row = await tx
    .deleteFrom('people.session')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst();
  return row ? 1 : 0;
}

export async function sweepSessions(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('people.session').where('expires_at', '<', before).execute();
}
