import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate, signalLight } from '../../../kernel/time/index.ts';
import { takeEnding } from './appointment.queries.ts';
import { appointmentSettings } from './appointments.settings.ts';
import { endPastTerms } from './end-appointment.ts';
import { duePieces, lockPiece, type Piece, setReminded } from './piece.queries.ts';
import { officeOf } from './tell-of-appointments.ts';

const ranks = ['', 'none', 'blue', 'yellow', 'red'];
/** No run of days off is longer than this before a due day. */
const lookAhead_ms = 30 * 86_400_000;
const batch = 200;

/** What the calendar brings about: terms that are over, terms that end soon, answers that are due. */
export async function runAppointmentClock(k: Kernel): Promise<{ ended: number; ending: number; due: number }> {
  return { ended: await endPastTerms(k), ending: await tellOfEnding(k), due: await remindOfPieces(k) };
}

async function tellOfEnding(k: Kernel): Promise<number> {
  const at = k.clock.now();
  const until = addDays(localDate(at, k.config.TIME_ZONE), k.settings.get(appointmentSettings).ending_days);
  let told = 0;
  for (;;) {
    const taken = await inTransaction(k.db, async (tx) => {
      const ending = await takeEnding(tx, until, at, batch);
      for (const { id, accountId, departmentId, number, endsOn } of ending) {
        const about = {
          params: { number: number ?? '', day: { day: endsOn } },
          dedupe: `appointment_ending:${id}:${endsOn}`,
        };
        if (accountId)
          await k.notify.send(tx, at, {
            to: { accountId },
            kind: 'people.appointment_ending',
            link: '/me/appointments',
            ...about,
          });
        for (const staff of await officeOf({ db: tx }, departmentId))
          await k.notify.send(tx, at, {
            to: { accountId: staff },
            kind: 'people.work_appointment_ending',
            link: `/secretariat/appointments/${id}`,
            ...about,
          });
      }
      return ending.length;
    });
    told += taken;
    if (taken < batch) return told;
  }
}

/** Reminds departments of pieces whose light has changed: soon due, due tomorrow, late. */
async function remindOfPieces(k: Kernel): Promise<number> {
  const now = k.clock.now();
  let told = 0;
  for (let after: string | null = null; ; ) {
    const pieces: Piece[] = await duePieces(k.db, new Date(now.getTime() + lookAhead_ms), after, batch);
    for (const piece of pieces) told += await remindOfPiece(k, piece, now);
    const last = pieces.at(-1);
    if (!last || pieces.length < batch) return told;
    after = last.id;
  }
}

async function remindOfPiece(k: Kernel, { id, dueAt: due }: Piece, now: Date): Promise<number> {
  const light = signalLight({ due, now, calendar: await k.calendar.current() });
  return inTransaction(k.db, async (tx) => {
    const piece = await lockPiece(tx, id);
    if (piece?.state !== 'sent' || light === 'none' || ranks.indexOf(light) <= ranks.indexOf(piece.reminded)) return 0;
    await setReminded(tx, id, light);
    const { number, n, dueAt, departmentId } = piece;
    for (const accountId of await officeOf({ db: tx }, departmentId))
      await k.notify.send(tx, now, {
        to: { accountId },
        kind: 'people.work_piece_due',
        params: { number, light, due: { at: dueAt.toISOString() } },
        link: `/secretariat/appointments/pieces/${number}/${n}`,
        dedupe: `appointment_piece:${id}:${light}`,
      });
    return 1;
  });
}
