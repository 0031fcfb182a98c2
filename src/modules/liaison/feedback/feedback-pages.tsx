import { dateWords } from '../../../kernel/time/index.ts';
import { Button, ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form } from '../../../ui/form.tsx';
import { Chapter, Heading, Trail } from '../../../ui/layout.tsx';
import { SignalLight, StateMark } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Meta } from '../../../ui/text.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import type { ReportRow } from './feedback.queries.ts';
import { leastShown, measureGroups } from './feedback.rules.ts';
import { figureWords, rateLines } from './figure-words.ts';
import type { FeedbackList, OverviewView } from './load-feedback.ts';

// keys: liaison.feedback.state.*

export function ReportState({ report, today }: { report: ReportRow; today: string }) {
  const { t } = useUi();
  if (report.state !== 'sent' && today > report.dueOn)
    return <SignalLight level="red">{t('liaison.feedback.late')}</SignalLight>;
  const tone = report.state === 'sent' ? 'ok' : report.state === 'signed' ? 'open' : 'wait';
  return <StateMark tone={tone}>{t(`liaison.feedback.state.${report.state}`)}</StateMark>;
}

/** The years, and which departments have written, signed and sent their report. */
export function FeedbackPage({
  view,
  ctx,
  refused,
}: {
  view: FeedbackList;
  ctx: PageContext;
  refused: Refused | undefined;
}) {
  const { t, locale } = useUi();
  const round = view.rounds.find((each) => each.year === view.year);
  return (
    <>
      <Heading title={t('liaison.feedback.title')} lead={t('liaison.feedback.lead')} />
      {view.rounds.length > 1 && (
        <Tabs
          label={t('liaison.feedback.years')}
          items={view.rounds.map((each) => ({
            href: `/liaison/feedback?year=${each.year}`,
            label: t('liaison.feedback.year', { year: String(each.year) }),
            current: each.year === view.year,
          }))}
        />
      )}
      {!round && <EmptyState title={t('liaison.feedback.none')} />}
      {round && (
        <>
          <Meta
            items={[
              t('liaison.feedback.due', { day: dateWords(round.dueOn, { locale }) }),
              view.overview && <a href={`/liaison/feedback/${round.year}`}>{t('liaison.feedback.to_overview')}</a>,
            ]}
          />
          <Table
            caption={t('liaison.feedback.reports')}
            captionHidden
            rows={view.reports}
            empty={t('liaison.feedback.no_reports')}
            columns={[
              {
                label: t('liaison.feedback.department'),
                head: true,
                cell: (report) => (
                  <a href={`/liaison/feedback/${report.year}/${report.departmentId}`}>
                    {view.departments.name(report.departmentId, locale)}
                  </a>
                ),
              },
              {
                label: t('liaison.feedback.progress_of'),
                cell: (report) => <ReportState report={report} today={view.today} />,
              },
              { label: t('liaison.feedback.signed'), cell: (report) => report.signedBy ?? '' },
            ]}
          />
        </>
      )}
      {view.mayOpen && <RoundForms view={view} ctx={ctx} refused={refused} />}
    </>
  );
}

/** All departments side by side, and their sum. */
export function OverviewPage({ view }: { view: OverviewView }) {
  const { t, locale } = useUi();
  const city = view.mode === 'city';
  const base = `/liaison/feedback/${view.year}`;
  return (
    <>
      <Trail
        items={[
          { label: t('liaison.feedback.title'), href: `/liaison/feedback?year=${view.year}` },
          { label: t('liaison.feedback.overview') },
        ]}
      />
      <Heading
        title={t('liaison.feedback.overview_of', { year: String(view.year) })}
        lead={t('liaison.feedback.overview_lead', {
          sent: view.entries.length,
          all: view.entries.length + view.missing.length,
        })}
        end={
          <ButtonLink href={`${base}/overview.pdf?version=city`} icon="download" download>
            {t('liaison.feedback.city_pdf')}
          </ButtonLink>
        }
      />
      {city && <Notice>{t('liaison.feedback.city_note', { n: leastShown })}</Notice>}
      <More>
        <VerbLink href={`${base}/overview.xlsx?version=city`}>{t('liaison.feedback.city_xlsx')}</VerbLink>
        {!city && <VerbLink href={`${base}/overview.pdf`}>{t('liaison.feedback.inner_pdf')}</VerbLink>}
        {!city && <VerbLink href={`${base}/overview.xlsx`}>{t('liaison.feedback.inner_xlsx')}</VerbLink>}
      </More>
      <Chapter id="rates" title={t('liaison.feedback.rates')}>
        <Rates lines={rateLines(view.total, t, locale)} />
      </Chapter>
      <GroupTables view={view} />
      {view.missing.length > 0 && (
        <Chapter id="missing" title={t('liaison.feedback.missing')}>
          <p>
            {view.missing
              .map((report) => view.departments.name(report.departmentId, locale))
              .join(t('liaison.exchange.and'))}
          </p>
        </Chapter>
      )}
    </>
  );
}

