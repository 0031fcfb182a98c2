import type { Db } from '../../../kernel/db/index.ts';

export async function notificationLink(db: Db, accountId: string, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('kernel.notification')
    .select('link')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.link;
}
