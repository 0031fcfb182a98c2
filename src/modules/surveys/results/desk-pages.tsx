import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Field } from '../../../ui/field.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { loadCross, ResultsView } from './load-results.ts';
import { FrequentWords, HeadFigures, QuestionPart, useShown } from './result-parts.tsx';

export type DeskProps = {
  view: ResultsView;
  runs: boolean;
  taking: { invited: number; participants: number; drafts: number };
  quotes: readonly { question: string; text: string }[];
  words: ReadonlyMap<string, readonly { word: string; n: number }[]>;
  conclusion: { values: FormValues; errors: FormErrors };
};

const query = (view: ResultsView, more: Record<string, string> = {}): string => {
  const { by } = view;
  const search = new URLSearchParams({ ...(by ? { by: `${by.filter.name}=${by.value}` } : {}), ...more });
  return search.size > 0 ? `?${search}` : '';
};

/** What came in so far: figures, every question, filters, exports, publishing. */
export function ResultsDeskPage(p: DeskProps) {
  const { t } = useUi();
  const { view } = p;
  const base = `/questionnaires/${view.survey.slug}/results`;
  return (
    <>
      <Heading title={t('surveys.results.title')} lead={t('surveys.results.lead')} />
      <HeadFigures
        view={view}
        invited={view.survey.way === 'invited' ? p.taking.invited : undefined}
        drafts={p.taking.drafts}
      />
      <More>
        <VerbLink href={`${base}/cross`}>{t('surveys.results.cross')}</VerbLink>
        <VerbLink href={`${base}/codebook.csv`}>{t('surveys.results.codebook')}</VerbLink>
      </More>
      {p.runs && view.responses > 0 && (
        <p>
          <ButtonLink small icon="download" href={`${base}/answers.csv`}>
            {t('surveys.results.csv')}
          </ButtonLink>{' '}
          <ButtonLink small icon="download" href={`${base}/answers.xlsx`}>
            {t('surveys.results.xlsx')}
          </ButtonLink>
        </p>
      )}
      {view.responses > 0 && <ByFilter view={view} base={base} />}
      {view.responses === 0 ? (
        <EmptyState title={t('surveys.results.none')}>
          <p>{t('surveys.results.none_text')}</p>
        </EmptyState>
      ) : (
        <>
          {!view.by && view.days.length > 1 && <Days view={view} base={base} />}
          {view.results.map((result) => (
            <QuestionPart
              view={view}
              result={result}
              plot={(question, narrow) =>
                `${base}/plot/${encodeURIComponent(question)}.svg${query(view, { r: String(view.revision), ...(narrow ? { narrow: 'yes' } : {}) })}`
              }
              href={
                result.question.type === 'text' && p.runs && !view.by
                  ? `${base}/texts/${encodeURIComponent(result.question.name)}`
                  : undefined
              }
              words={view.by ? [] : (p.words.get(result.question.name) ?? [])}
              quotes={
                view.by
                  ? []
                  : p.quotes.filter(({ question }) => question === result.question.name).map(({ text }) => text)
              }
            />
          ))}
        </>
      )}
      {p.runs && view.survey.state !== 'cancelled' && view.survey.state !== 'draft' && <Publish {...p} base={base} />}
    </>
  );
}

function ByFilter({ view, base }: { view: ResultsView; base: string }) {
  const { t, locale } = useUi();
  const { by, filters } = view;
  return (
    <>
      <Filters
        action={base}
        values={{ by: by ? `${by.filter.name}=${by.value}` : '' }}
        {...(by ? { clearHref: base } : {})}
      >
        <Field
          name="by"
          type="select"
          label={t('surveys.results.filter')}
          placeholder={t('surveys.results.everybody')}
          options={filters.flatMap((filter) =>
            filter.values.map(({ value, label }) => ({
              value: `${filter.name}=${value}`,
              label,
              group: filter.label,
            })),
          )}
        />
      </Filters>
      {by && (
        <Notice tone="info">
          <p>
            {by.n === null
              ? t('surveys.results.too_few', { least: view.survey.smallestGroup })
              : t('surveys.results.filtered', {
                  n: formatNumber(by.n, locale),
                  responses: formatNumber(view.responses, locale),
                })}
          </p>
        </Notice>
      )}
    </>
  );
}

