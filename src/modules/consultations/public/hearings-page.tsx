import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Consultation } from '../consultation.queries.ts';
import type { Hearing, HearingPlace } from '../convene/hearing.queries.ts';
import { dayWordsOf } from '../period-words.ts';

export type HearingsProps = {
  consultation: Consultation;
  signedIn: boolean;
  today: string;
  now: Date;
  hearings: readonly { hearing: Hearing; mine: HearingPlace | undefined }[];
  form: (hearingId: string) => { values: FormValues; errors: FormErrors };
};

/** Hearings on a draft, and signing up for them. */
export function HearingsPage(p: HearingsProps) {
  const { t } = useUi();
  const { consultation } = p;
  const title = t('consultations.public.hearings.title');
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: consultation.title, href: `/consultations/${consultation.slug}` },
          { label: title },
        ]}
      />
      <Heading title={title} lead={t('consultations.public.hearings.lead')} />
      {p.hearings.length === 0 && <EmptyState title={t('consultations.public.hearings.none')} />}
      {p.hearings.map((each) => (
        <OneHearing {...p} {...each} />
      ))}
    </>
  );
}

function OneHearing(p: HearingsProps & HearingsProps['hearings'][number]) {
  const ui = useUi();
  const { t } = ui;
  const { hearing, mine } = p;
  const open = !hearing.cancelledAt && p.today <= hearing.signUpUntil;
  return (
    <Section id={`h-${hearing.id}`} title={<DateTime value={hearing.startsAt} form="datetime" />}>
      {hearing.cancelledAt && (
        <Notice tone="warn" title={t('consultations.public.hearings.cancelled')}>
          <p>{hearing.cancelReason}</p>
        </Notice>
      )}
      <Facts
        ruled
        items={[
          {
            label: t('consultations.public.hearings.until'),
            value: <DateTime value={hearing.endsAt} form="time" />,
          },
          { label: t('consultations.public.hearings.place'), value: hearing.place },
          { label: t('consultations.public.hearings.agenda'), value: hearing.agenda },
          {
            label: t('consultations.public.hearings.seats'),
            value: t('consultations.public.hearings.seats_left', {
              left: Math.max(0, hearing.seats - hearing.seated),
              seats: hearing.seats,
              waiting: hearing.waiting,
            }),
          },
          {
            label: t('consultations.public.hearings.sign_up_until'),
            value: dayWordsOf(ui, hearing.signUpUntil, p.today),
          },
        ]}
      />
      {mine && !hearing.cancelledAt && <Mine {...p} mine={mine} />}
      {open && !p.signedIn && (
        <p>
          <ButtonLink primary href={`/sign-in?back=/consultations/${p.consultation.slug}/hearings`}>
            {t('consultations.public.hearings.sign_in')}
          </ButtonLink>
        </p>
      )}
      {open && p.signedIn && <SignUp {...p} />}
      {!open && !hearing.cancelledAt && !mine && <p>{t('consultations.public.hearings.closed')}</p>}
    </Section>
  );
}

function Mine({ consultation, hearing, mine, now }: HearingsProps & { hearing: Hearing; mine: HearingPlace }) {
  const { t } = useUi();
  return (
    <Notice
      tone="success"
      title={t(`consultations.public.hearings.${mine.state === 'seated' ? 'seated' : 'waiting'}`, { turn: mine.turn })}
    >
      {now < hearing.startsAt && (
        <Form id={`leave-${hearing.id}`} action={`/consultations/${consultation.slug}/hearings/${hearing.id}/leave`}>
          <Actions>
            <Button>{t('consultations.public.hearings.leave')}</Button>
          </Actions>
        </Form>
      )}
    </Notice>
  );
}

function SignUp({ consultation, hearing, mine, form }: HearingsProps & HearingsProps['hearings'][number]) {
  const { t } = useUi();
  return (
    <Form
      id={`sign-up-${hearing.id}`}
      action={`/consultations/${consultation.slug}/hearings/${hearing.id}`}
      {...form(hearing.id)}
    >
      <Field
        name="name"
        label={t('consultations.public.hearings.name')}
        hint={t('consultations.public.hearings.name_hint')}
        maxLength={60}
        autocomplete="name"
        required
      />
      <Field
        name="contact"
        label={t('consultations.public.hearings.contact')}
        hint={t('consultations.public.hearings.contact_hint')}
        maxLength={120}
        required
      />
      <Checkbox name="speaks" label={t('consultations.public.hearings.speaks')} />
      <Field
        name="about"
        type="textarea"
        paper="plain"
        rows={3}
        label={t('consultations.public.hearings.about')}
        maxLength={500}
        optional
      />
      <Actions note={t('consultations.public.hearings.note')}>
        <Button primary>
          {t(mine ? 'consultations.public.hearings.change' : 'consultations.public.hearings.sign_up')}
        </Button>
      </Actions>
    </Form>
  );
}
