import type { plantOpinionDesk } from './plant-opinion-desk.ts';

/** Addresses of the desk of opinions and of the result of a planted draft. */
export function ofOpinionDesk({
  slug,
  number,
}: Awaited<ReturnType<typeof plantOpinionDesk>>): Readonly<Record<string, string | string[]>> {
  const desk = `/convene/${slug}/opinions`;
  const api = `/api/v1/consultations/${slug}/opinions`;
  const result = `/consultations/${slug}/result`;
  return {
    '/api/v1/consultations/:slug/opinions': api,
    '/api/v1/consultations/:slug/opinions.csv': `${api}.csv`,
    '/api/v1/consultations/:slug/opinions/codebook': `${api}/codebook`,
    '/consultations/:slug/result': [result, `${result}?number=${number}`, `${result}?outcome=adopted`],
    '/consultations/:slug/result.docx': `${result}.docx`,
    '/consultations/:slug/result.xlsx': `${result}.xlsx`,
    '/convene/:slug/opinions': [desk, `${desk}?show=all`],
    '/convene/:slug/opinions/:number': `${desk}/${number}?show=all`,
    '/convene/:slug/opinions/list.docx': `${desk}/list.docx`,
    '/convene/:slug/opinions/list.xlsx': `${desk}/list.xlsx`,
    '/convene/:slug/opinions/progress': `${desk}/progress`,
    '/convene/:slug/opinions/several': `${desk}/several?show=all`,
    '/convene/:slug/opinions/templates': `${desk}/templates`,
    '/convene/:slug/result': `/convene/${slug}/result`,
  };
}
