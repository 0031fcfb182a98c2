import { dateWords } from '../../../kernel/time/index.ts';
import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Appointment } from './appointment.queries.ts';
import type { AppointmentState, PieceState } from './appointments.rules.ts';

// keys: people.appointments.kind.*, people.appointments.state.*, people.appointments.piece.*, people.appointments.piece_state.*
// keys: people.appointments.end.*, people.appointments.level.*, people.appointments.seat.*, people.appointments.seat_state.*

/** A date as people write it, with its year. */
export function Day({ on }: { on: string }) {
  const { locale } = useUi();
  return <time dateTime={on}>{dateWords(on, { locale, weekday: false })}</time>;
}

export function Term({ from, until }: { from: string; until: string }) {
  const { t } = useUi();
  return (
    <>
      <Day on={from} /> {t('people.appointments.until')} <Day on={until} />
    </>
  );
}

const tones = { proposed: 'wait', declined: 'no', withdrawn: 'no', held: 'ok', ended: 'open' } as const;

export function AppointmentStateMark({ state }: { state: AppointmentState }) {
  const { t } = useUi();
  return <StateMark tone={tones[state]}>{t(`people.appointments.state.${state}`)}</StateMark>;
}

const pieceTones = { sent: 'wait', answered: 'open', published: 'ok', withdrawn: 'no' } as const;

export function PieceStateMark({ state }: { state: PieceState }) {
  const { t } = useUi();
  return <StateMark tone={pieceTones[state]}>{t(`people.appointments.piece_state.${state}`)}</StateMark>;
}

/** How an appointment is called in lists: its number, or that it has none yet. */
export function titleOf(appointment: Pick<Appointment, 'kind' | 'field'>, t: (key: string) => string): string {
  return `${t(`people.appointments.kind.${appointment.kind}`)} · ${appointment.field}`;
}
