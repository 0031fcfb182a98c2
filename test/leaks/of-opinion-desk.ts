/**
 * Routes of the desk of opinions and of results; no draft with opinions is planted here. What they give to whom, before and
 * after a result is published, is tried beside them (src/modules/consultations/desk, result).
 */
export const opinionDeskRoutes = [
  '/api/v1/consultations/:slug/opinions',
  '/api/v1/consultations/:slug/opinions.csv',
  '/api/v1/consultations/:slug/opinions/codebook',
  '/consultations/:slug/result',
  '/consultations/:slug/result.docx',
  '/consultations/:slug/result.xlsx',
  '/convene/:slug/opinions',
  '/convene/:slug/opinions/:number',
  '/convene/:slug/opinions/list.docx',
  '/convene/:slug/opinions/list.xlsx',
  '/convene/:slug/opinions/progress',
  '/convene/:slug/opinions/several',
  '/convene/:slug/opinions/templates',
  '/convene/:slug/result',
] as const;
