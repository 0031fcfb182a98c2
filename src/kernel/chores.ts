import { chainEntries } from './audit/index.ts';
import type { Kernel } from './kernel.ts';

const mostBatches = 200;

/** The kernel's own regular work. Once a process, before it starts. */
export function defineChores(k: Kernel): void {
  k.jobs.define('kernel.audit_chain', { cron: '* * * * *', retryLimit: 0 }, async (_data, { signal }) => {
    for (let batch = 0; batch < mostBatches && !signal.aborted; batch++) if ((await chainEntries(k.db)) === 0) return;
  });
  k.jobs.define('kernel.outbox_retry', { cron: '* * * * *', retryLimit: 0 }, async () => {
    await k.outbox.retryFailures();
  });
  k.jobs.define('kernel.files_sweep', { cron: '17 * * * *', expireSeconds: 1800, retryLimit: 1 }, async () => {
    // Strays are rare, and looking for them reads the whole store: once a day is enough.
    await k.files.sweep({ strays: k.clock.now().getUTCHours() === 19 });
  });
}
