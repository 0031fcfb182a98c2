import { type Db, isId, newId, type Tx } from '../db/index.ts';
import { insertRun, moveRun, type RunRow, type RunState, runFile, selectRun, setDone } from './runs.queries.ts';

/** Long work that a person set going and comes back to: an import, a check. */
export type Run = {
  id: string;
  kind: string;
  /** draft: a file was given, nothing decided yet */
  state: RunState;
  fileName: string;
  options: unknown;
  /** rows or steps done so far */
  done: number;
  report: unknown;
  byId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

const day_ms = 86_400_000;

/** A new run; its file is kept for seven days or the days given. `draft` waits for a decision, `queued` for the job that the caller sends. */
export async function openRun(
  tx: Tx,
  given: {
    kind: string;
    state: 'draft' | 'queued';
    at: Date;
    by: string | null;
    file?: { name: string; bytes: Buffer };
    options?: unknown;
    keep_days?: number;
  },
): Promise<string> {
  const id = newId();
  await insertRun(tx, {
    id,
    kind: given.kind,
    state: given.state,
    fileName: given.file?.name ?? '',
    bytes: given.file?.bytes ?? null,
    options: given.options ?? {},
    by: given.by,
    at: given.at,
    expiresAt: new Date(given.at.getTime() + (given.keep_days ?? 7) * day_ms),
  });
  return id;
}

export async function findRun(db: Db, kind: string, id: string): Promise<Run | undefined> {
  const row = isId(id) ? await selectRun(db, kind, id) : undefined;
  return row && runOf(row);
}

/** The bytes of its file; null where they are gone. */
export async function fileOfRun(db: Db, id: string): Promise<Buffer | null> {
  return runFile(db, id);
}

/** Decides a draft. @returns false where it was decided before: two clicks are one */
export async function queueRun(tx: Tx, id: string, options: unknown): Promise<boolean> {
  return moveRun(tx, id, ['draft'], 'queued', { options });
}

/** What was decided did not go through: it can be decided again. */
export async function undecideRun(db: Db, id: string): Promise<void> {
  await moveRun(db, id, ['queued'], 'draft');
}

/** @returns false where it is finished already. A run that a dead process left running is begun again. */
export async function beginRun(db: Db, id: string, at: Date): Promise<boolean> {
  return moveRun(db, id, ['queued', 'running'], 'running', { startedAt: at, done: 0 });
}

export async function noteProgress(db: Db, id: string, done: number): Promise<void> {
  await setDone(db, id, done);
}

export async function finishRun(
  db: Db,
  id: string,
  at: Date,
  outcome: { state: 'done' | 'failed'; report: unknown; done?: number },
): Promise<void> {
  await moveRun(db, id, ['draft', 'queued', 'running'], outcome.state, {
    report: outcome.report,
    finishedAt: at,
    ...(outcome.done !== undefined && { done: outcome.done }),
  });
}

export function runOf(row: RunRow): Run {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.file_name,
    options: row.options,
    done: row.done,
    report: row.report,
    byId: row.by_id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
