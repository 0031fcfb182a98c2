import { inTransaction } from '../../../../kernel/db/index.ts';
import { type AppError, fail } from '../../../../kernel/errors/index.ts';
import { toAppError } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { beginRun, fileOfRun, findRun, finishRun, noteProgress, queueRun } from '../../../../kernel/runs/index.ts';
import { type Actor, systemActor } from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import type { Mapping } from '../../transfer/columns.ts';
import { type ImportReport, importCases } from '../../transfer/import-cases.ts';

/** Kind of the run and name of its job. */
export const lettersKind = 'cases.letters_import';

export type LettersOptions = { mapping: Mapping; source: string; department: string; allOrNothing: boolean };
/** What came of it, or why nothing did. */
export type LettersReport =
  | (ImportReport & { code?: undefined })
  | { code: string; params: Record<string, unknown>; rejected?: ImportReport['rejected'] };

/**
 * Sets an import going in the background.
 * @returns false where it was decided before: two clicks are one
 * @throws AppError kernel.not_allowed
 */
export async function startLetters(k: Kernel, actor: Actor, runId: string, options: LettersOptions): Promise<boolean> {
  if (!mayAdministerCases(actor)) fail('kernel.not_allowed');
  return inTransaction(k.db, async (tx) => {
    if (!(await queueRun(tx, runId, { ...options, actorId: actor.accountId, actorName: actor.name }))) return false;
    await k.jobs.send(tx, lettersKind, { id: runId });
    return true;
  });
}

type Queued = LettersOptions & { actorId: string | null; actorName: string };

/** The job: a row is known by its number, so beginning again after a crash doubles nothing. */
export function wireLetters(k: Kernel): void {
  k.jobs.define<{ id: string }>(lettersKind, { retryLimit: 2, expireSeconds: 3600 }, async ({ id }) => {
    const run = await findRun(k.db, lettersKind, id);
    const bytes = run && (await fileOfRun(k.db, id));
    if (!run || !bytes || !(await beginRun(k.db, id, k.clock.now()))) return;
    const { actorId, actorName, mapping, source, department, allOrNothing } = run.options as Queued;
    // Whoever set it going was asked for their right then; the log names them.
    const actor: Actor = { ...systemActor, accountId: actorId, name: actorName };
    let told = 0;
    try {
      const report = await importCases(k, actor, bytes, {
        mapping,
        source,
        allOrNothing,
        ...(department && { department }),
        onProgress: (rows) => {
          if (rows - told < 500) return;
          told = rows;
          noteProgress(k.db, id, rows).catch(() => {});
        },
      });
      await finishRun(k.db, id, k.clock.now(), { state: 'done', report, done: report.rows });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.status >= 500) throw thrown;
      await finishRun(k.db, id, k.clock.now(), { state: 'failed', report: failure(error) });
    }
  });
}

function failure({ code, params }: AppError): LettersReport {
  const { rows, ...rest } = params;
  return { code, params: rest, ...(Array.isArray(rows) && { rejected: rows as ImportReport['rejected'] }) };
}
