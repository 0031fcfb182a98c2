import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Appointment } from './appointment.queries.ts';
import { AppointmentStateMark, Day, PieceStateMark, Term, titleOf } from './appointment-words.tsx';
import { seatKinds, seatLevels } from './appointments.rules.ts';
import type { Typed } from './my-piece-pages.tsx';
import type { Piece } from './piece.queries.ts';
import type { Offices } from './piece-parts.tsx';
import type { Seat } from './seat.queries.ts';

const typedIn = (typed: Typed | undefined, form: string) =>
  typed?.form === form ? { values: typed.values, errors: typed.errors } : {};

export type MyAppointmentsProps = {
  appointments: readonly Appointment[];
  pieces: ReadonlyMap<string, readonly Piece[]>;
  seats: readonly Seat[];
  penName: string;
  isMember: boolean;
  offices: Offices;
  today: string;
  typed?: Typed | undefined;
};

/** Everything that somebody was asked and what became of it, and the seats they hold. */
export function MyAppointmentsPage(p: MyAppointmentsProps) {
  const { t } = useUi();
  const open = p.appointments.filter(({ state }) => state === 'proposed' || state === 'held');
  const over = p.appointments.filter(({ state }) => state !== 'proposed' && state !== 'held');
  return (
    <>
      <Trail items={[{ label: t('people.me.title'), href: '/me' }, { label: t('people.appointments.me.title') }]} />
      <Heading title={t('people.appointments.me.title')} lead={t('people.appointments.me.lead')} />
      {open.length === 0 && <EmptyState title={t('people.appointments.me.none')} />}
      {open.map((appointment) =>
        appointment.state === 'proposed' ? (
          <Proposal p={p} appointment={appointment} />
        ) : (
          <Held p={p} appointment={appointment} />
        ),
      )}
      {over.length > 0 && (
        <Section title={t('people.appointments.me.over')} id="over">
          <Table
            caption={t('people.appointments.me.over')}
            captionHidden
            rows={over}
            columns={[
              { label: t('people.appointments.what'), head: true, cell: (row) => titleOf(row, t) },
              { label: t('people.appointments.department'), cell: (row) => p.offices(row.departmentId) },
              { label: t('people.appointments.standing'), cell: (row) => <AppointmentStateMark state={row.state} /> },
              {
                label: t('people.appointments.letter.title'),
                cell: (row) =>
                  row.number && (
                    <a href={`/me/appointments/${row.number}/letter.pdf`}>{t('people.appointments.me.letter')}</a>
                  ),
              },
            ]}
          />
        </Section>
      )}
      <MySeats p={p} />
    </>
  );
}

type OneProps = { p: MyAppointmentsProps; appointment: Appointment };

