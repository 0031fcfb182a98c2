import { dateWords } from '../../../kernel/time/index.ts';
import { VerbLink } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { Chapter, Heading, Prose, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { least } from './hide-cells.ts';
import type { TakenFigures } from './member-figures.queries.ts';
import { type Figures, type ListName, listNames, type ShownYear } from './take-figures.ts';

// keys: people.member_statistics.list.*, people.member_statistics.list_note.*

export type NamedCell = { key: string; name: string; count: number | null };
export type StatisticsProps = {
  taken: TakenFigures | undefined;
  days: readonly string[];
  lists: Record<ListName, readonly NamedCell[]>;
};

/** Figures about members, once a quarter, and what was left out of each. */
export function MemberStatisticsPage({ taken, days, lists }: StatisticsProps) {
  const { t, locale } = useUi();
  const day = (on: string) => dateWords(on, { locale, weekday: false });
  return (
    <>
      <Trail
        items={[
          { label: t('people.member_statistics.home'), href: '/' },
          { label: t('people.directory.nav'), href: '/members' },
          { label: t('people.member_statistics.title') },
        ]}
      />
      <Heading
        title={t('people.member_statistics.title')}
        lead={taken ? t('people.member_statistics.lead', { day: day(taken.onDay) }) : undefined}
      />
      {!taken && <EmptyState title={t('people.member_statistics.none')} />}
      {taken && (
        <>
          {days.length > 1 && (
            <Tabs
              label={t('people.member_statistics.quarters')}
              items={days.slice(0, 8).map((on) => ({
                href: `/members/statistics?on=${on}`,
                label: day(on),
                current: on === taken.onDay,
              }))}
            />
          )}
          <Total figures={taken.figures} />
          {listNames.map((name) => (
            <ListChapter name={name} cells={lists[name]} on={taken.onDay} total={taken.figures.lists[name].total} />
          ))}
          <Years years={taken.figures.years} />
          <Downloads on={taken.onDay} />
        </>
      )}
    </>
  );
}

function Total({ figures }: { figures: Figures }) {
  const { t } = useUi();
  return (
    <Prose>
      <p>
        {figures.total === null
          ? t('people.member_statistics.too_few', { n: least })
          : t('people.member_statistics.total', { n: figures.total })}
      </p>
      <p>{t('people.member_statistics.rule', { n: least })}</p>
    </Prose>
  );
}

function ListChapter(p: { name: ListName; cells: readonly NamedCell[]; on: string; total: number | null }) {
  const { t, locale } = useUi();
  const left = p.cells.filter(({ count }) => count === null).length;
  const drawn = p.cells.length - left;
  const table = (
    <Table
      caption={t(`people.member_statistics.list.${p.name}`)}
      captionHidden
      rows={p.cells}
      dense
      columns={[
        {
          label: t(`people.member_statistics.list.${p.name}`),
          head: true,
          cell: (row) => row.name,
          ...(p.total === null || p.name === 'category' ? {} : { foot: t('people.member_statistics.all') }),
        },
        {
          label: t('people.member_statistics.people'),
          numeric: true,
          cell: (row) => (row.count === null ? t('people.member_statistics.hidden') : formatNumber(row.count, locale)),
          ...(p.total === null || p.name === 'category' ? {} : { foot: formatNumber(p.total, locale) }),
        },
      ]}
    />
  );
  const src = `/members/statistics/plot.svg?list=${p.name}&on=${p.on}`;
  const height = 90 + 30 * Math.max(drawn, 1);
  return (
    <Chapter
      id={p.name}
      title={t(`people.member_statistics.list.${p.name}`)}
      note={t(`people.member_statistics.list_note.${p.name}`)}
    >
      {drawn === 0 ? (
        <>
          {table}
          <p class="quiet">{t('people.member_statistics.all_left_out')}</p>
        </>
      ) : (
        <Figure
          src={src}
          narrow={{ src: `${src}&narrow=1`, width: 380, height }}
          width={960}
          height={height}
          alt={altOf(p.cells, t)}
          caption={t('people.member_statistics.left_out', { n: left })}
          table={table}
        />
      )}
    </Chapter>
  );
}

function altOf(cells: readonly NamedCell[], t: (key: string, params?: Record<string, unknown>) => string): string {
  const [most] = cells
    .flatMap(({ name, count }) => (count === null ? [] : [{ name, count }]))
    .sort((a, b) => b.count - a.count);
  return most ? t('people.member_statistics.alt', { name: most.name, n: most.count }) : '';
}

function Years({ years }: { years: readonly ShownYear[] }) {
  const { t, locale } = useUi();
  const words = (count: number | null) =>
    count === null ? t('people.member_statistics.hidden') : formatNumber(count, locale);
  return (
    <Chapter
      id="years"
      title={t('people.member_statistics.years')}
      note={t('people.member_statistics.years_note', { n: least })}
    >
      <Table
        caption={t('people.member_statistics.years')}
        captionHidden
        rows={years}
        empty={t('people.member_statistics.no_years')}
        columns={[
          { label: t('people.member_statistics.year'), head: true, cell: (row) => row.year },
          { label: t('people.member_statistics.trainings'), numeric: true, cell: (row) => words(row.trainings) },
          { label: t('people.member_statistics.took_part'), numeric: true, cell: (row) => words(row.people) },
          { label: t('people.member_statistics.hours'), numeric: true, cell: (row) => words(row.hours) },
        ]}
      />
    </Chapter>
  );
}

function Downloads({ on }: { on: string }) {
  const { t } = useUi();
  return (
    <p class="more">
      <VerbLink href={`/members/statistics.csv?on=${on}`}>{t('people.member_statistics.csv')}</VerbLink>
      <VerbLink href={`/members/statistics.json?on=${on}`}>{t('people.member_statistics.json')}</VerbLink>
    </p>
  );
}
