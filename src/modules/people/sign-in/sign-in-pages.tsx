import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Address, spokenNumber } from './address.ts';
import { CodeField, DemoCode } from './code-parts.tsx';
import { code_minutes } from './one-time-code.ts';

/** One field for an address, a button for a passkey. */
export function SignInPage(p: {
  back: string;
  passkeyHost: string | null;
  /** other places to sign in at */
  outside: { id: string; name: string }[];
  typed: string;
  errors: FormErrors;
}) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.sign_in.title')}
      lead={t('people.sign_in.lead')}
      aside={{
        title: t('people.sign_in.next_title'),
        children: (
          <Steps
            items={[
              {
                title: t('people.sign_in.next_code'),
                text: t('people.sign_in.next_code_text', { minutes: code_minutes }),
              },
              { title: t('people.sign_in.next_new'), text: t('people.sign_in.next_new_text') },
              { title: t('people.sign_in.next_without'), text: t('people.sign_in.next_without_text') },
            ]}
          />
        ),
      }}
    >
      <Form id="sign-in" action="/sign-in" values={{ address: p.typed }} errors={p.errors} summary={false}>
        <Hidden name="back" value={p.back} />
        <Field
          name="address"
          label={t('people.sign_in.address')}
          hint={t('people.sign_in.address_hint')}
          autocomplete="username webauthn"
          inputmode="email"
          maxLength={254}
          required
          autofocus
        />
        <Actions>
          <Button primary>{t('people.sign_in.send')}</Button>
        </Actions>
      </Form>
      {p.passkeyHost && (
        <div
          class="passkey"
          data-island="passkey-sign-in"
          data-host={p.passkeyHost}
          data-back={p.back}
          data-failed={t('people.passkey.failed')}
          hidden
        >
          <p class="quiet">{t('people.sign_in.or_passkey')}</p>
          <Button type="button" icon="key">
            {t('people.sign_in.passkey')}
          </Button>
          <p class="said" role="status" />
        </div>
      )}
      <Elsewhere back={p.back} outside={p.outside} />
    </Sheet>
  );
}

function Elsewhere({ back, outside }: { back: string; outside: { id: string; name: string }[] }) {
  const { t } = useUi();
  return (
    <>
      {outside.length > 0 && (
        <div class="passkey">
          <p class="quiet">{t('people.sign_in.or_outside')}</p>
          <p class="send-buttons">
            {outside.map(({ id, name }) => (
              <ButtonLink href={`/sign-in/${id}?back=${encodeURIComponent(back)}`}>
                {t('people.sign_in.by_outside', { provider: name })}
              </ButtonLink>
            ))}
          </p>
        </div>
      )}
      <p class="quiet">
        <a href="/recovery">{t('people.sign_in.lost')}</a>
      </p>
    </>
  );
}

/** Six figures, once. */
export function CodePage(p: {
  back: string;
  sentTo: Address | null;
  wait_seconds: number;
  demo: boolean;
  errors: FormErrors;
  resent: boolean;
}) {
  const { t } = useUi();
  const again = `/sign-in?back=${encodeURIComponent(p.back)}`;
  const to = p.sentTo && (p.sentTo.channel === 'sms' ? spokenNumber(p.sentTo.to) : p.sentTo.to);
  return (
    <Sheet
      title={t('people.code.title')}
      lead={to ? t('people.code.sent_to', { to, minutes: code_minutes }) : undefined}
      aside={{ title: t('people.code.help_title'), children: <CodeHelp p={p} again={again} /> }}
    >
      {p.demo && <DemoCode />}
      {p.resent && (
        <Notice tone="success" live>
          <p>{t('people.code.resent')}</p>
        </Notice>
      )}
      {to ? (
        <Form id="code" action="/sign-in/code" errors={p.errors} summary={false}>
          <Hidden name="back" value={p.back} />
          <CodeField />
          <Actions>
            <Button primary>{t('people.code.enter')}</Button>
          </Actions>
        </Form>
      ) : (
        <>
          <Notice tone="error">
            <p>{Object.values(p.errors)[0]}</p>
          </Notice>
          <p>
            <ButtonLink primary href={again}>
              {t('people.code.start_again')}
            </ButtonLink>
          </p>
        </>
      )}
    </Sheet>
  );
}

function CodeHelp({ p, again }: { p: { back: string; sentTo: Address | null; wait_seconds: number }; again: string }) {
  const { t } = useUi();
  return (
    <>
      <p>{t('people.code.help_text')}</p>
      {p.sentTo && (
        <Form id="resend" action="/sign-in/code/resend" summary={false}>
          <Hidden name="back" value={p.back} />
          <Button small>{t('people.code.resend')}</Button>
          {p.wait_seconds > 0 && <p class="hint">{t('people.code.resend_wait', { seconds: p.wait_seconds })}</p>}
        </Form>
      )}
      <p>
        <a href={again}>{t('people.code.other_address')}</a>
      </p>
    </>
  );
}