function Proposal({ p, appointment }: OneProps) {
  const { t } = useUi();
  const form = `accept-${appointment.id}`;
  return (
    <Section
      id={`proposal-${appointment.id}`}
      title={t('people.appointments.me.asked', { office: p.offices(appointment.departmentId) })}
    >
      <Facts
        items={[
          { label: t('people.appointments.what'), value: titleOf(appointment, t) },
          {
            label: t('people.appointments.term'),
            value: <Term from={appointment.startsOn} until={appointment.endsOn} />,
          },
          { label: t('people.appointments.reason'), value: appointment.reason },
        ]}
      />
      <Form id={form} action={`/me/appointments/proposals/${appointment.id}/accept`} {...typedIn(p.typed, form)}>
        <Choice
          name="publicName"
          legend={t('people.appointments.me.public_name')}
          hint={t('people.appointments.me.public_name_hint')}
          options={[
            { value: 'name', label: t('people.appointments.me.real_name', { name: appointment.name }) },
            ...(p.penName
              ? [{ value: 'pen_name', label: t('people.appointments.me.pen_name', { name: p.penName }) }]
              : []),
          ]}
          required
        />
        <Checkbox name="agreed" label={t('people.appointments.me.agree')} required />
        <Actions note={t('people.appointments.me.accept_note')}>
          <Button primary>{t('people.appointments.me.accept')}</Button>
          <Button formAction={`/me/appointments/proposals/${appointment.id}/decline`}>
            {t('people.appointments.me.decline')}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Held({ p, appointment }: OneProps) {
  const { t } = useUi();
  const { number } = appointment;
  const base = `/me/appointments/${number}`;
  const pieces = p.pieces.get(appointment.id) ?? [];
  return (
    <Section id={`n${number}`} title={titleOf(appointment, t)} note={p.offices(appointment.departmentId)}>
      <Facts
        items={[
          { label: t('people.appointments.number'), value: <a href={`/appointments/${number}`}>{number}</a> },
          { label: t('people.appointments.me.named'), value: appointment.publicName },
          {
            label: t('people.appointments.term'),
            value: <Term from={appointment.startsOn} until={appointment.endsOn} />,
          },
        ]}
      />
      {appointment.renewalEndsOn && (
        <Form id={`renewal-${number}`} action={`${base}/renewal`}>
          <Notice tone="info" title={t('people.appointments.me.renewal')}>
            <p>
              {t('people.appointments.me.renewal_until')} <Day on={appointment.renewalEndsOn} />
            </p>
          </Notice>
          <Actions>
            <Button primary name="accepted" value="yes">
              {t('people.appointments.me.go_on')}
            </Button>
            <Button name="accepted" value="no">
              {t('people.appointments.me.not_on')}
            </Button>
          </Actions>
        </Form>
      )}
      <MyPieces pieces={pieces} />
      <Actions>
        {appointment.startsOn <= p.today && p.today <= appointment.endsOn && (
          <ButtonLink primary href={`${base}/write`} icon="pen">
            {t('people.appointments.me.write')}
          </ButtonLink>
        )}
        <ButtonLink href={`${base}/letter.pdf`} icon="download">
          {t('people.appointments.me.letter')}
        </ButtonLink>
      </Actions>
      <Fold summary={t('people.appointments.me.resign')}>
        <Form id={`end-${number}`} action={`${base}/end`} {...typedIn(p.typed, `end-${number}`)}>
          <Field
            name="reason"
            type="textarea"
            paper="plain"
            rows={3}
            maxLength={500}
            label={t('people.appointments.me.resign_reason')}
            optional
          />
          <Actions note={t('people.appointments.me.resign_note')}>
            <Button danger>{t('people.appointments.me.resign_now')}</Button>
          </Actions>
        </Form>
      </Fold>
    </Section>
  );
}

function MyPieces({ pieces }: { pieces: readonly Piece[] }) {
  const { t } = useUi();
  if (pieces.length === 0) return null;
  return (
    <Table
      caption={t('people.appointments.me.pieces')}
      rows={pieces}
      columns={[
        {
          label: t('people.appointments.title_of'),
          head: true,
          cell: (piece) => <a href={`/me/appointments/${piece.number}/${piece.n}`}>{piece.title}</a>,
        },
        { label: t('people.appointments.sent'), cell: (piece) => <DateTime value={piece.sentAt} form="date" /> },
        {
          label: t('people.appointments.due'),
          cell: (piece) => (piece.state === 'sent' ? <DateTime value={piece.dueAt} form="date" /> : '—'),
        },
        { label: t('people.appointments.standing'), cell: (piece) => <PieceStateMark state={piece.state} /> },
      ]}
    />
  );
}

function MySeats({ p }: { p: MyAppointmentsProps }) {
  const { t } = useUi();
  if (!p.isMember && p.seats.length === 0) return null;
  return (
    <Section id="seats" title={t('people.appointments.me.seats')} note={t('people.appointments.me.seats_note')}>
      {p.seats.map((seat) => (
        <Form id={`seat-${seat.id}`} action={`/me/appointments/seats/${seat.id}`} label={seat.body}>
          <Facts
            items={[
              { label: t('people.appointments.body'), value: seat.body },
              {
                label: t('people.appointments.seat_kind'),
                value: `${t(`people.appointments.level.${seat.level}`)} ${t(`people.appointments.seat.${seat.kind}`)}`,
              },
              {
                label: t('people.appointments.standing'),
                value: `${t(`people.appointments.seat_state.${seat.state}`)} ${seat.declineReason}`,
              },
              {
                label: t('people.appointments.me.shown'),
                value: t(seat.shown ? 'people.appointments.yes' : 'people.appointments.no'),
              },
            ]}
          />
          <Actions>
            <Button small name="act" value={seat.shown ? 'hide' : 'show'}>
              {t(seat.shown ? 'people.appointments.me.hide_seat' : 'people.appointments.me.show_seat')}
            </Button>
            <Button small danger name="act" value="remove">
              {t('people.appointments.me.remove_seat')}
            </Button>
          </Actions>
        </Form>
      ))}
      {p.isMember && <SeatForm p={p} />}
    </Section>
  );
}

function SeatForm({ p }: { p: MyAppointmentsProps }) {
  const { t } = useUi();
  return (
    <Fold summary={t('people.appointments.me.add_seat')} open={p.typed?.form === 'seat'}>
      <Form id="seat" action="/me/appointments/seats" {...typedIn(p.typed, 'seat')}>
        <Field
          name="body"
          label={t('people.appointments.body')}
          hint={t('people.appointments.me.body_hint')}
          maxLength={100}
          required
        />
        <Choice
          name="level"
          legend={t('people.appointments.seat_level')}
          options={seatLevels.map((value) => ({ value, label: t(`people.appointments.level.${value}`) }))}
          required
        />
        <Choice
          name="kind"
          legend={t('people.appointments.seat_kind')}
          options={seatKinds.map((value) => ({ value, label: t(`people.appointments.seat.${value}`) }))}
          required
        />
        <Field name="startsOn" type="date" label={t('people.appointments.starts')} width="half" required />
        <Field name="endsOn" type="date" label={t('people.appointments.ends')} width="half" optional />
        <Checkbox name="shown" label={t('people.appointments.me.show_it')} />
        <Actions note={t('people.appointments.me.seat_note')}>
          <Button primary>{t('people.appointments.me.save_seat')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
