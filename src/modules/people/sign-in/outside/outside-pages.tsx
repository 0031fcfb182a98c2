import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Actions, Form, Hidden } from '../../../../ui/form.tsx';
import { Sheet } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';

// keys: people.sign_in.outside.*
const words = 'people.sign_in.outside';

/** Somebody whom the provider knows and this city does not: a new account, or one that they have. Nothing is guessed. */
export function UnknownLoginPage({ provider }: { provider: string }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t(`${words}.first_title`)}
      lead={t(`${words}.first_lead`, { provider })}
      aside={{ title: t(`${words}.kept`), children: <p>{t(`${words}.kept_text`, { provider })}</p> }}
    >
      <Form id="have" action="/sign-in" method="get" summary={false}>
        <Hidden name="back" value="/sign-in/outside/join" />
        <h2>{t(`${words}.have`)}</h2>
        <p>{t(`${words}.have_text`, { provider })}</p>
        <Actions>
          <Button primary>{t(`${words}.have_do`)}</Button>
        </Actions>
      </Form>
      <Form id="new" action="/sign-in/outside/new" summary={false}>
        <h2>{t(`${words}.new`)}</h2>
        <p>{t(`${words}.new_text`, { provider })}</p>
        <Actions>
          <Button>{t(`${words}.new_do`)}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** Whether the identity goes into the account that was just signed in to. */
export function JoinLoginPage({ provider, name }: { provider: string; name: string }) {
  const { t } = useUi();
  return (
    <Sheet title={t(`${words}.join_title`)} lead={t(`${words}.join_lead`, { provider, name })}>
      <Form id="join" action="/sign-in/outside/join" summary={false}>
        <Actions note={t(`${words}.join_note`)}>
          <Button primary>{t(`${words}.join_do`)}</Button>
          <Button name="no" value="yes">
            {t(`${words}.join_not`)}
          </Button>
        </Actions>
      </Form>
    </Sheet>
  );
}

/** Signing in elsewhere came to nothing: why, and what else there is. */
export function TroublePage(p: { said: string; provider: string; again: string; taken: boolean }) {
  const { t } = useUi();
  return (
    <Sheet title={t(`${words}.trouble`)}>
      <Notice tone="error" title={p.provider}>
        <p>{p.said}</p>
      </Notice>
      <p class="send-buttons">
        <ButtonLink primary href={p.again}>
          {t(`${words}.again`)}
        </ButtonLink>
        {p.taken && <ButtonLink href="/me/logins/join">{t(`${words}.to_join`)}</ButtonLink>}
      </p>
    </Sheet>
  );
}
