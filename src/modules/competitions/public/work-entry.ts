import { fileHref } from '../../../kernel/files/index.ts';
import { formatNumber } from '../../../ui/date-time.tsx';
import type { Work } from '../../../ui/gallery.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { GalleryEntry } from './public.queries.ts';

/** A work of a competition as galleries show it. */
export function workOf(ctx: PageContext, slug: string, entry: GalleryEntry): Work {
  return {
    number: entry.number,
    title: entry.title,
    byLine: entry.byLine,
    href: `/competitions/${slug}/entries/${entry.number}`,
    cover: entry.coverFileId && fileHref(entry.coverFileId, 'thumb'),
    ...(entry.views > 0
      ? { note: ctx.t('competitions.public.views', { n: formatNumber(entry.views, ctx.locale) }) }
      : {}),
  };
}
