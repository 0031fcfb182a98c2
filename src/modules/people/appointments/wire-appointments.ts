import type { Db } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { noticeOnCommit } from '../../../kernel/live/index.ts';
import { localDate, startOfDay } from '../../../kernel/time/index.ts';
import { declareActivity } from '../activity/declare-activity.ts';
import { declareDepartmentMerge } from '../admin/departments/department-merge.ts';
import { onConsentWithdrawn } from '../me/consent-effects.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { offerInSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { appointmentConsent } from './answer-proposal.ts';
import { appointmentsOf, countForMerge, moveAppointments, termsOf } from './appointment.queries.ts';
import { mayOpenAppointments } from './appointments.policy.ts';
import { countAppointmentData, eraseAppointmentData, takeNameOut } from './appointments-personal-data.queries.ts';
import { endAllOf } from './end-appointment.ts';
import { pieceById, piecesOf } from './piece.queries.ts';
import { decisionsAbout } from './piece-moderation.queries.ts';
import { appointmentTables } from './processing.ts';
import { runAppointmentClock } from './remind-of-appointments.ts';
import { seatsOf } from './seat.queries.ts';
import { wireAppointmentNotices } from './tell-of-appointments.ts';

/** Jobs, notices, personal data and places of appointments. */
export function wireAppointments(k: Kernel): void {
  wireAppointmentNotices(k);
  k.jobs.define('people.appointment_clock', { cron: '5 0 * * *', tz: k.config.TIME_ZONE, retryLimit: 2 }, async () => {
    await runAppointmentClock(k);
  });
  declareProcessing(k, appointmentTables);
  declareHeld(k);
  declareDepartmentMerge(k, {
    module: 'people.appointments',
    count: async (db, from) => [{ key: 'people.appointments.merge', count: await countForMerge(db, from) }],
    move: (tx, from, to, at) => moveAppointments(tx, from, to, at, localDate(at, k.config.TIME_ZONE)),
  });
  declareActivity(k, {
    types: ['people.appointment_piece_sent', 'people.appointment_piece_withdrawn'],
    read: async (db, { type, payload }) =>
      type === 'people.appointment_piece_sent' ? readPiece(k, db, String(payload.pieceId)) : [],
    gone: async (_, { type, payload }) =>
      type === 'people.appointment_piece_withdrawn' ? [{ source, sourceId: String(payload.pieceId) }] : [],
  });
  offerOnMe(k, {
    href: '/me/appointments',
    label: 'people.appointments.me.title',
    note: 'people.appointments.me.place',
    icon: 'file',
    order: 46,
  });
  offerInSecretariat(k, {
    href: '/secretariat/appointments',
    label: 'people.appointments.nav',
    order: 50,
    allow: mayOpenAppointments,
  });
  dropCachedPages(k);
}

const source = 'people.appointment_piece';

async function readPiece(k: Kernel, db: Db, id: string) {
  const piece = await pieceById(db, id);
  if (!piece?.accountId) return [];
  const { accountId, kind, title, heldOn, hours, sentAt } = piece;
  const at = heldOn ? startOfDay(heldOn, k.config.TIME_ZONE) : sentAt;
  return [{ accountId, kind, title, at, hours, source, sourceId: id }];
}

function declareHeld(k: Kernel): void {
  declarePersonalData(k, {
    module: 'people.appointments',
    held: 'people.appointments.personal_data.held',
    kept: 'people.appointments.personal_data.kept',
    values: {
      kind: ['people.appointments.kind', 'people.appointments.piece', 'people.appointments.seat'],
      state: ['people.appointments.state', 'people.appointments.piece_state'],
      level: 'people.appointments.level',
    },
    count: countAppointmentData,
    export: exportHeld,
    erase: async (tx, accountId, at) => {
      await endAllOf(k, tx, accountId, 'erased', at);
      await eraseAppointmentData(tx, accountId);
    },
  });
  onConsentWithdrawn(k, {
    purpose: appointmentConsent,
    means: 'people.appointments.consent_means',
    // Being named was what they agreed to: past appointments are shown without it.
    apply: async (tx, accountId, at) => {
      await endAllOf(k, tx, accountId, 'resigned', at);
      await takeNameOut(tx, accountId);
      await noticeOnCommit(tx, 'kernel.cache', ['appointments']);
    },
  });
}

async function exportHeld(db: Db, accountId: string): Promise<unknown> {
  const appointments = await appointmentsOf(db, accountId);
  const seats = await seatsOf(db, accountId);
  return {
    appointments: await Promise.all(
      appointments.map(async ({ accountId: _, proposedBy: __, ...appointment }) => ({
        ...appointment,
        terms: await termsOf(db, appointment.id),
        pieces: (await piecesOf(db, appointment.id, 1000)).map(
          ({ accountId: ___, hiddenById: ____, ...piece }) => piece,
        ),
      })),
    ),
    decisions: await decisionsAbout(db, accountId),
    seats: seats.map(({ accountId: _, ...seat }) => seat),
  };
}

/** Cached public pages show what was just published, taken back or ended. */
function dropCachedPages(k: Kernel): void {
  k.outbox.onDelivered(async (events) => {
    const touches = events.some(
      ({ type }) =>
        type.startsWith('people.appointment_') || type.startsWith('people.seat_') || type === 'people.account_erased',
    );
    if (!touches) return;
    k.cache.invalidate('appointments');
    await k.live.publish('kernel.cache', ['appointments']);
  });
}
