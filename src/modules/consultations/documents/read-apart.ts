import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import './documents.errors.ts';
import { limits } from './limits.ts';
import type { DraftSource } from './read-draft.ts';
import type { Draft } from './structure/block.ts';
import type { AnchoredBlock } from './versions/anchors.ts';

/** What the thread is given: the text, and the version before it. */
export type ReadJob = {
  source: DraftSource;
  former: AnchoredBlock[];
  usedAnchors: string[];
  versionNo: number;
};
export type ReadyDraft = Omit<Draft, 'blocks'> & { blocks: AnchoredBlock[] };
export type ReadAnswer = { draft: ReadyDraft } | { code: string; params: Record<string, unknown> };

/** Each takes a core and memory; whoever comes while so many run is asked to come again. */
const atOnce = 2;
let running = 0;

/**
 * Reads a text and gives it anchors in a thread of its own, with memory and time of its own: a file made to be slow or large
 * ends there, and the server goes on.
 * @throws AppError consultations.documents.*
 */
export async function readApart(k: Kernel, job: ReadJob): Promise<ReadyDraft> {
  if (running >= atOnce) fail('consultations.documents.busy');
  running += 1;
  try {
    const answer = await inThread(k, job);
    if ('draft' in answer) return answer.draft;
    throw new AppError(answer.code, answer.params);
  } finally {
    running -= 1;
  }
}

function inThread(k: Kernel, job: ReadJob): Promise<ReadAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(k.root, 'dist/read-draft.worker.js'), {
      workerData: job,
      resourceLimits: { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 512 },
    });
    const timer = setTimeout(() => end({ code: 'consultations.documents.too_long', params: {} }), limits.reading_ms);
    const end = (answer: ReadAnswer) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    worker.once('message', end);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        resolve({ code: 'consultations.documents.too_large', params: { limit_mb: limits.part_bytes / 1_000_000 } });
      else reject(error);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('reading a draft was stopped'));
    });
  });
}
