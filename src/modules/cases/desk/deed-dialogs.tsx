import type { ComponentChildren } from 'preact';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, type FieldOption } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { caseHref, type Place } from './desk-address.ts';
import { untilWords } from './desk-clocks.tsx';
import type { DeskMatter, DeskView } from './desk-view.ts';
import { type DeedName, extensionLeft, myHelpingDepartments } from './possible-deeds.ts';

/** What was tried and did not happen: shown again with everything typed. */
export type DeedAttempt = { deed: DeedName; values: FormValues; errors: FormErrors };

/** Deeds that take some words, each in a form of its own above the page. */
const asked = [
  'contact',
  'question',
  'note',
  'opinion',
  'return',
  'extension',
  'ending',
  'review',
  'send-back',
  'forum-answer',
] as const satisfies readonly DeedName[];
export type AskedDeed = (typeof asked)[number];

export function isAsked(deed: DeedName): deed is AskedDeed {
  return (asked as readonly string[]).includes(deed);
}

export function dialogId(deed: AskedDeed): string {
  return `deed-${deed}`;
}

type Props = { view: DeskView; desk: DeskMatter; place: Place; attempt: DeedAttempt | null };

/** The form that was refused, standing open on the page. */
export function OpenDialog(p: Props) {
  const { attempt } = p;
  if (!attempt || !isAsked(attempt.deed) || !p.desk.can.has(attempt.deed)) return null;
  return <DeedDialog {...p} deed={attempt.deed} attempt={attempt} open />;
}

/** All the others, closed. */
export function ClosedDialogs(p: Props) {
  const closed = asked.filter((deed) => p.desk.can.has(deed) && deed !== p.attempt?.deed);
  return (
    <>
      {closed.map((deed) => (
        <DeedDialog {...p} deed={deed} attempt={null} />
      ))}
    </>
  );
}

