import type { Kernel } from '../../../kernel/kernel.ts';

/** Counts on pages that everybody shares may be so much older than those in the table. */
const freshAfter_ms = 3000;
const waiting = new WeakMap<Kernel, Set<string>>();

/** Drops the cached pages of a consultation soon, once for all who supported something in it meanwhile. */
export function freshenSoon(k: Kernel, consultationId: string): void {
  const ids = waiting.get(k) ?? new Set();
  waiting.set(k, ids);
  if (ids.has(consultationId)) return;
  ids.add(consultationId);
  setTimeout(() => {
    ids.delete(consultationId);
    const tags = [`consultation:${consultationId}`];
    k.cache.invalidate(...tags);
    k.live
      .publish('kernel.cache', tags)
      .catch((error: unknown) => k.log.warn({ err: error }, 'could not tell of new supports'));
  }, freshAfter_ms).unref();
}
