import { signalLight, type WorkingCalendar } from '../../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Choice } from '../../../../ui/choice.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { SignalLight, StateMark } from '../../../../ui/marks.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import { Tabs } from '../../../../ui/tabs.tsx';
import { Pre } from '../../../../ui/text.tsx';
import { type DataRequest, requestOutcomes } from './data-request.ts';

export type Light = { now: Date; calendar: WorkingCalendar };

type RequestsPageProps = {
  rows: readonly DataRequest[];
  state: 'open' | 'answered';
  counts: { open: number; late: number };
  light: Light;
  next: string | undefined;
  first: boolean;
  settings: { answer_days: number; keepAnswered_years: number; exportFiles_megabytes: number };
  mayChange: boolean;
  values: FormValues;
  errors: FormErrors;
};

/** Where a request stands, with its light while it waits. */
export function RequestState({ request, light }: { request: DataRequest; light: Light }) {
  const { t } = useUi();
  if (request.state === 'answered')
    return (
      <StateMark tone={request.outcome === 'refused' ? 'no' : 'ok'}>
        {t(`people.requests.outcome.${request.outcome}`)}
      </StateMark>
    );
  const level = signalLight({ due: request.dueAt, ...light });
  // keys: people.requests.light.*
  return <SignalLight level={level}>{t(`people.requests.light.${level}`)}</SignalLight>;
}

/** What people ask about their data: what is due first comes first. */
export function RequestsPage(p: RequestsPageProps) {
  const { t } = useUi();
  const here = '/admin/data-requests';
  return (
    <>
      <Heading
        title={t('people.requests.title')}
        lead={t('people.requests.lead', { days: p.settings.answer_days })}
        end={
          <span class="send-buttons">
            <ButtonLink small href={`${here}.csv`} icon="download" download>
              CSV
            </ButtonLink>
            <ButtonLink small href={`${here}.xlsx`} icon="download" download>
              Excel
            </ButtonLink>
          </span>
        }
      />
      {p.counts.late > 0 && <Notice tone="error" title={t('people.requests.late_now', { n: p.counts.late })} />}
      <Tabs
        label={t('people.requests.title')}
        items={[
          { href: here, label: t('people.requests.state.open'), count: p.counts.open, current: p.state === 'open' },
          {
            href: `${here}?state=answered`,
            label: t('people.requests.state.answered'),
            current: p.state === 'answered',
          },
        ]}
      />
      <Table
        caption={t('people.requests.title')}
        captionHidden
        rows={p.rows}
        empty={t(p.state === 'open' ? 'people.requests.none_open' : 'people.requests.none_answered')}
        columns={[
          {
            label: t('people.requests.number_of'),
            head: true,
            cell: (row) => <a href={`${here}/${row.number}`}>{t('people.requests.one', { number: row.number })}</a>,
          },
          { label: t('people.requests.what'), cell: (row) => t(`people.requests.kind.${row.kind}`) },
          { label: t('people.requests.received'), cell: (row) => <DateTime value={row.receivedAt} form="date" /> },
          { label: t('people.requests.due'), cell: (row) => <DateTime value={row.dueAt} form="date" /> },
          { label: t('people.requests.where'), cell: (row) => <RequestState request={row} light={p.light} /> },
        ]}
      />
      <KeysetPager
        firstHref={p.first ? undefined : `${here}?state=${p.state}`}
        nextHref={p.next && `${here}?state=${p.state}&after=${encodeURIComponent(p.next)}`}
      />
      {p.mayChange && <Settings {...p} />}
    </>
  );
}

function Settings({ settings, values, errors }: RequestsPageProps) {
  const { t } = useUi();
  const given = { ...Object.fromEntries(Object.entries(settings).map(([key, n]) => [key, String(n)])), ...values };
  return (
    <Fold summary={t('people.requests.settings')} open={Object.keys(errors).length > 0}>
      <Form id="settings" action="/admin/data-requests/settings" values={given} errors={errors}>
        <Field
          name="answer_days"
          type="number"
          label={t('people.requests.answer_days')}
          hint={t('people.requests.answer_days_hint')}
          min={1}
          max={60}
          width="short"
          required
        />
        <Field
          name="keepAnswered_years"
          type="number"
          label={t('people.requests.keep_years')}
          min={1}
          max={20}
          width="short"
          required
        />
        <Field
          name="exportFiles_megabytes"
          type="number"
          label={t('people.requests.export_megabytes')}
          hint={t('people.requests.export_megabytes_hint')}
          min={0}
          max={2000}
          width="short"
          required
        />
        <Actions>
          <Button>{t('people.requests.save')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

type RequestPageProps = {
  request: DataRequest;
  name: string;
  answeredBy: string;
  light: Light;
  mayAnswer: boolean;
  values: FormValues;
  errors: FormErrors;
};

export function RequestPage(p: RequestPageProps) {
  const { t } = useUi();
  const { request } = p;
  return (
    <>
      <Trail
        items={[
          { label: t('people.requests.title'), href: '/admin/data-requests' },
          { label: t('people.requests.one', { number: request.number }) },
        ]}
      />
      <Heading
        title={t(`people.requests.kind.${request.kind}`)}
        facts={<RequestState request={request} light={p.light} />}
      />
      <Facts
        ruled
        items={[
          { label: t('people.requests.who'), value: <a href={`/admin/people/${request.accountId}`}>{p.name}</a> },
          { label: t('people.requests.received'), value: <DateTime value={request.receivedAt} form="datetime" /> },
          { label: t('people.requests.due'), value: <DateTime value={request.dueAt} form="date" /> },
        ]}
      />
      <Section id="text" title={t('people.requests.text')}>
        <Pre text={request.text || t('people.requests.erased')} />
      </Section>
      <AnswerPart {...p} />
    </>
  );
}

function AnswerPart({ request, answeredBy, mayAnswer, values, errors }: RequestPageProps) {
  const { t } = useUi();
  if (request.state === 'answered')
    return (
      <Section id="answer" title={t('people.requests.answer')}>
        {errors[''] && <Notice tone="error" title={errors['']} />}
        <Facts
          items={[
            { label: t('people.requests.outcome_of'), value: t(`people.requests.outcome.${request.outcome}`) },
            {
              label: t('people.requests.answered_at'),
              value: <DateTime value={request.answeredAt ?? ''} form="datetime" />,
            },
            { label: t('people.requests.answered_by'), value: answeredBy },
          ]}
        />
        <Pre text={request.answer || t('people.requests.erased')} />
      </Section>
    );
  if (!mayAnswer) return null;
  return (
    <Section id="answer" title={t('people.requests.answer')} note={t(`people.requests.todo.${request.kind}`)}>
      <Form
        id="answer-form"
        action={`/admin/data-requests/${request.number}`}
        values={values}
        errors={errors}
        keepDraft
      >
        <Choice
          name="outcome"
          legend={t('people.requests.outcome_of')}
          options={requestOutcomes.map((value) => ({ value, label: t(`people.requests.outcome.${value}`) }))}
          required
        />
        <Field
          name="text"
          type="textarea"
          rows={8}
          label={t('people.requests.answer_text')}
          hint={t('people.requests.answer_hint')}
          maxLength={4000}
          required
        />
        <Actions note={t('people.requests.answer_next')}>
          <Button primary>{t('people.requests.answer_verb')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
