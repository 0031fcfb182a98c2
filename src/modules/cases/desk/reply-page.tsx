import type { StoredFile } from '../../../kernel/files/index.ts';
import { acceptFiles } from '../../../kernel/files/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Deeds, DeskColumns, DeskSection } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { FieldRow, Fieldset, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { CaseLight, MatterLetter } from '../matter/index.ts';
import { caseHref } from './desk-address.ts';
import { DeskFrame, placeOf } from './desk-frame.tsx';
import type { DeskMatter, DeskView } from './desk-view.ts';
import type { Happened } from './matter-notices.tsx';
import { AlikeCases, Head } from './matter-page.tsx';
import type { TypedReply } from './reply-form.ts';
import { savedWords } from './reply-preview.tsx';
import type { Template } from './template.queries.ts';
import { mostPromises } from './write-reply.ts';

export type ReplyPageProps = {
  view: DeskView;
  desk: DeskMatter;
  numberSaid: string;
  typed: TypedReply;
  /** what lies with the draft, by name */
  files: readonly StoredFile[];
  errors: FormErrors;
  templates: readonly Template[];
  happened: Happened | null;
  /** a colleague saved meanwhile: their words are shown beside one's own */
  conflict: boolean;
};

const formId = (desk: DeskMatter, version: number) => `reply-${desk.matter.row.number}-${version}`;

/** Writing an answer, with the letter, the time left and earlier answers beside it. */
export function ReplyPage(p: ReplyPageProps) {
  const { t } = useUi();
  const { view, desk } = p;
  const id = formId(desk, p.typed.version);
  const deeds = (
    <Deeds
      deeds={[
        { label: t('cases.desk.reply.send'), primary: true, form: id, name: 'deed', value: 'send' },
        { label: t('cases.desk.reply.preview'), form: id, name: 'deed', value: 'preview' },
        { label: t('cases.desk.reply.save'), form: id, name: 'deed', value: 'save' },
        { label: t('cases.desk.reply.leave'), href: caseHref(desk.matter.row.number, placeOf(view)) },
      ]}
      note={<CaseLight row={desk.matter.row} calendar={desk.matter.calendar} />}
    />
  );
  return (
    <DeskFrame view={view} current={desk.matter.row.number} deeds={deeds}>
      <Head view={view} desk={desk} numberSaid={p.numberSaid} place={placeOf(view)} />
      {p.happened && (
        <Notice
          tone={p.happened.tone}
          title={p.happened.words}
          live
          {...(p.happened.draftOf ? { draftSent: p.happened.draftOf } : {})}
        />
      )}
      {p.conflict && <Theirs {...p} />}
      <DeskColumns left={<Writing {...p} id={id} />} right={<Beside {...p} />} />
    </DeskFrame>
  );
}

/** Both texts: theirs as it is stored, one's own in the form. */
function Theirs({ desk, view }: ReplyPageProps) {
  const ui = useUi();
  const { reply, names } = desk;
  if (!reply) return null;
  const by = reply.updated_by_id ? (names.get(reply.updated_by_id) ?? '') : '';
  return (
    <Notice
      tone="warn"
      title={ui.t('cases.desk.reply.conflict', { by, when: formatDate(reply.updated_at, ui, 'datetime') })}
    >
      <p>{ui.t('cases.desk.reply.conflict_next')}</p>
      <Answer office={ui.t('cases.desk.reply.theirs', { by })} text={reply.text}>
        {reply.promises.length > 0 && (
          <ol class="points">
            {reply.promises.map((promise) => (
              <li>{ui.t('cases.desk.promise_line', { text: promise.text, day: promise.dueOn })}</li>
            ))}
          </ol>
        )}
      </Answer>
      <span class="vh">{view.departments.name(reply.department_id, ui.locale)}</span>
    </Notice>
  );
}

