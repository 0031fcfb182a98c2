import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole } from '../staff-lookup.ts';
import { lastPieceDecision } from './piece-moderation.queries.ts';

// keys: people.notify.*

type Telling = {
  /** kind for the person, `people.<kind>`, and the page it leads to */
  person?: string;
  /** kind for the department's leader and liaison officers, and the secretariat where it has a part in it */
  office?: string;
  secretariat?: string;
};

/** Who hears of what happens to appointments, pieces and seats. */
const tellings: Record<string, Telling> = {
  'people.appointment_proposed': { person: 'appointment_proposed' },
  'people.appointment_withdrawn': { person: 'appointment_withdrawn' },
  'people.appointment_accepted': { person: 'appointment_held', office: 'work_appointment_accepted' },
  'people.appointment_declined': { office: 'work_appointment_declined' },
  'people.appointment_ended': { person: 'appointment_ended', office: 'work_appointment_ended' },
  'people.appointment_renewal_offered': { person: 'appointment_renewal_offered' },
  'people.appointment_renewed': { office: 'work_appointment_renewed' },
  'people.appointment_renewal_declined': { office: 'work_appointment_renewal_declined' },
  'people.appointment_piece_sent': { office: 'work_piece_sent' },
  'people.appointment_piece_answered': { person: 'piece_answered' },
  'people.appointment_piece_hidden': { person: 'piece_hidden' },
  'people.appointment_piece_appealed': { secretariat: 'work_piece_appealed' },
  'people.appointment_piece_ruled': { person: 'piece_ruled' },
  'people.seat_entered': { secretariat: 'work_seat_entered' },
  'people.seat_confirmed': { person: 'seat_confirmed' },
  'people.seat_declined': { person: 'seat_declined' },
};

/** What nobody can turn off: they are asked for an answer, or something of theirs was taken from the public. */
const mandatory = new Set([
  'appointment_proposed',
  'appointment_renewal_offered',
  'piece_hidden',
  'piece_ruled',
  'seat_declined',
]);

/** The department's people who speak for it in this: its leaders and liaison officers. */
export async function officeOf(k: Pick<Kernel, 'db'>, departmentId: string): Promise<string[]> {
  const [leaders, officers] = await Promise.all([
    accountsWithRole(k, 'leader', departmentId),
    accountsWithRole(k, 'liaison_officer', departmentId),
  ]);
  return [...new Set([...leaders, ...officers])];
}

/** Rule and reason, for whoever is told that something of theirs was taken down, or what became of their appeal. */
async function decisionIn(tx: Tx, { type, payload }: DeliveredEvent): Promise<Record<string, string>> {
  if (type !== 'people.appointment_piece_hidden' && type !== 'people.appointment_piece_ruled') return {};
  const decision = await lastPieceDecision(tx, String(payload.pieceId));
  const { rule = '', reason = '', ruling, rulingReason = '' } = decision ?? {};
  return { rule, reason, ruling: ruling ?? 'upheld', rulingReason };
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const telling = tellings[event.type];
  if (!telling) return;
  const { accountId, departmentId, appointmentId, number, n } = event.payload;
  const params = { number: typeof number === 'string' ? number : '', ...(await decisionIn(tx, event)) };
  const dedupe = `event:${event.id}`;
  const notifications: Notification[] = [];
  const toAll = (ids: readonly string[], kind: string, link: string) => {
    for (const id of new Set(ids))
      if (id !== event.actorId && (id !== accountId || link.startsWith('/me')))
        notifications.push({ to: { accountId: id }, kind: `people.${kind}`, params, link, dedupe });
  };
  const isPiece = typeof number === 'string' && typeof n === 'number';
  if (telling.person && typeof accountId === 'string')
    toAll([accountId], telling.person, isPiece ? `/me/appointments/${number}/${n}` : '/me/appointments');
  if (telling.office && typeof departmentId === 'string')
    toAll(
      await officeOf({ db: tx }, departmentId),
      telling.office,
      isPiece ? `/secretariat/appointments/pieces/${number}/${n}` : `/secretariat/appointments/${appointmentId}`,
    );
  if (telling.secretariat)
    toAll(
      await accountsWithRole({ db: tx }, 'secretary', 'any'),
      telling.secretariat,
      isPiece ? `/secretariat/appointments/pieces/${number}/${n}` : '/secretariat/appointments?list=seats',
    );
  await k.notify.send(tx, event.at, ...notifications);
}

/** Declares what people and departments are told about appointments, and tells them. */
export function wireAppointmentNotices(k: Kernel): void {
  const all = Object.values(tellings);
  const persons = [...all.flatMap(({ person }) => person ?? []), 'appointment_ending'];
  const work = [
    ...all.flatMap(({ office, secretariat }) => office ?? secretariat ?? []),
    'work_piece_due',
    'work_appointment_ending',
  ];
  k.notify.declareKinds([
    ...persons.map((kind) => ({
      kind: `people.${kind}`,
      group: 'people.appointments',
      mandatory: mandatory.has(kind),
    })),
    ...work.map((kind) => ({ kind: `people.${kind}`, group: 'people.work_appointments' })),
  ]);
  k.outbox.subscribe({
    name: 'people.appointment_notices',
    types: Object.keys(tellings),
    handle: (tx, event) => tell(k, tx, event),
  });
}
