import { ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Filters } from '../../../../ui/filters.tsx';
import { Hidden } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { Tag } from '../../../../ui/marks.tsx';
import { EmptyState } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import { Tabs } from '../../../../ui/tabs.tsx';
import type { District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import { categories } from '../register.rules.ts';
import { type DeskList, type DeskRow, deskLists } from './desk.queries.ts';

// keys: people.register.list.*, people.register.mark.*, people.register.desk.sort.*, people.register.desk.empty.*

export type DeskProps = {
  list: DeskList;
  rows: readonly DeskRow[];
  more: boolean;
  first: boolean;
  counts: Record<DeskList, number>;
  /** counted no further than this */
  most: number;
  /** code of a category and of a district, empty for all */
  typed: { category: string; district: string };
  districts: Book<District>;
};

export function deskHref(list: DeskList, query: Record<string, string> = {}, path = '/secretariat'): string {
  const given = new URLSearchParams({
    list,
    ...Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
  });
  return `${path}?${given}`;
}

/** Where a line of a list leads. */
export function rowHref(list: DeskList, number: string): string {
  const application = list === 'check' || list === 'returned' || list === 'decide';
  return application ? `/secretariat/applications/${number}` : `/secretariat/members/${number}`;
}

/** What waits in the secretariat, by its steps. */
export function DeskPage(p: DeskProps) {
  const { t } = useUi();
  const { typed, list } = p;
  const last = p.rows.at(-1);
  return (
    <>
      <Heading
        title={t(`people.register.list.${list}`)}
        lead={t(`people.register.desk.lead.${list}`)}
        end={
          <>
            <ButtonLink small href={deskHref(list, typed, '/secretariat/list.csv')} icon="download" download>
              CSV
            </ButtonLink>{' '}
            <ButtonLink small href={deskHref(list, typed, '/secretariat/list.xlsx')} icon="download" download>
              XLSX
            </ButtonLink>
          </>
        }
      />
      <Tabs
        label={t('people.register.desk.lists')}
        items={deskLists.map((one) => ({
          href: deskHref(one),
          label: t(`people.register.list.${one}`),
          count: Math.min(p.counts[one], p.most),
          more: p.counts[one] > p.most,
          current: one === list,
        }))}
      />
      <DeskFilters {...p} />
      {p.rows.length === 0 ? <EmptyState title={t(`people.register.desk.empty.${list}`)} /> : <DeskTable {...p} />}
      <KeysetPager
        firstHref={p.first ? undefined : deskHref(list, typed)}
        nextHref={p.more && last ? deskHref(list, { ...typed, after: `${last.sort}~${last.id}` }) : undefined}
      />
    </>
  );
}

function DeskFilters({ list, typed, districts }: DeskProps) {
  const { t } = useUi();
  const words = (name: string, value: string) =>
    name === 'category' ? t(`people.register.category.${value}`) : districtName(districts, value);
  const { locale } = useUi();
  const districtName = (book: Book<District>, code: string) => book.name(book.byCode(code)?.id, locale);
  const active = Object.entries(typed)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ label: words(name, value), removeHref: deskHref(list, { ...typed, [name]: '' }) }));
  return (
    <Filters action="/secretariat" values={typed} active={active} clearHref={deskHref(list)}>
      <Hidden name="list" value={list} />
      <PersonFilters districts={districts} />
    </Filters>
  );
}

/** By category and by district. */
export function PersonFilters({ districts }: { districts: Book<District> }) {
  const { t, locale } = useUi();
  return (
    <>
      <Field
        name="category"
        type="select"
        label={t('people.register.item.category')}
        placeholder={t('people.register.desk.any')}
        options={categories.map((code) => ({ value: code, label: t(`people.register.category.${code}`) }))}
      />
      <Field
        name="district"
        type="select"
        label={t('people.register.field.district')}
        placeholder={t('people.register.desk.any')}
        options={districts.all.map(({ id, code }) => ({ value: code, label: districts.name(id, locale) }))}
      />
    </>
  );
}

function DeskTable({ list, rows, districts }: DeskProps) {
  const { t, locale } = useUi();
  const day = list === 'terms' || list === 'hearings';
  return (
    <Table
      caption={t(`people.register.list.${list}`)}
      captionHidden
      rows={rows}
      columns={[
        {
          label: t('people.register.desk.number'),
          head: true,
          cell: (row) => <a href={rowHref(list, row.number)}>{row.number}</a>,
        },
        {
          label: t('people.register.field.name'),
          cell: (row) => (
            <span>
              {row.name} {row.penName && <span class="quiet">{row.penName}</span>}
            </span>
          ),
        },
        {
          label: t('people.register.field.categories'),
          cell: (row) =>
            row.categories.map((code) => t(`people.register.category.${code}`)).join(t('people.register.view.comma')),
        },
        { label: t('people.register.field.district'), cell: (row) => districts.name(row.districtId, locale) || '—' },
        {
          label: t(`people.register.desk.sort.${list}`),
          cell: (row) => <DateTime value={row.sort} form={day ? 'weekday' : 'auto'} />,
        },
        {
          label: t('people.register.desk.mark'),
          cell: (row) => (
            <span>
              {row.mark && <Tag>{t(`people.register.mark.${row.mark}`)}</Tag>}{' '}
              {row.nominated && <Tag>{t('people.register.mark.nominated')}</Tag>}
            </span>
          ),
        },
      ]}
    />
  );
}
