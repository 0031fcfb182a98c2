import { fileHref } from '../../../kernel/files/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { RulesLine } from '../../../ui/award.tsx';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts, Figures } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Gallery } from '../../../ui/gallery.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { renderMarkdown } from '../../../ui/markdown.ts';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { StageRow } from '../../../ui/stage-row.tsx';
import { Meta, Pre } from '../../../ui/text.tsx';
import { statusTones } from '../convene/list-page.tsx';
import { leftWords, periodWords } from '../period-words.ts';
import { writtenIn } from '../public/consultation-page.tsx';
import { placeLine, stageWords } from './idea-words.ts';
import { orders } from './ideas.rules.ts';
import { type ListedIdea, orderValue } from './list.queries.ts';
import { afterText, type ListQuery, listHref, stageFilters } from './list-query.ts';
import type { CallView } from './load-call.ts';

// keys: consultations.kind.*, consultations.status.*, consultations.ideas.call.step.*, consultations.ideas.order.*
// keys: consultations.ideas.stage.*, consultations.ideas.order_about.*

type Props = { ctx: PageContext; view: CallView; query: ListQuery };

/** The way of ideas through the city, with where the call stands. */
function Way({ ctx, view: { call, status, today, figures } }: Omit<Props, 'query'>) {
  const { t } = ctx;
  if (status === 'cancelled') return null;
  const left = leftWords(ctx, call, today);
  const here = status === 'not_started' || status === 'running' ? 0 : status === 'ended' ? 1 : 2;
  const notes = [
    periodWords(ctx, call, today),
    t('consultations.ideas.call.step.examine_note', { n: figures.open + figures.examined }),
    t('consultations.ideas.call.step.answer_note', { n: figures.answered + figures.done }),
    t('consultations.ideas.call.step.done_note', { n: figures.done }),
  ];
  return (
    <StageRow
      label={t('consultations.ideas.call.way')}
      stages={(['collect', 'examine', 'answer', 'done'] as const).map((step, i) => ({
        name: t(`consultations.ideas.call.step.${step}`),
        note: notes[i],
        at: i < here ? 'past' : i === here ? 'here' : 'ahead',
        ...(i === here && left ? { here: left.words } : {}),
      }))}
    />
  );
}

function Deeds({ ctx, view: { call, status, figures } }: Omit<Props, 'query'>) {
  const { t } = ctx;
  return (
    <div class="do">
      {status === 'running' && (
        <ButtonLink primary icon="pen" href={`/ideas/${call.slug}/new`}>
          {t('consultations.ideas.say')}
        </ButtonLink>
      )}
      {figures.ideas > 0 && (
        <VerbLink href="#ideas">{t('consultations.ideas.call.see', { n: figures.ideas })}</VerbLink>
      )}
    </div>
  );
}

function About({ ctx, view: { call, departments, today, notes, annexes } }: Omit<Props, 'query'>) {
  const { t, locale } = ctx;
  return (
    <>
      <Chapter id="about" title={t('consultations.ideas.call.about')}>
        {call.explanation && (
          <div
            class="prose"
            lang={writtenIn(ctx)}
            // raw html: made by renderMarkdown, which lets no HTML of the text through
            dangerouslySetInnerHTML={{ __html: renderMarkdown(call.explanation) }}
          />
        )}
        <Facts
          ruled
          items={[
            { label: t('consultations.ideas.call.office'), value: departments.name(call.departmentId, locale) },
            { label: t('consultations.ideas.call.period'), value: periodWords(ctx, call, today) },
            {
              label: t('consultations.ideas.call.audience'),
              value: <span lang={writtenIn(ctx)}>{call.audience}</span>,
            },
            call.contact !== '' && {
              label: t('consultations.ideas.call.contact'),
              value: <span lang={writtenIn(ctx)}>{call.contact}</span>,
            },
            annexes.length > 0 && {
              label: t('consultations.ideas.call.annexes'),
              value: annexes.map(({ title, fileId }) => (
                <>
                  <a href={fileHref(fileId)} lang={writtenIn(ctx)}>
                    {title}
                  </a>{' '}
                </>
              )),
            },
          ]}
        />
      </Chapter>
      {notes.length > 0 && (
        <Chapter id="notes" title={t('consultations.ideas.call.notes')}>
          {notes.map(({ at, text }) => (
            <div lang={writtenIn(ctx)}>
              <p>
                <DateTime value={at} form="datetime" />
              </p>
              <Pre text={text} />
            </div>
          ))}
        </Chapter>
      )}
    </>
  );
}

