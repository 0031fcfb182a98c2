import { z } from 'zod';
import { inTransaction, isDuplicate, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../../kernel/time/index.ts';
import { type Actor, hasRole, systemActor } from '../../actor.ts';
import { publishEntry } from '../../directory/publish-entry.ts';
import { eraseEntry, lockMember } from '../entry.queries.ts';
import { paragraphs } from '../entry-input.ts';
import { termEnd } from '../membership/term.ts';
import { insertMembership, nextMemberNumber } from '../membership.queries.ts';
import { recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { decideConflict, mayDecide } from '../register.policy.ts';
import { endConsents, holdAccount } from '../register.queries.ts';
import { registerConsents } from '../register.rules.ts';
import { registerSettings } from '../register.settings.ts';
import {
  type Application,
  applicationsToErase,
  eraseApplicationTexts,
  insertDecision,
  lockApplication,
  lockOpenApplication,
  setApplicationState,
} from './application.queries.ts';
import { nextApplicationState } from './application.rules.ts';
import { factsOf } from './application-facts.ts';

export const decisionInput = z.object({
  decision: z.enum(['approve', 'decline'], 'people.register.wrong.decision'),
  reasons: paragraphs(1000).pipe(z.string().min(5, 'people.register.wrong.reasons')),
});
export type DecisionInput = z.input<typeof decisionInput>;

/**
 * The committee's decision with its reasons, once. Approved: a member from today for one term. Declined: what was said
 * in the application is erased after the days that the city set.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.conflict_*, people.application_decided,
 * people.application_moved_on
 */
export async function decideApplication(
  k: Kernel,
  actor: Actor,
  number: string,
  input: DecisionInput,
): Promise<{ memberNumber: string | null }> {
  const given = decisionInput.parse(input);
  const at = k.clock.now();
  try {
    return await inTransaction(k.db, async (tx) => {
      const application = (await lockApplication(tx, number)) ?? fail('kernel.not_found');
      const facts = await factsOf(k, tx, application);
      if (!mayDecide(actor, facts) || !actor.accountId) {
        const conflict = hasRole(actor, 'committee') ? decideConflict(actor, facts) : null;
        return fail(conflict ? `people.conflict_${conflict}` : 'kernel.not_allowed');
      }
      const state = nextApplicationState(application.state, given.decision);
      if (state === null) {
        const decided = application.state === 'approved' || application.state === 'declined';
        return fail(decided ? 'people.application_decided' : 'people.application_moved_on');
      }
      const approved = given.decision === 'approve';
      await insertDecision(tx, application.id, { approved, reasons: given.reasons, by: actor.accountId, at });
      const today = localDate(at, k.config.TIME_ZONE);
      const eraseOn = approved ? null : addDays(today, k.settings.get(registerSettings).declinedKept_days);
      await setApplicationState(tx, application.id, { state, at, eraseOn });
      await recordFact(k, tx, at, actor, {
        type: approved ? 'people.application_approved' : 'people.application_declined',
        of: 'application',
        id: application.id,
        payload: { applicationId: application.id, accountId: application.accountId, number },
      });
      return { memberNumber: approved ? await join(k, tx, actor, application, today, at) : null };
    });
  } catch (error) {
    if (isDuplicate(error)) fail('people.application_decided');
    throw error;
  }
}

async function join(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { accountId }: Application,
  today: string,
  at: Date,
): Promise<string> {
  const number = await nextMemberNumber(tx, Number(today.slice(0, 4)));
  const endsOn = termEnd(today, k.settings.get(registerSettings).term_years);
  const membershipId = await insertMembership(tx, {
    accountId,
    number,
    startsOn: today,
    endsOn,
    by: actor.accountId,
    at,
  });
  await publishEntry(tx, accountId, at);
  await recordFact(k, tx, at, actor, {
    type: 'people.member_joined',
    of: 'membership',
    id: membershipId,
    payload: { accountId, membershipId },
  });
  return number;
}

/** Erases what was said in declined applications whose day has come. @returns how many */
export async function eraseDeclined(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  let erased = 0;
  for (const { number, accountId } of await applicationsToErase(k.db, today, 200)) {
    await inTransaction(k.db, async (tx) => {
      // First the account: an application that is being handed in anew comes before us, or after.
      await holdAccount(tx, accountId);
      const application = await lockApplication(tx, number);
      if (!application?.eraseOn || application.eraseOn > today) return;
      // Whoever applied again meanwhile, or is a member, has said anew what stands in the entry.
      const inUse = (await lockOpenApplication(tx, accountId)) ?? (await lockMember(tx, accountId));
      await eraseApplicationTexts(tx, { applicationId: application.id }, { reasons: false });
      if (!inUse) {
        await eraseEntry(tx, accountId);
        await endConsents(tx, accountId, registerConsents, at);
      }
      await recordFact(k, tx, at, systemActor, {
        type: 'people.application_erased',
        of: 'application',
        id: application.id,
        payload: { applicationId: application.id, accountId, number },
      });
      erased++;
    });
  }
  return erased;
}
