import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnConsultation } from '../act-on-consultation.ts';
import { insertContribution } from '../contribution.queries.ts';
import { blockByAnchor } from '../documents/documents.queries.ts';
import {
  type CommentPlace,
  countAnswers,
  insertComment,
  type PublicComment,
  publicComment,
  sentBefore,
} from './comment.queries.ts';
import './comments.errors.ts';
import { keptToken } from './form-token.ts';
import { readingNow } from './paragraph.ts';
import { speakerInput, speakerOf } from './speaker.ts';
import { formToken, written } from './written.ts';

/** An opinion longer than this comes as a letter. */
export const longestComment = 5000;

export const sayInput = z.object({
  ...speakerInput,
  /** of the paragraph; '': the whole text */
  anchor: z
    .string()
    .regex(/^[\w-]{0,80}$/, 'errors.consultations.comments.no_paragraph')
    .default(''),
  /** of the text that its author read; '': as it reads now */
  version: z
    .string()
    .regex(/^\d{0,3}$/)
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed))),
  /** number of the comment that it answers; '': none */
  answers: z
    .string()
    .regex(/^\d{0,9}$/)
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed))),
  text: written(longestComment, 'consultations.comments.field.text_needed', 2),
  token: formToken,
});
export type SayInput = z.input<typeof sayInput>;

export type Said = { id: string; number: number; again: boolean };

/**
 * Somebody with an account says something about a draft: to a paragraph, to the whole, or to a comment. The same form sent
 * again gives the comment that it made.
 * @throws AppError kernel.sign_in_first, consultations.comments.way_closed, .no_paragraph, .no_answer,
 * and as `actOnConsultation`
 */
export async function sayComment(k: Kernel, actor: Actor, consultationId: string, given: SayInput): Promise<Said> {
  const input = sayInput.parse(given);
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  const token = keptToken(input.token, accountId);
  const before = token ? await sentBefore(k.db, consultationId, token) : undefined;
  if (before) return { ...before, again: true };
  return actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'comment_said', as: 'resident', kind: 'draft', statuses: ['running'], may: () => true, together: true },
    async (acting) => {
      const { tx, consultation, at } = acting;
      const parent = input.answers === null ? undefined : await answerable(acting, input.answers);
      const place = parent ?? (await placeFor(acting, input));
      const speaker = await speakerOf(k, tx, actor, input);
      const said = await insertContribution(tx, at, {
        ...{ consultationId: consultation.id, kind: 'comment', accountId, ...speaker },
        ...{ way: 'web', text: input.text, formToken: token },
      });
      if (said.again) return { done: false, result: said };
      const { anchor, versionNo } = place;
      await insertComment(tx, {
        ...{ contributionId: said.id, consultationId: consultation.id, anchor, versionNo },
        parentId: parent?.id ?? null,
      });
      if (parent) await countAnswers(tx, parent.id);
      return { subjectId: said.id, details: { number: said.number, answers: input.answers }, result: said };
    },
  );
}

/** What somebody answers: public, and no answer itself. */
async function answerable({ tx, consultation }: Acting<'draft'>, number: number): Promise<PublicComment> {
  const parent = await publicComment(tx, consultation.id, number);
  if (parent?.state !== 'visible' || parent.parentId !== null) return fail('consultations.comments.no_answer');
  return parent;
}

async function placeFor(
  { tx, consultation }: Acting<'draft'>,
  { anchor, version }: { anchor: string; version: number | null },
): Promise<CommentPlace> {
  const { ways } = consultation.settings;
  if (!ways.includes(anchor === '' ? 'whole' : 'paragraph')) fail('consultations.comments.way_closed');
  if (anchor === '') return { anchor: null, versionNo: null };
  const paragraph = await readingNow(tx, consultation.id, anchor);
  if (!paragraph) return fail('consultations.comments.no_paragraph');
  // A new version may have come while somebody wrote about the one before.
  const read = version === null ? undefined : await blockByAnchor(tx, consultation.id, anchor, version);
  return { anchor, versionNo: read?.versionNo ?? paragraph.versionNo };
}
