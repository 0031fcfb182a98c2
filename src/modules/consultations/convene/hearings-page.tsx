import { localDate } from '../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Consultation } from '../consultation.queries.ts';
import { dayWordsOf } from '../period-words.ts';
import type { Hearing, HearingPlace } from './hearing.queries.ts';

// keys: consultations.convene.place.*

export type HearingsProps = {
  consultation: Consultation;
  hearings: readonly { hearing: Hearing; places: readonly HearingPlace[] }[];
  works: boolean;
  now: Date;
  announce: { values: FormValues; errors: FormErrors };
  /** the hearing whose form of calling off was refused */
  cancel: { id: string; values: FormValues; errors: FormErrors } | null;
};

/** Hearings, who comes, and announcing another. */
export function HearingsPage(p: HearingsProps) {
  const { t } = useUi();
  return (
    <>
      {p.hearings.length === 0 && <EmptyState title={t('consultations.convene.hearings.none')} />}
      {p.hearings.map((each) => (
        <OneHearing {...p} {...each} />
      ))}
      {p.works && p.consultation.state === 'open' && <Announce {...p} />}
    </>
  );
}

function OneHearing({
  consultation,
  hearing,
  places,
  works,
  now,
  cancel,
}: HearingsProps & { hearing: Hearing; places: readonly HearingPlace[] }) {
  const ui = useUi();
  const { t } = ui;
  const base = `/convene/${consultation.slug}/hearings/${hearing.id}`;
  return (
    <Section id={`h-${hearing.id}`} title={<DateTime value={hearing.startsAt} form="datetime" />}>
      {hearing.cancelledAt && (
        <Notice tone="warn" title={t('consultations.convene.hearings.cancelled')}>
          <p>{hearing.cancelReason}</p>
        </Notice>
      )}
      <Facts
        items={[
          { label: t('consultations.convene.field.place_of'), value: hearing.place },
          { label: t('consultations.convene.field.agenda'), value: hearing.agenda },
          {
            label: t('consultations.convene.field.seats'),
            value: t('consultations.convene.hearings.seats', {
              seated: hearing.seated,
              seats: hearing.seats,
              waiting: hearing.waiting,
            }),
          },
          {
            label: t('consultations.convene.field.signUpUntil'),
            value: dayWordsOf(ui, hearing.signUpUntil, localDate(now, ui.timeZone)),
          },
        ]}
      />
      {places.length > 0 && <Places places={places} csv={`${base}.csv`} />}
      {works && !hearing.cancelledAt && hearing.endsAt > now && (
        <CallOff hearing={hearing} base={base} cancel={cancel} />
      )}
    </Section>
  );
}

function Places({ places, csv }: { places: readonly HearingPlace[]; csv: string }) {
  const { t } = useUi();
  return (
    <>
      <Table
        caption={t('consultations.convene.hearings.who')}
        rows={places}
        columns={[
          { label: t('consultations.convene.field.turn'), numeric: true, cell: ({ turn }) => turn },
          { label: t('consultations.convene.field.name'), head: true, cell: ({ name }) => name },
          { label: t('consultations.convene.field.contact_of'), cell: ({ contact }) => contact },
          {
            label: t('consultations.convene.field.speaks'),
            cell: ({ speaks, about }) =>
              speaks
                ? about || t('consultations.convene.hearings.speaks')
                : t('consultations.convene.hearings.listens'),
          },
          {
            label: t('consultations.convene.field.state'),
            cell: ({ state }) => t(`consultations.convene.place.${state}`),
          },
        ]}
      />
      <p>
        <ButtonLink small icon="download" href={csv}>
          {t('consultations.convene.hearings.csv')}
        </ButtonLink>
      </p>
    </>
  );
}

function CallOff({ hearing, base, cancel }: { hearing: Hearing; base: string; cancel: HearingsProps['cancel'] }) {
  const { t } = useUi();
  return (
    <Fold summary={t('consultations.convene.hearings.cancel')} open={cancel?.id === hearing.id}>
      <Form
        id={`cancel-${hearing.id}`}
        action={`${base}/cancel`}
        {...(cancel?.id === hearing.id ? { values: cancel.values, errors: cancel.errors } : {})}
      >
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          rows={3}
          label={t('consultations.convene.field.reason')}
          maxLength={1000}
          required
        />
        <Actions>
          <Button danger>{t('consultations.convene.hearings.cancel')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

function Announce({ consultation, announce }: HearingsProps) {
  const { t } = useUi();
  return (
    <Section id="announce" title={t('consultations.convene.hearings.announce')}>
      <p>{t('consultations.convene.hearings.announce_note')}</p>
      <Form id="hearing" action={`/convene/${consultation.slug}/hearings`} {...announce}>
        <FieldRow>
          <Field name="day" type="date" label={t('consultations.convene.field.day')} required />
          <Field name="from" type="time" label={t('consultations.convene.field.from')} required />
          <Field name="until" type="time" label={t('consultations.convene.field.until')} required />
        </FieldRow>
        <Field name="place" label={t('consultations.convene.field.place_of')} maxLength={200} required />
        <FieldRow>
          <Field
            name="seats"
            type="number"
            min={1}
            max={2000}
            label={t('consultations.convene.field.seats')}
            required
          />
          <Field name="signUpUntil" type="date" label={t('consultations.convene.field.signUpUntil')} required />
        </FieldRow>
        <Field
          name="agenda"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('consultations.convene.field.agenda')}
          maxLength={4000}
          optional
        />
        <Actions note={t('consultations.convene.hearings.told')}>
          <Button primary>{t('consultations.convene.hearings.announce_it')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