/** What became of ideas so far: each figure is a count of what stands below. */
function Came({ ctx, view: { figures } }: Omit<Props, 'query'>) {
  const { t } = ctx;
  if (figures.ideas === 0) return null;
  return (
    <Chapter id="figures" title={t('consultations.ideas.call.figures')}>
      <Figures
        items={[
          {
            label: t('consultations.ideas.figure.ideas'),
            value: figures.ideas,
            note: figures.merged > 0 ? t('consultations.ideas.figure.merged', { n: figures.merged }) : undefined,
          },
          { label: t('consultations.ideas.figure.answered'), value: figures.answered + figures.done },
          {
            label: t('consultations.ideas.figure.adopted'),
            value: figures.takenUp + figures.partly,
            note: figures.partly > 0 ? t('consultations.ideas.figure.partly', { n: figures.partly }) : undefined,
          },
          { label: t('consultations.ideas.figure.done'), value: figures.done },
          ...(figures.overdue > 0
            ? [{ label: t('consultations.ideas.figure.overdue'), value: figures.overdue, tone: 'no' as const }]
            : []),
        ]}
      />
      <p class="quiet">{t('consultations.ideas.figure.about')}</p>
    </Chapter>
  );
}

function FilterFields({ ctx, view }: Omit<Props, 'query'>) {
  const { t, locale } = ctx;
  const all = t('consultations.ideas.filter.all');
  const { categories, districts, call } = view;
  return (
    <>
      <Field name="q" type="search" label={t('consultations.ideas.filter.words')} maxLength={60} />
      <Field
        name="stage"
        type="select"
        label={t('consultations.ideas.filter.stage')}
        placeholder={all}
        options={stageFilters.map((stage) => ({ value: stage, label: t(`consultations.ideas.stage.${stage}`) }))}
      />
      {categories.length > 0 && (
        <Field
          name="category"
          type="select"
          label={t('consultations.ideas.filter.category')}
          placeholder={all}
          options={categories.map(({ id, name, ideas }) => ({ value: id, label: `${name} (${ideas})` }))}
        />
      )}
      {call.settings.place && (
        <Field
          name="district"
          type="select"
          label={t('consultations.ideas.filter.district')}
          placeholder={all}
          options={districts.all.map(({ id, code }) => ({ value: code, label: districts.name(id, locale) }))}
        />
      )}
      <Field
        name="order"
        type="select"
        label={t('consultations.ideas.filter.order')}
        options={orders.map((order) => ({ value: order, label: t(`consultations.ideas.order.${order}`) }))}
      />
      <Field
        name="view"
        type="select"
        label={t('consultations.ideas.filter.view')}
        options={[
          { value: '', label: t('consultations.ideas.view.list') },
          { value: 'gallery', label: t('consultations.ideas.view.gallery') },
        ]}
      />
    </>
  );
}

function activeFilters({ ctx, view, query }: Props): { label: string; removeHref: string }[] {
  const { t, locale } = ctx;
  const { districts, categories, call } = view;
  const words = {
    q: query.q,
    stage: query.stage && t(`consultations.ideas.stage.${query.stage}`),
    category: query.category && (categories.find(({ id }) => id === query.category)?.name ?? query.category),
    district: query.district && (districts.name(districts.byCode(query.district)?.id, locale) || query.district),
  };
  return (['q', 'stage', 'category', 'district'] as const)
    .filter((name) => words[name] !== '')
    .map((name) => ({
      label: words[name],
      removeHref: listHref(`/ideas/${call.slug}`, { ...query, [name]: '' }),
    }));
}

function entryMeta({ ctx, view }: Omit<Props, 'query'>, idea: ListedIdea) {
  const { categories, districts } = view;
  return (
    <Meta
      items={[
        `${ctx.t('consultations.ideas.number', { number: idea.number })}`,
        categories.find(({ id }) => id === idea.categoryId)?.name ?? '',
        placeLine(districts.name(idea.districtId, ctx.locale), idea.place, ctx.locale),
        idea.shownAs,
        <DateTime value={idea.createdAt} form="date" />,
      ]}
    />
  );
}

