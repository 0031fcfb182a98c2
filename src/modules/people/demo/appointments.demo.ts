import { acceptAppointment } from '../appointments/answer-proposal.ts';
import { findAppointment } from '../appointments/appointment.queries.ts';
import type { AppointmentKind, PieceKind, SeatKind, SeatLevel } from '../appointments/appointments.rules.ts';
import { decideSeat, enterSeat } from '../appointments/keep-seats.ts';
import { proposeAppointment } from '../appointments/propose-appointment.ts';
import { sendPiece } from '../appointments/send-piece.ts';
import { answerPiece, publishPiece } from '../appointments/settle-piece.ts';
import { departmentBook } from '../books.ts';
import { demoFile } from '../people.demo.ts';
import { membersByAccount } from '../register/entry.queries.ts';
import type { Scene } from './scene.ts';

type DemoPiece = {
  kind: PieceKind;
  title: string;
  daysAgo: number;
  place?: string;
  seen?: string;
  advice: string;
  answer?: { daysAgo: number; text: string };
};
type DemoAppointment = {
  kind: AppointmentKind | 'seat';
  department: string | null;
  person: string;
  title: string;
  years: number;
  daysAgo: number;
  body?: string;
  level?: SeatLevel;
  seat?: SeatKind;
  pieces: DemoPiece[];
};

/** People whom departments asked to look and to advise, what they saw, what was answered; and seats held. */
export async function seedAppointments(scene: Scene): Promise<void> {
  for (const given of await demoFile<DemoAppointment[]>(scene.k, 'register/appointments.json')) {
    if (given.kind === 'seat') await seedSeat(scene, given);
    else await seedAppointment(scene, given, given.kind);
  }
}

async function seedSeat(scene: Scene, given: DemoAppointment): Promise<void> {
  scene.on(given.daysAgo);
  const { body = '', level = 'city', seat = 'committee_member' } = given;
  const id = await enterSeat(scene.k, scene.actor(given.person), {
    body,
    level,
    kind: seat,
    startsOn: scene.day(given.daysAgo),
    shown: 'yes',
  });
  scene.on(given.daysAgo - 3);
  await decideSeat(scene.k, scene.actor('secretary'), id, { outcome: 'confirmed', reason: '' });
}

async function seedAppointment(scene: Scene, given: DemoAppointment, kind: AppointmentKind): Promise<void> {
  const { k, actor } = scene;
  const person = actor(given.person);
  const departmentId = (await departmentBook(k)).byCode(given.department ?? '')?.id ?? '';
  const [member] = await membersByAccount(k.db, [person.accountId]);
  scene.on(given.daysAgo);
  const id = await proposeAppointment(k, actor('secretary'), {
    member: member?.number ?? '',
    departmentId,
    kind,
    field: given.title,
    reason: '',
    startsOn: scene.day(given.daysAgo - 3),
    endsOn: scene.day(given.daysAgo - given.years * 365),
  });
  scene.on(given.daysAgo - 3);
  await acceptAppointment(k, person, id, { publicName: 'pen_name', agreed: 'yes' });
  for (const piece of given.pieces) await seedPiece(scene, given, id, piece);
}

async function seedPiece(scene: Scene, given: DemoAppointment, appointmentId: string, piece: DemoPiece): Promise<void> {
  const { k, actor } = scene;
  const person = actor(given.person);
  scene.on(piece.daysAgo);
  const n = await sendPiece(k, person, appointmentId, {
    kind: piece.kind,
    title: piece.title,
    heldOn: piece.kind === 'inspection' ? scene.day(piece.daysAgo) : '',
    place: piece.place ?? '',
    seen: piece.seen ?? '',
    advice: piece.advice,
    hours: piece.kind === 'inspection' ? '1.5' : '',
  });
  if (!piece.answer) return;
  const number = (await findAppointment(k.db, appointmentId))?.number ?? '';
  scene.on(piece.answer.daysAgo);
  await answerPiece(k, actor('liaison'), { number, n }, { text: piece.answer.text });
  scene.on(piece.answer.daysAgo - 1);
  const { title, place = '', seen = '', advice } = piece;
  await publishPiece(k, person, { number, n }, { title, place, seen, advice, checked: 'yes' });
}