function Writing(p: ReplyPageProps & { id: string }) {
  const ui = useUi();
  const { t } = ui;
  const { desk, typed, view } = p;
  const { reply } = desk;
  const stored = reply ? savedWords(desk, t, formatDate(reply.updated_at, ui, 'datetime')) : '';
  return (
    <>
      {reply?.review_note && (
        <Notice tone="warn" title={t('cases.desk.returned_title')}>
          <Pre text={reply.review_note} />
        </Notice>
      )}
      <Form
        id={p.id}
        action={caseHref(desk.matter.row.number, placeOf(view), '/reply')}
        values={typed.values}
        errors={p.errors}
        multipart
        keepDraft
      >
        <Hidden name="version" value={String(typed.version)} />
        {/* The first button is the one that Enter presses. */}
        <button class="vh" type="submit" name="deed" value="save" tabindex={-1}>
          {t('cases.desk.reply.save')}
        </button>
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={14}
          label={t('cases.desk.reply.text')}
          hint={[
            t(desk.matter.row.confidential ? 'cases.desk.reply.hint_confidential' : 'cases.desk.reply.hint'),
            stored,
          ]
            .filter(Boolean)
            .join(' ')}
          counted
          minLength={20}
          lang="zh-Hans"
        />
        <Watch desk={desk} version={typed.version} />
        <TemplateChoice templates={p.templates} view={view} />
        <Promises typed={typed} />
        <FileField
          name="files"
          label={t('cases.desk.reply.files')}
          hint={t('cases.desk.reply.files_hint')}
          accept={acceptFiles}
          multiple
          optional
          kept={p.files.map(({ id, name }) => ({ id, name }))}
        />
      </Form>
    </>
  );
}

/** Says, while somebody writes, that a colleague has saved; without scripts one hears of it when saving. */
function Watch({ desk, version }: { desk: DeskMatter; version: number }) {
  const { t } = useUi();
  return (
    <p
      class="draft-note"
      role="status"
      hidden
      data-island="draft-watch"
      data-href={`/desk/${desk.matter.row.number}/draft`}
      data-version={version}
      data-words={t('cases.desk.reply.newer', { by: '{by}' })}
    />
  );
}

function TemplateChoice({ templates, view }: { templates: readonly Template[]; view: DeskView }) {
  const { t, locale } = useUi();
  if (templates.length === 0) return null;
  const group = (departmentId: string | null) =>
    departmentId ? view.departments.name(departmentId, locale) : t('cases.desk.templates.city');
  return (
    <Field
      name="template"
      type="select"
      value=""
      label={t('cases.desk.reply.template')}
      placeholder={t('cases.desk.reply.template_none')}
      options={templates.map(({ id, title, departmentId }) => ({
        value: id,
        label: title,
        group: group(departmentId),
      }))}
      after={
        <Button small name="deed" value="template" formNoValidate>
          {t('cases.desk.reply.template_use')}
        </Button>
      }
    />
  );
}

function Promises({ typed }: { typed: TypedReply }) {
  const ui = useUi();
  const { t } = ui;
  const tomorrow = addDays(localDate(ui.now, ui.timeZone), 1);
  return (
    <Fieldset legend={t('cases.desk.promised')} hint={t('cases.desk.reply.promises_hint')}>
      {Array.from({ length: typed.rows }, (_, i) => (
        <FieldRow>
          <Field
            name={`promises.${i}.text`}
            label={t('cases.desk.reply.promise', { n: i + 1 })}
            placeholder={i === 0 ? t('cases.desk.reply.promise_example') : ''}
            maxLength={300}
          />
          <Field name={`promises.${i}.dueOn`} type="date" min={tomorrow} label={t('cases.desk.reply.promise_until')} />
        </FieldRow>
      ))}
      {typed.rows < mostPromises && (
        <p>
          <Button small name="deed" value="more" formNoValidate icon="plus">
            {t('cases.desk.reply.more_rows')}
          </Button>
        </p>
      )}
    </Fieldset>
  );
}

/** What one looks at while writing. */
function Beside({ view, desk }: ReplyPageProps) {
  const { t } = useUi();
  return (
    <>
      <Fold summary={t('cases.desk.reply.letter')} open>
        <MatterLetter matter={desk.matter} />
      </Fold>
      {desk.matter.notes.length > 0 && (
        <DeskSection id="notes" title={t('cases.desk.notes')}>
          {desk.matter.notes.map((note) => (
            <Pre text={note.text} />
          ))}
        </DeskSection>
      )}
      <AlikeCases desk={desk} view={view} place={placeOf(view)} />
    </>
  );
}
