import type { SignalLight as Light } from '../../../kernel/time/index.ts';
import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { Appointment } from './appointment.queries.ts';
import { AppointmentStateMark, Day, Term, titleOf } from './appointment-words.tsx';
import { appointmentKinds } from './appointments.rules.ts';
import type { Typed } from './my-piece-pages.tsx';
import type { Piece } from './piece.queries.ts';
import type { Offices } from './piece-parts.tsx';
import type { Seat } from './seat.queries.ts';

export const staffLists = ['open', 'proposed', 'waiting', 'over', 'seats'] as const;
export type StaffList = (typeof staffLists)[number];

/** How staff see whom an appointment is about: by name where they may know it, by the member's number before. */
export type NameFor = (appointment: Appointment) => string;

export type StaffListProps = {
  list: StaffList;
  appointments: readonly Appointment[];
  pieces: readonly (Piece & { light: Light })[];
  seats: readonly Seat[];
  nextHref: string | undefined;
  firstHref: string | undefined;
  offices: Offices;
  nameFor: NameFor;
  mayAppoint: boolean;
  maySeeSeats: boolean;
  mayDecideSeats: boolean;
  typed?: Typed | undefined;
};

const address = (list: StaffList) => `/secretariat/appointments${list === 'open' ? '' : `?list=${list}`}`;

/** Appointments for the secretariat and for the departments that made them. */
export function StaffListPage(p: StaffListProps) {
  const { t } = useUi();
  return (
    <>
      <Heading
        title={t('people.appointments.nav')}
        end={
          p.mayAppoint && (
            <ButtonLink primary href="/secretariat/appointments/new" icon="plus">
              {t('people.appointments.staff.propose')}
            </ButtonLink>
          )
        }
      />
      <Tabs
        label={t('people.appointments.lists')}
        items={staffLists
          .filter((list) => list !== 'seats' || p.maySeeSeats)
          .map((list) => ({
            href: address(list),
            label: t(`people.appointments.staff.list.${list}`),
            current: p.list === list,
          }))}
      />
      {p.list === 'waiting' ? <Waiting p={p} /> : p.list === 'seats' ? <Seats p={p} /> : <Appointments p={p} />}
      <KeysetPager
        {...(p.firstHref ? { firstHref: p.firstHref } : {})}
        {...(p.nextHref ? { nextHref: p.nextHref } : {})}
      />
      {p.list !== 'waiting' && p.list !== 'seats' && (
        <p class="more">
          <VerbLink href={`/secretariat/appointments/list.csv?list=${p.list}`}>
            {t('people.appointments.staff.csv')}
          </VerbLink>
          <VerbLink href={`/secretariat/appointments/list.xlsx?list=${p.list}`}>
            {t('people.appointments.staff.xlsx')}
          </VerbLink>
        </p>
      )}
    </>
  );
}

function Appointments({ p }: { p: StaffListProps }) {
  const { t } = useUi();
  return (
    <Table
      caption={t(`people.appointments.staff.list.${p.list}`)}
      captionHidden
      rows={p.appointments}
      empty={t('people.appointments.none')}
      dense
      columns={[
        {
          label: t('people.appointments.who'),
          head: true,
          cell: (row) => (
            <a href={`/secretariat/appointments/${row.id}`}>{p.nameFor(row) || t('people.appointments.nameless')}</a>
          ),
        },
        { label: t('people.appointments.number'), cell: (row) => row.number ?? '—' },
        { label: t('people.appointments.what'), cell: (row) => titleOf(row, t) },
        { label: t('people.appointments.department'), cell: (row) => p.offices(row.departmentId) },
        { label: t('people.appointments.term'), cell: (row) => <Term from={row.startsOn} until={row.endsOn} /> },
        { label: t('people.appointments.standing'), cell: (row) => <AppointmentStateMark state={row.state} /> },
      ]}
    />
  );
}

function Waiting({ p }: { p: StaffListProps }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('people.appointments.staff.list.waiting')}
      captionHidden
      rows={p.pieces}
      empty={t('people.appointments.staff.nothing_waits')}
      dense
      columns={[
        {
          label: t('people.appointments.title_of'),
          head: true,
          cell: (piece) => <a href={`/secretariat/appointments/pieces/${piece.number}/${piece.n}`}>{piece.title}</a>,
        },
        { label: t('people.appointments.piece_kind'), cell: (piece) => t(`people.appointments.piece.${piece.kind}`) },
        { label: t('people.appointments.who'), cell: (piece) => piece.publicName },
        { label: t('people.appointments.department'), cell: (piece) => p.offices(piece.departmentId) },
        {
          label: t('people.appointments.due'),
          cell: (piece) => (
            <SignalLight level={piece.light}>
              <DateTime value={piece.dueAt} form="date" />
            </SignalLight>
          ),
        },
      ]}
    />
  );
}

