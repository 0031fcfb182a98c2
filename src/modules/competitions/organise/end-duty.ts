import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { invitationIn } from './answer-duty.ts';
import { dutyById, endDutyRow, settleInvitation } from './duty.queries.ts';
import './organise.errors.ts';
import { line } from './typed.ts';

const reasonGiven = z.object({ reason: line(300, 'competitions.organise.field_error.reason', 2) });
const reasonOptional = z.object({ reason: line(300) });

/** Somebody lays down a duty that they had accepted; what they did stays in the record. */
export async function layDownDuty(
  k: Kernel,
  actor: Actor,
  dutyId: string,
  given: z.input<typeof reasonOptional> = {},
): Promise<void> {
  const { reason } = reasonOptional.parse(given);
  const held = isId(dutyId) ? await dutyById(k.db, dutyId) : undefined;
  if (!held || held.accountId !== actor.accountId) return fail('competitions.duty_not_found');
  await actOnCompetition(
    k,
    actor,
    held.competitionId,
    { act: 'lay_down_duty', as: held.duty, states: ['draft', 'open'], may: () => true },
    async ({ tx, competition, at }) => {
      const row = await dutyById(tx, dutyId);
      if (!row?.acceptedAt || !(await endDutyRow(tx, dutyId, 'laid_down', at))) fail('competitions.ask_gone');
      await k.outbox.emit(tx, at, {
        type: 'competitions.duty_ended',
        subject: competition.id,
        actorId: actor.accountId,
        payload: { slug: competition.slug, dutyId, how: 'laid_down' },
      });
      return { details: { duty: held.duty, dutyId, reason }, result: undefined };
    },
  );
}

/** An organiser takes back a duty, or the asking for it; the reason stands in the record. */
export async function takeBackDuty(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  dutyId: string,
  given: z.input<typeof reasonGiven>,
): Promise<void> {
  const { reason } = reasonGiven.parse(given);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'take_back_duty', as: 'organiser', states: ['draft', 'open'], may: organises },
    async ({ tx, competition, at }) => {
      const row = isId(dutyId) ? await dutyById(tx, dutyId) : undefined;
      if (row?.competitionId !== competition.id) return fail('competitions.duty_not_found');
      if (!(await endDutyRow(tx, row.id, 'taken_back', at))) fail('competitions.ask_gone');
      await k.outbox.emit(tx, at, {
        type: 'competitions.duty_ended',
        subject: competition.id,
        actorId: actor.accountId,
        payload: { slug: competition.slug, dutyId, how: 'taken_back' },
      });
      return { details: { duty: row.duty, dutyId, reason }, result: undefined };
    },
  );
}

/** Makes a link or a message that nobody has answered good for nothing. */
export async function takeBackInvitation(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  invitationId: string,
): Promise<void> {
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'take_back_ask', as: 'organiser', states: ['draft', 'open'], may: organises },
    async ({ tx, competition, at }) => {
      const { id, duty } = await invitationIn({ ...k, db: tx }, competition.id, invitationId);
      if (!(await settleInvitation(tx, id, 'taken_back', at))) fail('competitions.ask_gone');
      return { details: { duty, invitationId: id }, result: undefined };
    },
  );
}
