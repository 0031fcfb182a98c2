import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading, Prose } from '../../../ui/layout.tsx';
import { Toc } from '../../../ui/lists.tsx';
import { renderMarkdown } from '../../../ui/markdown.ts';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { CaseBooks } from './case-books.ts';
import type { ListedPromise } from './home.queries.ts';
import { promiseEntry } from './home-page.tsx';
import type { LogEntry } from './moderation/moderation.queries.ts';

export const promiseStates = ['open', 'kept', 'broken'] as const;
export type PromiseState = (typeof promiseStates)[number];

/** 答应的事: what offices promised in public answers, with its date and what became of it. */
export function PromisesPage(p: {
  k: Kernel;
  ctx: PageContext;
  books: CaseBooks;
  state: PromiseState;
  rows: readonly ListedPromise[];
  nextHref?: string;
  first: boolean;
}) {
  const { t } = p.ctx;
  const today = localDate(p.k.clock.now(), p.k.config.TIME_ZONE);
  return (
    <>
      <Heading title={t('cases.public.home.promises')} lead={t('cases.public.promises.lead')} />
      <Tabs
        label={t('cases.public.home.promises')}
        items={promiseStates.map((state) => ({
          href: state === 'open' ? '/promises' : `/promises?state=${state}`,
          label: t(`cases.public.promises.${state}`),
          current: state === p.state,
        }))}
      />
      {p.rows.length === 0 ? (
        <EmptyState title={t('cases.public.promises.none')} />
      ) : (
        <section aria-labelledby="promises">
          <h2 id="promises" class="vh">
            {t(`cases.public.promises.${p.state}`)}
          </h2>
          <Toc entries={p.rows.map((row) => promiseEntry(p.ctx, p.books, row, today))} />
        </section>
      )}
      <KeysetPager
        firstHref={p.first ? undefined : p.state === 'open' ? '/promises' : `/promises?state=${p.state}`}
        nextHref={p.nextHref}
      />
    </>
  );
}

/** The public log of moderation: every decision to hide, its rule and reason, the appeal and its ruling. */
export function LogPage(p: {
  k: Kernel;
  ctx: PageContext;
  entries: readonly LogEntry[];
  nextHref?: string;
  first: boolean;
}) {
  const { t } = p.ctx;
  const about = p.k.settings.get(citySettings).texts.moderation;
  return (
    <>
      <Heading
        title={t('cases.public.log.title')}
        lead={t('cases.public.log.lead')}
        facts={
          <>
            <a href="/contributions/moderation-log">{t('cases.public.log.of_consultations')}</a>
            <a href="/appointments/log">{t('cases.public.log.of_pieces')}</a>
          </>
        }
      />
      {p.entries.length === 0 ? (
        <EmptyState title={t('cases.public.log.none')} />
      ) : (
        <ol class="matters">
          {p.entries.map((entry) => (
            <li>
              <h2>{t('cases.public.log.hidden', { kind: t(`cases.kind.${entry.kind}`), rule: entry.rule })}</h2>
              <Facts
                items={[
                  { label: t('cases.public.log.when'), value: <DateTime value={entry.at} form="datetime" /> },
                  {
                    label: t('cases.public.fact.number'),
                    value: <a href={`/cases/${entry.number}`}>{entry.number}</a>,
                  },
                  { label: t('cases.public.log.reason'), value: entry.reason },
                  {
                    label: t('cases.public.log.appeal'),
                    value: entry.ruling
                      ? t(`cases.public.log.${entry.ruling}`, { reason: entry.rulingReason })
                      : t(entry.appealedAt ? 'cases.public.log.waiting' : 'cases.public.log.no_appeal'),
                  },
                ]}
              />
            </li>
          ))}
        </ol>
      )}
      <KeysetPager firstHref={p.first ? undefined : '/moderation-log'} nextHref={p.nextHref} />
      {about && <Text markdown={localised(about, p.ctx.locale)} />}
    </>
  );
}

/** One of the texts that the city answers for: rules, order of lists, privacy, accessibility. */
function Text({ markdown }: { markdown: string }) {
  return (
    // raw html: made by renderMarkdown, which lets no HTML of the text through
    <div class="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(markdown) }} />
  );
}

export const textPages = ['about', 'rules', 'ordering', 'moderation', 'privacy', 'accessibility'] as const;
export type TextPageName = (typeof textPages)[number];

export function TextPage({ ctx, name, markdown }: { ctx: PageContext; name: TextPageName; markdown: string }) {
  const title = ctx.t(`cases.public.text.${name}`);
  return (
    <>
      <Heading title={title} />
      {markdown ? <Text markdown={markdown} /> : <EmptyState title={ctx.t('cases.public.text.none')} />}
    </>
  );
}

/** Shown by the service worker where no page can be fetched. */
export function OfflinePage({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <>
      <Heading
        title={t('cases.public.offline.title')}
        lead={t('cases.public.offline.text', { hotline: ctx.city.hotline })}
      />
      <Prose>
        <p>
          <a href="/cases/new">{t('cases.public.offline.back')}</a>
        </p>
      </Prose>
    </>
  );
}