function Seats({ p }: { p: StaffListProps }) {
  const { t } = useUi();
  if (p.seats.length === 0) return <p class="quiet">{t('people.appointments.staff.no_seats')}</p>;
  return (
    <>
      {p.seats.map((seat) => (
        <Section id={`seat-${seat.id}`} title={seat.body} note={`${seat.name} ${seat.memberNumber ?? ''}`}>
          <Facts
            items={[
              { label: t('people.appointments.seat_level'), value: t(`people.appointments.level.${seat.level}`) },
              { label: t('people.appointments.seat_kind'), value: t(`people.appointments.seat.${seat.kind}`) },
              {
                label: t('people.appointments.term'),
                value: seat.endsOn ? <Term from={seat.startsOn} until={seat.endsOn} /> : <Day on={seat.startsOn} />,
              },
            ]}
          />
          {p.mayDecideSeats && (
            <Form
              id={`decide-${seat.id}`}
              action={`/secretariat/appointments/seats/${seat.id}`}
              label={seat.body}
              {...(p.typed?.form === seat.id ? { values: p.typed.values, errors: p.typed.errors } : {})}
            >
              <Field name="reason" label={t('people.appointments.staff.decline_reason')} maxLength={300} optional />
              <Actions>
                <Button primary small name="outcome" value="confirmed">
                  {t('people.appointments.staff.confirm_seat')}
                </Button>
                <Button small name="outcome" value="declined">
                  {t('people.appointments.staff.decline_seat')}
                </Button>
              </Actions>
            </Form>
          )}
        </Section>
      ))}
    </>
  );
}

export type ProposeProps = {
  departments: readonly { value: string; label: string }[];
  members: readonly string[];
  byName: boolean;
  years: number;
  typed?: Typed | undefined;
};

/** Asking a member to serve. */
export function ProposePage(p: ProposeProps) {
  const { t } = useUi();
  const only = p.departments.length === 1 ? (p.departments[0]?.value ?? '') : '';
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.nav'), href: '/secretariat/appointments' },
          { label: t('people.appointments.staff.propose') },
        ]}
      />
      <Sheet title={t('people.appointments.staff.propose')} lead={t('people.appointments.staff.propose_lead')}>
        <Form
          id="propose"
          action="/secretariat/appointments"
          values={p.typed?.values ?? { departmentId: only, kind: 'inspector' }}
          errors={p.typed?.errors ?? {}}
        >
          <Field
            name="member"
            label={t('people.appointments.staff.member')}
            hint={t(p.byName ? 'people.appointments.staff.member_hint_name' : 'people.appointments.staff.member_hint')}
            maxLength={60}
            suggestions={p.members}
            required
          />
          <Field
            name="departmentId"
            type="select"
            label={t('people.appointments.department')}
            placeholder={t('people.appointments.staff.choose')}
            options={p.departments}
            required
          />
          <TermFields years={p.years} />
          <Actions note={t('people.appointments.staff.propose_note')}>
            <Button primary>{t('people.appointments.staff.ask')}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function TermFields({ years }: { years: number }) {
  const { t } = useUi();
  return (
    <>
      <Choice
        name="kind"
        legend={t('people.appointments.what')}
        options={appointmentKinds.map((value) => ({
          value,
          label: t(`people.appointments.kind.${value}`),
          note: t(`people.appointments.kind_note.${value}`),
        }))}
        required
      />
      <Field
        name="field"
        label={t('people.appointments.field')}
        hint={t('people.appointments.field_hint')}
        maxLength={100}
        required
      />
      <Field name="startsOn" type="date" label={t('people.appointments.starts')} width="half" required />
      <Field
        name="endsOn"
        type="date"
        label={t('people.appointments.ends')}
        hint={t('people.appointments.staff.ends_hint', { years })}
        width="half"
        optional
      />
      <Field
        name="reason"
        type="textarea"
        paper="plain"
        rows={4}
        maxLength={1000}
        label={t('people.appointments.staff.why')}
        optional
      />
    </>
  );
}
