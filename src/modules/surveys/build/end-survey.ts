import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, isLocalDate, startOfDay } from '../../../kernel/time/index.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { actInTransaction, actOnSurvey } from '../act-on-survey.ts';
import { insertNote } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import { lines } from '../typed.ts';
import { deleteDraft, markCancelled, markClosed, overdue, setEnd } from './build.queries.ts';

const reason = lines(1000, 'surveys.build.field_error.reason', 5);
export const reasonInput = z.object({ reason });

/** Takes no more answers before the last day is over; everybody reads why. */
export async function closeSurvey(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof reasonInput>,
): Promise<void> {
  const input = reasonInput.parse(given);
  await actOnSurvey(k, actor, id, { act: 'close', as: 'convener', may: mayRun }, async ({ tx, survey, at }) => {
    // Where it was announced only, it ends in the moment after its beginning.
    const begun = survey.startsAt && survey.startsAt < at ? at : new Date((survey.startsAt ?? at).getTime() + 1000);
    await markClosed(tx, survey.id, at, begun);
    await insertNote(tx, at, survey.id, input.reason);
    return { details: { reason: input.reason }, result: undefined };
  });
}

/** Closes what is over by the clock. @returns how many */
export async function closeOverdue(k: Kernel): Promise<number> {
  let closed = 0;
  for (const id of await overdue(k.db, k.clock.now()))
    closed += await actOnSurvey(
      k,
      systemActor,
      id,
      { act: 'close', as: 'system', states: ['open', 'closed', 'published', 'cancelled'], may: () => true },
      async ({ tx, survey, at }) => {
        // Extended or closed by somebody since it was found.
        if (survey.state !== 'open' || !survey.endsAt || survey.endsAt > at) return { done: false, result: 0 };
        await markClosed(tx, survey.id, at, survey.endsAt);
        return { result: 1 };
      },
    );
  return closed;
}

export const extendInput = z.object({
  lastDay: z
    .string()
    .default('')
    .transform((text) => text.trim())
    .refine(isLocalDate, 'surveys.wrong.day'),
  reason,
});

/** Gives people more time; everybody reads why. @throws AppError kernel.invalid where it would not be more */
export async function extendSurvey(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof extendInput>,
): Promise<void> {
  const input = extendInput.parse(given);
  await actOnSurvey(k, actor, id, { act: 'extend', as: 'convener', may: mayRun }, async ({ tx, survey, at }) => {
    const endsAt = startOfDay(addDays(input.lastDay, 1), k.config.TIME_ZONE);
    if (!survey.endsAt || endsAt <= survey.endsAt)
      failFields({ lastDay: { key: 'surveys.build.field_error.not_longer' } });
    await setEnd(tx, survey.id, endsAt);
    await insertNote(tx, at, survey.id, input.reason);
    return { details: { lastDay: input.lastDay, reason: input.reason }, result: undefined };
  });
}

/** Calls an opened survey off for good. What was answered is not evaluated; everybody reads why. */
export async function cancelSurvey(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof reasonInput>,
): Promise<void> {
  const input = reasonInput.parse(given);
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'cancel', as: 'convener', states: ['open', 'closed'], may: mayRun },
    async ({ tx, survey, at }) => {
      await markCancelled(tx, survey.id, input.reason);
      await insertNote(tx, at, survey.id, input.reason);
      return { details: { reason: input.reason }, result: undefined };
    },
  );
}

/** Takes a draft away whole. */
export async function discardDraft(k: Kernel, actor: Actor, id: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const survey = await actInTransaction(
      k,
      tx,
      actor,
      id,
      { act: 'discard', as: 'convener', states: ['draft'], may: mayRun },
      async (acting) => ({ result: acting.survey }),
    );
    await deleteDraft(tx, survey.id);
  });
}
