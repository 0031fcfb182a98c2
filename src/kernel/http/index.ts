export {
  type ApiKey,
  apiScopes,
  createApiKey,
  declareApiScopes,
  listApiKeys,
  requireApiKey,
  revokeApiKey,
} from './api-keys.ts';
export { type ApiPart, offerApi, offeredApi } from './api-parts.ts';
export { toAppError } from './error-of.ts';
export { offerQuickPost, onQuickPost, type QuickAnswer, type QuickRequest } from './quick-posts.ts';
export { addressGroup, type Limit, RateLimits } from './rate-limit.ts';
export { readyName } from './ready-pages.ts';
export { sendCached } from './send-cached.ts';
export { type App, createServer, type RenderError } from './server.ts';
export { type Look, localPath, lookCookie, lookOf, lookValue, type Theme, type View } from './visitor.ts';