function IdeaList({ ctx, view, query }: Props) {
  const { t } = ctx;
  const { call, ideas, today } = view;
  if (query.view === 'gallery')
    return (
      <Gallery
        works={ideas.map((idea) => ({
          number: idea.number,
          title: idea.title,
          byLine: idea.shownAs,
          href: `/ideas/${call.slug}/${idea.number}`,
          cover: idea.coverFileId && fileHref(idea.coverFileId, 'thumb'),
          note: `${stageWords(t, idea, today).word} · ${t('consultations.ideas.supports', { n: idea.supports })}`,
        }))}
      />
    );
  return (
    <Matters
      level="h3"
      entries={ideas.map((idea) => {
        const { word, tone } = stageWords(t, idea, today);
        return {
          href: `/ideas/${call.slug}/${idea.number}`,
          title: wordBreaks(idea.title),
          excerpt: idea.text.replace(/\s+/g, ' ').slice(0, 90),
          meta: entryMeta({ ctx, view }, idea),
          state: <StateMark tone={tone}>{word}</StateMark>,
          aside: t('consultations.ideas.supports', { n: idea.supports }),
        };
      })}
    />
  );
}

function Ideas(props: Props) {
  const { ctx, view, query } = props;
  const { t } = ctx;
  const { call, ideas, more, first, status } = view;
  const path = `/ideas/${call.slug}`;
  const active = activeFilters(props);
  const last = ideas.at(-1);
  const after = last && afterText({ value: orderValue(query.order, last), id: last.id });
  return (
    <section aria-labelledby="ideas">
      <RulesLine
        id="ideas"
        title={t('consultations.ideas.list')}
        note={<a href="#order-about">{t(`consultations.ideas.order_about.${query.order}_short`)}</a>}
      />
      <Filters action={path} values={query} active={active} clearHref={path}>
        <FilterFields ctx={ctx} view={view} />
      </Filters>
      {ideas.length === 0 ? (
        <EmptyState
          title={t(active.length > 0 ? 'consultations.ideas.nothing_found' : 'consultations.ideas.none')}
          action={
            status === 'running' && (
              <ButtonLink href={`${path}/new`} primary icon="pen">
                {t('consultations.ideas.say')}
              </ButtonLink>
            )
          }
        />
      ) : (
        <IdeaList {...props} />
      )}
      <KeysetPager
        firstHref={first ? undefined : listHref(path, query)}
        nextHref={more && after ? listHref(path, query, { after }) : undefined}
      />
      <div id="order-about">
        <Fold summary={t('consultations.ideas.order_about.title')}>
          {orders.map((order) => (
            <p>
              <b>{t(`consultations.ideas.order.${order}`)}</b>　{t(`consultations.ideas.order_about.${order}`)}
            </p>
          ))}
        </Fold>
      </div>
    </section>
  );
}

/** A call for ideas: what is asked, how it goes on, and the ideas that came. */
export function CallPage(props: Props) {
  const { ctx, view, query } = props;
  const { t } = ctx;
  const { call, status } = view;
  const plain = view.first && listHref('', query) === '';
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.ideas.all_calls'), href: '/consultations?kind=ideas' },
          { label: call.title },
        ]}
      />
      <Heading
        title={wordBreaks(call.title)}
        over={
          <>
            <span>{t('consultations.kind.ideas')}</span>
            <StateMark tone={statusTones[status]}>{t(`consultations.status.${status}`)}</StateMark>
          </>
        }
        lead={<span lang={writtenIn(ctx)}>{call.summary}</span>}
      />
      {status === 'cancelled' && (
        <Notice tone="warn" title={t('consultations.ideas.call.cancelled')}>
          <p lang={writtenIn(ctx)}>{call.cancelReason}</p>
        </Notice>
      )}
      <Deeds {...props} />
      {plain && (
        <>
          <Way {...props} />
          <About {...props} />
          <Came {...props} />
        </>
      )}
      <Ideas {...props} />
      <More>
        {view.thanked && (
          <VerbLink href={`/ideas/${call.slug}/thanks`}>{t('consultations.ideas.thanks.page')}</VerbLink>
        )}
        <VerbLink href="/contributions/moderation-log">{t('consultations.ideas.moderation')}</VerbLink>
        <VerbLink href={`/api/v1/ideas/${call.slug}`}>{t('consultations.ideas.data')}</VerbLink>
      </More>
    </>
  );
}
