import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { maskName } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnConsultation } from '../act-on-consultation.ts';
import { insertComment } from '../comments/comment.queries.ts';
import { keptToken } from '../comments/form-token.ts';
import { readingNow } from '../comments/paragraph.ts';
import { isOfficial } from '../comments/speaker.ts';
import { formToken, line, written } from '../comments/written.ts';
import { convenes } from '../consultations.policy.ts';
import type { Status } from '../consultations.rules.ts';
import { insertContribution } from '../contribution.queries.ts';
import './intake.errors.ts';
import {
  insertLetter,
  insertTakenIn,
  letterById,
  letterWays,
  opinionsOfLetter,
  setLetterState,
} from './intake.queries.ts';
import { isMailbox } from './mailbox.ts';

/** One letter has at most so many opinions; a longer one is taken in twice. */
export const mostOpinions = 20;

/** Letters posted on the last day come in afterwards; once the outcome is out nothing is added to what it counts. */
export const takesLetters: readonly Status[] = ['running', 'ended'];

const opinion = z.object({
  /** of the paragraph; '': the whole text */
  anchor: z
    .string()
    .regex(/^[\w-]{0,80}$/, 'errors.consultations.comments.no_paragraph')
    .default(''),
  text: written(10_000, 'consultations.intake.field.text_needed'),
});

const readingInput = {
  /** as everybody reads it: 张女士, 某公司; '': surname and two stars */
  shownAs: line(20),
  opinions: z.array(opinion).min(1, 'consultations.intake.field.opinion_needed').max(mostOpinions),
};

export const takeInInput = z.object({
  way: z.enum(letterWays, 'consultations.intake.field.way'),
  receivedOn: z.iso.date('consultations.intake.field.received_on'),
  name: line(120),
  email: line(254).refine((text) => text === '' || isMailbox(text), 'consultations.intake.field.email'),
  phone: line(40),
  address: line(200),
  ...readingInput,
  token: formToken,
});
export type TakeInInput = z.input<typeof takeInInput>;

export const readOutInput = z.object(readingInput);
export type ReadOutInput = z.input<typeof readOutInput>;

type Reading = z.output<typeof readOutInput>;

/** What came of a letter: the numbers of its opinions. */
export type TakenIn = { letterId: string; numbers: number[]; again: boolean };

/**
 * A convener enters a letter that came by e-mail, on paper or was said at a hearing: its opinions as contributions, each with
 * its paragraph, and apart from them who wrote it. The same form sent again gives what it made.
 * @throws AppError consultations.comments.no_paragraph; kernel.invalid; as `actOnConsultation`
 */
export async function takeIn(k: Kernel, actor: Actor, consultationId: string, given: TakeInInput): Promise<TakenIn> {
  const input = takeInInput.parse(given);
  const { way, receivedOn, name, email, phone, address } = input;
  if (receivedOn > localDate(k.clock.now(), k.config.TIME_ZONE))
    failFields({ receivedOn: { key: 'consultations.intake.field.received_on' } });
  return actOnConsultation<TakenIn, 'draft'>(
    k,
    actor,
    consultationId,
    { act: 'letter_entered', as: 'convener', kind: 'draft', statuses: takesLetters, may: convenes, together: true },
    async (acting) => {
      const { tx, consultation, at } = acting;
      const letter = await insertLetter(
        tx,
        at,
        {
          ...{ consultationId: consultation.id, way, messageId: null, subject: '', text: '', receivedOn, leftOut: [] },
          ...{ createdBy: actor.accountId, formToken: keptToken(input.token, actor.accountId ?? '') },
        },
        { name, email, phone, address },
      );
      if (letter.again) {
        const known = await opinionsOfLetter(tx, letter.id);
        return {
          done: false,
          result: { letterId: letter.id, numbers: known.map(({ number }) => number), again: true },
        };
      }
      const numbers = await readOpinions(k, acting, actor, { ...input, letterId: letter.id, way, name });
      return { details: { way, numbers }, result: { letterId: letter.id, numbers, again: false } };
    },
  );
}

/**
 * A convener reads a letter that waits out into opinions.
 * @throws AppError consultations.intake.not_found, .done_already; as `takeIn`
 */
export async function readOut(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  letterId: string,
  given: ReadOutInput,
): Promise<TakenIn> {
  const input = readOutInput.parse(given);
  return actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'letter_entered', as: 'convener', kind: 'draft', statuses: takesLetters, may: convenes, together: true },
    async (acting) => {
      const letter = await waitingLetter(acting, letterId);
      const { id, way } = letter;
      const numbers = await readOpinions(k, acting, actor, { ...input, letterId: id, way, name: '' });
      return { details: { way, numbers }, result: { letterId: id, numbers, again: false } };
    },
  );
}

export const setAsideInput = z.object({ reason: written(300, 'consultations.intake.field.reason') });

/** A letter without any opinion in it is put aside, with the reason. @throws as `readOut` */
export async function setAside(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  letterId: string,
  given: z.input<typeof setAsideInput>,
): Promise<void> {
  const { reason } = setAsideInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'letter_set_aside', as: 'convener', kind: 'draft', statuses: takesLetters, may: convenes, together: true },
    async (acting) => {
      const { id } = await waitingLetter(acting, letterId);
      const { tx, at } = acting;
      await setLetterState(tx, id, { state: 'set_aside', reason, at, by: actor.accountId });
      return { details: { reason }, result: undefined };
    },
  );
}

/** Held: of two who read it out at the same time one does. */
async function waitingLetter({ tx, consultation }: Acting<'draft'>, letterId: string) {
  const letter = isId(letterId) ? await letterById(tx, consultation.id, letterId, { lock: true }) : undefined;
  if (!letter) return fail('consultations.intake.not_found');
  return letter.state === 'waiting' ? letter : fail('consultations.intake.done_already');
}

async function readOpinions(
  k: Kernel,
  { tx, consultation, at }: Acting<'draft'>,
  actor: Actor,
  given: Reading & { letterId: string; way: (typeof letterWays)[number]; name: string },
): Promise<number[]> {
  const { letterId, way, opinions } = given;
  const shownAs = given.shownAs || maskName(given.name);
  if (shownAs === '**') failFields({ shownAs: { key: 'consultations.intake.field.shown_as' } });
  if (given.shownAs !== '' && (await isOfficial(k, tx, shownAs)))
    failFields({ shownAs: { key: 'consultations.comments.field.name_taken' } });
  const numbers: number[] = [];
  for (const { anchor, text } of opinions) {
    const paragraph = anchor === '' ? null : await readingNow(tx, consultation.id, anchor);
    if (paragraph === undefined) fail('consultations.comments.no_paragraph');
    const { id, number } = await insertContribution(tx, at, {
      ...{ consultationId: consultation.id, kind: 'comment', accountId: null, organisationId: null },
      ...{ shownAs, way, text, enteredBy: actor.accountId },
    });
    await insertComment(tx, {
      ...{ contributionId: id, consultationId: consultation.id },
      ...{ anchor: paragraph?.anchor ?? null, versionNo: paragraph?.versionNo ?? null },
    });
    await insertTakenIn(tx, { contributionId: id, intakeId: letterId, consultationId: consultation.id });
    numbers.push(number);
  }
  await setLetterState(tx, letterId, { state: 'entered', at, by: actor.accountId });
  return numbers;
}
