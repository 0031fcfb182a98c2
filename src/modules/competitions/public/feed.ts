import { Feed } from 'feed';
import type { Kernel } from '../../../kernel/kernel.ts';
import { htmlText } from '../../../kernel/text/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Departments } from './list-page.tsx';
import { momentOf } from './moment.rules.ts';
import type { ListedCompetition } from './public.queries.ts';
import { momentWords } from './words.ts';

/** The newest competitions as an Atom feed. */
export function competitionsFeed(
  k: Kernel,
  ctx: PageContext,
  departments: Departments,
  rows: readonly ListedCompetition[],
): string {
  const site = k.config.publicUrl;
  const self = `${site}/competitions/feed.xml`;
  const feed = new Feed({
    id: self,
    title: `${ctx.t('competitions.public.list.title')} · ${ctx.city.platformName}`,
    link: `${site}/competitions`,
    feedLinks: { atom: self },
    language: ctx.locale,
    updated: rows[0]?.openedAt ?? k.clock.now(),
    copyright: ctx.city.sponsor,
    generator: ctx.city.brand,
  });
  for (const row of rows) {
    const link = `${site}/competitions/${row.slug}`;
    const moment = momentOf(row, k.clock.now());
    const said = [departments.name(row.departmentId, ctx.locale), momentWords(ctx, moment), row.summary];
    feed.addItem({
      id: link,
      link,
      title: htmlText(row.title),
      description: htmlText(said.filter(Boolean).join(ctx.t('competitions.public.comma'))),
      date: row.finalAt ?? row.openedAt,
      published: row.openedAt,
    });
  }
  return feed.atom1();
}
