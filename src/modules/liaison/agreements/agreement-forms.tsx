import { addDays } from '../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { OrganisationFacts } from '../../people/index.ts';
import type { AgreementView } from './load-agreement.ts';

/** The form of a draft: with whom, what, and for how long. */
export function AgreementForm(p: {
  id: string | null;
  revision: number | null;
  departments: readonly { value: string; label: string }[];
  partners: readonly OrganisationFacts[];
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const title = t(p.id ? 'liaison.agreements.edit' : 'liaison.agreements.new');
  return (
    <>
      <Trail items={[{ label: t('liaison.agreements.title'), href: '/liaison/agreements' }, { label: title }]} />
      <Sheet title={title} lead={t('liaison.agreements.form_lead')}>
        <Form
          id="agreement"
          action={p.id ? `/liaison/agreements/${p.id}/edit` : '/liaison/agreements'}
          values={p.values}
          errors={p.errors}
          keepDraft
        >
          {p.revision !== null && <Hidden name="revision" value={String(p.revision)} />}
          <Field name="title" label={t('liaison.agreements.field.title')} maxLength={80} required />
          <Field
            name="departmentId"
            type="select"
            label={t('liaison.agreements.party.department')}
            options={[{ value: '', label: t('liaison.exchange.choose') }, ...p.departments]}
            required
          />
          <Chips
            name="organisationIds"
            legend={t('liaison.agreements.party.organisation')}
            multiple
            options={p.partners.map((each) => ({ value: each.id, label: each.name }))}
            hint={t('liaison.agreements.partners_hint')}
          />
          <FieldRow>
            <Field name="startsOn" type="date" label={t('liaison.agreements.field.starts')} required />
            <Field name="endsOn" type="date" label={t('liaison.agreements.field.ends')} required />
          </FieldRow>
          <Field
            name="text"
            type="textarea"
            paper="plain"
            rows={16}
            label={t('liaison.agreements.text')}
            hint={t('liaison.agreements.text_hint')}
            maxLength={20_000}
            required
          />
          <Actions note={t('liaison.agreements.form_next')}>
            <Button primary>{t('liaison.agreements.keep')}</Button>
            <ButtonLink href={p.id ? `/liaison/agreements/${p.id}` : '/liaison/agreements'}>
              {t('liaison.exchange.back')}
            </ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

export function RenewForm(p: { view: AgreementView; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { row } = p.view;
  const failed = Object.keys(p.errors).length > 0;
  return (
    <Fold summary={t('liaison.agreements.renew')} open={failed}>
      <Form id="renew" action={`/liaison/agreements/${row.id}/renew`} values={p.values} errors={p.errors}>
        <Hidden name="revision" value={String(row.revision)} />
        <Field
          name="endsOn"
          type="date"
          label={t('liaison.agreements.field.new_end')}
          min={addDays(row.endsOn, 1)}
          required
        />
        <Field name="note" label={t('liaison.agreements.field.renewal_note')} maxLength={300} optional />
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={6}
          label={t('liaison.agreements.field.new_text')}
          hint={t('liaison.agreements.new_text_hint')}
          optional
        />
        <Actions note={t('liaison.agreements.renew_note')}>
          <Button>{t('liaison.agreements.renew_send')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

export function EndForm(p: { view: AgreementView; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const failed = Object.keys(p.errors).length > 0;
  return (
    <Fold summary={t('liaison.agreements.end')} open={failed}>
      <Form id="end" action={`/liaison/agreements/${p.view.row.id}/end`} values={p.values} errors={p.errors}>
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('liaison.agreements.field.reason')}
          required
        />
        <Actions note={t('liaison.agreements.end_note')}>
          <Button danger>{t('liaison.agreements.end_now')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
