import { fileHref } from '../../../kernel/files/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Pre, safeHref } from '../../../ui/text.tsx';
import type { Competition } from '../competition.queries.ts';
import type { EntryFile, TeamMember } from '../entries/entry.queries.ts';
import { deedsOf } from './moment.rules.ts';
import type { neighbours, ShownEntry } from './public.queries.ts';
import { ShareBox } from './share-box.tsx';
import { writtenIn } from './words.ts';

export type WorkView = {
  competition: Competition;
  entry: ShownEntry;
  files: readonly EntryFile[];
  team: readonly TeamMember[];
  near: Awaited<ReturnType<typeof neighbours>>;
};

type Props = { ctx: PageContext; view: WorkView };

/** One thing that lies with a work. A link leads out; it is never shown inside of the page. */
function Medium({ ctx, file, title }: { ctx: PageContext; file: EntryFile; title: string }) {
  const { t } = ctx;
  const name = file.caption || t(`competitions.public.medium.${file.kind}`);
  const href = file.fileId ? fileHref(file.fileId) : safeHref(file.url);
  if (!href) return null;
  switch (file.kind) {
    case 'image':
      return (
        <figure class="medium">
          <a href={href}>
            <img
              src={href}
              alt={file.caption || t('competitions.public.medium.image_of', { title })}
              width={file.width ?? undefined}
              height={file.height ?? undefined}
              loading="lazy"
            />
          </a>
          {file.caption && <figcaption>{file.caption}</figcaption>}
        </figure>
      );
    case 'audio':
    case 'video': {
      const Player = file.kind;
      return (
        <figure class="medium">
          <Player src={href} controls preload="metadata" aria-label={`${name}: ${title}`} />
          <figcaption>{name}</figcaption>
        </figure>
      );
    }
    default:
      return (
        <p class="medium-link">
          <a href={href} {...(file.kind === 'link' ? { rel: 'nofollow ugc noopener' } : { download: '' })}>
            <Icon name={file.kind === 'link' ? 'arrow' : 'file'} />
            {name}
          </a>
          {file.kind === 'link' && <span class="quiet">{hostOf(href)}</span>}
        </p>
      );
  }
}

function hostOf(href: string): string {
  try {
    return new URL(href).host;
  } catch {
    return '';
  }
}

function Side({ ctx, view }: Props) {
  const { t, locale } = ctx;
  const { competition, entry, team } = view;
  const here = `/competitions/${competition.slug}`;
  const category = competition.categories.find(({ id }) => id === entry.categoryId);
  const vote = deedsOf(competition, ctx.now ?? new Date(0), { works: 0 }).find(({ name }) => name === 'vote');
  return (
    <>
      <Acts>
        {vote && (
          <ButtonLink href={vote.href} primary icon="vote">
            {t('competitions.public.deed.vote')}
          </ButtonLink>
        )}
        <ButtonLink href={`${here}/entries`}>{t('competitions.public.work.all')}</ButtonLink>
      </Acts>
      <SideSection id="about" title={t('competitions.public.work.about')}>
        <Facts
          items={[
            { label: t('competitions.public.work.number'), value: workNumber(entry.number) },
            { label: t('competitions.public.category'), value: category?.name },
            { label: t('competitions.public.work.by'), value: entry.byLine },
            { label: t('competitions.public.work.way'), value: t(`competitions.way.${entry.way}`) },
            entry.late && { label: t('competitions.public.work.late'), value: t('competitions.public.work.late_text') },
            {
              label: t('competitions.public.work.seen'),
              value: t('competitions.public.work.times', { n: formatNumber(entry.views, locale) }),
            },
          ]}
        />
        <p class="quiet" data-island="view-beacon" data-to={`${here}/entries/${entry.number}/seen`}>
          {t('competitions.public.work.counted')}
        </p>
      </SideSection>
      {team.length > 0 && (
        <SideSection id="team" title={t('competitions.public.work.team')}>
          <Facts
            items={team.map(({ role, shownAs }) => ({
              label: role || t('competitions.public.work.with'),
              value: shownAs,
            }))}
          />
        </SideSection>
      )}
    </>
  );
}

/** A work: what was handed in, who made it, and the ways to its neighbours. */
export function WorkPage({ ctx, view, url }: Props & { url: string }) {
  const { t } = ctx;
  const { competition, entry, files, near } = view;
  const here = `/competitions/${competition.slug}`;
  const hrefOf = (one: { number: number } | null) => one && `${here}/entries/${one.number}`;
  const [before, after] = [hrefOf(near.before), hrefOf(near.after)];
  const cover = entry.coverFileId && !files.some(({ fileId }) => fileId === entry.coverFileId);
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: here },
          { label: t('competitions.public.works'), href: `${here}/entries` },
          { label: workNumber(entry.number) },
        ]}
      />
      <CaseLayout
        heading={
          <Heading
            over={t('competitions.public.work.over', { n: workNumber(entry.number) })}
            title={wordBreaks(entry.title)}
            facts={entry.byLine}
          />
        }
        after={<Side ctx={ctx} view={view} />}
        afterLabel={t('competitions.public.work.about')}
      >
        {cover && entry.coverFileId && (
          <figure class="medium">
            <img
              src={fileHref(entry.coverFileId)}
              alt={t('competitions.public.medium.image_of', { title: entry.title })}
            />
          </figure>
        )}
        {entry.summary && (
          <div class="prose lead" lang={writtenIn(ctx)}>
            <Pre text={entry.summary} />
          </div>
        )}
        {entry.body && (
          <div class="prose" lang={writtenIn(ctx)}>
            <Pre text={entry.body} />
          </div>
        )}
        {files.map((file) => (
          <Medium ctx={ctx} file={file} title={entry.title} />
        ))}
        <Section id="share" title={t('competitions.public.share.title')}>
          <ShareBox ctx={ctx} url={url} title={entry.title} card={`${here}/entries/${entry.number}/card.png`} />
        </Section>
        <KeysetPager
          {...(before ? { previousHref: before } : {})}
          {...(after ? { nextHref: after } : {})}
          words={{
            previous: t('competitions.public.work.previous', { title: near.before?.title ?? '' }),
            next: t('competitions.public.work.next', { title: near.after?.title ?? '' }),
          }}
        />
      </CaseLayout>
    </>
  );
}
