import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';

/** Asks for the code of the app. */
export function SecondFactorPage(p: { back: string; demo: boolean; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.factor.title')}
      lead={t('people.factor.lead')}
      aside={{
        title: t('people.factor.lost_title'),
        children: (
          <>
            <p>{t('people.factor.lost_code')}</p>
            <p>{t('people.factor.lost_all')}</p>
          </>
        ),
      }}
    >
      {p.demo && (
        <Notice title={t('people.demo.factor_title')}>
          <p>
            <a href="/demo/messages" target="_blank" rel="noopener">
              {t('people.demo.factor_link')}
            </a>
          </p>
        </Notice>
      )}
      <Form id="factor" action="/second-factor" errors={p.errors} summary={false}>
        <Hidden name="back" value={p.back} />
        <Field
          name="code"
          label={t('people.factor.label')}
          hint={t('people.factor.hint')}
          autocomplete="one-time-code"
          inputmode="text"
          maxLength={24}
          width="half"
          required
          autofocus
        />
        <Actions>
          <Button primary>{t('people.factor.enter')}</Button>
        </Actions>
      </Form>
      <form action="/sign-out" method="post">
        <Button small>{t('people.me.sign_out')}</Button>
      </form>
    </Sheet>
  );
}

/** Setting it up: an app, its picture, its first code. */
export function SetUpPage(p: { back: string; manualKey: string; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.factor_set_up.title')}
      lead={t('people.factor_set_up.lead')}
      aside={{
        title: t('people.factor_set_up.how_title'),
        children: (
          <Steps
            items={[
              { title: t('people.factor_set_up.step_app'), text: t('people.factor_set_up.step_app_text') },
              { title: t('people.factor_set_up.step_scan'), text: t('people.factor_set_up.step_scan_text') },
              { title: t('people.factor_set_up.step_code'), text: t('people.factor_set_up.step_code_text') },
            ]}
          />
        ),
      }}
    >
      <div class="enrol">
        <img src="/second-factor/set-up/code.svg" alt={t('people.factor_set_up.picture')} width="220" height="220" />
        <div>
          <p class="quiet">{t('people.factor_set_up.by_hand')}</p>
          <p class="key num" lang="en">
            {p.manualKey}
          </p>
        </div>
      </div>
      <Form id="factor" action="/second-factor/set-up" errors={p.errors} summary={false}>
        <Hidden name="back" value={p.back} />
        <Field
          name="code"
          label={t('people.factor_set_up.code')}
          hint={t('people.factor_set_up.code_hint')}
          autocomplete="one-time-code"
          inputmode="numeric"
          maxLength={12}
          width="short"
          required
        />
        <Actions>
          <Button primary>{t('people.factor_set_up.confirm')}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** Shown once, to print or write down. */
export function RecoveryCodesPage(p: { codes: string[]; back: string; madeAt: Date }) {
  const { t } = useUi();
  return (
    <Sheet title={t('people.recovery.title')} lead={t('people.recovery.lead')}>
      <div class="slip">
        <h2>{t('people.recovery.slip')}</h2>
        <ol class="recovery num" lang="en">
          {p.codes.map((code) => (
            <li>{code}</li>
          ))}
        </ol>
        <p class="quiet">
          <DateTime value={p.madeAt} form="exact" />
        </p>
      </div>
      <p>{t('people.recovery.keep')}</p>
      <p class="send-buttons">
        <ButtonLink primary href={p.back}>
          {t('people.recovery.kept')}
        </ButtonLink>
      </p>
    </Sheet>
  );
}
