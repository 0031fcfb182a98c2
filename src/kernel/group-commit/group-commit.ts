import { type Db, inTransaction, isDatabaseAway, type Tx } from '../db/index.ts';

/** The most rows that one commit takes; above it the next batch starts. */
const usual = { largestBatch: 512, lanes: undefined as number | undefined };
let tuned = usual;

/** For benches alone, which compare with one row a commit: `null` is as usual again. Holds for the whole process. */
export function tuneGroupCommit(tuning: { largestBatch: number; lanes: number } | null): void {
  tuned = tuning ?? usual;
}

export type GroupCommitOptions = {
  /** batches that may be under way at the same time; more than one costs order and wins little */
  lanes?: number;
  /** requests that may wait; one more is refused, so that a flood costs an answer and not the memory */
  queueLimit?: number;
};

type Waiting<I, O> = { input: I; resolve: (output: O) => void; reject: (error: unknown) => void };

/** Told the size of every batch that was committed; for metrics. */
export const batchObservers = new Set<(rows: number) => void>();

/** Thrown to a request that finds the queue full. */
export class QueueFull extends Error {}

/**
 * Requests that arrive while a commit is under way share the next one. `write` gets all their inputs in one
 * transaction and returns one outcome for each, in the same order; each caller is answered after its own commit and
 * not before. Flushing as soon as the last commit returns needs no timer: a single request waits for nobody.
 *
 * An outcome that is an `Error` rejects that caller alone. When the transaction itself fails, its inputs are tried
 * once more one by one, so that one bad row cannot take its neighbours down. Where the connection broke while it was being
 * committed nobody knows whether it was: `write` must find out what it has written already.
 */
export function groupCommit<I, O>(
  db: Db,
  write: (tx: Tx, inputs: I[]) => Promise<(O | Error)[]>,
  options: GroupCommitOptions = {},
): (input: I) => Promise<O> {
  const { lanes = 1, queueLimit = 50_000 } = options;
  const queue: Waiting<I, O>[] = [];
  let busy = 0;

  const settle = (batch: Waiting<I, O>[], outcomes: (O | Error)[]) => {
    if (outcomes.length !== batch.length)
      throw new Error(`group commit: ${outcomes.length} outcomes for ${batch.length} inputs`);
    batch.forEach((waiting, at) => {
      const outcome = outcomes[at] as O | Error;
      if (outcome instanceof Error) waiting.reject(outcome);
      else waiting.resolve(outcome);
    });
  };

  const commit = async (batch: Waiting<I, O>[]) => {
    const inputs = batch.map((waiting) => waiting.input);
    settle(batch, await inTransaction(db, (tx) => write(tx, inputs)));
    for (const observer of batchObservers) observer(batch.length);
  };

  const run = async (batch: Waiting<I, O>[]) => {
    try {
      await commit(batch);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await oneByOne(batch);
    }
  };

  const oneByOne = async (batch: Waiting<I, O>[]) => {
    for (const [at, waiting] of batch.entries()) {
      const failed = await commit([waiting]).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failed) waiting.reject(failed.error);
      // Nobody waits for as many timeouts as there are others before them.
      if (failed && isDatabaseAway(failed.error)) {
        for (const left of batch.slice(at + 1)) left.reject(failed.error);
        return;
      }
    }
  };

  const flush = () => {
    while (busy < (tuned.lanes ?? lanes) && queue.length > 0) {
      const batch = queue.splice(0, tuned.largestBatch);
      busy++;
      run(batch).finally(() => {
        busy--;
        flush();
      });
    }
  };

  return (input) =>
    new Promise<O>((resolve, reject) => {
      if (queue.length >= queueLimit) return reject(new QueueFull());
      queue.push({ input, resolve, reject });
      // Requests of the same turn of the event loop go together.
      if (queue.length === 1) setImmediate(flush);
    });
}
