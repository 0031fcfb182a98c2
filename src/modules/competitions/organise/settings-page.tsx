import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';

/** Words under the button: a draft is saved, an open competition goes through a preview. */
export function SaveActions({ competition }: { competition: Competition }) {
  const { t } = useUi();
  const open = competition.state === 'open';
  return (
    <Actions note={t(open ? 'competitions.organise.save_open_note' : 'competitions.organise.save_note')}>
      <Button primary>{t(open ? 'competitions.organise.preview_it' : 'competitions.organise.save')}</Button>
    </Actions>
  );
}

/** What the competition is, under which approval and rules, and where to complain. */
export function SettingsPage(p: { competition: Competition; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { competition } = p;
  const draft = competition.state === 'draft';
  return (
    <>
      <Heading title={t('competitions.organise.tab.settings')} />
      <Form id="settings" action={`/organise/${competition.slug}/settings`} values={p.values} errors={p.errors}>
        <Hidden name="version" value={String(p.values.version ?? competition.version)} />
        <Field name="title" label={t('competitions.organise.field.title')} maxLength={60} required />
        {draft && (
          <Field
            name="slug"
            label={t('competitions.organise.field.slug')}
            hint={t('competitions.organise.hint.slug')}
            maxLength={60}
          />
        )}
        <Field
          name="summary"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('competitions.organise.field.summary')}
          hint={t('competitions.organise.hint.summary')}
          maxLength={300}
        />
        {draft && (
          <Choice
            name="mode"
            legend={t('competitions.organise.field.mode')}
            options={(['award', 'showcase'] as const).map((mode) => ({
              value: mode,
              // keys: competitions.mode.*
              label: t(`competitions.mode.${mode}`),
              note: t(`competitions.organise.mode_note.${mode}`),
            }))}
          />
        )}
        {(draft || competition.mode === 'award') && (
          <Field
            name="approvalNumber"
            label={t('competitions.organise.field.approvalNumber')}
            hint={t('competitions.organise.hint.approvalNumber')}
            maxLength={60}
          />
        )}
        <Field
          name="coOrganisers"
          label={t('competitions.organise.field.coOrganisers')}
          hint={t('competitions.organise.hint.coOrganisers')}
          maxLength={300}
          optional
        />
        <ContactAndRules />
        <SaveActions competition={competition} />
      </Form>
    </>
  );
}

function ContactAndRules() {
  const { t } = useUi();
  return (
    <>
      <Fieldset legend={t('competitions.organise.contact')} hint={t('competitions.organise.hint.contact')}>
        <FieldRow>
          <Field
            name="complaintEmail"
            type="email"
            label={t('competitions.organise.field.complaintEmail')}
            maxLength={120}
          />
          <Field
            name="complaintPhone"
            type="tel"
            label={t('competitions.organise.field.complaintPhone')}
            maxLength={40}
          />
        </FieldRow>
      </Fieldset>
      <Field
        name="eligibility"
        type="textarea"
        paper="plain"
        rows={6}
        label={t('competitions.organise.field.eligibility')}
        maxLength={4000}
      />
      <Field
        name="rules"
        type="textarea"
        paper="plain"
        rows={18}
        label={t('competitions.organise.field.rules')}
        hint={t('competitions.organise.hint.rules')}
        maxLength={20_000}
      />
    </>
  );
}
