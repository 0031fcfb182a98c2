import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Consultation } from '../consultation.queries.ts';

/** Calls it off for good. */
export function CancelPage(p: { consultation: Consultation; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { slug, state } = p.consultation;
  return (
    <Form id="cancel" action={`/convene/${slug}/cancel`} values={p.values} errors={p.errors}>
      <Field
        name="reason"
        type="textarea"
        paper="plain"
        rows={4}
        label={t('consultations.convene.field.reason')}
        hint={t(state === 'open' ? 'consultations.convene.hint.cancel_open' : 'consultations.convene.hint.cancel')}
        maxLength={1000}
        required
      />
      <Actions>
        <Button danger>{t('consultations.convene.cancel_now')}</Button>
        <ButtonLink href={`/convene/${slug}`}>{t('consultations.convene.keep')}</ButtonLink>
      </Actions>
    </Form>
  );
}
