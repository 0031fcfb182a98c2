import { type Db, sql, type Tx } from '../db/index.ts';

export type ApiKeyRow = {
  id: string;
  name: string;
  scopes: string[];
  created_at: Date;
  created_by: string | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

const columns = ['id', 'name', 'scopes', 'created_at', 'created_by', 'last_used_at', 'revoked_at'] as const;

export async function keyByHash(db: Db, hash: Buffer): Promise<ApiKeyRow | undefined> {
  return db.selectFrom('kernel.api_key').select(columns).where('hash', '=', hash).executeTakeFirst();
}

/** Newest first; a city has tens of them. */
export async function allKeys(db: Db): Promise<ApiKeyRow[]> {
  return db.selectFrom('kernel.api_key').select(columns).orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
}

export async function insertKey(
  tx: Tx,
  key: { id: string; name: string; hash: Buffer; scopes: string[]; created_at: Date; created_by: string | null },
): Promise<void> {
  await tx.insertInto('kernel.api_key').values(key).execute();
}

/** @returns false where there is none, or it was revoked before */
export async function markRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('kernel.api_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** To the minute: a busy program must not write a row at every call. */
export async function markUsed(db: Db, id: string, at: Date): Promise<void> {
  await sql`
    update kernel.api_key set last_used_at = ${at}
    where id = ${id} and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`.execute(db);
}
