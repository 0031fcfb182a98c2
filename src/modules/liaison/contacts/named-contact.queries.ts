import type { Db } from '../../../kernel/db/index.ts';

export async function isNamedContact(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('liaison.named_contact')
    .select('id')
    .where('contact_id', '=', accountId)
    .where('until', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
