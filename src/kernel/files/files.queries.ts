import type { Selectable } from 'kysely';
import { type Database, type Db, sql, type Tx } from '../db/index.ts';

export type FileRow = Selectable<Database['kernel.file']>;
export type NewFileRow = Omit<FileRow, 'expires_at'> & { expires_at: Date };

/** Writing bytes and sweeping them away wait for each other, per digest. */
export async function lockDigest(tx: Tx, digest: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`kernel.file ${digest}`}, 0))`.execute(tx);
}

export async function insertFile(tx: Tx, row: NewFileRow): Promise<void> {
  await tx.insertInto('kernel.file').values(row).execute();
}

export async function findFile(db: Db, id: string): Promise<FileRow | undefined> {
  return db.selectFrom('kernel.file').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function findFiles(db: Db, ids: string[]): Promise<FileRow[]> {
  return ids.length === 0 ? [] : db.selectFrom('kernel.file').selectAll().where('id', 'in', ids).execute();
}

export async function findOwned(db: Db, ownerId: string): Promise<FileRow[]> {
  return db
    .selectFrom('kernel.file')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('expires_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function disownFiles(tx: Tx, ownerId: string, at: Date): Promise<void> {
  await sql`
    update kernel.file set owner_id = null, expires_at = case when expires_at is null then null else ${at}::timestamptz end
    where owner_id = ${ownerId}`.execute(tx);
}

export async function claimFiles(
  tx: Tx,
  ids: string[],
  { purpose, ownerId, at }: { purpose: string; ownerId: string | null; at: Date },
): Promise<FileRow[]> {
  return tx
    .updateTable('kernel.file')
    .set({ expires_at: null })
    .where('id', 'in', ids)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', at)
    .where((where) => where.or([where('owner_id', 'is', null), ...(ownerId ? [where('owner_id', '=', ownerId)] : [])]))
    .returningAll()
    .execute();
}

/** @param stem the extension stays */
export async function renameFile(tx: Tx, id: string, stem: string): Promise<void> {
  await sql`update kernel.file set name = ${stem} || coalesce(substring(name from '[.][a-z0-9]+$'), '')
    where id = ${id}`.execute(tx);
}

export async function expireFiles(tx: Tx, ids: string[], at: Date): Promise<void> {
  await tx.updateTable('kernel.file').set({ expires_at: at }).where('id', 'in', ids).execute();
}

export async function expiredFiles(db: Db, at: Date, limit: number): Promise<{ id: string; digest: string }[]> {
  return db
    .selectFrom('kernel.file')
    .select(['id', 'digest'])
    .where('expires_at', '<=', at)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
}

/** Checked once more in the deletion: it may have been claimed since. */
export async function deleteExpired(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('kernel.file')
    .where('id', '=', id)
    .where('expires_at', '<=', at)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function isReferenced(db: Db, digest: string): Promise<boolean> {
  return (
    (await db.selectFrom('kernel.file').select('id').where('digest', '=', digest).limit(1).executeTakeFirst()) !==
    undefined
  );
}
