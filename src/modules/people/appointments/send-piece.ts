import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { lineOf, optionalLine } from '../admin/names.ts';
import { paragraphs } from '../register/entry-input.ts';
import { isTheirs } from './act-on-appointment.ts';
import { lockAppointment } from './appointment.queries.ts';
import './appointments.errors.ts';
import { isInForce, pieceKinds } from './appointments.rules.ts';
import { appointmentSettings } from './appointments.settings.ts';
import { insertPiece } from './piece.queries.ts';
import { recordDeed } from './record-deed.ts';

const longest = 5000;

export const pieceInput = z
  .object({
    kind: z.enum(pieceKinds, 'people.appointments.wrong.piece'),
    title: lineOf(60, 'people.appointments.wrong.title'),
    heldOn: z.string().default(''),
    place: optionalLine(100),
    seen: paragraphs(longest),
    advice: paragraphs(longest),
    hours: z
      .string()
      .default('')
      .transform((text) => text.normalize('NFKC').trim())
      .refine((text) => text === '' || /^\d{1,2}(\.\d{1,2})?$/.test(text), 'people.appointments.wrong.hours')
      .transform((text) => (text === '' ? null : Number(text)))
      .refine((hours) => hours === null || (hours > 0 && hours <= 24), 'people.appointments.wrong.hours'),
  })
  .superRefine((piece, issues) => {
    const wrong = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
    if (piece.advice === '') wrong('advice', 'people.appointments.wrong.advice');
    if (piece.kind !== 'inspection') return;
    if (!isLocalDate(piece.heldOn)) wrong('heldOn', 'people.appointments.wrong.day');
    if (piece.place === '') wrong('place', 'people.appointments.wrong.place');
    if (piece.seen === '') wrong('seen', 'people.appointments.wrong.seen');
  });
export type PieceInput = z.input<typeof pieceInput>;

/**
 * The person sends the department what they saw and advise, while the appointment is in force. The department's answer
 * is due after the city's number of working days. Nothing is public yet.
 * @returns its number within the appointment
 * @throws AppError kernel.not_found, kernel.not_allowed, people.appointment_over, people.appointment_not_begun
 */
export async function sendPiece(k: Kernel, actor: Actor, appointmentId: string, input: PieceInput): Promise<number> {
  const given = pieceInput.parse(input);
  const at = k.clock.now();
  const today = localDate(at, k.config.TIME_ZONE);
  if (given.kind === 'inspection' && given.heldOn > today)
    failFields({ heldOn: { key: 'people.appointments.wrong.later' } });
  const dueAt = (await k.calendar.current()).addWorkingDays(at, k.settings.get(appointmentSettings).answer_workingDays);
  if (!isId(appointmentId)) fail('kernel.not_found');
  return inTransaction(k.db, async (tx) => {
    const appointment = (await lockAppointment(tx, appointmentId)) ?? fail('kernel.not_found');
    if (!isTheirs(actor, appointment)) fail('kernel.not_allowed');
    if (!isInForce(appointment, today))
      fail(
        appointment.state === 'held' && today < appointment.startsOn
          ? 'people.appointment_not_begun'
          : 'people.appointment_over',
      );
    const isInspection = given.kind === 'inspection';
    const text = {
      ...given,
      heldOn: isInspection ? given.heldOn : null,
      place: isInspection ? given.place : '',
      seen: isInspection ? given.seen : '',
    };
    const { id, n } = await insertPiece(tx, appointmentId, text, { at, dueAt });
    const { departmentId, accountId, number } = appointment;
    await recordDeed(k, tx, at, actor, {
      type: 'people.appointment_piece_sent',
      of: 'appointment_piece',
      id,
      departmentId,
      payload: { pieceId: id, appointmentId, accountId, departmentId, number, n, kind: given.kind },
    });
    return n;
  });
}
