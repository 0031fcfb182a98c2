import { z } from 'zod';
import { inTransaction, isDuplicate, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addDays, isLocalDate, localDate } from '../../../../kernel/time/index.ts';
import { type Actor, hasRole, systemActor } from '../../actor.ts';
import { publishEntry } from '../../directory/publish-entry.ts';
import { lockMember, type Member } from '../entry.queries.ts';
import { paragraphs } from '../entry-input.ts';
import { findMembership, setMembershipState } from '../membership.queries.ts';
import { ownerOf, recordFact } from '../record-fact.ts';
import '../register.errors.ts';
import { mayDecideSuspension, mayProposeSuspension, suspensionConflict } from '../register.policy.ts';
import { registerSettings } from '../register.settings.ts';
import {
  decideOnSuspension,
  insertSuspension,
  liftIt,
  lockOpenSuspension,
  type Suspension,
  suspensionsOver,
  writeStatement,
} from './suspension.queries.ts';
import { suspensionRules } from './suspension.rules.ts';

/** A suspension is for a time; longer than this nobody can decide at once. */
const longest_days = 365;

const day = z.string().refine(isLocalDate, 'people.register.wrong.day');
const written = (message: string) => paragraphs(2000).pipe(z.string().min(5, message));

export const proposalInput = z.object({
  rule: z.enum(suspensionRules, 'people.register.wrong.rule'),
  facts: written('people.register.wrong.facts'),
  hearingOn: day,
});

/** The first day on which a suspension proposed now can be heard. */
export async function earliestHearing(k: Kernel, at: Date): Promise<string> {
  const calendar = await k.calendar.current();
  return calendar.workingDay(localDate(at, k.config.TIME_ZONE), k.settings.get(registerSettings).hearing_workingDays);
}

/** Locks the member whom a number means. */
async function lockNumbered(tx: Tx, number: string): Promise<Member> {
  const found = (await findMembership(tx, number)) ?? fail('kernel.not_found');
  const member = await lockMember(tx, found.accountId);
  return member?.membershipId === found.id ? member : fail('people.not_a_member');
}

/**
 * The secretariat proposes to suspend a membership on a published ground. The member is told, with the day on which they
 * are heard; until it is decided nothing changes for them.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.conflict_own, people.hearing_too_soon, people.suspension_open
 */
export async function proposeSuspension(
  k: Kernel,
  actor: Actor,
  memberNumber: string,
  input: z.input<typeof proposalInput>,
): Promise<void> {
  const given = proposalInput.parse(input);
  const at = k.clock.now();
  try {
    await inTransaction(k.db, async (tx) => {
      const member = await lockNumbered(tx, memberNumber);
      if (!mayProposeSuspension(actor, member) || !actor.accountId)
        return fail(hasRole(actor, 'secretary') ? 'people.conflict_own' : 'kernel.not_allowed');
      const earliest = await earliestHearing(k, at);
      if (given.hearingOn < earliest) fail('people.hearing_too_soon', { day: earliest });
      const { membershipId } = member;
      const suspensionId = await insertSuspension(tx, { membershipId, ...given, by: actor.accountId, at });
      await tell(k, tx, at, actor, 'people.suspension_proposed', member, suspensionId);
    });
  } catch (error) {
    if (isDuplicate(error, 'suspension_open_idx')) fail('people.suspension_open');
    throw error;
  }
}

export const statementInput = z.object({ statement: written('people.register.wrong.statement') });

/** The member's own words, changed as often as they like until it is decided. @throws AppError people.suspension_not_open */
export async function makeStatement(k: Kernel, actor: Actor, input: z.input<typeof statementInput>): Promise<void> {
  const { accountId } = ownerOf(actor);
  const { statement } = statementInput.parse(input);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const member = (await lockMember(tx, accountId)) ?? fail('people.not_a_member');
    const open = await lockOpenSuspension(tx, member.membershipId);
    if (open?.state !== 'proposed') return fail('people.suspension_not_open');
    await writeStatement(tx, open.id, statement, at);
    await tell(k, tx, at, actor, 'people.suspension_stated', member, open.id);
  });
}

export const suspensionDecisionInput = z
  .object({
    decision: z.enum(['suspend', 'dismiss'], 'people.register.wrong.decision'),
    reasons: written('people.register.wrong.reasons'),
    until: z.union([z.literal('').transform(() => null), day.nullable()]).default(null),
  })
  .refine(({ decision, until }) => decision === 'dismiss' || until !== null, {
    path: ['until'],
    message: 'people.register.wrong.until',
  });

