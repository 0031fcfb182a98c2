import type { Db, Tx } from '../../../kernel/db/index.ts';

export type Passkey = { id: string; name: string; backedUp: boolean; createdAt: Date | null };

export async function passkeysOf(db: Db, accountId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('people.passkey')
    .select(['id', 'name', 'backed_up', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name ?? '', backedUp: row.backed_up, createdAt: row.created_at }));
}

export async function renamePasskey(tx: Tx, accountId: string, id: string, name: string): Promise<boolean> {
  const row = await tx
    .updateTable('people.passkey')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deletePasskey(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('people.passkey')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