function Days({ view, base }: { view: ResultsView; base: string }) {
  const { t, locale } = useUi();
  const most = view.days.reduce((a, b) => (b[1] > a[1] ? b : a));
  const outcome = t('surveys.results.days_outcome', { day: most[0], n: formatNumber(most[1], locale) });
  const src = `${base}/plot/days.svg${query(view, { r: String(view.revision) })}`;
  return (
    <Section id="days" title={t('surveys.results.days')}>
      <Figure
        src={src}
        width={760}
        height={260}
        narrow={{ src: `${src}&narrow=yes`, width: 380, height: 260 }}
        alt={outcome}
        caption={outcome}
        table={
          <Table
            caption={t('surveys.results.days')}
            captionHidden
            rows={view.days}
            columns={[
              { label: t('surveys.results.day'), head: true, cell: ([day]) => day },
              { label: t('surveys.results.n'), numeric: true, cell: ([, n]) => formatNumber(n, locale) },
            ]}
          />
        }
      />
    </Section>
  );
}

function Publish({ view, conclusion, base }: DeskProps & { base: string }) {
  const { t } = useUi();
  const { survey } = view;
  const publishes = survey.state === 'closed' && survey.results !== 'none';
  return (
    <Section id="conclusion" title={t('surveys.results.conclusion')}>
      {survey.results === 'none' && <p>{t('surveys.results.stays_inside')}</p>}
      <Form id="conclude" action={`${base}/${publishes ? 'publish' : 'conclude'}`} {...conclusion}>
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={8}
          label={t('surveys.results.conclusion_label')}
          hint={t('surveys.results.conclusion_hint')}
          maxLength={10_000}
        />
        <Actions note={t(publishes ? 'surveys.results.publish_note' : 'surveys.results.conclude_note')}>
          <Button primary>{t(publishes ? 'surveys.results.publish' : 'surveys.results.conclude')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Two questions against each other. */
export function CrossPage({
  slug,
  least,
  cross,
}: {
  slug: string;
  least: number;
  cross: Awaited<ReturnType<typeof loadCross>>;
}) {
  const { t, locale } = useUi();
  const shown = useShown();
  const base = `/questionnaires/${slug}/results/cross`;
  const { filters, sides, column, side, table } = cross;
  return (
    <>
      <Heading title={t('surveys.results.cross')} lead={t('surveys.results.cross_lead', { least })} />
      <Filters action={base} values={{ b: side?.key ?? '', a: column?.name ?? '' }}>
        <Field
          name="b"
          type="select"
          label={t('surveys.results.rows')}
          placeholder={t('surveys.results.choose')}
          options={sides.map(({ key, label }) => ({ value: key, label }))}
        />
        <Field
          name="a"
          type="select"
          label={t('surveys.results.columns')}
          placeholder={t('surveys.results.choose')}
          options={filters.map(({ name, label }) => ({ value: name, label }))}
        />
      </Filters>
      {table && side && (
        <Table
          caption={`${side.label} × ${column?.label ?? ''}`}
          rows={table.rows.map((row, at) => ({ ...row, cells: table.cells[at] ?? [] }))}
          columns={[
            { label: side.label, head: true, cell: ({ label }) => label },
            ...table.columns.map(({ label }, at) => ({
              label: `${label} (${shown(table.totals[at] ?? null, least)})`,
              numeric: true,
              cell: ({ cells }: { cells: (number | null)[] }) => {
                const n = cells[at] ?? null;
                const of = table.totals[at] ?? null;
                if (n === null || of === null || of === 0) return shown(n, least);
                return `${formatNumber(n, locale)} (${formatNumber((n / of) * 100, locale, 1)}%)`;
              },
            })),
          ]}
        />
      )}
    </>
  );
}

/** Written answers to one question, and which of them are quoted. */
export function TextsPage(p: {
  slug: string;
  question: string;
  label: string;
  words: readonly { word: string; n: number }[];
  texts: readonly { id: string; text: string; quoted: boolean }[];
  mayQuote: boolean;
  nextHref: string | null;
  firstHref: string | null;
}) {
  const { t } = useUi();
  const base = `/questionnaires/${p.slug}/results/texts/${encodeURIComponent(p.question)}`;
  return (
    <>
      <Heading title={p.label} lead={t('surveys.results.texts_lead')} />
      {p.words.length > 0 && <FrequentWords words={p.words} level="h2" />}
      {p.texts.length === 0 && <EmptyState title={t('surveys.results.nobody')} />}
      <ul class="bullets">
        {p.texts.map(({ id, text, quoted }, at) => (
          <li>
            <Pre text={text} links={false} />
            {p.mayQuote && (
              <Form id={`quote-${id}`} action={base} label={`${at + 1}. ${text.slice(0, 40)}`}>
                <Hidden name="response" value={id} />
                <Hidden name="on" value={quoted ? '' : 'yes'} />
                <Button small>{t(quoted ? 'surveys.results.unquote' : 'surveys.results.quote')}</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}
