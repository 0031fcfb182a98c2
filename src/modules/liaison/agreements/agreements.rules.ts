import type { LocalDate } from '../../../kernel/time/index.ts';

/**
 * draft → sent to the partners → signed by every party → in force from its first day → ended: its term over, ended by a
 * party, or never signed.
 */
export const agreementStates = ['draft', 'sent', 'signed', 'in_force', 'ended'] as const;
export type AgreementState = (typeof agreementStates)[number];

export const rhythms = ['once', 'month', 'quarter', 'half_year', 'year'] as const;
export type Rhythm = (typeof rhythms)[number];

export type AgreementAct =
  | 'edit'
  | 'send'
  | 'take_back'
  | 'sign'
  | 'renew'
  | 'duty_done'
  | 'attach'
  | 'end'
  | 'start'
  | 'expire';

const possible: Record<AgreementAct, readonly AgreementState[]> = {
  edit: ['draft'],
  send: ['draft'],
  take_back: ['sent'],
  sign: ['sent', 'in_force'],
  renew: ['in_force'],
  duty_done: ['in_force'],
  attach: ['draft', 'sent', 'signed', 'in_force'],
  end: ['draft', 'sent', 'signed', 'in_force'],
  start: ['signed'],
  expire: ['in_force'],
};

export function isPossible(state: AgreementState, act: AgreementAct): boolean {
  return possible[act].includes(state);
}

const months: Record<Exclude<Rhythm, 'once'>, number> = { month: 1, quarter: 3, half_year: 6, year: 12 };

/** The same day some months later; the last day of a shorter month. */
export function addMonths(date: LocalDate, n: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(day, last)).padStart(2, '0')}`;
}

/** The days on which a duty is due, from its first to the agreement's last. */
export function dutyDays(duty: { dueOn: LocalDate; every: Rhythm }, endsOn: LocalDate): LocalDate[] {
  if (duty.every === 'once') return [duty.dueOn];
  const days: LocalDate[] = [];
  // Counted from the first day, so that the 31st stays the 31st after a short month.
  for (
    let day = duty.dueOn, n = 0;
    day <= endsOn && days.length < 400;
    day = addMonths(duty.dueOn, months[duty.every] * ++n)
  )
    days.push(day);
  return days;
}

/** The first day that is not shown to be done; null when none is left. */
export function nextDutyDay(
  duty: { dueOn: LocalDate; every: Rhythm },
  endsOn: LocalDate,
  done: ReadonlySet<LocalDate>,
): LocalDate | null {
  return dutyDays(duty, endsOn).find((day) => !done.has(day)) ?? null;
}
