import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DeskSection } from '../../../ui/desk.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Checkbox, Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Book, Department } from '../../people/index.ts';
import type { Matter } from './desk-view.ts';
import { isAdopted, mostPhotos, outcomes } from './ideas.rules.ts';
import { dayWords } from './story-entries.tsx';

export type FormState = (form: string, begin?: FormValues) => { values: FormValues; errors: FormErrors };

type Props = {
  ctx: PageContext;
  matter: Matter;
  departments: Book<Department>;
  /** address of the matter, to which forms are sent */
  here: string;
  state: FormState;
};

// keys: consultations.ideas.outcome.*, consultations.ideas.answer_note.*

/** Who looks into it and by when it is answered: everybody reads both. */
export function ExamineForm({ ctx, matter, departments, here, state }: Props) {
  const { t, locale } = ctx;
  const { idea, story, colleagues, arranges } = matter;
  const own = idea.departmentId ?? story.call.departmentId;
  const form = state('examine', {
    departmentId: own,
    handlerId: idea.handlerId ?? '',
    answerBy: idea.answerBy ?? '',
    words: idea.examineWords,
  });
  return (
    <DeskSection
      id="examine"
      title={t(idea.stage === 'open' ? 'consultations.ideas.desk.examine' : 'consultations.ideas.desk.examine_again')}
    >
      <Form id="examine-form" action={`${here}/examine`} values={form.values} errors={form.errors}>
        {arranges ? (
          <Field
            name="departmentId"
            type="select"
            label={t('consultations.ideas.desk.office')}
            options={departments.all.map(({ id }) => ({ value: id, label: departments.name(id, locale) }))}
          />
        ) : (
          <Hidden name="departmentId" value={own} />
        )}
        <Field
          name="handlerId"
          type="select"
          label={t('consultations.ideas.desk.handler')}
          hint={t('consultations.ideas.desk.handler_hint', { office: departments.name(own, locale) })}
          placeholder={t('consultations.ideas.desk.handler_none')}
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Field name="answerBy" type="date" label={t('consultations.ideas.desk.answer_by')} width="short" />
        <Field
          name="words"
          type="textarea"
          paper="plain"
          rows={2}
          label={t('consultations.ideas.desk.examine_words')}
          hint={t('consultations.ideas.desk.public_hint')}
          optional
          maxLength={500}
        />
        <Actions>
          <Button primary={idea.stage === 'open'} keyHint="E">
            {t(
              idea.stage === 'open' ? 'consultations.ideas.desk.examine_verb' : 'consultations.ideas.desk.change_verb',
            )}
          </Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}

/** The answer that is being written as everybody would read it, and the button that publishes it. */
function DraftPart({
  ctx,
  departments,
  here,
  state,
  draft,
  today,
}: Omit<Props, 'matter'> & { draft: NonNullable<Matter['draft']>; today: string }) {
  const { t, locale } = ctx;
  return (
    <>
      <Answer
        office={departments.name(draft.departmentId, locale)}
        seal={t('consultations.ideas.seal')}
        text={draft.text}
        notes={[
          t('consultations.ideas.desk.draft_note', { outcome: t(`consultations.ideas.outcome.${draft.outcome}`) }),
          ...(draft.doneBy === null
            ? []
            : [t('consultations.ideas.promised_by', { day: dayWords(ctx, draft.doneBy, today) })]),
        ]}
      />
      <Form id="publish-form" action={`${here}/publish`} errors={state('publish').errors}>
        <Hidden name="version" value={String(draft.version)} />
        <Actions note={t('consultations.ideas.desk.publish_note')}>
          <Button primary keyHint="P">
            {t('consultations.ideas.desk.publish')}
          </Button>
        </Actions>
      </Form>
    </>
  );
}

/** The answer as it is being written, and how everybody would read it. */
export function AnswerForm({ ctx, matter, departments, here, state }: Props) {
  const { t } = ctx;
  const { idea, draft, story } = matter;
  const form = state('answer', {
    outcome: draft?.outcome ?? '',
    text: draft?.text ?? '',
    doneBy: draft?.doneBy ?? '',
    version: String(draft?.version ?? 0),
  });
  const version = String(form.values.version ?? draft?.version ?? 0);
  return (
    <DeskSection
      id="answer-part"
      title={t(idea.stage === 'answered' ? 'consultations.ideas.desk.answer_again' : 'consultations.ideas.desk.answer')}
    >
      {draft && <DraftPart {...{ ctx, departments, here, state, draft }} today={story.today} />}
      <Fold
        summary={t(draft ? 'consultations.ideas.desk.go_on_writing' : 'consultations.ideas.desk.write')}
        open={(!draft && idea.stage === 'examined') || Object.keys(form.errors).length > 0}
      >
        <Form id="answer-form" action={`${here}/answer`} values={form.values} errors={form.errors} keepDraft>
          <Hidden name="version" value={version} />
          <Choice
            name="outcome"
            legend={t('consultations.ideas.desk.outcome')}
            options={outcomes.map((outcome) => ({
              value: outcome,
              label: t(`consultations.ideas.outcome.${outcome}`),
              note: t(`consultations.ideas.answer_note.${outcome}`),
            }))}
          />
          <Field
            name="text"
            type="textarea"
            paper="plain"
            rows={8}
            label={t('consultations.ideas.desk.answer_text')}
            hint={t('consultations.ideas.desk.answer_hint')}
            counted
            maxLength={8000}
          />
          <Field
            name="doneBy"
            type="date"
            label={t('consultations.ideas.desk.done_by')}
            hint={t('consultations.ideas.desk.done_by_hint')}
            width="short"
            optional
          />
          <Actions note={t('consultations.ideas.desk.draft_kept')}>
            <Button>{t('consultations.ideas.desk.save_draft')}</Button>
          </Actions>
        </Form>
      </Fold>
    </DeskSection>
  );
}

/** What was done since, with its evidence. */
export function FollowUpForm({ ctx, matter, here, state }: Omit<Props, 'departments'>) {
  const { t } = ctx;
  const { idea } = matter;
  if (!isAdopted(idea.outcome)) return null;
  const form = state('follow-up');
  return (
    <DeskSection id="follow-up" title={t('consultations.ideas.desk.follow_up')}>
      <Form
        id="follow-up-form"
        action={`${here}/follow-up`}
        multipart
        values={form.values}
        errors={form.errors}
        keepDraft
      >
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('consultations.ideas.desk.follow_up_text')}
          hint={t('consultations.ideas.desk.public_hint')}
          maxLength={4000}
        />
        <FileField
          name="photos"
          label={t('consultations.ideas.desk.evidence')}
          hint={t('consultations.ideas.new.photos_hint', { n: mostPhotos })}
          accept="image/jpeg,image/png,image/webp,image/heic"
          multiple
          optional
        />
        {idea.stage === 'answered' && (
          <>
            <Checkbox name="finished" label={t('consultations.ideas.desk.finished')} />
            <Field
              name="doneBy"
              type="date"
              label={t('consultations.ideas.desk.postpone')}
              hint={t('consultations.ideas.desk.postpone_hint')}
              width="short"
              optional
            />
          </>
        )}
        <Actions>
          <Button primary keyHint="F">
            {t('consultations.ideas.desk.follow_up_verb')}
          </Button>
        </Actions>
      </Form>
    </DeskSection>
  );
}
