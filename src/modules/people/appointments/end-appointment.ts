import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { type Actor, systemActor } from '../actor.ts';
import { paragraphs } from '../register/entry-input.ts';
import { actOnAppointment, isTheirs } from './act-on-appointment.ts';
import {
  type Appointment,
  appointmentsOf,
  closeProposal,
  endRow,
  lockAppointment,
  termsPast,
} from './appointment.queries.ts';
import { mayEnd } from './appointments.policy.ts';
import type { EndKind } from './appointments.rules.ts';
import { type Deed, recordDeed } from './record-deed.ts';

export const endInput = z.object({ reason: paragraphs(500) });
export type EndInput = z.input<typeof endInput>;

/**
 * Ends an appointment before its time: the person resigns, with or without saying why; whoever may appoint recalls them
 * and says why. What was published stays.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_over
 */
export async function endAppointment(k: Kernel, actor: Actor, id: string, input: EndInput): Promise<void> {
  const { reason } = endInput.parse(input);
  await actOnAppointment(k, actor, id, {
    type: 'people.appointment_ended',
    allow: (who, appointment) => isTheirs(who, appointment) || mayEnd(who, appointment),
    from: ['held'],
    do: async (tx, appointment, { at, today }) => {
      const kind = isTheirs(actor, appointment) ? 'resigned' : 'recalled';
      if (kind === 'recalled' && reason === '') failFields({ reason: { key: 'people.appointments.wrong.reason' } });
      await endRow(tx, id, { kind, reason, on: today, at });
      return { end: kind };
    },
  });
}

/** Writes down that terms are over; each appointment by itself. @returns how many */
export async function endPastTerms(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  let ended = 0;
  for (;;) {
    const ids = await termsPast(k.db, today, 200);
    for (const id of ids) ended += await inTransaction(k.db, (tx) => endTerm(k, tx, id, { at, today }));
    if (ids.length < 200) return ended;
  }
}

async function endTerm(k: Kernel, tx: Tx, id: string, { at, today }: { at: Date; today: string }): Promise<number> {
  const appointment = await lockAppointment(tx, id);
  if (appointment?.state !== 'held' || appointment.endsOn >= today) return 0;
  await endRow(tx, id, { kind: 'term_over', reason: '', on: addDays(appointment.endsOn, 1), at });
  await recordDeed(k, tx, at, systemActor, endedDeed(appointment, 'term_over'));
  return 1;
}

/**
 * Ends everything that somebody was appointed to, and takes back what they were asked, in a transaction of its own making:
 * they withdrew their consent, or their account is closed.
 */
export async function endAllOf(
  k: Kernel,
  tx: Tx,
  accountId: string,
  kind: 'resigned' | 'erased',
  at: Date,
): Promise<void> {
  const today = localDate(at, k.config.TIME_ZONE);
  for (const { id } of await appointmentsOf(tx, accountId)) {
    const appointment = await lockAppointment(tx, id);
    if (appointment?.state === 'proposed')
      await closeProposal(tx, id, kind === 'erased' ? 'withdrawn' : 'declined', at);
    if (appointment?.state !== 'held') continue;
    await endRow(tx, id, { kind, reason: '', on: today, at });
    await recordDeed(k, tx, at, { ...systemActor, accountId }, endedDeed(appointment, kind));
  }
}

function endedDeed({ id, accountId, departmentId, number }: Appointment, end: EndKind): Deed {
  const payload = { appointmentId: id, accountId, departmentId, number, end };
  return { type: 'people.appointment_ended', of: 'appointment', id, departmentId, payload };
}
