/**
 * Routes of opinion maps. None is planted here: that no page, file or table says what somebody voted, or in which group they are,
 * is held by src/modules/consultations/opinion-map/charter.test.ts, with every address of a map.
 */
export const mapRoutes = [
  '/convene/:slug/statements',
  '/convene/:slug/statements/:number',
  '/convene/:slug/statements/answer',
  '/maps/:slug',
  '/maps/:slug/data',
  '/maps/:slug/data/:file',
  '/maps/:slug/new',
  '/maps/:slug/next',
  '/maps/:slug/report',
  '/maps/:slug/results',
  '/maps/:slug/statements',
  '/maps/:slug/statements/:number/report',
  '/maps/:slug/votes',
] as const;
