import type { ComponentChildren } from 'preact';
import { localeLabels } from '../../../kernel/i18n/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { StageRow } from '../../../ui/stage-row.tsx';

const steps = ['token', 'city', 'administrator', 'ready'] as const;

function SetUp(p: { at: (typeof steps)[number]; lead: ComponentChildren; children: ComponentChildren }) {
  const { t } = useUi();
  const here = steps.indexOf(p.at);
  return (
    <>
      <StageRow
        label={t('people.set_up.title')}
        stages={steps.map((step, i) => ({
          name: t(`people.set_up.step_${step}`),
          at: i < here ? 'past' : i === here ? 'here' : 'ahead',
        }))}
      />
      <Sheet title={t(`people.set_up.title_${p.at}`)} lead={p.lead}>
        {p.children}
      </Sheet>
    </>
  );
}

export function TokenPage(p: { typed: string; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <SetUp at="token" lead={t('people.set_up.lead_token')}>
      <Form id="token" action="/set-up" values={{ token: p.typed }} errors={p.errors} summary={false}>
        <Field
          name="token"
          label={t('people.set_up.token')}
          hint={t('people.set_up.token_hint')}
          autocomplete="off"
          maxLength={40}
          width="half"
          required
          autofocus
        />
        <Actions>
          <Button primary>{t('people.set_up.go_on')}</Button>
        </Actions>
      </Form>
    </SetUp>
  );
}

export function CityPage(p: { values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <SetUp at="city" lead={t('people.set_up.lead_city')}>
      <Form id="city" action="/set-up/city" values={p.values} errors={p.errors}>
        <Fieldset legend={t('people.set_up.names')}>
          <Field
            name="name"
            label={t('people.set_up.name')}
            hint={t('people.set_up.name_hint')}
            maxLength={40}
            width="half"
            required
          />
          <Field
            name="platformName"
            label={t('people.set_up.platform_name')}
            hint={t('people.set_up.platform_name_hint')}
            maxLength={60}
            required
          />
          <Field
            name="brand"
            label={t('people.set_up.brand')}
            hint={t('people.set_up.brand_hint')}
            maxLength={12}
            width="half"
            required
          />
          <Field
            name="sponsor"
            label={t('people.set_up.sponsor')}
            hint={t('people.set_up.sponsor_hint')}
            maxLength={80}
            required
          />
          <Field name="hotline" label={t('people.set_up.hotline')} type="tel" maxLength={20} width="short" optional />
        </Fieldset>
        <Fieldset legend={t('people.set_up.names_en')} hint={t('people.set_up.names_en_hint')}>
          <Field name="nameEn" label={t('people.set_up.name_en')} maxLength={60} width="half" optional />
          <Field name="platformNameEn" label={t('people.set_up.platform_name_en')} maxLength={80} optional />
          <Field name="brandEn" label={t('people.set_up.brand_en')} maxLength={24} width="half" optional />
        </Fieldset>
        <Chips
          name="languages"
          legend={t('people.set_up.languages')}
          multiple
          options={Object.entries(localeLabels).map(([value, label]) => ({ value, label }))}
        />
        <Fieldset legend={t('people.set_up.colours')} hint={t('people.set_up.colours_hint')}>
          <Field name="primaryColour" type="color" label={t('people.set_up.primary')} width="short" />
          <Field name="accentColour" type="color" label={t('people.set_up.accent')} width="short" />
        </Fieldset>
        <Actions note={t('people.set_up.later')}>
          <Button primary>{t('people.set_up.go_on')}</Button>
        </Actions>
      </Form>
    </SetUp>
  );
}

export function AdministratorPage(p: { values: FormValues; codesArrive: boolean; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <SetUp at="administrator" lead={t('people.set_up.lead_administrator')}>
      {!p.codesArrive && (
        <Notice tone="warn" title={t('people.set_up.no_mail')}>
          <p>{t('people.set_up.no_mail_text')}</p>
        </Notice>
      )}
      <Form id="administrator" action="/set-up/administrator" values={p.values} errors={p.errors}>
        <Field name="name" label={t('people.profile.name')} autocomplete="name" maxLength={50} width="half" required />
        <Field
          name="email"
          type="email"
          label={t('people.profile.email')}
          hint={t('people.set_up.email_hint')}
          maxLength={254}
          width="half"
          required
        />
        <Actions>
          <Button primary>{t('people.set_up.make_administrator')}</Button>
        </Actions>
      </Form>
    </SetUp>
  );
}

export function ReadyPage(p: { city: string }) {
  const { t } = useUi();
  return (
    <SetUp at="ready" lead={t('people.set_up.lead_ready', { city: p.city })}>
      <Steps
        items={[
          { title: t('people.set_up.next_sign_in'), text: t('people.set_up.next_sign_in_text') },
          { title: t('people.set_up.next_factor'), text: t('people.set_up.next_factor_text') },
          { title: t('people.set_up.next_departments'), text: t('people.set_up.next_departments_text') },
        ]}
      />
      <p class="send-buttons">
        <ButtonLink primary href="/sign-in?back=/admin/departments">
          {t('people.set_up.sign_in')}
        </ButtonLink>
      </p>
    </SetUp>
  );
}
