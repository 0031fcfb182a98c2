import { z } from 'zod';
import { inTransaction, isDuplicate } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../../kernel/time/index.ts';
import { type Actor, hasRole } from '../../actor.ts';
import { publishEntry } from '../../directory/publish-entry.ts';
import { lockMember } from '../entry.queries.ts';
import { paragraphs } from '../entry-input.ts';
import { addTerm, findMembership } from '../membership.queries.ts';
import { ownerOf, recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { mayDecideRenewal } from '../register.policy.ts';
import { registerSettings } from '../register.settings.ts';
import { answerRenewal, insertRenewal, lockOpenRenewal } from './renewal.queries.ts';
import { termEnd } from './term.ts';

export const renewalInput = z.object({ note: paragraphs(500) });

/** From which day on a member whose term ends on a day can ask to go on. */
export function renewalFrom(k: Kernel, endsOn: string): string {
  return addDays(endsOn, -k.settings.get(registerSettings).renewal_days);
}

/**
 * Asks to stay for another term. Whoever asked in time stays a member until it is answered.
 * @throws AppError people.not_a_member, people.renewal_too_early, people.renewal_asked
 */
export async function askRenewal(k: Kernel, actor: Actor, input: z.input<typeof renewalInput>): Promise<void> {
  const { accountId } = ownerOf(actor);
  const { note } = renewalInput.parse(input);
  const at = k.clock.now();
  try {
    await inTransaction(k.db, async (tx) => {
      const member = (await lockMember(tx, accountId)) ?? fail('people.not_a_member');
      const day = renewalFrom(k, member.endsOn);
      const today = localDate(at, k.config.TIME_ZONE);
      if (today < day) fail('people.renewal_too_early', { day });
      if (today > member.endsOn) fail('people.renewal_not_open');
      const { membershipId } = member;
      const renewalId = await insertRenewal(tx, membershipId, note, at);
      await recordFact(k, tx, at, actor, {
        type: 'people.renewal_asked',
        of: 'membership',
        id: membershipId,
        payload: { accountId, membershipId, renewalId },
      });
    });
  } catch (error) {
    if (isDuplicate(error, 'renewal_open_idx')) fail('people.renewal_asked');
    throw error;
  }
}

export const renewalDecisionInput = z
  .object({ decision: z.enum(['grant', 'decline'], 'people.register.wrong.decision'), reasons: paragraphs(1000) })
  .refine(({ decision, reasons }) => decision === 'grant' || reasons.length >= 5, {
    path: ['reasons'],
    message: 'people.register.wrong.reasons',
  });

/**
 * The committee lets a member go on for another term, or says why not; then the membership ends with its term.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.conflict_own, people.renewal_not_open
 */
export async function decideRenewal(
  k: Kernel,
  actor: Actor,
  memberNumber: string,
  input: z.input<typeof renewalDecisionInput>,
): Promise<void> {
  const given = renewalDecisionInput.parse(input);
  const at = k.clock.now();
  const found = (await findMembership(k.db, memberNumber)) ?? fail('kernel.not_found');
  const { accountId } = found;
  if (!mayDecideRenewal(actor, found) || !actor.accountId) {
    return fail(hasRole(actor, 'committee') ? 'people.conflict_own' : 'kernel.not_allowed');
  }
  const by = actor.accountId;
  await inTransaction(k.db, async (tx) => {
    const member = await lockMember(tx, accountId);
    if (member?.membershipId !== found.id) return fail('people.renewal_not_open');
    const { membershipId } = member;
    const renewal = (await lockOpenRenewal(tx, membershipId)) ?? fail('people.renewal_not_open');
    const granted = given.decision === 'grant';
    await answerRenewal(tx, renewal.id, {
      state: granted ? 'granted' : 'declined',
      by,
      reasons: given.reasons,
      at,
    });
    let { endsOn } = member;
    if (granted) {
      const startsOn = addDays(member.endsOn, 1);
      endsOn = termEnd(startsOn, k.settings.get(registerSettings).term_years);
      await addTerm(tx, membershipId, { startsOn, endsOn, by, at });
      await publishEntry(tx, accountId, at);
    }
    await recordFact(k, tx, at, actor, {
      type: granted ? 'people.member_renewed' : 'people.renewal_declined',
      of: 'membership',
      id: membershipId,
      payload: { accountId, membershipId, endsOn },
    });
  });
}
