import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import type { PageContext } from '../../../../ui/page-context.ts';

/**
 * Asks for a receipt. It is posted, so that it stands in no address, log or history; an island takes it from the fragment
 * that a QR code leads to, which browsers keep to themselves.
 */
export function ReceiptForm(p: {
  ctx: PageContext;
  slug: string;
  id: string;
  values?: FormValues;
  errors?: FormErrors;
}) {
  const { t } = p.ctx;
  return (
    <Form id={p.id} action={`/competitions/${p.slug}/receipt`} values={p.values} errors={p.errors}>
      <Field
        name="receipt"
        label={t('competitions.ballots.receipt.code')}
        hint={t('competitions.ballots.receipt.code_hint')}
        required
        maxLength={40}
        autocomplete="off"
        width="half"
        island="receipt-code"
      />
      <Actions>
        <Button>{t('competitions.ballots.receipt.look')}</Button>
      </Actions>
    </Form>
  );
}