function DeedDialog({ view, desk, place, attempt, deed, open }: Props & { deed: AskedDeed; open?: boolean }) {
  const { t } = useUi();
  return (
    <Dialog id={dialogId(deed)} title={t(`cases.desk.deed.${deed}`)} open={open ?? false}>
      <Form
        id={`f-${deed}`}
        action={caseHref(desk.matter.row.number, place, `/${deed}`)}
        values={attempt?.values ?? startOf(deed, desk)}
        errors={attempt?.errors ?? {}}
      >
        {fields[deed]({ view, desk })}
        <Actions note={t(`cases.desk.next.${deed}`)}>
          <Button primary autofocus={deed === 'review'}>
            {t(`cases.desk.deed.${deed}`)}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

function startOf(deed: AskedDeed, desk: DeskMatter): FormValues {
  if (deed === 'forum-answer') return { text: (desk.matter.replies.at(-1)?.text ?? '').slice(0, 4000) };
  return {};
}

type Scene = Pick<Props, 'view' | 'desk'>;

const fields: Record<AskedDeed, (scene: Scene) => ComponentChildren> = {
  contact: () => <ContactFields />,
  question: () => <Words hint="cases.desk.hint.question" name="text" label="cases.desk.field.question" />,
  note: () => <Words hint="cases.desk.hint.note" name="text" label="cases.desk.field.note" />,
  opinion: (scene) => <OpinionFields {...scene} />,
  return: (scene) => <ReturnFields {...scene} />,
  extension: (scene) => <ExtensionFields {...scene} />,
  ending: () => <Words hint="cases.desk.hint.ending" name="reason" label="cases.desk.field.reason" />,
  review: ({ desk }) => <ReviewWords desk={desk} />,
  'send-back': () => <Words hint="cases.desk.hint.send_back" name="note" label="cases.desk.field.send_back" />,
  'forum-answer': (scene) => <ForumFields {...scene} />,
};

// keys: cases.desk.hint.*, cases.desk.field.*, cases.desk.how.*
function Words({ name, label, hint }: { name: string; label: string; hint?: string }) {
  const { t } = useUi();
  return (
    <Field
      name={name}
      type="textarea"
      paper="plain"
      rows={5}
      label={t(label)}
      {...(hint ? { hint: t(hint) } : {})}
      autofocus
    />
  );
}

const ways = ['phone', 'visit', 'message', 'meeting'] as const;

function ContactFields() {
  const { t } = useUi();
  return (
    <>
      <Choice
        name="how"
        legend={t('cases.desk.field.how')}
        options={ways.map((way) => ({ value: way, label: t(`cases.desk.how.${way}`) }))}
      />
      <Field
        name="note"
        type="textarea"
        paper="plain"
        rows={3}
        optional
        label={t('cases.desk.field.contact_note')}
        hint={t('cases.desk.hint.contact_note')}
      />
    </>
  );
}

function OpinionFields({ view, desk }: Scene) {
  const { t, locale } = useUi();
  const ids = myHelpingDepartments(desk.matter, view.actor);
  const [only] = ids;
  return (
    <>
      {ids.length === 1 && only ? (
        <Hidden name="departmentId" value={only} />
      ) : (
        <Field
          name="departmentId"
          type="select"
          label={t('cases.desk.field.speaks_for')}
          options={ids.map((id) => ({ value: id, label: view.departments.name(id, locale) }))}
        />
      )}
      <Words hint="cases.desk.hint.opinion" name="text" label="cases.desk.field.opinion" />
    </>
  );
}

/** Departments that are in use, by name. */
function departmentOptions(
  { departments }: DeskView,
  locale: UiSettings['locale'],
  except: string | null,
): FieldOption[] {
  return departments.all
    .filter((department) => department.active && department.id !== except)
    .map(({ id }) => ({ value: id, label: departments.name(id, locale) }));
}

function ReturnFields({ view, desk }: Scene) {
  const ui = useUi();
  const { row } = desk.matter;
  return (
    <>
      {row.return_due_at && (
        <p class="quiet">{ui.t('cases.desk.hint.return', { until: untilWords(row.return_due_at, ui) })}</p>
      )}
      <Words name="reason" label="cases.desk.field.return_reason" />
      <Field
        name="suggestedDepartmentId"
        type="select"
        optional
        label={ui.t('cases.desk.field.suggested')}
        placeholder={ui.t('cases.desk.field.suggested_none')}
        options={departmentOptions(view, ui.locale, row.lead_department_id)}
      />
    </>
  );
}

function ExtensionFields({ view, desk }: Scene) {
  const ui = useUi();
  const due = desk.matter.row.due_at;
  const left_days = extensionLeft(desk.matter, view.longestExtension_days);
  return (
    <>
      <Field
        name="working_days"
        type="number"
        width="short"
        min={1}
        max={left_days}
        label={ui.t('cases.desk.field.working_days')}
        hint={ui.t('cases.desk.hint.extension', {
          until: due ? untilWords(due, ui) : '',
          n: left_days,
        })}
        autofocus
      />
      <Field name="reason" type="textarea" paper="plain" rows={4} label={ui.t('cases.desk.field.reason')} />
    </>
  );
}

function ReviewWords({ desk }: { desk: DeskMatter }) {
  const { t } = useUi();
  const { row } = desk.matter;
  const promises = desk.reply?.promises.length ?? 0;
  return (
    <p>
      {t(row.confidential ? 'cases.desk.hint.review_confidential' : 'cases.desk.hint.review')}
      {promises > 0 && t('cases.desk.hint.review_promises', { n: promises })}
    </p>
  );
}

function ForumFields({ desk }: Scene) {
  const { t } = useUi();
  return (
    <>
      <Field
        name="answerUrl"
        type="url"
        label={t('cases.desk.field.answer_url')}
        hint={t('cases.desk.hint.forum', { site: desk.matter.forum?.site ?? '' })}
        autofocus
      />
      <Field name="text" type="textarea" paper="plain" rows={6} label={t('cases.desk.field.answer_text')} />
    </>
  );
}
