import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Checkbox, Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../../ui/form.tsx';
import { Sheet } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { spokenNumber } from '../../sign-in/address.ts';
import type { JoinPreview } from './join-accounts.ts';

// keys: people.logins.*
const words = 'people.logins';
const spoken = (address: string) => (address.startsWith('+') ? spokenNumber(address) : address);

/** Naming the other account by its address, or proving it by a provider. */
export function JoinPage(p: { typed: string; providers: { id: string; name: string }[]; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t(`${words}.join_title`)}
      lead={t(`${words}.join_lead`)}
      aside={{ title: t(`${words}.join_before`), children: <Before /> }}
    >
      <Form id="join" action="/me/logins/join" values={{ address: p.typed }} errors={p.errors} summary={false}>
        <Field
          name="address"
          label={t(`${words}.join_address`)}
          hint={t(`${words}.join_address_hint`)}
          inputmode="email"
          maxLength={254}
          required
        />
        <Actions>
          <Button primary>{t('people.sign_in.send')}</Button>
          <ButtonLink href="/me/logins">{t(`${words}.back`)}</ButtonLink>
        </Actions>
      </Form>
      {p.providers.length > 0 && (
        <p class="send-buttons">
          {p.providers.map(({ id, name }) => (
            <ButtonLink href={`/me/logins/join/by/${id}`}>{t(`${words}.join_by`, { provider: name })}</ButtonLink>
          ))}
        </p>
      )}
    </Sheet>
  );
}

function Before() {
  const { t } = useUi();
  return (
    <ul class="bullets">
      {(['join_before_stays', 'join_before_closed', 'join_before_undo', 'join_before_staff'] as const).map((key) => (
        <li>{t(`${words}.${key}`)}</li>
      ))}
    </ul>
  );
}

/** What moves, what is gone, and that it cannot be undone. */
export function LookPage(p: { preview: JoinPreview; mine: string; errors: FormErrors; refused: string | null }) {
  const { t } = useUi();
  const { other, moves, comes, goes } = p.preview;
  const name = other.name || t(`${words}.look_nameless`);
  return (
    <Sheet title={t(`${words}.look_title`)} lead={t(`${words}.look_lead`, { other: name, mine: p.mine })}>
      {p.refused ? (
        <>
          <Notice tone="warn">
            <p>{p.refused}</p>
          </Notice>
          <p>
            <ButtonLink href="/me/logins">{t(`${words}.back`)}</ButtonLink>
          </p>
        </>
      ) : (
        <>
          <h2>{t(`${words}.look_moves`)}</h2>
          <ul class="bullets">
            {moves.map(({ key, count }) => (
              <li>
                {t(key, { count })}
                {t(`${words}.look_count`, { count })}
              </li>
            ))}
            {comes.map((address) => (
              <li>{t(`${words}.look_comes`, { address: spoken(address) })}</li>
            ))}
            <li>{t(`${words}.look_inbox`)}</li>
          </ul>
          <h2>{t(`${words}.look_gone`)}</h2>
          <ul class="bullets">
            {goes.map((address) => (
              <li>{t(`${words}.look_goes`, { address: spoken(address) })}</li>
            ))}
            <li>{t(`${words}.look_passkeys`)}</li>
          </ul>
          <Form id="join" action="/me/logins/join/look" errors={p.errors}>
            <Checkbox name="sure" label={t(`${words}.look_sure`)} hint={t(`${words}.look_sure_hint`)} required />
            <Actions>
              <Button danger>{t(`${words}.look_do`)}</Button>
              <ButtonLink href="/me/logins">{t(`${words}.back`)}</ButtonLink>
            </Actions>
          </Form>
        </>
      )}
    </Sheet>
  );
}
