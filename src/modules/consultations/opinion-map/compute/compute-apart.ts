import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { VoteColumns } from '../voting/vote.queries.ts';
import type { Columns, Computed, ToWorker } from './computing.ts';

export type ComputeApart = {
  keeper: Uint8Array | null;
  leftOut: number[];
  votes: AsyncIterable<VoteColumns>;
  final: boolean;
};

/**
 * Computes a map in a thread of its own.
 * @throws whatever the computation throws, or when the thread is stopped by `signal`
 */
export function computeApart(
  k: Kernel,
  { keeper, leftOut, votes, final }: ComputeApart,
  signal?: AbortSignal,
): Promise<Computed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(k.root, 'dist/opinion-map.worker.js'), {
      // A map of 33,000 participants and 2,000 statements fits; one that does not must not take the process down.
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const stop = () => void worker.terminate();
    const say = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
    signal?.addEventListener('abort', stop, { once: true });
    // Given up before the thread was there: nobody would be told any more.
    if (signal?.aborted) stop();
    worker.once('message', (computed: Computed) => {
      resolve(computed);
      stop();
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(new Error('computing an opinion map was stopped'));
    });
    const give = async () => {
      say({ kind: 'begin', keeper, leftOut });
      for await (const page of votes) {
        const columns = packed(page);
        say({ kind: 'votes', ...columns }, [
          columns.participants.buffer as ArrayBuffer,
          columns.statements.buffer as ArrayBuffer,
          columns.votes.buffer as ArrayBuffer,
        ]);
      }
      say({ kind: 'finish', final });
    };
    give().catch((error) => {
      reject(error);
      stop();
    });
  });
}

function packed({ participants, statements, votes }: VoteColumns): Columns {
  return {
    participants: Int32Array.from(participants),
    statements: Int32Array.from(statements),
    votes: Int32Array.from(votes),
  };
}
