import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Slip, Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Address, spokenNumber } from '../sign-in/address.ts';
import { CodeField, DemoCode } from '../sign-in/code-parts.tsx';
import { code_minutes } from '../sign-in/one-time-code.ts';
import { days_open } from './ask-recovery.ts';

// keys: people.recovery.*
const words = 'people.recovery';
export type Typed = { name: string; lost: string; fresh: string };

/** What is tried first, and the way over the counter. */
export function RecoveryPage(p: { typed: Typed; hours: number; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t(`${words}.page_title`)}
      lead={t(`${words}.page_lead`)}
      aside={{
        title: t(`${words}.then`),
        children: (
          <Steps
            items={[
              { title: t(`${words}.then_code`), text: t(`${words}.then_code_text`) },
              { title: t(`${words}.then_counter`), text: t(`${words}.then_counter_text`, { days: days_open }) },
              {
                title: t(`${words}.then_wait`, { hours: p.hours }),
                text: t(`${words}.then_wait_text`, { hours: p.hours }),
              },
            ]}
          />
        ),
      }}
    >
      <h2>{t(`${words}.first`)}</h2>
      <ul class="bullets">
        {(['first_address', 'first_passkey', 'first_login'] as const).map((key) => (
          <li>{t(`${words}.${key}`)}</li>
        ))}
      </ul>
      <p>
        <ButtonLink href="/sign-in">{t(`${words}.first_do`)}</ButtonLink>
      </p>
      <h2>{t(`${words}.none`)}</h2>
      <Form id="recovery" action="/recovery" values={p.typed} errors={p.errors}>
        <Field
          name="name"
          label={t(`${words}.name`)}
          hint={t(`${words}.name_hint`)}
          autocomplete="name"
          maxLength={50}
          required
          width="half"
        />
        <Field name="lost" label={t(`${words}.lost`)} inputmode="email" maxLength={254} required />
        <Field
          name="fresh"
          label={t(`${words}.fresh`)}
          hint={t(`${words}.fresh_hint`)}
          inputmode="email"
          maxLength={254}
          required
        />
        <Actions note={t(`${words}.typed_kept`)}>
          <Button primary>{t('people.sign_in.send')}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** The code that proves the new address; what was typed goes along. */
export function RecoveryCodePage(p: { typed: Typed; sentTo: Address | null; demo: boolean; errors: FormErrors }) {
  const { t } = useUi();
  const to = p.sentTo && (p.sentTo.channel === 'sms' ? spokenNumber(p.sentTo.to) : p.sentTo.to);
  return (
    <Sheet
      title={t('people.code.title')}
      lead={to ? t('people.code.sent_to', { to, minutes: code_minutes }) : undefined}
    >
      {p.demo && <DemoCode />}
      {to ? (
        <Form id="code" action="/recovery/code" errors={p.errors} summary={false}>
          <Hidden name="name" value={p.typed.name} />
          <Hidden name="lost" value={p.typed.lost} />
          <Hidden name="fresh" value={p.typed.fresh} />
          <CodeField />
          <Actions>
            <Button primary>{t(`${words}.enter`)}</Button>
          </Actions>
        </Form>
      ) : (
        <>
          <Notice tone="error">
            <p>{Object.values(p.errors)[0] ?? t(`${words}.again_text`)}</p>
          </Notice>
          <p>
            <ButtonLink primary href="/recovery">
              {t('people.code.start_again')}
            </ButtonLink>
          </p>
        </>
      )}
    </Sheet>
  );
}

/** What to bring to the counter. The same for everybody. */
export function AskedPage(p: { number: string; hours: number; hotline: string }) {
  const { t } = useUi();
  return (
    <Sheet title={t(`${words}.asked_title`)} lead={t(`${words}.asked_lead`)}>
      <Slip title={t(`${words}.number`)} code={`${p.number.slice(0, 4)} ${p.number.slice(4)}`}>
        <p>{t(`${words}.bring`, { days: days_open })}</p>
      </Slip>
      <p>{t(`${words}.asked_then`, { hours: p.hours })}</p>
      <p class="quiet">{t(`${words}.asked_help`, { hotline: p.hotline })}</p>
    </Sheet>
  );
}

/** The link in the notice: stops nothing by itself, so that no program that looks at links does. */
export function StopPage(p: { action: string; done: boolean; problem: string | null; hotline: string }) {
  const { t } = useUi();
  if (p.done)
    return (
      <Sheet title={t(`${words}.stopped_title`)} lead={t(`${words}.stopped_lead`, { hotline: p.hotline })}>
        <p>
          <ButtonLink primary href="/me/logins">
            {t('people.logins.title')}
          </ButtonLink>
        </p>
      </Sheet>
    );
  return (
    <Sheet title={t(`${words}.stop_title`)} lead={t(`${words}.stop_lead`)}>
      {p.problem && (
        <Notice tone="error" live>
          <p>{p.problem}</p>
        </Notice>
      )}
      <Form id="stop" action={p.action} summary={false}>
        <Actions note={t(`${words}.stop_note`)}>
          <Button danger>{t(`${words}.stop_do`)}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}
