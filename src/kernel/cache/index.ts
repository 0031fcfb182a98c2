export { type CachedPage, PageCache } from './page-cache.ts';
