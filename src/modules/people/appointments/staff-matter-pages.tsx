import type { PublishedRule } from '../../../kernel/settings/index.ts';
import type { SignalLight as Light } from '../../../kernel/time/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Appointment, Term as TermRow } from './appointment.queries.ts';
import { AppointmentStateMark, Day, PieceStateMark, Term, titleOf } from './appointment-words.tsx';
import type { Typed } from './my-piece-pages.tsx';
import type { Piece } from './piece.queries.ts';
import { HiddenNotice, HideForm, RulingForm } from './piece-moderation-parts.tsx';
import { type Offices, PieceAnswer, PieceText } from './piece-parts.tsx';

export type StaffAppointmentProps = {
  appointment: Appointment;
  terms: readonly TermRow[];
  pieces: readonly Piece[];
  name: string;
  offices: Offices;
  mayChange: boolean;
  years: number;
  typed?: Typed | undefined;
};

/** One appointment for staff. */
export function StaffAppointmentPage(p: StaffAppointmentProps) {
  const { t } = useUi();
  const { appointment } = p;
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.nav'), href: '/secretariat/appointments' },
          { label: p.name || t('people.appointments.nameless') },
        ]}
      />
      <Heading
        over={titleOf(appointment, t)}
        title={p.name || t('people.appointments.nameless')}
        facts={<AppointmentStateMark state={appointment.state} />}
      />
      <Facts
        ruled
        items={[
          { label: t('people.appointments.number'), value: appointment.number },
          { label: t('people.appointments.staff.member'), value: appointment.memberNumber },
          { label: t('people.appointments.me.named'), value: appointment.publicName },
          { label: t('people.appointments.department'), value: p.offices(appointment.departmentId) },
          { label: t('people.appointments.reason'), value: appointment.reason },
          ...(p.terms.length > 0 ? p.terms : [appointment]).map(({ startsOn, endsOn }) => ({
            label: t('people.appointments.term'),
            value: <Term from={startsOn} until={endsOn} />,
          })),
          appointment.renewalEndsOn !== null && {
            label: t('people.appointments.staff.renewal_waits'),
            value: <Day on={appointment.renewalEndsOn} />,
          },
          appointment.endedOn !== null && {
            label: t('people.appointments.staff.ended'),
            value: (
              <>
                <Day on={appointment.endedOn} /> {t(`people.appointments.end.${appointment.endKind}`)}{' '}
                {appointment.endReason}
              </>
            ),
          },
        ]}
      />
      <PieceTable pieces={p.pieces} />
      {appointment.number && (
        <Actions>
          <ButtonLink href={`/secretariat/appointments/${appointment.id}/letter.pdf`} icon="download">
            {t('people.appointments.me.letter')}
          </ButtonLink>
        </Actions>
      )}
      {p.mayChange && <StaffDeeds p={p} />}
    </>
  );
}

function PieceTable({ pieces }: { pieces: readonly Piece[] }) {
  const { t } = useUi();
  if (pieces.length === 0) return null;
  return (
    <Table
      caption={t('people.appointments.me.pieces')}
      rows={pieces}
      dense
      columns={[
        {
          label: t('people.appointments.title_of'),
          head: true,
          cell: (piece) => (
            <a href={`/secretariat/appointments/pieces/${piece.number}/${piece.n}`}>{piece.title || `#${piece.n}`}</a>
          ),
        },
        { label: t('people.appointments.sent'), cell: (piece) => <DateTime value={piece.sentAt} form="date" /> },
        { label: t('people.appointments.due'), cell: (piece) => <DateTime value={piece.dueAt} form="date" /> },
        { label: t('people.appointments.standing'), cell: (piece) => <PieceStateMark state={piece.state} /> },
      ]}
    />
  );
}

