import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { lineOf } from '../admin/names.ts';
import { lockMember } from '../register/entry.queries.ts';
import { paragraphs } from '../register/entry-input.ts';
import './appointments.errors.ts';
import { mayDecideSeat } from './appointments.policy.ts';
import { seatKinds, seatLevels } from './appointments.rules.ts';
import { recordDeed } from './record-deed.ts';
import {
  decideSeatRow,
  insertSeat,
  lockSeat,
  lockSeatsOf,
  removeSeatRow,
  type Seat,
  setSeatShown,
} from './seat.queries.ts';

const mostSeats = 20;

export const seatInput = z
  .object({
    body: lineOf(100, 'people.appointments.wrong.body'),
    level: z.enum(seatLevels, 'people.appointments.wrong.level'),
    kind: z.enum(seatKinds, 'people.appointments.wrong.seat_kind'),
    startsOn: z.string().refine(isLocalDate, 'people.appointments.wrong.day'),
    endsOn: z
      .string()
      .default('')
      .refine((text) => text === '' || isLocalDate(text), 'people.appointments.wrong.day'),
    shown: z.literal('yes').optional(),
  })
  .refine(({ startsOn, endsOn }) => endsOn === '' || endsOn > startsOn, {
    path: ['endsOn'],
    message: 'people.appointments.wrong.seat_ends',
  });
export type SeatInput = z.input<typeof seatInput>;

/**
 * A member says in which public body they hold a seat. The secretariat confirms it.
 * @throws AppError people.seat_not_a_member, people.seats_enough
 */
export async function enterSeat(k: Kernel, actor: Actor & { accountId: string }, input: SeatInput): Promise<string> {
  const given = seatInput.parse(input);
  const at = k.clock.now();
  const { accountId } = actor;
  return inTransaction(k.db, async (tx) => {
    if ((await lockMember(tx, accountId)) === null) fail('people.seat_not_a_member');
    if ((await lockSeatsOf(tx, accountId)) >= mostSeats) fail('people.seats_enough', { n: mostSeats });
    const seat = { ...given, endsOn: given.endsOn || null, shown: given.shown === 'yes' };
    const id = await insertSeat(tx, accountId, seat, at);
    await recordDeed(k, tx, at, actor, {
      type: 'people.seat_entered',
      of: 'seat',
      id,
      payload: { seatId: id, accountId },
    });
    return id;
  });
}

export const decideSeatInput = z.object({
  outcome: z.enum(['confirmed', 'declined'], 'people.appointments.wrong.outcome'),
  reason: paragraphs(300),
});

/**
 * The secretariat confirms a seat, or says why it cannot: once.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.seat_decided
 */
export async function decideSeat(
  k: Kernel,
  actor: Actor,
  id: string,
  input: z.input<typeof decideSeatInput>,
): Promise<void> {
  const { outcome, reason } = decideSeatInput.parse(input);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const seat = await held(tx, id);
    if (!mayDecideSeat(actor, seat) || !actor.accountId) return fail('kernel.not_allowed');
    if (seat.state !== 'entered') fail('people.seat_decided');
    if (outcome === 'declined' && reason === '') failFields({ reason: { key: 'people.appointments.wrong.reason' } });
    await decideSeatRow(tx, id, { state: outcome, reason, by: actor.accountId, at });
    const payload = { seatId: id, accountId: seat.accountId };
    await recordDeed(k, tx, at, actor, { type: `people.seat_${outcome}`, of: 'seat', id, payload });
  });
}

/** The member shows a seat in public, or no longer. */
export async function showSeat(k: Kernel, actor: Actor, id: string, shown: boolean): Promise<void> {
  await ownSeat(k, actor, id, 'people.seat_shown', async (tx) => setSeatShown(tx, id, shown));
}

/** The member takes a seat out, whatever its state. */
export async function removeSeat(k: Kernel, actor: Actor, id: string): Promise<void> {
  await ownSeat(k, actor, id, 'people.seat_removed', async (tx) => removeSeatRow(tx, id));
}

type Tx = Parameters<typeof lockSeat>[0];

async function held(tx: Tx, id: string): Promise<Seat> {
  if (!isId(id)) fail('kernel.not_found');
  return (await lockSeat(tx, id)) ?? fail('kernel.not_found');
}

async function ownSeat(
  k: Kernel,
  actor: Actor,
  id: string,
  type: string,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const seat = await held(tx, id);
    // Whoever else asks learns nothing, not even that it exists.
    if (seat.accountId !== actor.accountId) fail('kernel.not_found');
    await work(tx);
    await recordDeed(k, tx, at, actor, { type, of: 'seat', id, payload: { seatId: id, accountId: seat.accountId } });
  });
}
