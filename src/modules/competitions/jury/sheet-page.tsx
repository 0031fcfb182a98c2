import type { ComponentChildren } from 'preact';
import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { CaseLayout, Heading, SideSection } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { saidConflicts } from './jury.rules.ts';
import { baseOf, isIn, SheetMark } from './own-page.tsx';
import type { OwnEntry, OwnWork } from './own-work.ts';
import { numberOf } from './words.ts';

// keys: competitions.jury.conflict.*

export type SheetForms = {
  score: { values: FormValues; errors: FormErrors };
  recuse: { values: FormValues; errors: FormErrors };
};

/** One entry and its juror's sheet. */
export function SheetPage(p: {
  work: OwnWork;
  own: OwnEntry;
  body: string;
  files: ComponentChildren;
  forms: SheetForms;
  why: string;
}) {
  const { t } = useUi();
  const { work, own } = p;
  const { entry } = own;
  const base = baseOf(work);
  const at = work.mine.findIndex((each) => each.entry.id === entry.id);
  const category = work.desk.competition.categories.find(({ id }) => id === entry.categoryId);
  const [previous, next] = [work.mine[at - 1], work.mine[at + 1]];
  return (
    <CaseLayout
      heading={
        <Heading
          over={`${category?.name ?? ''}　${t('competitions.jury.no', { number: numberOf(entry) })}`}
          title={entry.title}
          facts={
            <>
              <SheetMark own={own} />
              {!work.stage.settings.blind && entry.byLine && <span>{entry.byLine}</span>}
              <span>{t('competitions.jury.place_of', { at: at + 1, all: work.mine.length })}</span>
            </>
          }
        />
      }
      after={<Scores {...p} />}
      afterLabel={t('competitions.jury.sheet')}
    >
      {entry.summary && <p class="lead">{entry.summary}</p>}
      {p.body && <Pre text={p.body} />}
      {p.files}
      <More>
        {previous && <VerbLink href={`${base}/${previous.entry.number}`}>{t('competitions.jury.previous')}</VerbLink>}
        {next && <VerbLink href={`${base}/${next.entry.number}`}>{t('competitions.jury.next')}</VerbLink>}
        <VerbLink href={base}>{t('competitions.jury.all_mine')}</VerbLink>
        <VerbLink href={`${base}/table`}>{t('competitions.jury.to_table')}</VerbLink>
        {isIn(own) && <VerbLink href={`${base}/${entry.number}/talk`}>{t('competitions.jury.to_talk')}</VerbLink>}
      </More>
      {!work.stage.closedAt && <RecuseForm work={work} own={own} {...p.forms.recuse} />}
    </CaseLayout>
  );
}

function Scores({ work, own, forms, why }: { work: OwnWork; own: OwnEntry; forms: SheetForms; why: string }) {
  const { t } = useUi();
  const { stage } = work;
  const { sheet, entry } = own;
  if (stage.closedAt || work.at < stage.startsAt)
    return (
      <SideSection id="sheet" title={t('competitions.jury.sheet')}>
        <Notice title={t(stage.closedAt ? 'competitions.jury.closed_note' : 'competitions.jury.waiting_note')} />
        {sheet && <p>{t('competitions.jury.total_is', { total: sheet.total?.toFixed(2) ?? '—' })}</p>}
      </SideSection>
    );
  const base = `${baseOf(work)}/${entry.number}`;
  const wasIn = sheet?.state === 'handed_in';
  return (
    <SideSection id="sheet" title={t('competitions.jury.sheet')}>
      {sheet?.state === 'reopened' && (
        <Notice tone="warn" title={t('competitions.jury.look_again')}>
          <p>{why}</p>
        </Notice>
      )}
      <Form id="score" action={base} values={forms.score.values} errors={forms.score.errors} summary={false}>
        {forms.score.errors[''] && <Notice tone="error" title={forms.score.errors['']} />}
        <Hidden name="version" value={String(sheet?.version ?? 0)} />
        <PointFields work={work} own={own} />
        <Field
          name="comment"
          label={t('competitions.jury.comment')}
          hint={t('competitions.jury.comment_hint')}
          type="textarea"
          paper="plain"
          rows={4}
          maxLength={2000}
          optional
        />
        {wasIn && (
          <Field
            name="reason"
            label={t('competitions.jury.change_reason')}
            hint={t('competitions.jury.change_reason_hint')}
            maxLength={500}
          />
        )}
        <Actions note={wasIn ? undefined : t('competitions.jury.hand_in_note')}>
          <Button primary name="do" value="hand_in">
            {t(wasIn ? 'competitions.jury.change' : 'competitions.jury.hand_in')}
          </Button>
          {!wasIn && (
            <Button name="do" value="draft">
              {t('competitions.jury.keep_draft')}
            </Button>
          )}
        </Actions>
        {sheet?.handedInAt && (
          <p class="quiet">
            {t('competitions.jury.handed_in_at')} <DateTime value={sheet.handedInAt} form="datetime" />
          </p>
        )}
      </Form>
    </SideSection>
  );
}

/** A field for each criterion, and what they come to. */
function PointFields({ work, own: { sheet, entry } }: { work: OwnWork; own: OwnEntry }) {
  const { t } = useUi();
  const { criteria } = work.stage.settings;
  const keeps = sheet?.state !== 'handed_in';
  return (
    <>
      {criteria.map((criterion) => (
        <Field
          name={`points-${criterion.id}`}
          label={t('competitions.jury.criterion_label', { name: criterion.name, weight: criterion.weight })}
          hint={criterion.description || undefined}
          type="number"
          inputmode="decimal"
          min={0}
          max={100}
          step={0.5}
          width="short"
          island="jury-points"
        />
      ))}
      <p
        class="sheet-total"
        role="status"
        data-island="jury-sheet"
        data-href={keeps ? `${baseOf(work)}/${entry.number}` : undefined}
        data-weights={JSON.stringify(Object.fromEntries(criteria.map(({ id, weight }) => [id, weight])))}
        data-total={t('competitions.jury.total_is', { total: '{total}' })}
        data-saved={t('competitions.jury.draft_saved')}
        data-lost={t('competitions.jury.draft_not_saved')}
      >
        {t('competitions.jury.total_is', { total: sheet?.total?.toFixed(2) ?? '—' })}
      </p>
    </>
  );
}

function RecuseForm({
  work,
  own,
  values,
  errors,
}: {
  work: OwnWork;
  own: OwnEntry;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <Fold summary={t('competitions.jury.recuse')} open={Object.keys(errors).length > 0}>
      <p>{t('competitions.jury.recuse_note')}</p>
      <Form
        id="recuse"
        action={`${baseOf(work)}/${own.entry.number}/recuse`}
        values={{ kind: 'colleague', ...values }}
        errors={errors}
      >
        <Field
          name="kind"
          label={t('competitions.jury.conflict_of')}
          type="select"
          width="half"
          options={saidConflicts.map((kind) => ({ value: kind, label: t(`competitions.jury.conflict.${kind}`) }))}
        />
        <Field
          name="words"
          label={t('competitions.jury.recuse_words')}
          type="textarea"
          paper="plain"
          rows={3}
          maxLength={500}
        />
        <Actions>
          <Button danger>{t('competitions.jury.recuse_do')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
