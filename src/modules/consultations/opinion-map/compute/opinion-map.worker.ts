import { parentPort } from 'node:worker_threads';
import { beginComputing, type ToWorker } from './computing.ts';

// In a thread of its own: a large map takes seconds, in which the process goes on taking votes.
const computing = beginComputing();
parentPort?.on('message', (message: ToWorker) => {
  const computed = computing(message);
  if (computed) parentPort?.postMessage(computed);
});
