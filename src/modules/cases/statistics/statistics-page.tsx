import { VerbLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Chapter, Columns, Heading, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Rates, Rings } from '../../../ui/rings.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { channels, kinds } from '../cases.rules.ts';
import { FiguresTable } from './figures-table.tsx';
import { type FiguresView, ratesInWords } from './load-figures.ts';
import { presets } from './period.ts';

export type Choice = { value: string; label: string };
export type StatisticsProps = { view: FiguresView; departments: Choice[]; districts: Choice[] };

/** The same page with something else asked for; empty values are left out. */
function addressOf(view: FiguresView, change: Record<string, string | undefined>, path = '/statistics'): string {
  const { query } = view;
  const all: Record<string, string | undefined> = { ...query, ...change };
  const given = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

const dimensions = ['department', 'district', 'channel', 'kind', 'month'] as const;

/** Public figures of a period: rates that can be checked, plots, and a table by department, district, channel, kind or month. */
export function StatisticsPage({ view, departments, districts }: StatisticsProps) {
  const { t } = useUi();
  const whole = view.preset === 'all';
  const period = whole ? t('cases.statistics.preset.all') : t('cases.statistics.period', view.filter);
  return (
    <>
      <Trail items={[{ label: t('cases.statistics.home'), href: '/' }, { label: t('cases.statistics.title') }]} />
      <Heading title={t('cases.statistics.title')} lead={t('cases.statistics.lead')} />
      <Tabs
        label={t('cases.statistics.periods')}
        items={presets.map((preset) => ({
          href: addressOf(view, { period: preset, from: undefined, until: undefined }),
          label: t(`cases.statistics.preset.${preset}`),
          current: view.preset === preset,
        }))}
      />
      <FiguresFilter view={view} departments={departments} districts={districts} />
      <RateChapter view={view} period={period} />
      <Chapter id="over-time" title={t('cases.statistics.over_time')}>
        <TimeFigure view={view} />
      </Chapter>
      <Chapter id="by" title={t(`cases.statistics.by.${view.by}`)} note={t('cases.statistics.order')}>
        <Tabs
          label={t('cases.statistics.dimensions')}
          items={dimensions.map((by) => ({
            href: addressOf(view, { by }),
            label: t(`cases.statistics.by.${by}`),
            current: view.by === by,
          }))}
        />
        <DimensionFigure view={view} />
        <FiguresTable
          caption={period}
          headLabel={t(`cases.statistics.by.${view.by}`)}
          rows={view.rows}
          total={view.total}
        />
        <Downloads view={view} />
      </Chapter>
    </>
  );
}

function RateChapter({ view, period }: { view: FiguresView; period: string }) {
  const { t, locale } = useUi();
  const rates = ratesInWords(view.total, t, locale);
  const [signed, contacted, inTime, solved, satisfied] = rates;
  if (!signed || !contacted || !inTime || !solved || !satisfied) return null;
  return (
    <Chapter id="rates" title={t('cases.statistics.rates')} note={t('cases.statistics.rates_note')}>
      <Columns of={2}>
        <Rings
          title={period}
          note={t('cases.statistics.received', { n: view.total.received })}
          figures={[signed, inTime, solved]}
          source={{ href: '/data', label: t('cases.statistics.check') }}
        />
        <Rates figures={[contacted, satisfied]} />
      </Columns>
    </Chapter>
  );
}

function FiguresFilter({ view, departments, districts }: StatisticsProps) {
  const { t } = useUi();
  const { query } = view;
  const any = { value: '', label: t('cases.statistics.any') };
  const shown = [
    query.department && {
      label: departments.find((entry) => entry.value === query.department)?.label ?? query.department,
      removeHref: addressOf(view, { department: undefined }),
    },
    query.district && {
      label: districts.find((entry) => entry.value === query.district)?.label ?? query.district,
      removeHref: addressOf(view, { district: undefined }),
    },
    query.channel && {
      label: t(`cases.channel.${query.channel}`),
      removeHref: addressOf(view, { channel: undefined }),
    },
    query.kind && { label: t(`cases.kind.${query.kind}`), removeHref: addressOf(view, { kind: undefined }) },
  ].filter((entry) => Boolean(entry)) as { label: string; removeHref: string }[];
  return (
    <Filters
      action="/statistics"
      values={view.preset === 'all' ? { ...query } : { ...query, from: view.filter.from, until: view.filter.until }}
      active={shown}
      clearHref="/statistics"
    >
      <Field name="from" type="date" label={t('cases.statistics.from')} />
      <Field name="until" type="date" label={t('cases.statistics.until')} />
      <Field
        name="department"
        type="select"
        label={t('cases.statistics.by.department')}
        options={[any, ...departments]}
      />
      <Field name="district" type="select" label={t('cases.statistics.by.district')} options={[any, ...districts]} />
      <Field
        name="channel"
        type="select"
        label={t('cases.statistics.by.channel')}
        options={[any, ...channels.map((value) => ({ value, label: t(`cases.channel.${value}`) }))]}
      />
      <Field
        name="kind"
        type="select"
        label={t('cases.statistics.by.kind')}
        options={[any, ...kinds.map((value) => ({ value, label: t(`cases.kind.${value}`) }))]}
      />
    </Filters>
  );
}

function TimeFigure({ view }: { view: FiguresView }) {
  const { t } = useUi();
  const src = addressOf(view, { plot: 'time' }, '/statistics/plot.svg');
  return (
    <Figure
      src={src}
      narrow={{ src: `${src}&narrow=1`, width: 380, height: 280 }}
      alt={t('cases.statistics.plot.time_alt', { received: view.total.received, answered: view.total.answered })}
      caption={t('cases.statistics.plot.time')}
      width={960}
      height={320}
      table={
        <FiguresTable
          caption={t('cases.statistics.plot.time')}
          headLabel={t(`cases.statistics.by.${view.overTime.step}`)}
          rows={view.overTime.rows}
        />
      }
    />
  );
}

function DimensionFigure({ view }: { view: FiguresView }) {
  const { t } = useUi();
  if (view.rows.length === 0) return null;
  const src = addressOf(view, { plot: 'by' }, '/statistics/plot.svg');
  const height = 90 + 30 * Math.min(15, view.rows.length);
  return (
    <Figure
      src={src}
      narrow={{ src: `${src}&narrow=1`, width: 380, height }}
      alt={t('cases.statistics.plot.by_alt', { n: view.rows.length, first: view.rows[0]?.name ?? '' })}
      caption={t('cases.statistics.plot.by', { n: Math.min(15, view.rows.length) })}
      width={960}
      height={height}
      table={
        <FiguresTable
          caption={t('cases.statistics.plot.by', { n: Math.min(15, view.rows.length) })}
          headLabel={t(`cases.statistics.by.${view.by}`)}
          rows={view.rows.slice(0, 15)}
        />
      }
    />
  );
}

function Downloads({ view }: { view: FiguresView }) {
  const { t } = useUi();
  return (
    <p class="more">
      <VerbLink href={addressOf(view, {}, '/statistics/figures.csv')}>{t('cases.statistics.download_csv')}</VerbLink>
      <VerbLink href={addressOf(view, {}, '/statistics/figures.json')}>{t('cases.statistics.download_json')}</VerbLink>
      <VerbLink href="/data">{t('cases.statistics.open_data')}</VerbLink>
    </p>
  );
}
