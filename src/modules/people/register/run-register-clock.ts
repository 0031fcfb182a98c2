import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { systemActor } from '../actor.ts';
import { eraseDeclined } from './application/decide-application.ts';
import { endLeftLying } from './application/withdraw-application.ts';
import { lockMember } from './entry.queries.ts';
import { endMembership } from './membership/end-membership.ts';
import { lockOpenRenewal } from './membership/renewal.queries.ts';
import { termsEnding, termsOver } from './membership.queries.ts';
import { registerSettings } from './register.settings.ts';
import { liftOver } from './suspension/suspend-member.ts';

const jobName = 'people.register_clock';
/** The last two reminders, in days before the end of a term; the first comes when one can ask to go on. */
const lateReminders_days = [14, 3];

/** Every night: suspensions that are over, reminders, terms that are over, what is to be erased. */
export function defineRegisterClock(k: Kernel): void {
  k.jobs.define(jobName, { cron: '10 6 * * *', tz: k.config.TIME_ZONE }, async () => {
    await runRegisterClock(k);
  });
}

/** May run as often as one likes: each thing happens once. */
export async function runRegisterClock(
  k: Kernel,
): Promise<{ lifted: number; ended: number; erased: number; leftLying: number }> {
  const lifted = await liftOver(k);
  const ended = await endTerms(k);
  await remind(k);
  const erased = await eraseDeclined(k);
  const leftLying = await endLeftLying(k);
  return { lifted, ended, erased, leftLying };
}

async function endTerms(k: Kernel): Promise<number> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  let ended = 0;
  for (const { accountId } of await termsOver(k.db, today, 500)) {
    await inTransaction(k.db, async (tx) => {
      const member = await lockMember(tx, accountId);
      if (!member || member.endsOn >= today) return;
      // Whoever asked to go on meanwhile waits for the answer as a member.
      if (await lockOpenRenewal(tx, member.membershipId)) return;
      await endMembership(k, tx, systemActor, member, 'term_over', k.clock.now());
      ended++;
    });
  }
  return ended;
}

/** Members hear once when they can ask to go on, and twice more before the end. */
async function remind(k: Kernel): Promise<void> {
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  const steps = [k.settings.get(registerSettings).renewal_days, ...lateReminders_days].sort((a, b) => a - b);
  for (let after: string | null = null; ; ) {
    const until = addDays(today, Math.max(...steps));
    const ending = await termsEnding(k.db, { from: today, until }, after, 200);
    for (const { id, accountId, endsOn } of ending) {
      const step = steps.find((days) => endsOn <= addDays(today, days));
      await inTransaction(k.db, (tx) =>
        k.notify.send(tx, at, {
          to: { accountId },
          kind: 'people.term_ending',
          params: { day: { day: endsOn } },
          link: '/me/membership',
          dedupe: `term:${id}:${endsOn}:${step}`,
        }),
      );
    }
    const last = ending.at(-1);
    if (!last || ending.length < 200) return;
    after = last.id;
  }
}