/** The open suspension of a member, for somebody of the committee who may decide on it. */
async function holdForCommittee(tx: Tx, actor: Actor, memberNumber: string) {
  const member = await lockNumbered(tx, memberNumber);
  const open = (await lockOpenSuspension(tx, member.membershipId)) ?? fail('people.suspension_not_open');
  const matter = { accountId: member.accountId, proposedBy: open.proposedBy };
  if (!mayDecideSuspension(actor, matter) || !actor.accountId) {
    const conflict = hasRole(actor, 'committee') ? suspensionConflict(actor, matter) : null;
    return fail(conflict ? `people.conflict_${conflict}` : 'kernel.not_allowed');
  }
  return { member, open, by: actor.accountId };
}

/**
 * The committee decides after the hearing: suspended until a day, or dismissed.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.conflict_*, people.hearing_to_come, people.suspension_not_open
 */
export async function decideSuspension(
  k: Kernel,
  actor: Actor,
  memberNumber: string,
  input: z.input<typeof suspensionDecisionInput>,
): Promise<void> {
  const given = suspensionDecisionInput.parse(input);
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  await inTransaction(k.db, async (tx) => {
    const { member, open, by } = await holdForCommittee(tx, actor, memberNumber);
    if (open.state !== 'proposed') return fail('people.suspension_not_open');
    if (today < open.hearingOn) return fail('people.hearing_to_come', { day: open.hearingOn });
    const suspend = given.decision === 'suspend';
    const until = suspend ? heldUntil(given.until, today) : null;
    const state = suspend ? 'suspended' : 'dismissed';
    await decideOnSuspension(tx, open.id, { state, by, reasons: given.reasons, until, at });
    if (suspend) await setMembershipState(tx, member.membershipId, 'suspended');
    await publishEntry(tx, member.accountId, at);
    await tell(k, tx, at, actor, suspend ? 'people.member_suspended' : 'people.suspension_dismissed', member, open.id);
  });
}

function heldUntil(until: string | null, today: string): string {
  if (until === null || until <= today || until > addDays(today, longest_days))
    return fail('people.suspension_until', { from: addDays(today, 1), until: addDays(today, longest_days) });
  return until;
}

export const liftInput = z.object({ reasons: written('people.register.wrong.reasons') });

/** The committee ends a suspension before its last day. @throws as {@link decideSuspension} */
export async function liftSuspension(
  k: Kernel,
  actor: Actor,
  memberNumber: string,
  input: z.input<typeof liftInput>,
): Promise<void> {
  const { reasons } = liftInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const { member, open, by } = await holdForCommittee(tx, actor, memberNumber);
    if (open.state !== 'suspended') return fail('people.suspension_not_open');
    await restore(k, tx, actor, member, open, { by, reasons });
  });
}

/** Restores members whose suspension is over. @returns how many */
export async function liftOver(k: Kernel): Promise<number> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  let lifted = 0;
  for (const { accountId } of await suspensionsOver(k.db, today, 200)) {
    await inTransaction(k.db, async (tx) => {
      const member = await lockMember(tx, accountId);
      if (!member) return;
      const open = await lockOpenSuspension(tx, member.membershipId);
      if (open?.state !== 'suspended' || !open.until || open.until >= today) return;
      await restore(k, tx, systemActor, member, open, { by: null, reasons: '' });
      lifted++;
    });
  }
  return lifted;
}

async function restore(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  member: Member,
  open: Suspension,
  lift: { by: string | null; reasons: string },
): Promise<void> {
  const at = k.clock.now();
  await liftIt(tx, open.id, lift.by, lift.reasons, at);
  await setMembershipState(tx, member.membershipId, 'active');
  await publishEntry(tx, member.accountId, at);
  await tell(k, tx, at, actor, 'people.member_restored', member, open.id);
}

function tell(
  k: Kernel,
  tx: Tx,
  at: Date,
  actor: Actor,
  type: string,
  { accountId, membershipId }: Member,
  suspensionId: string,
): Promise<void> {
  const payload = { accountId, membershipId, suspensionId };
  return recordFact(k, tx, at, actor, { type, of: 'membership', id: membershipId, payload });
}
