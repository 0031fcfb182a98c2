import type { LocalDate } from '../../../kernel/time/index.ts';

/** What departments ask people for. Words: `people.appointments.kind.<code>`. */
export const appointmentKinds = ['inspector', 'advisor'] as const;
export type AppointmentKind = (typeof appointmentKinds)[number];

/** Words: `people.appointments.state.<code>`. */
export const appointmentStates = ['proposed', 'declined', 'withdrawn', 'held', 'ended'] as const;
export type AppointmentState = (typeof appointmentStates)[number];

/** Why an appointment is over. Words: `people.appointments.end.<code>`. */
export const endKinds = ['resigned', 'recalled', 'term_over', 'merged', 'erased'] as const;
export type EndKind = (typeof endKinds)[number];

/** Words: `people.appointments.piece.<code>`. */
export const pieceKinds = ['inspection', 'advice'] as const;
export type PieceKind = (typeof pieceKinds)[number];
/** How long somebody may appeal after a piece of theirs was taken down. */
export const pieceAppeal_ms = 30 * 86_400_000;
export type PieceState = 'sent' | 'answered' | 'published' | 'withdrawn';

/** Words: `people.appointments.level.<code>`, `people.appointments.seat.<code>`. */
export const seatLevels = ['national', 'provincial', 'city', 'county', 'township'] as const;
export type SeatLevel = (typeof seatLevels)[number];
export const seatKinds = ['deputy', 'committee_member', 'counsellor'] as const;
export type SeatKind = (typeof seatKinds)[number];

/** Whether an appointment is in force on a day: accepted, begun and not over. The daily job only writes down what follows from this. */
export function isInForce(
  appointment: { state: AppointmentState; startsOn: LocalDate; endsOn: LocalDate },
  today: LocalDate,
): boolean {
  return appointment.state === 'held' && appointment.startsOn <= today && today <= appointment.endsOn;
}

/** What anybody may learn of an appointment's standing from its number. */
export function standingOf(
  appointment: { state: AppointmentState; startsOn: LocalDate; endsOn: LocalDate; endedOn: LocalDate | null },
  today: LocalDate,
): { is: 'valid' } | { is: 'ahead' } | { is: 'ended'; on: LocalDate } {
  if (isInForce(appointment, today)) return { is: 'valid' };
  if (appointment.state === 'held' && today < appointment.startsOn) return { is: 'ahead' };
  return { is: 'ended', on: appointment.endedOn ?? appointment.endsOn };
}
