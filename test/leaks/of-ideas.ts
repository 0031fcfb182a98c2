/**
 * Calls for ideas. None is planted here: that nobody reads what is hidden, taken back, drafted or given to another office is held
 * by src/modules/consultations/ideas/ideas-pages.test.ts, with every address of a call.
 */
export const ideaRoutes = [
  '/api/v1/ideas/:slug',
  '/convene/:slug/ideas',
  '/convene/:slug/ideas/:number',
  '/convene/:slug/ideas/export.:format',
  '/convene/:slug/ideas/overview',
  '/ideas/:slug',
  '/ideas/:slug/:number',
  '/ideas/:slug/:number/certificate.pdf',
  '/ideas/:slug/:number/mine',
  '/ideas/:slug/like',
  '/ideas/:slug/new',
  '/ideas/:slug/thanks',
  '/thanks/:code',
] as const;
