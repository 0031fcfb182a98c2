import type { FastifyRequest } from 'fastify';
import { isLocale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { AnswerProblem } from '../logic/check-answer.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import { type Definition, nearestLanguage, type Section } from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { grace_minutes, pagesOf } from './answer.rules.ts';
import type { AnswerPageView } from './answer-page.tsx';
import { fieldOf, typedFields } from './fields.ts';
import { filesOfDraft } from './file.queries.ts';
import type { Answering } from './holder.ts';
import { mapPlan } from './place-question.tsx';
import { problemWords, type Tongue } from './question-words.tsx';
import { skeletonOf } from './skeleton.ts';

/**
 * The language of the questionnaire for somebody: as the rest of the pages; one that the pages do not have stays once it was
 * chosen.
 */
export function tongueOf(definition: Definition, chosen: string, page: string): Tongue {
  const { languages } = definition;
  const locale = languages.includes(chosen) && !isLocale(chosen) ? chosen : nearestLanguage(languages, page);
  return { locale, languages };
}

/** What is said beside the fields of a page. */
export function fieldErrors(
  ctx: PageContext,
  problems: ReadonlyMap<string, AnswerProblem>,
  tongue: Tongue,
): FormErrors {
  return Object.fromEntries(
    [...problems].map(([name, problem]) => [fieldOf(name), problemWords(ctx.t, problem, tongue)]),
  );
}

export type Shown = {
  values?: FormValues;
  problems?: ReadonlyMap<string, AnswerProblem>;
  errors?: FormErrors;
  fromReview?: boolean;
  more?: number;
};

/** Everything that a page of the questionnaire shows; null where the page is not asked. */
export async function loadAnswerPage(
  k: Kernel,
  ctx: PageContext,
  { survey, draft }: Answering,
  sectionId: string,
  shown: Shown = {},
): Promise<AnswerPageView | null> {
  const definition = await formOf(k.db, survey);
  const moment = momentOf(k);
  const walked = walk(definition, draft.answers, moment);
  const pages = pagesOf(definition, walked.sections);
  const section = pages.find(({ id }) => id === sectionId);
  if (!section) return null;
  const tongue = tongueOf(definition, draft.locale, ctx.locale);
  const has = (type: string): boolean => section.questions.some((question) => question.type === type);
  const [files, plan] = await Promise.all([
    has('file') ? filesOfDraft(k.db, survey.id, draft.id) : [],
    has('place') ? mapPlan(k, ctx.locale) : null,
  ]);
  return {
    survey,
    draft,
    definition,
    section,
    tongue,
    pages,
    at: pages.indexOf(section),
    asked: walked.questions,
    skeleton: skeletonOf(definition, sectionId, walked.answers),
    moment,
    files,
    plan,
    values: { ...typedFields(section.questions, draft.answers), ...shown.values },
    errors: { ...fieldErrors(ctx, shown.problems ?? new Map(), tongue), ...shown.errors },
    fromReview: shown.fromReview ?? false,
    more: shown.more ?? 0,
    corrected: draft.formVersion !== survey.formVersion,
    graceUntil: graceUntil(ctx, k.clock.now(), survey.endsAt),
  };
}

/** Until when it can be handed in, as a time of the day, where the end is near or over. */
function graceUntil(ctx: PageContext, at: Date, endsAt: Date | null): string | null {
  if (!endsAt || at < endsAt) return null;
  const until = new Date(endsAt.getTime() + grace_minutes * 60_000);
  return formatDate(until, { locale: ctx.locale, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now: at }, 'time');
}

/** Where somebody goes on: the page they reached, else the first; null: there is nothing to ask. */
export function pageReached(definition: Definition, asked: ReadonlySet<string>, page: string): Section | null {
  const pages = pagesOf(definition, asked);
  return pages.find(({ id }) => id === page) ?? pages[0] ?? null;
}

/** A number from the address. */
export function numberIn(request: FastifyRequest, name: string): number {
  const value = Number((request.query as Record<string, unknown>)[name]);
  return Number.isInteger(value) && value > 0 && value < 1000 ? value : 0;
}
