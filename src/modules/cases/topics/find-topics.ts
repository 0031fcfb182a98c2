import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { HotTopicOptions } from './find-hot-topics.ts';
import type { Topic, TopicMessage } from './topic.ts';

/** What the thread is given. */
export type FindTopics = { words: string[]; messages: TopicMessage[]; options: HotTopicOptions };

/**
 * `findHotTopics` in a thread of its own.
 * @throws whatever the engine throws, or when the thread is stopped by `signal`
 */
export function findTopicsApart(k: Kernel, input: FindTopics, signal?: AbortSignal): Promise<Topic[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(k.root, 'dist/find-topics.worker.js'), {
      workerData: input,
      // What the engine leaves behind is garbage: a small young generation costs little time and halves the memory.
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 },
    });
    const stop = () => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', (topics: Topic[]) => {
      resolve(topics);
      stop();
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(new Error('finding topics was stopped'));
    });
  });
}
