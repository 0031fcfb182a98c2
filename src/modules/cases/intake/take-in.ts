import { z } from 'zod';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { findCaseById } from '../case.queries.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { formTokenHash, trackingCodeOf } from '../resident/author-key.ts';
import { caseOfForm, type SentLetter } from '../resident/submit.queries.ts';
import { type Letter, submitCase } from '../resident/submit-case.ts';
import { answerAtOnce, atOnceInput } from './answer-at-once.ts';
import { forumCase } from './earlier-letters.queries.ts';
import { mergeCases } from './merge-cases.ts';

/** What an operator takes down. */
export const takenChannels = ['phone', 'walk_in', 'forum'] as const;

const forumPost = z.object({
  url: z.url({ protocol: /^https?$/, error: 'cases.field.link_wrong' }).max(1000, 'cases.field.too_long'),
  site: z.string().trim().max(100, 'cases.field.too_long').default(''),
  handle: z.string().trim().max(100, 'cases.field.too_long').default(''),
  postedAt: z.date().nullable().default(null),
});

const takeInInput = z.object({
  channel: z.enum(takenChannels),
  token: z.string().regex(/^[\w-]{24}$/, 'errors.kernel.bad_request'),
  forum: forumPost.optional(),
  /** said to the caller, for an enquiry answered at once */
  answer: z.string().default(''),
  /** the open case that this letter is about too */
  mergeIntoId: z.string().default(''),
});

export type TakeIn = z.input<typeof takeInInput> & { letter: Letter };
export type Taken = { letter: SentLetter; code: string; answered: boolean; merged: boolean };

/**
 * A call, a visit or a forum post becomes a case: once, however often its form is sent. An enquiry can be answered in the
 * same breath, and what is known already merged into the case that is open.
 * @throws ZodError or AppError beside the fields; cases.forum_taken where the post was taken over before
 */
export async function takeIn(k: Kernel, actor: Actor, input: TakeIn): Promise<Taken> {
  if (!mayTakeIn(actor)) fail('kernel.not_allowed');
  const { channel, token, forum, answer, mergeIntoId } = takeInInput.parse(input);
  if (answer.trim() !== '') z.object({ answer: atOnceInput.shape.text }).parse({ answer });
  if (forum) await refuseTaken(k, forum.url, token);
  const hash = formTokenHash(token);
  if (!(await caseOfForm(k.db, hash))) {
    await submitCase(k, {
      // The operator writes it down; it is not the operator's letter.
      actor: { ...actor, displayName: '' },
      authorAccountId: null,
      channel,
      letter: input.letter,
      form: { token, proof: null },
      ...(forum ? { forum, source: { name: 'forum', ref: forum.url } } : {}),
    }).catch(async (error) => {
      if (!(error instanceof AppError) || error.code !== 'kernel.changed_meanwhile') throw error;
      // Sent twice at the same moment: the other one wrote it.
      if (await caseOfForm(k.db, hash)) return;
      if (forum) fail('cases.forum_taken');
      throw error;
    });
  }
  const letter = await caseOfForm(k.db, hash);
  if (!letter) fail('kernel.changed_meanwhile');
  const caseId = letter.id;
  const waits = (await findCaseById(k.db, caseId))?.state === 'submitted';
  if (waits && answer.trim() !== '') await answerAtOnce(k, actor, { caseId, text: answer });
  else if (waits && mergeIntoId !== '') await mergeCases(k, actor, { caseIds: [caseId], intoId: mergeIntoId });
  return {
    letter,
    code: trackingCodeOf(k.secret, token),
    answered: answer.trim() !== '',
    merged: answer.trim() === '' && mergeIntoId !== '',
  };
}

/** Says which case has the post already. Two who take one over at once are parted by the unique source. */
async function refuseTaken(k: Kernel, url: string, token: string): Promise<void> {
  const taken = await forumCase(k.db, url);
  const own = await caseOfForm(k.db, formTokenHash(token));
  if (taken && taken.id !== own?.id) fail('cases.forum_taken_as', { number: taken.number });
}
