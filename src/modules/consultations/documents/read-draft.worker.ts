import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../kernel/errors/index.ts';
import type { ReadAnswer, ReadJob } from './read-apart.ts';
import { readDraft } from './read-draft.ts';
import { giveAnchors } from './versions/anchors.ts';

// In a thread of its own: what a stranger's file costs is paid there.
const { source, former, usedAnchors, versionNo } = workerData as ReadJob;

async function answer(): Promise<ReadAnswer> {
  try {
    const draft = await readDraft(source);
    return { draft: { ...draft, blocks: giveAnchors(draft.blocks, former, usedAnchors, versionNo) } };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    throw error;
  }
}

parentPort?.postMessage(await answer());
