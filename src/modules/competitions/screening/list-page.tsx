import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { workNumber } from '../../../ui/gallery.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { StateMark, type StateTone, Tag } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { EntryState } from '../competitions.rules.ts';
import { type Sent, stateOf } from '../desk-page.tsx';
import type { ListView } from './load-screening.ts';
import type { ScreenedEntry, ScreeningFilter } from './screening.queries.ts';

export const tones: Readonly<Record<EntryState, StateTone>> = {
  draft: 'wait',
  submitted: 'open',
  mend: 'wait',
  accepted: 'ok',
  rejected: 'no',
  withdrawn: 'wait',
  disqualified: 'no',
};

const listedStates = ['submitted', 'mend', 'accepted', 'rejected', 'disqualified', 'withdrawn'] as const;

export function listHref(slug: string, filter: ScreeningFilter, after = 0, path = ''): string {
  const query = new URLSearchParams({
    ...(filter.state && { state: filter.state }),
    ...(filter.categoryId && { category: filter.categoryId }),
    ...(filter.late && { late: 'yes' }),
    ...(after > 0 && { after: String(after) }),
  }).toString();
  return `/organise/${slug}/screening${path}${query && `?${query}`}`;
}

function Narrow({ ctx, view }: { ctx: PageContext; view: ListView }) {
  const { t } = ctx;
  const { competition, filter } = view;
  const category = competition.categories.find(({ id }) => id === filter.categoryId);
  const without = (part: keyof ScreeningFilter) => listHref(competition.slug, { ...filter, [part]: undefined });
  return (
    <Filters
      action={`/organise/${competition.slug}/screening`}
      values={{ state: filter.state ?? '', category: filter.categoryId ?? '', late: filter.late ? 'yes' : '' }}
      active={[
        ...(category ? [{ label: category.name, removeHref: without('categoryId') }] : []),
        ...(filter.late ? [{ label: t('competitions.screening.late'), removeHref: without('late') }] : []),
      ]}
      clearHref={listHref(competition.slug, { state: filter.state })}
    >
      <Field
        name="state"
        type="select"
        label={t('competitions.screening.column.state')}
        options={[
          { value: '', label: t('competitions.screening.any') },
          ...listedStates.map((state) => ({ value: state, label: t(`competitions.entry_state.${state}`) })),
        ]}
      />
      <Field
        name="category"
        type="select"
        label={t('competitions.screening.column.category')}
        options={[
          { value: '', label: t('competitions.screening.any') },
          ...competition.categories.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Field
        name="late"
        type="select"
        label={t('competitions.screening.when')}
        options={[
          { value: '', label: t('competitions.screening.any') },
          { value: 'yes', label: t('competitions.screening.late') },
        ]}
      />
    </Filters>
  );
}

function Entries({ ctx, view, acts }: { ctx: PageContext; view: ListView; acts: boolean }) {
  const { t } = ctx;
  const { competition } = view;
  const category = (entry: ScreenedEntry) => competition.categories.find(({ id }) => id === entry.categoryId)?.name;
  const choosable = acts && view.entries.some(({ state }) => state === 'submitted');
  return (
    <Table
      caption={t('competitions.screening.title')}
      captionHidden
      rows={view.entries}
      columns={[
        ...(choosable
          ? [
              {
                label: t('competitions.screening.column.choose'),
                labelHidden: true,
                cell: (entry: ScreenedEntry) =>
                  entry.state === 'submitted' && (
                    <label>
                      <input type="checkbox" name="entries" form="accept" value={`${entry.id}:${entry.version}`} />
                      <span class="vh">{t('competitions.screening.choose_entry', { title: entry.title })}</span>
                    </label>
                  ),
              },
            ]
          : []),
        { label: t('competitions.screening.column.number'), numeric: true, cell: ({ number }) => workNumber(number) },
        {
          label: t('competitions.screening.column.entry'),
          head: true,
          cell: (entry) => (
            <>
              <a href={`/organise/${competition.slug}/screening/${entry.number}`}>{entry.title}</a>{' '}
              <small>{entry.byLine}</small> {entry.late && <Tag>{t('competitions.screening.late')}</Tag>}{' '}
              {entry.mendedAt && entry.state === 'submitted' && <Tag>{t('competitions.screening.mended')}</Tag>}
            </>
          ),
        },
        { label: t('competitions.screening.column.category'), cell: (entry) => category(entry) },
        { label: t('competitions.screening.column.way'), cell: ({ way }) => t(`competitions.way.${way}`) },
        {
          label: t('competitions.screening.column.handed_in'),
          cell: ({ submittedAt }) => <DateTime value={submittedAt} form="datetime" />,
        },
        {
          label: t('competitions.screening.column.state'),
          cell: ({ id, state }) => {
            const ground = state === 'rejected' ? view.decisions.get(id)?.ground : null;
            return (
              <StateMark tone={tones[state]}>
                {t(`competitions.entry_state.${state}`)}
                {ground && ` · ${t(`competitions.screening.ground.${ground}`)}`}
              </StateMark>
            );
          },
        },
      ]}
    />
  );
}

function StateTabs({ ctx, view }: { ctx: PageContext; view: ListView }) {
  const { t } = ctx;
  const { competition, filter, states } = view;
  return (
    <Tabs
      label={t('competitions.screening.column.state')}
      items={[
        {
          href: listHref(competition.slug, { ...filter, state: undefined }),
          label: t('competitions.screening.all'),
          current: !filter.state,
        },
        ...listedStates
          .filter((state) => state === 'submitted' || (states.get(state) ?? 0) > 0)
          .map((state) => ({
            href: listHref(competition.slug, { ...filter, state }),
            label: t(`competitions.entry_state.${state}`),
            count: states.get(state) ?? 0,
            current: filter.state === state,
          })),
      ]}
    />
  );
}

function Links({ ctx, view, objections }: { ctx: PageContext; view: ListView; objections: number | null }) {
  const { t } = ctx;
  const { competition, filter } = view;
  const base = `/organise/${competition.slug}/screening`;
  return (
    <More>
      {objections !== null && (
        <VerbLink href={`${base}/objections`}>{t('competitions.screening.to_objections', { n: objections })}</VerbLink>
      )}
      <VerbLink href={listHref(competition.slug, filter, 0, '/list.csv')}>{t('competitions.screening.csv')}</VerbLink>
      <VerbLink href={listHref(competition.slug, filter, 0, '/list.xlsx')}>{t('competitions.screening.xlsx')}</VerbLink>
      <VerbLink href={`/competitions/${competition.slug}/notice/screening`}>
        {t('competitions.screening.public_link')}
      </VerbLink>
    </More>
  );
}

/** The desk of entries that were handed in: by state, category and lateness; several accepted at once. */
export function ListPage(p: {
  ctx: PageContext;
  view: ListView;
  acts: boolean;
  closes: boolean;
  /** waiting for an answer; null: whoever reads does not answer them */
  objections: number | null;
  sent: Sent | undefined;
}) {
  const { ctx, view } = p;
  const { t } = ctx;
  const { competition, filter } = view;
  const base = `/organise/${competition.slug}/screening`;
  const last = view.entries.at(-1)?.number ?? 0;
  return (
    <>
      <Heading title={t('competitions.screening.title')} lead={t('competitions.screening.lead')} />
      <StateTabs ctx={ctx} view={view} />
      <Narrow ctx={ctx} view={view} />
      {view.entries.length === 0 ? (
        <EmptyState title={t('competitions.screening.none')} />
      ) : (
        <>
          <Entries ctx={ctx} view={view} acts={p.acts} />
          {p.acts && view.entries.some(({ state }) => state === 'submitted') && (
            <Form id="accept" action={`${base}/accept`} {...stateOf(ctx, p.sent, 'accept')}>
              <Actions note={t('competitions.screening.batch_note')}>
                <Button>{t('competitions.screening.accept_chosen')}</Button>
              </Actions>
            </Form>
          )}
        </>
      )}
      <KeysetPager
        {...(view.more ? { nextHref: listHref(competition.slug, filter, last) } : {})}
        {...(view.after > 0 ? { firstHref: listHref(competition.slug, filter) } : {})}
      />
      <Links ctx={ctx} view={view} objections={p.objections} />
      {p.closes && (
        <Form id="close" action={`${base}/close`}>
          <Actions note={t('competitions.screening.close_note')}>
            <Button primary>{t('competitions.screening.close')}</Button>
            <ButtonLink href={`/organise/${competition.slug}`}>{t('competitions.screening.back')}</ButtonLink>
          </Actions>
        </Form>
      )}
    </>
  );
}
