import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../ui/form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { HeldFolds } from '../me/held/held-folds.tsx';
import type { HeldPart } from '../me/held/held-parts.ts';
import type { Words } from '../me/held/readable.ts';
import { coveredAddress } from '../sign-in/address.ts';
import { DemoCode } from '../sign-in/code-parts.tsx';
import type { Guardian } from './guardian.queries.ts';

type GuardianPageProps = {
  token: string;
  guardian: Guardian;
  childName: string;
  proven: boolean;
  codeSent: boolean;
  demo: boolean;
  said: string;
  errors: FormErrors;
};

/** Shown to whoever has the link: what this is about; to whoever proved the address also yes, no, and the data. */
export function GuardianPage(p: GuardianPageProps) {
  const { t } = useUi();
  const { guardian, childName: child } = p;
  return (
    <Sheet
      title={t('people.guardians.title')}
      lead={t('people.guardians.lead', { name: guardian.name, child })}
      aside={{ title: t('people.guardians.about'), children: <About /> }}
    >
      {p.said === 'consented' && (
        <Notice tone="success" live title={t('people.guardians.consented', { child })}>
          <p>{t('people.guardians.consented_text', { child })}</p>
        </Notice>
      )}
      <Facts
        ruled
        items={[
          { label: t('people.guardians.child'), value: child },
          { label: t('people.guardians.asked'), value: <DateTime value={guardian.askedAt} form="date" /> },
          {
            label: t('people.guardians.state_of'),
            // keys: people.guardians.state.*
            value: t(`people.guardians.state.${guardian.state}`),
          },
        ]}
      />
      {p.proven ? <Decide {...p} /> : <Prove {...p} />}
    </Sheet>
  );
}

/** What the account is, what is held, what it may do, who sees it, how long. */
function About() {
  const { t } = useUi();
  return (
    <dl class="plain notice-of-data">
      {(['what', 'held', 'may', 'who', 'how_long', 'rights'] as const).map((part) => (
        <div>
          <dt>{t(`people.guardians.about_${part}`)}</dt>
          <dd>{t(`people.guardians.about_${part}_text`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Prove({ token, guardian, codeSent, demo, errors }: GuardianPageProps) {
  const { t } = useUi();
  const to = coveredAddress(guardian);
  return (
    <>
      {demo && codeSent && <DemoCode />}
      {!codeSent && errors.code && <Notice tone="error" title={errors.code} />}
      {codeSent && (
        <Form id="code" action={`/guardian/${token}/prove`} errors={errors} summary={false}>
          <Field
            name="code"
            label={t('people.code.label')}
            hint={t('people.guardians.code_sent', { to })}
            inputmode="numeric"
            autocomplete="one-time-code"
            maxLength={12}
            width="short"
            required
          />
          <Actions>
            <Button primary>{t('people.guardians.go_on')}</Button>
          </Actions>
        </Form>
      )}
      <Form id="send" action={`/guardian/${token}/code`} summary={false}>
        <Actions note={t('people.guardians.prove', { to })}>
          <Button primary={!codeSent}>{t('people.sign_in.send')}</Button>
        </Actions>
      </Form>
    </>
  );
}

function Decide({ token, guardian, childName: child, errors }: GuardianPageProps) {
  const { t } = useUi();
  const open = guardian.state === 'asked';
  return (
    <>
      {open && (
        <Form id="agree" action={`/guardian/${token}/consent`} summary={false}>
          <Actions note={t('people.guardians.yes_text', { child })}>
            <Button primary>{t('people.guardians.yes')}</Button>
          </Actions>
        </Form>
      )}
      <p class="send-buttons">
        <ButtonLink href={`/guardian/${token}/data`}>{t('people.guardians.see_data')}</ButtonLink>
        <ButtonLink href={`/guardian/${token}/data.zip`} icon="download" download>
          {t('people.data.export_zip')}
        </ButtonLink>
      </p>
      <Section id="no" title={t(open ? 'people.guardians.no_title' : 'people.guardians.withdraw_title')}>
        <p>{t('people.guardians.no_text', { child })}</p>
        <Form id="refuse" action={`/guardian/${token}/refuse`} errors={errors} summary={false}>
          <Checkbox name="sure" label={t('people.guardians.no_sure')} />
          <Actions>
            <Button danger>{t(open ? 'people.guardians.no' : 'people.guardians.withdraw')}</Button>
          </Actions>
        </Form>
      </Section>
    </>
  );
}

/** The child's data, for the guardian. */
export function GuardianDataPage(p: { token: string; childName: string; parts: readonly HeldPart[]; words: Words }) {
  const { t } = useUi();
  const title = t('people.guardians.data_title', { child: p.childName });
  return (
    <>
      <Trail items={[{ label: t('people.guardians.title'), href: `/guardian/${p.token}` }, { label: title }]} />
      <Heading title={title} lead={t('people.guardians.data_lead')} />
      <p class="send-buttons">
        <ButtonLink primary href={`/guardian/${p.token}/data.zip`} icon="download" download>
          {t('people.data.export_zip')}
        </ButtonLink>
      </p>
      <HeldFolds parts={p.parts} words={p.words} />
    </>
  );
}

/** A new link, for whoever no longer has theirs. */
export function AskedPage(p: { said: string; demo: boolean; typed: string; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Sheet title={t('people.guardians.ask_title')} lead={t('people.guardians.ask_lead')}>
      {p.said === 'sent' && <Notice tone="success" live title={t('people.guardians.ask_sent')} />}
      {p.demo && p.said === 'sent' && <DemoCode />}
      <Form id="ask" action="/guardian" values={{ address: p.typed }} errors={p.errors} summary={false}>
        <Field
          name="address"
          label={t('people.guardians.your_address')}
          hint={t('people.guardians.your_address_hint')}
          inputmode="email"
          maxLength={254}
          width="half"
          required
        />
        <Actions>
          <Button primary>{t('people.guardians.ask_verb')}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

export function DonePage() {
  const { t } = useUi();
  return (
    <Sheet title={t('people.guardians.done_title')} lead={t('people.guardians.done_text')}>
      <p>
        <ButtonLink href="/">{t('errors.home')}</ButtonLink>
      </p>
    </Sheet>
  );
}
