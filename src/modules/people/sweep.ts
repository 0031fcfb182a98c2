import { inTransaction } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sweepCodes } from './sign-in/one-time-code.queries.ts';
import { sweepSessions } from './sign-in/open-session.queries.ts';

/** Every night: sessions, codes and challenges that have run out are deleted. */
export function defineSweep(k: Kernel): void {
  k.jobs.define('people.sweep', { cron: '17 3 * * *', tz: k.config.TIME_ZONE }, async () => {
    const now = k.clock.now();
    await inTransaction(k.db, async (tx) => {
      await sweepCodes(tx, now);
      await sweepSessions(tx, now);
    });
  });
}
