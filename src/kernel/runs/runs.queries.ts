import { type Db, sql, type Tx } from '../db/index.ts';

export type RunState = 'draft' | 'queued' | 'running' | 'done' | 'failed';

export type RunRow = {
  id: string;
  kind: string;
  state: RunState;
  file_name: string;
  options: unknown;
  done: number;
  report: unknown;
  by_id: string | null;
  created_at: Date;
  finished_at: Date | null;
};

const columns = [
  'id',
  'kind',
  'state',
  'file_name',
  'options',
  'done',
  'report',
  'by_id',
  'created_at',
  'finished_at',
] as const;

export async function insertRun(
  tx: Tx,
  run: { id: string; kind: string; state: RunState; fileName: string; bytes: Buffer | null; options: unknown } & {
    by: string | null;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto('kernel.run')
    .values({
      id: run.id,
      kind: run.kind,
      state: run.state,
      file_name: run.fileName,
      bytes: run.bytes,
      options: JSON.stringify(run.options),
      by_id: run.by,
      created_at: run.at,
      expires_at: run.expiresAt,
    })
    .execute();
}

export async function selectRun(db: Db, kind: string, id: string): Promise<RunRow | undefined> {
  const row = await db
    .selectFrom('kernel.run')
    .select(columns)
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row as RunRow | undefined;
}

export async function latestRuns(db: Db, kind: string, limit: number): Promise<RunRow[]> {
  const rows = await db
    .selectFrom('kernel.run')
    .select(columns)
    .where('kind', '=', kind)
    .where('state', '<>', 'draft')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as RunRow[];
}

export async function runFile(db: Db, id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('kernel.run').select('bytes').where('id', '=', id).executeTakeFirst();
  return row?.bytes ?? null;
}

/** Moves a run on from one of the given states; false where it is in none of them (somebody else was first). */
export async function moveRun(
  db: Db,
  id: string,
  from: readonly RunState[],
  to: RunState,
  change: { options?: unknown; report?: unknown; done?: number; startedAt?: Date; finishedAt?: Date } = {},
): Promise<boolean> {
  const done = await db
    .updateTable('kernel.run')
    .set({
      state: to,
      ...(change.options !== undefined && { options: JSON.stringify(change.options) }),
      ...(change.report !== undefined && { report: JSON.stringify(change.report) }),
      ...(change.done !== undefined && { done: change.done }),
      ...(change.startedAt && { started_at: change.startedAt }),
      ...(change.finishedAt && { finished_at: change.finishedAt }),
    })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function setDone(db: Db, id: string, done: number): Promise<void> {
  await db.updateTable('kernel.run').set({ done }).where('id', '=', id).where('state', '=', 'running').execute();
}

/** Files of people are not kept for longer than they are needed; reports stay. */
export async function wipeExpired(db: Db, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    with gone as (delete from kernel.run where state = 'draft' and expires_at <= ${at} returning id)
    update kernel.run set bytes = null where expires_at <= ${at} and bytes is not null and state <> 'draft'`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
}

/** Takes a run's file away before its time. */
export async function wipeFile(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('kernel.run').set({ bytes: null }).where('id', '=', id).execute();
}

/** Throws a draft away. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('kernel.run').where('id', '=', id).where('state', '=', 'draft').execute();
}
