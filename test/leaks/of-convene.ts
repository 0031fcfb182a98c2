import type { plantConvene } from './plant-convene.ts';

/** Addresses around a planted draft: its conveners' desk, its page, hearings, open data. */
export function ofConvene({
  slug,
  hearing,
}: Awaited<ReturnType<typeof plantConvene>>): Readonly<Record<string, string | string[]>> {
  const desk = `/convene/${slug}`;
  return {
    '/api/v1/consultations/:slug': `/api/v1/consultations/${slug}`,
    '/consultations/:slug': `/consultations/${slug}`,
    '/consultations/:slug/hearings': `/consultations/${slug}/hearings`,
    '/convene/:slug': desk,
    '/convene/:slug/annexes': `${desk}/annexes`,
    '/convene/:slug/cancel': `${desk}/cancel`,
    '/convene/:slug/details': `${desk}/details`,
    '/convene/:slug/hearings': `${desk}/hearings`,
    '/convene/:slug/hearings/:hearing.csv': `${desk}/hearings/${hearing}.csv`,
    '/convene/:slug/record': `${desk}/record`,
  };
}

/** Results of surveys: what they show is held by results.test.ts, with every address of them. */
export const resultRoutes = [
  '/questionnaires/:slug/results',
  '/questionnaires/:slug/results/answers.csv',
  '/questionnaires/:slug/results/answers.xlsx',
  '/questionnaires/:slug/results/codebook.csv',
  '/questionnaires/:slug/results/cross',
  '/questionnaires/:slug/results/plot/:question.svg',
  '/questionnaires/:slug/results/plot/days.svg',
  '/questionnaires/:slug/results/texts/:question',
  '/surveys/:slug/results',
  '/surveys/:slug/results.csv',
  '/surveys/:slug/results/codebook.csv',
  '/surveys/:slug/results/plot/:question.svg',
] as const;
