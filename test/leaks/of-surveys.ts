import { ofAnswers } from './plant-answers.ts';
import type { plantSurveys } from './plant-surveys.ts';

/** Addresses of a planted survey at its conveners' desk. */
export function ofSurveys({
  slug,
  question,
  page,
  answers,
}: Awaited<ReturnType<typeof plantSurveys>>): Readonly<Record<string, string | string[]>> {
  const desk = `/questionnaires/${slug}`;
  return {
    ...ofAnswers(answers),
    '/questionnaires/:slug': desk,
    '/questionnaires/:slug/settings': `${desk}/settings`,
    '/questionnaires/:slug/build': `${desk}/build`,
    '/questionnaires/:slug/build/questions/:name': `${desk}/build/questions/${question}`,
    '/questionnaires/:slug/build/pages/:name': `${desk}/build/pages/${page}`,
    '/questionnaires/:slug/preview': `${desk}/preview`,
    '/questionnaires/:slug/xlsform': `${desk}/xlsform`,
    '/questionnaires/:slug/xlsform.xlsx': `${desk}/xlsform.xlsx`,
  };
}
