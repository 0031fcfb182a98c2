import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';

/** Calls off an open competition with a reason, or throws a draft away. */
export function CancelPage(p: { competition: Competition; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { slug, state } = p.competition;
  const draft = state === 'draft';
  return (
    <Sheet
      title={t(draft ? 'competitions.organise.cancel.discard' : 'competitions.organise.cancel.cancel')}
      lead={t(draft ? 'competitions.organise.cancel.discard_lead' : 'competitions.organise.cancel.lead')}
    >
      <Form id="cancel" action={`/organise/${slug}/cancel`} values={p.values} errors={p.errors}>
        {!draft && (
          <Field
            name="reason"
            type="textarea"
            paper="plain"
            rows={4}
            label={t('competitions.organise.cancel.reason')}
            hint={t('competitions.organise.cancel.reason_hint')}
            maxLength={1000}
            required
          />
        )}
        <Actions>
          <Button danger>
            {t(draft ? 'competitions.organise.cancel.discard_now' : 'competitions.organise.cancel.now')}
          </Button>
          <ButtonLink href={`/organise/${slug}`}>{t('competitions.organise.cancel.back')}</ButtonLink>
        </Actions>
      </Form>
    </Sheet>
  );
}