function StaffDeeds({ p }: { p: StaffAppointmentProps }) {
  const { t } = useUi();
  const { appointment, typed } = p;
  const base = `/secretariat/appointments/${appointment.id}`;
  const typedIn = (form: string) => (typed?.form === form ? { values: typed.values, errors: typed.errors } : {});
  if (appointment.state === 'proposed')
    return (
      <Form id="withdraw" action={`${base}/withdraw`}>
        <Actions>
          <Button>{t('people.appointments.staff.withdraw')}</Button>
        </Actions>
      </Form>
    );
  if (appointment.state !== 'held') return null;
  return (
    <>
      {appointment.renewalEndsOn === null && (
        <Fold summary={t('people.appointments.staff.renew')} open={typed?.form === 'renew'}>
          <Form id="renew" action={`${base}/renew`} {...typedIn('renew')}>
            <Field
              name="endsOn"
              type="date"
              label={t('people.appointments.ends')}
              hint={t('people.appointments.staff.ends_hint', { years: p.years })}
              width="half"
              optional
            />
            <Actions note={t('people.appointments.staff.renew_note')}>
              <Button primary>{t('people.appointments.staff.ask_again')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
      <Fold summary={t('people.appointments.staff.end')} open={typed?.form === 'end'}>
        <Form id="end" action={`${base}/end`} {...typedIn('end')}>
          <Field
            name="reason"
            type="textarea"
            paper="plain"
            rows={3}
            maxLength={500}
            label={t('people.appointments.staff.end_reason')}
            required
          />
          <Actions note={t('people.appointments.staff.end_note')}>
            <Button danger>{t('people.appointments.staff.end_now')}</Button>
          </Actions>
        </Form>
      </Fold>
    </>
  );
}

export type StaffPieceProps = {
  piece: Piece;
  offices: Offices;
  light: Light;
  mayAnswer: boolean;
  mayHide: boolean;
  mayRule: boolean;
  rules: readonly PublishedRule[];
  appointmentHref: string;
  typed?: Typed | undefined;
};

/** One piece for the department that answers it. */
export function StaffPiecePage(p: StaffPieceProps) {
  const { t } = useUi();
  const { piece, typed } = p;
  const base = `/secretariat/appointments/pieces/${piece.number}/${piece.n}`;
  const typedIn = (form: string) => (typed?.form === form ? { values: typed.values, errors: typed.errors } : {});
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.nav'), href: '/secretariat/appointments?list=waiting' },
          { label: piece.publicName || t('people.appointments.nameless'), href: p.appointmentHref },
          { label: piece.title || `#${piece.n}` },
        ]}
      />
      <Heading
        title={piece.title || `#${piece.n}`}
        over={t(`people.appointments.piece.${piece.kind}`)}
        facts={
          <>
            <PieceStateMark state={piece.state} />{' '}
            {piece.state === 'sent' && (
              <SignalLight level={p.light}>
                {t('people.appointments.due')} <DateTime value={piece.dueAt} form="date" />
              </SignalLight>
            )}
          </>
        }
      />
      {piece.hiddenAt && <HiddenNotice piece={piece} tone="warn" />}
      {p.mayHide && piece.hiddenAt && piece.appeal !== null && piece.ruling === null && (
        <RulingForm piece={piece} base={base} mayRule={p.mayRule} typed={typed} />
      )}
      <PieceText piece={piece} sign={piece.publicName || t('people.appointments.nameless')} />
      <PieceAnswer piece={piece} offices={p.offices} />
      {p.mayAnswer && piece.state === 'sent' && (
        <Section id="answer" title={t('people.appointments.staff.answer')}>
          <Form id="answer-form" action={`${base}/answer`} keepDraft {...typedIn('answer')}>
            <Field
              name="text"
              type="textarea"
              paper="plain"
              rows={8}
              maxLength={5000}
              counted
              label={t('people.appointments.staff.answer_text')}
              hint={t('people.appointments.staff.answer_hint', { office: p.offices(piece.departmentId) })}
              required
            />
            <Actions note={t('people.appointments.staff.answer_note')}>
              <Button primary>{t('people.appointments.staff.send_answer')}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {p.mayHide && piece.state === 'published' && !piece.hiddenAt && (
        <HideForm base={base} rules={p.rules} typed={typed} />
      )}
    </>
  );
}
