import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { AskedBySomebody } from './askers.ts';

export type InvitationPageProps = {
  invitation: AskedBySomebody;
  /** where the answers go: by the link, or on the person's own pages */
  here: string;
  /** how the person who is signed in is called; null: nobody is */
  signedIn: string | null;
  errors?: FormErrors | undefined;
};

/** What an invitation holds of somebody, who asks, what each answer means. */
export function EntryInvitationPage(p: InvitationPageProps) {
  const { t } = useUi();
  const { invitation } = p;
  const { kind } = invitation;
  const who = invitation.asker || t('competitions.entries.somebody');
  return (
    <>
      <Heading
        title={t(`competitions.entries.invitation.title_${kind}`)}
        lead={t(`competitions.entries.invitation.lead_${kind}`, {
          who,
          competition: invitation.competition,
          role: invitation.role || 'none',
        })}
        facts={<a href={`/competitions/${invitation.slug}`}>{t('competitions.entries.invitation.see')}</a>}
      />
      {p.errors?.[''] && <Notice tone="error" title={p.errors['']} />}
      {kind === 'nominee' && (
        <Section id="words" title={t('competitions.entries.invitation.words', { who })}>
          <blockquote>
            <Pre text={invitation.words ?? ''} links={false} />
          </blockquote>
        </Section>
      )}
      <Held invitation={invitation} />
      <Section id="answers" title={t('competitions.entries.invitation.answers')}>
        <Facts
          ruled
          items={[
            {
              label: t('competitions.entries.invitation.accept'),
              value: t(`competitions.entries.invitation.accept_means_${kind}`),
            },
            {
              label: t('competitions.entries.invitation.decline'),
              value: t('competitions.entries.invitation.decline_means'),
            },
            {
              label: t('competitions.entries.invitation.never'),
              value: t('competitions.entries.invitation.never_means'),
            },
          ]}
        />
        <Answers {...p} />
      </Section>
    </>
  );
}

function Held({ invitation }: { invitation: AskedBySomebody }) {
  const { t } = useUi();
  const { kind, name, phone, email, category, title, entryTitle, role } = invitation;
  return (
    <Section
      id="held"
      title={t('competitions.entries.invitation.held')}
      note={t('competitions.entries.invitation.held_note')}
    >
      <Facts
        ruled
        items={[
          { label: t('competitions.entries.name'), value: name },
          phone !== null && { label: t('competitions.entries.phone'), value: phone },
          email !== null && { label: t('competitions.entries.email'), value: email },
          kind === 'nominee' && { label: t('competitions.entries.category'), value: category },
          Boolean(title) && { label: t('competitions.entries.title'), value: title },
          kind === 'member' && {
            label: t('competitions.entries.title'),
            value: entryTitle || t('competitions.entries.untitled'),
          },
          Boolean(role) && { label: t('competitions.entries.role'), value: role },
          {
            label: t('competitions.entries.invitation.until'),
            value: <DateTime value={invitation.expiresAt} form="datetime" />,
          },
        ]}
      />
    </Section>
  );
}

function Answers({ invitation, here, signedIn, errors }: InvitationPageProps) {
  const { t } = useUi();
  return (
    <>
      {signedIn === null ? (
        <p>
          <ButtonLink primary href={`/sign-in?back=${encodeURIComponent(here)}`}>
            {t('competitions.entries.invitation.accept_sign_in')}
          </ButtonLink>
        </p>
      ) : (
        <Form id="accept" action={`${here}/accept`} summary={false} errors={errors}>
          {invitation.kind === 'member' && (
            <Field
              name="shownAs"
              label={t('competitions.entries.shown_as')}
              hint={t('competitions.entries.shown_as_hint')}
              value={signedIn}
              maxLength={40}
              width="half"
            />
          )}
          <Actions note={t('competitions.entries.invitation.signed_in', { name: signedIn })}>
            <Button primary>{t('competitions.entries.invitation.accept')}</Button>
          </Actions>
        </Form>
      )}
      <form action={`${here}/decline`} method="post" class="send-buttons">
        <Button>{t('competitions.entries.invitation.decline')}</Button>
        <Button name="never" value="yes">
          {t('competitions.entries.invitation.never')}
        </Button>
      </form>
    </>
  );
}

/** Said once after an invitation was declined. */
export function DeclinedPage({ never }: { never: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('competitions.entries.declined_title')} />
      <Section>
        <p>{t('competitions.entries.declined_text')}</p>
        {never && <p>{t('competitions.entries.declined_never')}</p>}
        <p>
          <ButtonLink href="/competitions">{t('competitions.entries.declined_on')}</ButtonLink>
        </p>
      </Section>
    </>
  );
}

/** Answered, run out or taken back: which of them nobody learns. */
export function InvitationGonePage() {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('competitions.entries.gone_title')} />
      <Section>
        <p>{t('errors.competitions.entries.invitation_gone')}</p>
        <p>
          <ButtonLink href="/competitions">{t('competitions.entries.declined_on')}</ButtonLink>
        </p>
      </Section>
    </>
  );
}
