import { DateTime } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Book, Department } from '../../people/index.ts';
import { entryKinds } from './entry.queries.ts';
import type { EntryLine } from './list.queries.ts';

export type RegisterWish = { kind: string; department: string; from: string; until: string };

export type RegisterView = {
  wish: RegisterWish;
  first: boolean;
  rows: readonly EntryLine[];
  next: string | null;
  departments: Book<Department>;
  people: ReadonlyMap<string, string>;
  numbers: ReadonlyMap<string, string>;
};

export function registerHref(wish: RegisterWish, change: Record<string, string> = {}, path = '/liaison/entries') {
  const query = new URLSearchParams(Object.entries({ ...wish, ...change }).filter(([, value]) => value !== ''));
  return `${path}${query.size > 0 ? `?${query}` : ''}`;
}

// keys: liaison.entries.kind.*, liaison.entries.by.*
/** The register of contacts made: when, how, who. What was talked about stands on the member's page. */
export function RegisterPage({ view }: { view: RegisterView }) {
  const { t, locale } = useUi();
  const { wish, departments } = view;
  const words: Record<keyof RegisterWish, (value: string) => string> = {
    kind: (value) => t(`liaison.entries.kind.${value}`),
    department: (value) => departments.name(value, locale),
    from: (value) => t('liaison.entries.from_day', { day: value }),
    until: (value) => t('liaison.entries.until_day', { day: value }),
  };
  const active = (Object.keys(words) as (keyof RegisterWish)[])
    .filter((name) => wish[name] !== '')
    .map((name) => ({ label: words[name](wish[name]), removeHref: registerHref(wish, { [name]: '' }) }));
  return (
    <>
      <Heading title={t('liaison.entries.register')} lead={t('liaison.entries.register_lead')} />
      <Filters action="/liaison/entries" values={wish} active={active} clearHref="/liaison/entries">
        <Field
          name="kind"
          type="select"
          label={t('liaison.entries.how')}
          placeholder={t('liaison.entries.any_kind')}
          options={entryKinds.map((value) => ({ value, label: t(`liaison.entries.kind.${value}`) }))}
        />
        <Field
          name="department"
          type="select"
          label={t('liaison.entries.department')}
          placeholder={t('liaison.entries.any_department')}
          options={departments.all.map(({ id }) => ({ value: id, label: departments.name(id, locale) }))}
        />
        <Field name="from" type="date" label={t('liaison.entries.from')} />
        <Field name="until" type="date" label={t('liaison.entries.until')} />
      </Filters>
      <RegisterTable view={view} />
      <KeysetPager
        {...(view.first ? {} : { firstHref: registerHref(wish) })}
        {...(view.next ? { nextHref: registerHref(wish, { after: view.next }) } : {})}
        note={
          <>
            <a href={registerHref(wish, {}, '/liaison/entries/list.xlsx')}>XLSX</a>{' '}
            <a href={registerHref(wish, {}, '/liaison/entries/list.csv')}>CSV</a>
          </>
        }
      />
    </>
  );
}

// keys: liaison.entries.kind.*, liaison.entries.by.*
function RegisterTable({ view }: { view: RegisterView }) {
  const { t, locale } = useUi();
  const { departments } = view;
  return (
    <Table
      caption={t('liaison.entries.register')}
      captionHidden
      dense
      rows={view.rows}
      empty={t('liaison.entries.register_empty')}
      columns={[
        { label: t('liaison.entries.held'), cell: (row) => <DateTime value={row.heldAt} form="datetime" /> },
        { label: t('liaison.entries.how'), cell: (row) => t(`liaison.entries.kind.${row.kind}`) },
        {
          label: t('liaison.entries.member'),
          head: true,
          cell: (row) => (
            <a href={`/liaison/members/${view.numbers.get(row.memberId) ?? ''}`}>
              {view.people.get(row.memberId)} <span class="quiet num">{view.numbers.get(row.memberId)}</span>
            </a>
          ),
        },
        { label: t('liaison.entries.contact'), cell: (row) => view.people.get(row.contactId) ?? '' },
        { label: t('liaison.entries.department'), cell: (row) => departments.name(row.departmentId, locale) },
        { label: t('liaison.entries.minutes_label'), numeric: true, cell: (row) => row.minutes ?? '' },
        { label: t('liaison.entries.written'), cell: (row) => t(`liaison.entries.by.${row.side}`) },
        {
          label: t('liaison.entries.matter_short'),
          cell: (row) => (row.matter ? <a href={`/liaison/matters/${row.matter}`}>{row.matter}</a> : ''),
        },
      ]}
    />
  );
}
