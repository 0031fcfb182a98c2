import type { Kernel } from '../../../kernel/kernel.ts';
import { closeUnrated } from './close-unrated.ts';
import { hearCases } from './hear-case.ts';

/** What matters hear of cases, and what time alone does to them. */
export function wireMatters(k: Kernel): void {
  hearCases(k);
  k.jobs.define('liaison.close_unrated', { cron: '20 6 * * *', expireSeconds: 540, retryLimit: 0 }, async () => {
    await closeUnrated(k);
  });
}
