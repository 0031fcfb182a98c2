import { type Actor, departmentsOf } from '../../people/index.ts';
import { mayHandle, mayHelp, mayReview } from '../cases.policy.ts';
import { isOpen, nextState } from '../cases.rules.ts';
import type { MatterView } from '../matter/index.ts';
import type { WorkingReply } from './reply.queries.ts';

/** What can be done to a case at the desk. */
export const deeds = [
  'sign',
  'start',
  'write',
  'contact',
  'question',
  'note',
  'opinion',
  'return',
  'extension',
  'ending',
  'review',
  'send-back',
  'forum-answer',
] as const;
export type DeedName = (typeof deeds)[number];

/** Why a return cannot be asked for any longer; null where it can, or where nobody would ask. */
export type ReturnBar = 'ruled' | 'late' | null;

/**
 * What this person can do to the case as it stands. Only what the page offers: the use cases decide again, on the locked
 * row.
 */
export function possibleDeeds(
  matter: MatterView,
  actor: Actor,
  now: Date,
  reply: WorkingReply | null,
  longestExtension_days: number,
): ReadonlySet<DeedName> {
  const { row, facts } = matter;
  const can = new Set<DeedName>();
  if (mayHelp(actor, facts)) can.add('note');
  if (myHelpingDepartments(matter, actor).length > 0 && isOpen(row.state)) can.add('opinion');
  if (mayHandle(actor, facts)) {
    if (nextState(row.state, 'sign')) can.add('sign');
    if (nextState(row.state, 'start')) can.add('start');
    if (nextState(row.state, 'contact')) can.add('contact');
    if (isOpen(row.state)) can.add('question');
    if (nextState(row.state, 'reply')) can.add('write');
    if (nextState(row.state, 'request_return') && returnBar(matter, now) === null) can.add('return');
    if (
      nextState(row.state, 'request_extension') &&
      !matter.openExtension &&
      row.due_at &&
      now <= row.due_at &&
      extensionLeft(matter, longestExtension_days) > 0
    )
      can.add('extension');
    if (nextState(row.state, 'request_ending') && !matter.openEnding) can.add('ending');
    if (matter.forum && !matter.forum.answeredAt && row.reviewed_at) can.add('forum-answer');
  }
  if (row.state === 'replied' && reply && mayReview(actor, { ...facts }, null)) {
    can.add('send-back');
    if (!isWriter(actor, reply)) can.add('review');
  }
  return can;
}

/** Working days by which the date can still be moved; all extensions of a round count together. */
export function extensionLeft({ row, calendar }: Pick<MatterView, 'row' | 'calendar'>, longest_days: number): number {
  if (!row.first_due_at || !row.due_at) return longest_days;
  return longest_days - calendar.workingDaysBetween(row.first_due_at, row.due_at);
}

/** Whoever wrote on it does not publish it. */
export function isWriter(actor: Actor, reply: WorkingReply): boolean {
  const { accountId } = actor;
  return accountId !== null && (reply.author_id === accountId || reply.writer_ids.includes(accountId));
}

export function returnBar({ row }: Pick<MatterView, 'row'>, now: Date): ReturnBar {
  if (row.return_ruled) return 'ruled';
  return row.return_due_at !== null && now > row.return_due_at ? 'late' : null;
}

/** Co-handling departments of which this person is; whoever works for the whole city speaks for none of them. */
export function myHelpingDepartments({ facts }: Pick<MatterView, 'facts'>, actor: Actor): string[] {
  const { ids } = departmentsOf(actor, 'handler', 'reviewer');
  return facts.coHandlerIds.filter((id) => ids.includes(id));
}
