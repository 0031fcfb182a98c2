import { inTransaction } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sweepLinks } from './guardians/guardian.queries.ts';
import { dataSettings } from './me/data.settings.ts';
import { sweepRequests } from './me/requests/requests.queries.ts';
import { sweepCodes } from './sign-in/one-time-code.queries.ts';
import { sweepSessions } from './sign-in/open-session.queries.ts';
import { sweepOutside } from './sign-in/outside/outside.queries.ts';

/**
 * Every night: sessions, codes, challenges and links to guardians that have run out are deleted, and requests about one's
 * data that were answered long enough ago.
 */
export function defineSweep(k: Kernel): void {
  k.jobs.define('people.sweep', { cron: '17 3 * * *', tz: k.config.TIME_ZONE }, async () => {
    const now = k.clock.now();
    await inTransaction(k.db, async (tx) => {
      await sweepCodes(tx, now);
      await sweepSessions(tx, now);
      await sweepOutside(tx, now);
      await sweepLinks(tx, now);
      await sweepRequests(tx, yearsBefore(now, k.settings.get(dataSettings).keepAnswered_years));
    });
  });
}

function yearsBefore(at: Date, years: number): Date {
  const before = new Date(at);
  before.setUTCFullYear(before.getUTCFullYear() - years);
  return before;
}
