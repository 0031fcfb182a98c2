import { parentPort, workerData } from 'node:worker_threads';
import { addWords } from '../../../kernel/text/index.ts';
import { findHotTopics } from './find-hot-topics.ts';
import type { FindTopics } from './find-topics.ts';

// In a thread of its own: twenty thousand letters take seconds, in which the process goes on serving pages.
const { words, messages, options } = workerData as FindTopics;
addWords(words);
parentPort?.postMessage(findHotTopics(messages, options));
