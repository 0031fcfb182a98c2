/**
 * Texts of drafts. None is planted here: who may read one before it is published is held by documents-pages.test.ts, with every
 * address of it.
 */
export const documentRoutes = [
  '/consultations/:slug/compare',
  '/consultations/:slug/text',
  '/consultations/:slug/text/:no/original',
  '/convene/:slug/text',
  '/convene/:slug/text/compare',
] as const;
