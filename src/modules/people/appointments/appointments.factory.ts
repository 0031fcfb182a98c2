import type { Kernel } from '../../../kernel/kernel.ts';
import { makeAccount, makeDepartment } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { acceptAppointment } from './answer-proposal.ts';
import { findAppointment } from './appointment.queries.ts';
import type { AppointmentKind, PieceKind } from './appointments.rules.ts';
import { proposeAppointment } from './propose-appointment.ts';
import { sendPiece } from './send-piece.ts';
import { answerPiece, publishPiece } from './settle-piece.ts';

/** Test data: a member whom a department asked to serve, who accepted unless told otherwise. */
export async function makeAppointment(
  k: Kernel,
  given: {
    kind?: AppointmentKind;
    field?: string;
    state?: 'proposed' | 'held';
    departmentId?: string;
    person?: Awaited<ReturnType<typeof makeMember>>;
    startsOn?: string;
    endsOn?: string;
  } = {},
) {
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const person = given.person ?? (await makeMember(k));
  const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
  const officer = await makeAccount(k, { roles: [{ role: 'liaison_officer', departmentId }] });
  const id = await proposeAppointment(k, officer, {
    member: person.number,
    departmentId,
    kind: given.kind ?? 'inspector',
    field: given.field ?? '公交站点',
    startsOn: given.startsOn ?? '2026-11-19',
    endsOn: given.endsOn ?? '2028-11-18',
  });
  if (given.state !== 'proposed') await acceptAppointment(k, person, id, { publicName: 'name', agreed: 'yes' });
  const number = (await findAppointment(k.db, id))?.number ?? '';
  return { id, number, departmentId, person, secretary, officer };
}

/** Test data: a piece of that appointment, in the state asked for. */
export async function makePiece(
  k: Kernel,
  appointment: Awaited<ReturnType<typeof makeAppointment>>,
  given: { kind?: PieceKind; state?: 'sent' | 'answered' | 'published'; advice?: string } = {},
) {
  const { id, number, person, officer } = appointment;
  const text = { title: '候车亭漏雨', place: '文昌路站', seen: '雨天站内积水。', advice: given.advice ?? '请修顶棚。' };
  const n = await sendPiece(k, person, id, {
    kind: given.kind ?? 'inspection',
    heldOn: '2026-11-18',
    hours: '1.5',
    ...text,
  });
  const address = { number, n };
  if (given.state === 'answered' || given.state === 'published')
    await answerPiece(k, officer, address, { text: '下周修好。' });
  if (given.state === 'published') await publishPiece(k, person, address, { ...text, checked: 'yes' });
  return address;
}
