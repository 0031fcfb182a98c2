import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, departmentBook, peopleOfOrganisations, staffNames } from '../../people/index.ts';
import { organisationsById, speaksOf } from '../exchange/organisations.ts';
import { dayOf, textOf } from '../exchange/typed.ts';
import { actOnMeeting } from './act-on-meeting.ts';
import { deleteDecision, insertDecision, insertProgress, lockDecision, settleDecision } from './decision.queries.ts';
import { changeMeeting, insertMeetingFiles } from './meeting.queries.ts';
import { mayFollow, mayKeepSeries, mayReadSeries, mayWriteMinutes } from './meetings.policy.ts';
import { filePurpose } from './plan-meeting.ts';
import { findSeries } from './series.queries.ts';

export const decisionInput = z.object({
  text: textOf(500, 'liaison.meetings.field.decision_missing'),
  /** `department:<id>` or `organisation:<id>` */
  owner: z.string('liaison.meetings.field.owner_missing'),
  /** account id of who sees to it there; '': nobody named */
  personId: z.string().default(''),
  dueOn: dayOf,
});
export type DecisionInput = z.input<typeof decisionInput>;

/** The owner as ids; the person must belong there. */
async function ownerOf(k: Kernel, input: z.output<typeof decisionInput>) {
  const [kind, id = ''] = input.owner.split(':');
  const wrong = () => failFields({ owner: { key: 'liaison.meetings.field.owner_missing' } });
  const personId = isId(input.personId) ? input.personId : null;
  const stranger = () => failFields({ personId: { key: 'liaison.meetings.field.person_elsewhere' } });
  if (kind === 'department') {
    if (!(await departmentBook(k)).get(id)) wrong();
    if (personId !== null && !(await staffNames(k, [personId])).has(personId)) stranger();
    return { departmentId: id, organisationId: null, personId };
  }
  if (kind !== 'organisation' || !isId(id) || !(await organisationsById(k, [id])).get(id)) wrong();
  const people = await peopleOfOrganisations(k.db, [id], ['administrator', 'liaison_officer']);
  if (personId !== null && !people.some((each) => each.accountId === personId)) stranger();
  return { departmentId: null, organisationId: id, personId };
}

/** Writes a decision down: who, what, until when. It binds once the minutes are confirmed. */
export async function addDecision(k: Kernel, actor: Actor, meetingId: string, given: DecisionInput): Promise<string> {
  const input = decisionInput.parse(given);
  const owner = await ownerOf(k, input);
  return actOnMeeting(
    k,
    actor,
    meetingId,
    'decide',
    ({ meeting, series }) => mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    async ({ tx, meeting, at }) => {
      if (input.dueOn < localDate(meeting.startsAt, k.config.TIME_ZONE))
        failFields({ dueOn: { key: 'liaison.meetings.field.due_before' } });
      await changeMeeting(tx, meetingId, { minutes_revision: meeting.minutesRevision + 1 });
      return insertDecision(tx, { meetingId, text: input.text, ...owner, dueOn: input.dueOn, at });
    },
  );
}

export async function takeDecisionOut(k: Kernel, actor: Actor, meetingId: string, decisionId: string): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    meetingId,
    'decide',
    ({ meeting, series }) => mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    async ({ tx, meeting }) => {
      if (!isId(decisionId) || !(await deleteDecision(tx, meetingId, decisionId))) fail('liaison.meetings.not_found');
      await changeMeeting(tx, meetingId, { minutes_revision: meeting.minutesRevision + 1 });
    },
  );
}

export const followInput = z.object({
  text: textOf(2000, 'liaison.meetings.field.progress_missing').pipe(
    z.string().min(4, 'liaison.meetings.field.progress_missing'),
  ),
  /** progress: it goes on; done; dropped, by whoever keeps the meetings */
  how: z.enum(['progress', 'done', 'dropped']).default('progress'),
  fileIds: z.array(z.string()).max(6).default([]),
});
export type FollowInput = z.input<typeof followInput>;

/** Its owner says how a decision goes, or shows that it was done; it is settled once. */
export async function followDecision(k: Kernel, actor: Actor, id: string, given: FollowInput): Promise<void> {
  const input = followInput.parse(given);
  const speaks = await speaksOf(k, actor);
  await inTransaction(k.db, async (tx) => {
    const decision = isId(id) ? await lockDecision(tx, id) : undefined;
    const series = decision && (await findSeries(tx, decision.seriesId));
    if (!decision || !series) return fail('liaison.meetings.not_found');
    const reads = mayReadSeries(actor, series, speaks) || mayFollow(actor, decision, speaks);
    if (!reads) fail('liaison.meetings.not_found');
    const may =
      input.how === 'dropped' ? mayKeepSeries(actor, series.departmentId) : mayFollow(actor, decision, speaks);
    if (!may) fail('kernel.not_allowed');
    if (decision.state !== 'open') fail('liaison.meetings.settled_already');
    if (!decision.confirmed) fail('liaison.meetings.wrong_state');
    const at = k.clock.now();
    const by = actor.accountId;
    await insertProgress(tx, { decisionId: id, text: input.text, by, at });
    await k.files.claim(tx, input.fileIds, { purpose: filePurpose, ownerId: by });
    await insertMeetingFiles(tx, decision.meetingId, input.fileIds, { decisionId: id }, by, at);
    if (input.how !== 'progress') await settleDecision(tx, id, { state: input.how, evidence: input.text, by, at });
    await k.outbox.emit(tx, at, {
      type: `liaison.decision_${input.how}`,
      subject: id,
      actorId: by,
      payload: { meetingId: decision.meetingId, departmentId: decision.departmentId },
    });
    await audit(tx, at, {
      actorId: by,
      actorName: auditName(actor),
      action: `liaison.decision_${input.how}`,
      objectType: 'decision',
      objectId: id,
      departmentId: decision.departmentId,
    });
  });
}
