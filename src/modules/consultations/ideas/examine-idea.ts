import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedText } from '../../../kernel/text/index.ts';
import { addDays, isLocalDate, type LocalDate, localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { arranging, workOnIdea } from './at-work.ts';
import { convenersFor } from './conveners.ts';
import { lockIdeas, markExamined, setOffice } from './idea.queries.ts';
import './ideas.errors.ts';
import { mayArrange } from './ideas.policy.ts';

const mostDays = 366;

/** A day that is promised: today or later, within a year. */
export function promised(day: string, today: LocalDate, field: string): LocalDate {
  if (!isLocalDate(day)) failFields({ [field]: { key: 'consultations.ideas.field.day' } });
  if (day < today || day > addDays(today, mostDays))
    failFields({ [field]: { key: 'consultations.ideas.field.day_range' } });
  return day;
}

export const examineInput = z.object({
  /** the office that answers */
  departmentId: z.string().default(''),
  /** a convener of that office; empty: whoever is there */
  handlerId: z.string().default(''),
  answerBy: z.string().trim().default(''),
  /** what is looked into, for everybody */
  words: z.string().default('').transform(typedText).pipe(z.string().max(500, 'consultations.ideas.field.words_long')),
});
export type ExamineInput = z.input<typeof examineInput>;

/** Who may be asked: a convener for that office. */
async function holdOffice(
  k: Kernel,
  { departmentId, handlerId }: { departmentId: string; handlerId: string },
): Promise<{ departmentId: string; handlerId: string | null }> {
  const office = isId(departmentId) ? (await departmentBook(k)).get(departmentId) : undefined;
  if (!office) return failFields({ departmentId: { key: 'consultations.ideas.field.unknown' } });
  if (handlerId === '') return { departmentId: office.id, handlerId: null };
  const known = await convenersFor(k, office.id);
  if (!known.some(({ id }) => id === handlerId))
    failFields({ handlerId: { key: 'consultations.ideas.field.handler' } });
  return { departmentId: office.id, handlerId };
}

/**
 * Takes an idea up for examination, or changes who does it and by when it is answered: everybody reads office and day. Only
 * whoever convenes the call gives it to another office.
 * @throws AppError kernel.invalid, kernel.not_allowed, consultations.ideas.*
 */
export async function examineIdea(k: Kernel, actor: Actor, ideaId: string, given: ExamineInput): Promise<void> {
  const input = examineInput.parse(given);
  const office = await holdOffice(k, input);
  await workOnIdea(
    k,
    actor,
    ideaId,
    { act: 'examine_idea', stages: ['open', 'examined'] },
    async ({ tx, at, idea, consultation }) => {
      const answerBy = promised(input.answerBy, localDate(at, k.config.TIME_ZONE), 'answerBy');
      if (office.departmentId !== idea.departmentId && !mayArrange(actor, consultation)) fail('kernel.not_allowed');
      await markExamined(tx, idea.id, { ...office, answerBy, words: input.words, at });
      return { details: { number: idea.number, ...office, answerBy }, result: undefined };
    },
  );
}

export const assignInput = z.object({
  ids: z
    .preprocess((value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]), z.array(z.string()))
    .pipe(z.array(z.string().refine(isId)).min(1, 'consultations.ideas.field.none').max(100)),
  departmentId: z.string().default(''),
  handlerId: z.string().default(''),
});

/**
 * Gives several ideas to an office, or to somebody of it, in one go. Those that were merged, hidden or moved meanwhile are left as
 * they are.
 * @returns how many it was done for
 */
export async function assignIdeas(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: z.input<typeof assignInput>,
): Promise<number> {
  const input = assignInput.parse(given);
  const office = await holdOffice(k, input);
  return actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'assign_ideas', ...arranging },
    async ({ tx, consultation }) => {
      const ideas = [...(await lockIdeas(tx, input.ids)).values()].filter(
        (idea) => idea.consultationId === consultation.id && idea.state === 'visible' && idea.stage !== 'done',
      );
      await setOffice(
        tx,
        ideas.map(({ id }) => id),
        office,
      );
      const numbers = ideas.map(({ number }) => number).sort((a, b) => a - b);
      return { done: numbers.length > 0, details: { numbers, ...office }, result: numbers.length };
    },
  );
}