export function Rates({ lines }: { lines: readonly { label: string; value: string; how: string }[] }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('liaison.feedback.rates')}
      captionHidden
      rows={lines}
      columns={[
        { label: t('liaison.feedback.rate_name'), head: true, cell: (line) => line.label },
        { label: t('liaison.feedback.rate_value'), numeric: true, cell: (line) => <b>{line.value}</b> },
        { label: t('liaison.feedback.rate_how'), cell: (line) => line.how },
      ]}
    />
  );
}

/** The liaison office opens a year, and asks one more department. */
function RoundForms({ view, ctx, refused }: { view: FeedbackList; ctx: PageContext; refused: Refused | undefined }) {
  const { t, locale } = useUi();
  const round = view.rounds.find((each) => each.year === view.year);
  return (
    <>
      <Fold summary={t('liaison.feedback.open')} open={refused?.form === 'round' || !round}>
        <Form
          id="round"
          action="/liaison/feedback"
          {...formState(ctx, refused, 'round', {
            year: view.today.slice(0, 4),
            dueOn: `${view.today.slice(0, 4)}-12-20`,
          })}
        >
          <FieldRow>
            <Field name="year" type="number" label={t('liaison.feedback.field.year')} min="2000" max="2199" required />
            <Field name="dueOn" type="date" label={t('liaison.feedback.field.due')} required />
          </FieldRow>
          <Actions note={t('liaison.feedback.open_note')}>
            <Button>{t('liaison.feedback.open_now')}</Button>
          </Actions>
        </Form>
      </Fold>
      {round && (
        <Fold summary={t('liaison.feedback.add_department')}>
          <Form id="department" action={`/liaison/feedback/${round.year}/departments`}>
            <Field
              name="departmentId"
              type="select"
              label={t('liaison.feedback.department')}
              options={view.departments.all
                .filter((each) => !view.reports.some((report) => report.departmentId === each.id))
                .map((each) => ({ value: each.id, label: view.departments.name(each.id, locale) }))}
            />
            <Actions>
              <Button>{t('liaison.feedback.add')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </>
  );
}

/** A table for each group of figures, the sum at its foot. */
function GroupTables({ view }: { view: OverviewView }) {
  const { t, locale } = useUi();
  const base = `/liaison/feedback/${view.year}`;
  return (
    <>
      {measureGroups.map((group) => (
        <Chapter id={group.key} title={t(`liaison.feedback.group.${group.key}`)}>
          <Table
            caption={[t(`liaison.feedback.group.${group.key}`), t('liaison.feedback.by_department')].join(
              t('liaison.exchange.dot'),
            )}
            captionHidden
            scroll
            dense
            rows={view.entries}
            empty={t('liaison.feedback.nobody_sent')}
            columns={[
              {
                label: t('liaison.feedback.department'),
                head: true,
                cell: ({ report }) => (
                  <a href={`${base}/${report.departmentId}`}>{view.departments.name(report.departmentId, locale)}</a>
                ),
                foot: t('liaison.feedback.total'),
              },
              ...group.of.map((key) => ({
                label: t(`liaison.feedback.measure.${key}`),
                numeric: true,
                cell: ({ shown }: OverviewView['entries'][number]) => figureWords(shown[key], t),
                foot: figureWords(view.total[key], t),
              })),
            ]}
          />
        </Chapter>
      ))}
    </>
  );
}
