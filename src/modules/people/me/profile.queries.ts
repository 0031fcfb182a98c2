import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import { placeholderDomain } from '../auth.ts';

export type Profile = {
  id: string;
  name: string;
  displayName: string;
  email: string | null;
  phone: string | null;
  locale: Locale;
  createdAt: Date;
};

export async function profileOf(db: Db, accountId: string): Promise<Profile | undefined> {
  const row = await db
    .selectFrom('people.account')
    .select(['id', 'name', 'display_name', 'email', 'email_placeholder', 'phone', 'locale', 'created_at'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      name: row.name,
      displayName: row.display_name,
      email: row.email_placeholder ? null : row.email,
      phone: row.phone,
      locale: row.locale as Locale,
      createdAt: row.created_at,
    }
  );
}

export async function setNames(
  tx: Tx,
  accountId: string,
  names: { name: string; displayName: string; locale?: Locale },
): Promise<void> {
  await tx
    .updateTable('people.account')
    .set({ name: names.name, display_name: names.displayName, ...(names.locale && { locale: names.locale }) })
    .where('id', '=', accountId)
    .execute();
}

/** null: none is left, a placeholder stands in its place. */
export async function setEmail(tx: Tx, accountId: string, email: string | null): Promise<void> {
  await tx
    .updateTable('people.account')
    .set({
      email: email ?? `${accountId}@${placeholderDomain}`,
      email_verified: email !== null,
      email_placeholder: email === null,
    })
    .where('id', '=', accountId)
    .execute();
}

export async function setPhone(tx: Tx, accountId: string, phone: string | null): Promise<void> {
  await tx
    .updateTable('people.account')
    .set({ phone, phone_verified: phone !== null })
    .where('id', '=', accountId)
    .execute();
}
