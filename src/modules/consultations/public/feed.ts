import { Feed } from 'feed';
import type { Kernel } from '../../../kernel/kernel.ts';
import { htmlText } from '../../../kernel/text/index.ts';
import { startOfDay } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { publicHref } from '../consultation-href.ts';
import type { ConsultationLine } from '../convene/convene.queries.ts';
import { periodWords } from '../period-words.ts';
import type { Departments } from './list-entry.tsx';
import { todayOf } from './load-consultation.ts';

// keys: consultations.kind.*

/** What the city asks, as an Atom feed: what ends soonest first. */
export function consultationsFeed(
  k: Kernel,
  ctx: PageContext,
  departments: Departments,
  rows: readonly ConsultationLine[],
): string {
  const site = k.config.publicUrl;
  const self = `${site}/consultations/feed.xml`;
  const zone = k.config.TIME_ZONE;
  const feed = new Feed({
    id: self,
    title: `${ctx.t('consultations.public.list.title')} · ${ctx.city.platformName}`,
    link: `${site}/consultations`,
    feedLinks: { atom: self },
    language: ctx.locale,
    updated: k.clock.now(),
    copyright: ctx.city.sponsor,
    generator: ctx.city.brand,
  });
  for (const row of rows) {
    const link = `${site}${publicHref(row)}`;
    const said = [
      ctx.t(`consultations.kind.${row.kind}`),
      departments.name(row.departmentId, ctx.locale),
      periodWords(ctx, row, todayOf(k)),
      row.summary,
    ];
    const date = startOfDay(row.startsOn, zone);
    feed.addItem({
      id: link,
      link,
      title: htmlText(row.title),
      description: htmlText(said.filter(Boolean).join(ctx.t('consultations.public.comma'))),
      date,
      published: date,
    });
  }
  return feed.atom1();
}
