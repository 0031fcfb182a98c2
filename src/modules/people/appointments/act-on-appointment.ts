import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { type Appointment, lockAppointment } from './appointment.queries.ts';
import './appointments.errors.ts';
import type { AppointmentState } from './appointments.rules.ts';
import { recordDeed } from './record-deed.ts';

type Act = {
  /** event, `people.appointment_<…>` */
  type: string;
  allow: (actor: Actor, appointment: Appointment) => boolean;
  /** states in which it can be done */
  from: readonly AppointmentState[];
  do: (
    tx: Tx,
    appointment: Appointment,
    moment: { at: Date; today: string },
  ) => Promise<Record<string, unknown> | undefined>;
};

/**
 * Does something to an appointment under its lock: whether it may be done, whether it can be, the deed, and its record.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_answered, people.appointment_over
 */
export async function actOnAppointment(k: Kernel, actor: Actor, id: string, act: Act): Promise<void> {
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  if (!isId(id)) fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    const appointment = (await lockAppointment(tx, id)) ?? fail('kernel.not_found');
    if (!act.allow(actor, appointment)) fail('kernel.not_allowed');
    if (!act.from.includes(appointment.state))
      fail(act.from.includes('proposed') ? 'people.appointment_answered' : 'people.appointment_over');
    const more = await act.do(tx, appointment, { at, today });
    await recordDeed(k, tx, at, actor, {
      type: act.type,
      of: 'appointment',
      id,
      departmentId: appointment.departmentId,
      payload: {
        appointmentId: id,
        accountId: appointment.accountId,
        departmentId: appointment.departmentId,
        ...(appointment.number ? { number: appointment.number } : {}),
        ...more,
      },
    });
  });
}

/** The person whom an appointment is about; only they answer for themself. */
export function isTheirs(actor: Actor, appointment: Pick<Appointment, 'accountId'>): boolean {
  return actor.accountId !== null && actor.accountId === appointment.accountId;
}
