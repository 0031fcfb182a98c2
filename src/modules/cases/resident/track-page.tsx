import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';

/** Opens an anonymous letter by its tracking code. */
export function TrackPage({ ctx, values, errors }: { ctx: PageContext; values?: FormValues; errors?: FormErrors }) {
  const { t } = ctx;
  return (
    <Sheet
      title={t('cases.resident.track.title')}
      lead={t('cases.resident.track.lead')}
      aside={{
        title: t('cases.resident.track.lost'),
        children: <p>{t('cases.resident.track.lost_text', { hotline: ctx.city.hotline })}</p>,
      }}
    >
      <Form id="track" action="/cases/track" values={values} errors={errors}>
        <Field
          name="code"
          label={t('cases.resident.track.code')}
          hint={t('cases.resident.track.code_hint')}
          autocomplete="off"
          width="half"
        />
        <Field name="number" label={t('cases.resident.track.number')} optional width="half" autocomplete="off" />
        <Actions>
          <Button primary>{t('cases.resident.track.open')}</Button>
        </Actions>
      </Form>
      {ctx.signedIn === null && (
        <p>
          <a href="/sign-in?back=%2Fme%2Fcases">{t('cases.resident.track.sign_in')}</a>
        </p>
      )}
    </Sheet>
  );
}
