import { Feed } from 'feed';
import type { Kernel } from '../../../kernel/kernel.ts';
import { htmlText } from '../../../kernel/text/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { numberWords } from './case-page.tsx';
import { stateWords } from './case-state.ts';
import { type ListQuery, listHref } from './find-cases.ts';
import { shorten } from './home-page.tsx';
import type { ListedCase } from './list.queries.ts';

/** The newest public letters as an Atom feed, narrowed like the list. */
export function casesFeed(k: Kernel, ctx: PageContext, query: ListQuery, rows: readonly ListedCase[]): string {
  const site = k.config.publicUrl;
  const self = `${site}${listHref('/cases/feed.xml', query)}`;
  const feed = new Feed({
    id: self,
    title: `${ctx.t('cases.public.list.title')} · ${ctx.city.platformName}`,
    link: `${site}${listHref('/cases', query)}`,
    feedLinks: { atom: self },
    language: ctx.locale,
    updated: rows[0]?.reviewedAt ?? rows[0]?.submittedAt ?? k.clock.now(),
    copyright: ctx.city.sponsor,
    generator: ctx.city.brand,
  });
  for (const row of rows) {
    const link = `${site}/cases/${row.number}`;
    feed.addItem({
      id: link,
      link,
      title: htmlText(row.title),
      description: htmlText(
        `${numberWords(k, row.number)} ${stateWords(ctx.t, row).word}：${shorten(row.excerpt, 200)}`,
      ),
      date: row.reviewedAt ?? row.submittedAt,
      published: row.submittedAt,
    });
  }
  return feed.atom1();
}
