import { localeLabels } from '../../../kernel/i18n/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { type Address, spokenNumber } from '../sign-in/address.ts';
import { CodeField, DemoCode } from '../sign-in/code-parts.tsx';
import { MePage } from './me-page.tsx';
import type { Profile } from './profile.queries.ts';

const outcomes = ['saved', 'address', 'removed'];

export type ProfilePageProps = {
  profile: Profile;
  /** how many ways into the account there are: the last one stays */
  ways: number;
  values: FormValues;
  errors: FormErrors;
  addressErrors: FormErrors;
  typedAddress: string;
  done: string;
};

export function ProfilePage(p: ProfilePageProps) {
  const { t } = useUi();
  return (
    <MePage title={t('people.profile.title')}>
      {outcomes.includes(p.done) && (
        <Notice tone="success" live>
          <p>{t(`people.profile.done_${p.done}`)}</p>
        </Notice>
      )}
      <Form id="profile" action="/me/profile" values={p.values} errors={p.errors}>
        <Field
          name="name"
          label={t('people.profile.name')}
          hint={t('people.profile.name_hint')}
          autocomplete="name"
          maxLength={50}
          width="half"
          required
        />
        <Field
          name="displayName"
          label={t('people.profile.display_name')}
          hint={t('people.profile.display_name_hint')}
          autocomplete="nickname"
          maxLength={50}
          width="half"
          required
        />
        <Field
          name="locale"
          type="select"
          label={t('people.profile.locale')}
          options={Object.entries(localeLabels).map(([value, label]) => ({ value, label }))}
          width="half"
        />
        <Actions>
          <Button primary>{t('people.profile.save')}</Button>
        </Actions>
      </Form>
      <Addresses p={p} />
    </MePage>
  );
}

function Addresses({ p }: { p: ProfilePageProps }) {
  const { t } = useUi();
  return (
    <Section id="addresses" title={t('people.profile.addresses')} note={t('people.profile.addresses_note')}>
      <ul class="holdings">
        <OneAddress
          p={p}
          channel="sms"
          label={t('people.profile.phone')}
          value={p.profile.phone && spokenNumber(p.profile.phone)}
        />
        <OneAddress p={p} channel="email" label={t('people.profile.email')} value={p.profile.email} />
      </ul>
      <Form
        id="address"
        action="/me/addresses"
        values={{ address: p.typedAddress }}
        errors={p.addressErrors}
        summary={false}
      >
        <Field
          name="address"
          label={t('people.profile.new_address')}
          hint={t('people.profile.new_address_hint')}
          inputmode="email"
          maxLength={254}
          width="half"
        />
        <Actions>
          <Button>{t('people.sign_in.send')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function OneAddress({
  p,
  channel,
  label,
  value,
}: {
  p: ProfilePageProps;
  channel: Address['channel'];
  label: string;
  value: string | null;
}) {
  const { t } = useUi();
  return (
    <li>
      <div>
        <h3>{label}</h3>
        <p class={value ? 'num' : 'quiet'}>{value ?? t('people.profile.none')}</p>
      </div>
      {value && p.ways > 1 && (
        <form action={`/me/addresses/${channel}/remove`} method="post">
          <Button small label={t(`people.profile.remove_${channel}`)}>
            {t('people.profile.remove')}
          </Button>
        </form>
      )}
    </li>
  );
}

/** The code that was sent to a new address. */
export function AddressCodePage(p: { sentTo: Address | null; demo: boolean; errors: FormErrors }) {
  const { t } = useUi();
  const to = p.sentTo && (p.sentTo.channel === 'sms' ? spokenNumber(p.sentTo.to) : p.sentTo.to);
  return (
    <MePage title={t('people.code.title')} lead={to ? t('people.profile.code_sent', { to }) : undefined}>
      {p.demo && <DemoCode />}
      {to ? (
        <Form id="code" action="/me/addresses/code" errors={p.errors} summary={false}>
          <CodeField />
          <Actions>
            <Button primary>{t('people.profile.confirm_address')}</Button>
          </Actions>
        </Form>
      ) : (
        <>
          <Notice tone="error">
            <p>{Object.values(p.errors)[0]}</p>
          </Notice>
          <ButtonLink href="/me/profile">{t('people.profile.title')}</ButtonLink>
        </>
      )}
    </MePage>
  );
}
