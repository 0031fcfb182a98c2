import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import { placeholderDomain } from '../auth.ts';
import type { Look } from './personal-data.ts';

/** Looks at an account itself, by staff. */
export async function looksAtAccount(db: Db, accountId: string, limit: number): Promise<Look[]> {
  const rows = await db
    .selectFrom('kernel.audit_entry')
    .select(['at', 'actor_name'])
    .where('object_type', '=', 'account')
    .where('object_id', '=', accountId)
    .where('action', '=', 'people.personal_data_read')
    .where('actor_id', '<>', accountId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ at: row.at, by: row.actor_name, what: 'people.data.look_account' }));
}

/** What a person did themself, newest first, as the audit log has it. */
export async function ownDeeds(db: Db, accountId: string, limit: number): Promise<{ at: Date; action: string }[]> {
  return db
    .selectFrom('kernel.audit_entry')
    .select(['at', 'action'])
    .where('actor_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function holdsRole(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people.role_grant')
    .select('id')
    .where('account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Holds an account that is not closed; false where it is. */
export async function lockAccount(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('people.account')
    .select('id')
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Empties an account for good: the row stays, so that what refers to it still holds together. */
export async function emptyAccount(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.account')
    .set({
      name: '—',
      display_name: '',
      email: `${accountId}@${placeholderDomain}`,
      email_verified: false,
      email_placeholder: true,
      phone: null,
      phone_verified: false,
      image: null,
      disabled_at: at,
      deleted_at: at,
    })
    .where('id', '=', accountId)
    .execute();
  for (const table of ['session', 'passkey', 'second_factor', 'recovery_code', 'login', 'one_time_code'] as const) {
    await sql`delete from ${sql.table(`people.${table}`)} where account_id = ${accountId}`.execute(tx);
  }
  await tx
    .updateTable('people.consent')
    .set({ withdrawn_at: at })
    .where('account_id', '=', accountId)
    .where('withdrawn_at', 'is', null)
    .execute();
}
