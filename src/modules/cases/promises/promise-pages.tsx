import { acceptFiles, type StoredFile } from '../../../kernel/files/index.ts';
import { dateWords, daysBetween, endOfDay, localDate, signalLight } from '../../../kernel/time/index.ts';
import { Button } from '../../../ui/button.tsx';
import { DueBar } from '../../../ui/due.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../ui/form.tsx';
import { Heading, Sheet } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta, Pre } from '../../../ui/text.tsx';
import type { DeskView } from '../desk/desk-view.ts';
import { enclosuresOf } from '../matter/index.ts';
import type { MatterFile } from '../matter/matter.queries.ts';
import type { PromiseEntry } from './promises.queries.ts';

/** What is left of a promise's time, with its light. */
function PromiseLight({ promise, view }: { promise: PromiseEntry; view: DeskView }) {
  const ui = useUi();
  const left = daysBetween(localDate(ui.now, ui.timeZone), promise.due_on);
  const level =
    promise.state === 'broken'
      ? 'red'
      : signalLight({ due: endOfDay(promise.due_on, ui.timeZone), now: ui.now, calendar: view.calendar, nearDays: 3 });
  return <SignalLight level={level}>{leftWords(promise, left, ui)}</SignalLight>;
}

function leftWords({ state }: PromiseEntry, left: number, { t }: UiSettings): string {
  if (state === 'broken' || left < 0) return t('cases.promises.over', { days: Math.abs(left) });
  return left === 0 ? t('cases.promises.today') : t('cases.promises.left', { days: left });
}

/** What the departments promised and have not shown yet, what is due first comes first. */
export function WaitingPage(p: {
  view: DeskView;
  promises: readonly PromiseEntry[];
  nextHref: string | null;
  firstHref: string | null;
  kept: boolean;
}) {
  const ui = useUi();
  const { t } = ui;
  const today = localDate(ui.now, ui.timeZone);
  return (
    <>
      <Heading title={t('cases.promises.title')} lead={t('cases.promises.lead')} />
      {p.kept && <Notice tone="success" live title={t('cases.promises.done')} />}
      {p.promises.length === 0 && <EmptyState title={t('cases.promises.none')} />}
      <Matters
        entries={p.promises.map((promise) => ({
          href: `/desk/promises/${promise.id}`,
          title: promise.text,
          meta: (
            <Meta
              items={[
                dateWords(promise.due_on, { locale: ui.locale, today }),
                p.view.departments.name(promise.department_id, ui.locale),
                promise.number,
              ]}
            />
          ),
          excerpt: promise.title,
          aside: <PromiseLight promise={promise} view={p.view} />,
        }))}
      />
      <KeysetPager
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
      />
    </>
  );
}

/** One promise, with the form that closes it. */
export function PromisePage(p: {
  view: DeskView;
  promise: PromiseEntry;
  numberSaid: string;
  /** what was shown already */
  shown: readonly MatterFile[];
  evidence: string;
  files: readonly StoredFile[];
  errors: FormErrors;
}) {
  const ui = useUi();
  const { t } = ui;
  const { promise } = p;
  return (
    <Sheet title={t('cases.promises.one_title')} lead={t('cases.promises.one_lead')}>
      <Facts
        ruled
        items={[
          { label: t('cases.promises.what'), value: <b>{promise.text}</b> },
          {
            label: t('cases.promises.letter'),
            value: <a href={`/desk/${promise.number}`}>{promise.title}</a>,
            end: p.numberSaid,
          },
          { label: t('cases.promises.by'), value: p.view.departments.name(promise.department_id, ui.locale) },
        ]}
      />
      <TimeLeft promise={promise} />
      {promise.state === 'kept' ? (
        <>
          <Notice tone="success" title={t('cases.promises.kept_already')}>
            <Pre text={promise.evidence} />
          </Notice>
          <Enclosures items={enclosuresOf(p.shown)} />
        </>
      ) : (
        <EvidenceForm {...p} />
      )}
    </Sheet>
  );
}

function TimeLeft({ promise }: { promise: PromiseEntry }) {
  const ui = useUi();
  const today = localDate(ui.now, ui.timeZone);
  const made = localDate(promise.made_at, ui.timeZone);
  const span = Math.max(1, daysBetween(made, promise.due_on));
  const end = promise.settled_at && promise.state === 'kept' ? localDate(promise.settled_at, ui.timeZone) : today;
  const left = daysBetween(end, promise.due_on);
  const words = (day: string) => dateWords(day, { locale: ui.locale, today, weekday: false });
  return (
    <DueBar
      text={promise.state === 'kept' ? ui.t('cases.promises.state.kept') : leftWords(promise, left, ui)}
      share={daysBetween(made, end) / span}
      late={left < 0 || promise.state === 'broken'}
      from={ui.t('cases.promises.made', { day: words(made) })}
      to={ui.t('cases.promises.until', { day: words(promise.due_on) })}
    />
  );
}

function EvidenceForm(p: {
  promise: PromiseEntry;
  evidence: string;
  files: readonly StoredFile[];
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <>
      {p.promise.state === 'broken' && <Notice tone="warn">{t('cases.promises.broken_note')}</Notice>}
      <Form
        id={`promise-${p.promise.id}`}
        action={`/desk/promises/${p.promise.id}`}
        values={{ evidence: p.evidence }}
        errors={p.errors}
        multipart
        keepDraft
      >
        <Field
          name="evidence"
          type="textarea"
          paper="plain"
          rows={5}
          label={t('cases.promises.evidence')}
          hint={t('cases.promises.evidence_hint')}
          maxLength={2000}
          counted
        />
        <FileField
          name="files"
          label={t('cases.promises.photos')}
          hint={t('cases.promises.photos_hint')}
          accept={acceptFiles}
          multiple
          optional
          kept={p.files.map(({ id, name }) => ({ id, name }))}
        />
        <Actions note={t('cases.promises.next')}>
          <Button primary>{t('cases.promises.keep')}</Button>
        </Actions>
      </Form>
    </>
  );
}
