import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Section, Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { MePage } from '../me/me-page.tsx';
import type { Profile } from '../me/profile.queries.ts';
import { spokenNumber } from '../sign-in/address.ts';
import { recentMinutes } from './prove.ts';
import type { OwnLogin } from './ways.queries.ts';

// keys: people.logins.done.*
type Offered = { id: string; name: string };

/** Every way into the account, and what can be added. */
export function LoginsPage(p: {
  profile: Profile;
  passkeys: number;
  logins: (OwnLogin & { name: string })[];
  offered: Offered[];
  done: string;
  problem?: string;
  /** when an address is replaced for somebody who came to the counter, unless the owner stops it */
  recovery: Date | null;
}) {
  const ui = useUi();
  const { t } = ui;
  const addable = p.offered.filter(({ id }) => !p.logins.some(({ provider }) => provider === id));
  return (
    <MePage title={t('people.logins.title')} lead={t('people.logins.lead', { minutes: recentMinutes })}>
      {['added', 'removed', 'joined', 'stopped'].includes(p.done) && (
        <Notice tone="success" live>
          <p>{t(`people.logins.done.${p.done}`)}</p>
        </Notice>
      )}
      {p.problem && (
        <Notice tone="error" live>
          <p>{p.problem}</p>
        </Notice>
      )}
      {p.recovery && (
        <Notice tone="warn">
          <p>{t('people.recovery.mine', { when: formatDate(p.recovery, ui, 'datetime') })}</p>
          <form class="send-buttons" action="/me/logins/recovery/stop" method="post">
            <Button danger small>
              {t('people.recovery.stop_do')}
            </Button>
          </form>
        </Notice>
      )}
      <Section id="ways" title={t('people.logins.ways')}>
        <ul class="holdings">
          <Way
            label={t('people.profile.phone')}
            value={p.profile.phone && spokenNumber(p.profile.phone)}
            href="/me/profile#addresses"
          />
          <Way label={t('people.profile.email')} value={p.profile.email} href="/me/profile#addresses" />
          <Way
            label={t('people.passkeys.title')}
            value={p.passkeys > 0 ? t('people.logins.n_passkeys', { count: p.passkeys }) : null}
            href="/me/passkeys"
          />
          {p.logins.map((login) => (
            <OneLogin login={login} />
          ))}
        </ul>
      </Section>
      {addable.length > 0 && (
        <Section id="add" title={t('people.logins.add')} note={t('people.logins.add_note')}>
          <p class="send-buttons">
            {addable.map(({ id, name }) => (
              <ButtonLink href={`/me/logins/add/${id}`}>{t('people.logins.add_one', { provider: name })}</ButtonLink>
            ))}
          </p>
        </Section>
      )}
      <Section id="join" title={t('people.logins.two')} note={t('people.logins.two_note')}>
        <p class="send-buttons">
          <ButtonLink href="/me/logins/join">{t('people.logins.two_do')}</ButtonLink>
        </p>
      </Section>
    </MePage>
  );
}

function Way({ label, value, href }: { label: string; value: string | null; href: string }) {
  const { t } = useUi();
  return (
    <li>
      <div>
        <h3>{label}</h3>
        <p class={value ? 'num' : 'quiet'}>{value ?? t('people.profile.none')}</p>
      </div>
      <ButtonLink
        small
        href={href}
        label={t(value ? 'people.logins.change_one' : 'people.logins.put_in_one', { what: label })}
      >
        {t(value ? 'people.logins.change' : 'people.logins.put_in')}
      </ButtonLink>
    </li>
  );
}

function OneLogin({ login }: { login: OwnLogin & { name: string } }) {
  const { t } = useUi();
  return (
    <li>
      <div>
        <h3>{login.name}</h3>
        <p class="quiet">
          {t('people.logins.added')} <DateTime value={login.addedAt} form="date" />
          {login.usedAt && (
            <>
              {' · '}
              {t('people.logins.used')} <DateTime value={login.usedAt} form="datetime" />
            </>
          )}
        </p>
      </div>
      <form action={`/me/logins/${login.id}/remove`} method="post">
        <Button small label={t('people.logins.remove_one', { provider: login.name })}>
          {t('people.profile.remove')}
        </Button>
      </form>
    </li>
  );
}

/** Proving once more to be oneself, by a code or a provider of the account's own. */
export function ConfirmPage(p: {
  back: string;
  phone: string | null;
  email: string | null;
  providers: Offered[];
  errors: FormErrors;
}) {
  const { t } = useUi();
  const problem = Object.values(p.errors)[0];
  const ways = [
    p.phone && { channel: 'sms', label: t('people.logins.confirm_sms', { to: spokenNumber(p.phone) }) },
    p.email && { channel: 'email', label: t('people.logins.confirm_email', { to: p.email }) },
  ];
  return (
    <Sheet title={t('people.logins.confirm_title')} lead={t('people.logins.confirm_lead', { minutes: recentMinutes })}>
      {problem && (
        <Notice tone="error" live>
          <p>{problem}</p>
        </Notice>
      )}
      {ways.map(
        (way) =>
          way && (
            <Form id={`by-${way.channel}`} action="/me/logins/confirm" summary={false}>
              <Hidden name="back" value={p.back} />
              <Hidden name="channel" value={way.channel} />
              <Actions>
                <Button primary>{way.label}</Button>
              </Actions>
            </Form>
          ),
      )}
      {p.providers.length > 0 && (
        <p class="send-buttons">
          {p.providers.map(({ id, name }) => (
            <ButtonLink href={`/me/logins/confirm/by/${id}?back=${encodeURIComponent(p.back)}`}>
              {t('people.logins.confirm_by', { provider: name })}
            </ButtonLink>
          ))}
        </p>
      )}
      <p class="quiet">{t('people.logins.confirm_passkey')}</p>
    </Sheet>
  );
}
