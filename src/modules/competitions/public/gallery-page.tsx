import { RulesLine } from '../../../ui/award.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Gallery, workNumber } from '../../../ui/gallery.tsx';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { Category, Competition } from '../competition.queries.ts';
import { Deeds } from './competition-page.tsx';
import type { GalleryEntry } from './public.queries.ts';
import { workOf } from './work-entry.ts';

export type GalleryView = {
  competition: Competition;
  /** accepted works of each category */
  works: ReadonlyMap<string, number>;
  category: Category | null;
  entries: readonly GalleryEntry[];
  more: boolean;
  /** the page begins behind this number; 0: at the beginning */
  after: number;
};

const galleryHref = (slug: string, category: Category | null, after = 0) => {
  const query = new URLSearchParams({
    ...(category ? { category: String(category.position) } : {}),
    ...(after > 0 ? { after: String(after) } : {}),
  }).toString();
  return `/competitions/${slug}/entries${query && `?${query}`}`;
};

function CategoryTabs({ ctx, view }: { ctx: PageContext; view: GalleryView }) {
  const { competition, works, category } = view;
  if (competition.categories.length < 2) return null;
  const total = [...works.values()].reduce((sum, n) => sum + n, 0);
  return (
    <Tabs
      label={ctx.t('competitions.public.categories')}
      items={[
        {
          href: galleryHref(competition.slug, null),
          label: ctx.t('competitions.public.gallery.all'),
          count: total,
          current: category === null,
        },
        ...competition.categories.map((each) => ({
          href: galleryHref(competition.slug, each),
          label: each.name,
          count: works.get(each.id) ?? 0,
          current: category?.id === each.id,
        })),
      ]}
    />
  );
}

/** All works that are in a competition, by number, the same for everybody. */
export function GalleryPage({ ctx, view }: { ctx: PageContext; view: GalleryView }) {
  const { t, locale } = ctx;
  const { competition, category, entries, works, after, more } = view;
  const total = category ? (works.get(category.id) ?? 0) : [...works.values()].reduce((sum, n) => sum + n, 0);
  const [first, last] = [entries[0], entries.at(-1)];
  const here = `/competitions/${competition.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: here },
          { label: t('competitions.public.works') },
        ]}
      />
      <Heading
        title={t('competitions.public.gallery.title', { title: competition.title })}
        end={<Deeds ctx={ctx} competition={competition} works={0} />}
      />
      <CategoryTabs ctx={ctx} view={view} />
      {first && last ? (
        <>
          <RulesLine
            title={category?.name ?? t('competitions.public.gallery.count', { n: formatNumber(total, locale) })}
            note={t('competitions.public.gallery.order', {
              from: workNumber(first.number),
              until: workNumber(last.number),
              shown: entries.length,
              total: formatNumber(total, locale),
            })}
          />
          <Gallery
            label={t('competitions.public.works')}
            works={entries.map((entry) => workOf(ctx, competition.slug, entry))}
          />
        </>
      ) : (
        <EmptyState
          title={t('competitions.public.gallery.none')}
          action={<ButtonLink href={here}>{t('competitions.public.gallery.back')}</ButtonLink>}
        >
          <p>{t('competitions.public.gallery.none_text')}</p>
        </EmptyState>
      )}
      <KeysetPager
        {...(more && last ? { nextHref: galleryHref(competition.slug, category, last.number) } : {})}
        {...(after > 0 ? { firstHref: galleryHref(competition.slug, category) } : {})}
      />
    </>
  );
}
