import { acceptFiles, fileHref } from '../../../kernel/files/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import { rhythms } from './agreements.rules.ts';
import type { AgreementView, DutyView } from './load-agreement.ts';

// keys: liaison.agreements.every.*

type Given = { view: AgreementView; ctx: PageContext; refused: Refused | undefined };

/** What each side has to do, by when, and what was shown to be done. */
export function DutiesPart({ view, ctx, refused }: Given) {
  const { t, locale } = useUi();
  const { row } = view;
  const sides = [
    { id: null, name: view.departments.name(row.departmentId, locale) },
    ...row.organisationIds.map((id) => ({ id, name: view.organisations.get(id)?.name ?? '' })),
  ];
  return (
    <Section id="duties" title={t('liaison.agreements.duties')}>
      {view.duties.length === 0 && <p class="quiet">{t('liaison.agreements.no_duties')}</p>}
      {sides.map((side) => {
        const duties = view.duties.filter((duty) => duty.organisationId === side.id);
        return duties.length > 0 ? (
          <Section title={side.name}>
            {duties.map((duty) => (
              <Duty duty={duty} view={view} ctx={ctx} refused={refused} />
            ))}
          </Section>
        ) : null;
      })}
      {view.may.keep && row.state === 'draft' && <NewDuty view={view} ctx={ctx} refused={refused} sides={sides} />}
    </Section>
  );
}

function Duty({ duty, view, ctx, refused }: Given & { duty: DutyView }) {
  const ui = useUi();
  const { t, locale } = ui;
  const words = (day: string) => dateWords(day, { locale, today: view.today });
  const running = view.row.state === 'in_force' || view.row.state === 'signed';
  return (
    <div class="part">
      <p>
        <b>{duty.what}</b>
        {duty.who && <span class="quiet">　{duty.who}</span>}
        <br />
        <span class="quiet">{t(`liaison.agreements.every.${duty.every}`)}</span>{' '}
        {duty.next ? (
          <SignalLight level={running ? duty.light : 'none'}>
            {t('liaison.agreements.due', { day: words(duty.next) })}
          </SignalLight>
        ) : (
          <span class="quiet">{t('liaison.agreements.all_done')}</span>
        )}
      </p>
      {duty.done.map((done) => (
        <div>
          <p class="quiet">
            {t(
              localDate(done.at, ui.timeZone) > done.dueOn
                ? 'liaison.agreements.done_late'
                : 'liaison.agreements.done_for',
              { day: words(done.dueOn) },
            )}
          </p>
          <Pre text={done.evidence} />
          <Enclosures
            items={view.files
              .filter((file) => file.dutyId === duty.id && file.dutyDueOn === done.dueOn)
              .map(({ stored }) => ({ href: fileHref(stored.id), name: stored.name }))}
          />
        </div>
      ))}
      {duty.mayShow && duty.next && <DoneForm duty={duty} next={duty.next} view={view} ctx={ctx} refused={refused} />}
      {view.may.keep && view.row.state === 'draft' && (
        <Form id={`out-${duty.id}`} action={`/liaison/agreements/${view.row.id}/duties/${duty.id}/remove`}>
          <Button small label={`${t('liaison.agreements.remove_duty')}: ${duty.what}`}>
            {t('liaison.agreements.remove_duty')}
          </Button>
        </Form>
      )}
    </div>
  );
}

function NewDuty({ view, ctx, refused, sides }: Given & { sides: readonly { id: string | null; name: string }[] }) {
  const { t } = useUi();
  return (
    <Fold summary={t('liaison.agreements.add_duty')} open={refused?.form === 'duty'}>
      <Form
        id="duty"
        action={`/liaison/agreements/${view.row.id}/duties`}
        {...formState(ctx, refused, 'duty', { dueOn: view.row.startsOn, every: 'once' })}
      >
        <Field
          name="side"
          type="select"
          label={t('liaison.agreements.field.side')}
          options={sides.map((side) => ({ value: side.id ?? 'department', label: side.name }))}
        />
        <Field name="what" label={t('liaison.agreements.field.what')} maxLength={300} required />
        <Field name="who" label={t('liaison.agreements.field.who')} maxLength={60} optional />
        <FieldRow>
          <Field
            name="every"
            type="select"
            label={t('liaison.agreements.field.every')}
            options={rhythms.map((value) => ({ value, label: t(`liaison.agreements.every.${value}`) }))}
          />
          <Field name="dueOn" type="date" label={t('liaison.agreements.field.due')} required />
        </FieldRow>
        <Actions>
          <Button>{t('liaison.agreements.add')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

/** The form of whoever has the duty. */
function DoneForm({ duty, next, view, ctx, refused }: Given & { duty: DutyView; next: string }) {
  const { t } = useUi();
  return (
    <Fold summary={t('liaison.agreements.show_done')} open={refused?.form === `done-${duty.id}`}>
      <Form
        id={`done-${duty.id}`}
        action={`/liaison/agreements/${view.row.id}/duties/${duty.id}/done`}
        multipart
        {...formState(ctx, refused, `done-${duty.id}`)}
      >
        <Hidden name="dueOn" value={next} />
        <Field
          name="evidence"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('liaison.agreements.field.evidence')}
          hint={t('liaison.agreements.evidence_hint')}
          maxLength={2000}
          required
        />
        <FileField name="files" label={t('liaison.agreements.attach_label')} accept={acceptFiles} multiple optional />
        <Actions>
          <Button>{t('liaison.agreements.done')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
