import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import { spokenNumber } from '../sign-in/address.ts';
import type { Nomination } from './nominations.queries.ts';

export type InvitationPageProps = {
  invitation: Nomination;
  token: string;
  /** how the person who is signed in is called; null: nobody is */
  signedIn: string | null;
  acceptedDays: number;
  problem?: string | undefined;
};

/** What an invitation holds of somebody, who recommended them, what each answer means. */
export function InvitationPage(p: InvitationPageProps) {
  const { t } = useUi();
  const { invitation } = p;
  const who = invitation.organisation ?? invitation.recommender;
  return (
    <>
      <Heading
        title={t('people.nominations.invitation.title')}
        lead={t('people.nominations.invitation.lead', { who })}
      />
      {p.problem && <Notice tone="error" title={p.problem} />}
      <Section id="words" title={t('people.nominations.invitation.words', { who })}>
        <blockquote>
          <Pre text={invitation.words ?? ''} links={false} />
        </blockquote>
      </Section>
      <Held invitation={invitation} />
      <Section id="answers" title={t('people.nominations.invitation.answers')}>
        <Facts
          ruled
          items={[
            {
              label: t('people.nominations.invitation.accept'),
              value: t('people.nominations.invitation.accept_means', { days: p.acceptedDays }),
            },
            {
              label: t('people.nominations.invitation.refuse'),
              value: t('people.nominations.invitation.refuse_means'),
            },
            {
              label: t('people.nominations.invitation.never'),
              value: t('people.nominations.invitation.never_means'),
            },
          ]}
        />
        <Answers token={p.token} signedIn={p.signedIn} />
      </Section>
    </>
  );
}

function Held({ invitation }: { invitation: Nomination }) {
  const { t } = useUi();
  const categories = (invitation.categories ?? []).map((code) => t(`people.register.category.${code}`));
  return (
    <Section
      id="held"
      title={t('people.nominations.invitation.held')}
      note={t('people.nominations.invitation.held_note')}
    >
      <Facts
        ruled
        items={[
          { label: t('people.nominations.field.name'), value: invitation.name },
          invitation.phone !== null && {
            label: t('people.nominations.field.phone'),
            value: spokenNumber(invitation.phone),
          },
          invitation.email !== null && { label: t('people.nominations.field.email'), value: invitation.email },
          { label: t('people.nominations.field.categories'), value: categories.join(t('people.nominations.comma')) },
          {
            label: t('people.nominations.invitation.since'),
            value: <DateTime value={invitation.createdAt} form="date" />,
          },
          {
            label: t('people.nominations.invitation.until'),
            value: <DateTime value={invitation.expiresAt} form="date" />,
          },
        ]}
      />
    </Section>
  );
}

function Answers({ token, signedIn }: { token: string; signedIn: string | null }) {
  const { t } = useUi();
  const here = `/invitations/${token}`;
  return (
    <>
      {signedIn !== null && <p class="quiet">{t('people.nominations.invitation.signed_in', { name: signedIn })}</p>}
      <div class="send-buttons">
        {signedIn === null ? (
          <ButtonLink primary href={`/sign-in?back=${encodeURIComponent(here)}`}>
            {t('people.nominations.invitation.accept_sign_in')}
          </ButtonLink>
        ) : (
          <form action={`${here}/accept`} method="post">
            <Button primary>{t('people.nominations.invitation.accept')}</Button>
          </form>
        )}
        <form action={`${here}/refuse`} method="post">
          <Button>{t('people.nominations.invitation.refuse')}</Button>
        </form>
        <form action={`${here}/refuse`} method="post">
          <Button name="never" value="yes">
            {t('people.nominations.invitation.never')}
          </Button>
        </form>
      </div>
    </>
  );
}

/** Said once after a refusal. */
export function RefusedPage({ never }: { never: boolean }) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('people.nominations.refused_title')} />
      <Section>
        <p>{t('people.nominations.refused_text')}</p>
        {never && <p>{t('people.nominations.refused_never')}</p>}
        <p>
          <ButtonLink href="/">{t('people.nominations.refused_home')}</ButtonLink>
        </p>
      </Section>
    </>
  );
}
