import { z } from 'zod';
import { isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation, type Deed } from '../act-on-consultation.ts';
import './convene.errors.ts';
import {
  eraseHearingData,
  type Hearing,
  type HearingPlace,
  hearingsOfAccount,
  leavePlace,
  lockHearing,
  placeOf,
  seatNext,
  writePlace,
} from './hearing.queries.ts';
import { line, lines } from './typed.ts';

export const signUpInput = z.object({
  name: line(60, 'consultations.convene.field_error.name'),
  contact: line(120, 'consultations.convene.field_error.contact', 3),
  speaks: z
    .union([z.boolean(), z.literal('yes').transform(() => true), z.literal('').transform(() => false)])
    .default(false),
  about: lines(500),
});
export type SignUpInput = z.input<typeof signUpInput>;

type PlaceState = HearingPlace['state'];
type AtHearing = { tx: Tx; hearing: Hearing; accountId: string; at: Date };

/** Both ways take the hearing's row: seats are given once, in the order of signing up. */
async function atHearing(
  k: Kernel,
  actor: Actor,
  ids: { consultationId: string; hearingId: string },
  act: 'sign_up_for_hearing' | 'leave_hearing',
  make: (given: AtHearing) => Promise<Deed<PlaceState>>,
): Promise<PlaceState> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  return actOnConsultation(
    k,
    actor,
    ids.consultationId,
    {
      act,
      as: 'resident',
      kind: 'draft',
      // A hearing may be after the last day of comments.
      statuses: ['not_started', 'running', 'ended'],
      may: ({ kind }) => kind === 'account',
      together: true,
    },
    async ({ tx, consultation, at }) => {
      const hearing = isId(ids.hearingId) ? await lockHearing(tx, ids.hearingId) : undefined;
      if (hearing?.consultationId !== consultation.id) return fail('consultations.hearing_not_found');
      const today = localDate(at, k.config.TIME_ZONE);
      // A place is given back until the last moment: somebody waits for it.
      const over = act === 'leave_hearing' ? at >= hearing.startsAt : today > hearing.signUpUntil;
      if (hearing.cancelledAt !== null || over) fail('consultations.hearing_closed');
      return make({ tx, hearing, accountId, at });
    },
  );
}

/** Takes a seat, or a place among those who wait. Signing up again changes what was said and keeps the place. */
export async function signUpForHearing(
  k: Kernel,
  actor: Actor,
  ids: { consultationId: string; hearingId: string },
  given: SignUpInput,
): Promise<PlaceState> {
  const input = signUpInput.parse(given);
  return atHearing(k, actor, ids, 'sign_up_for_hearing', async ({ tx, hearing, accountId, at }) => {
    const { id: hearingId, consultationId, seated, seats } = hearing;
    const before = await placeOf(tx, hearingId, accountId);
    const state = before?.state ?? (seated < seats ? 'seated' : 'waiting');
    const place = { accountId, ...input, state, signedUpAt: before?.signedUpAt ?? at };
    await writePlace(tx, { ...place, hearingId, consultationId }, before?.turn);
    return { subjectId: hearingId, details: { state }, result: state };
  });
}

/** Gives the place back; the first who waits gets it, and is told. */
export async function leaveHearing(
  k: Kernel,
  actor: Actor,
  ids: { consultationId: string; hearingId: string },
): Promise<void> {
  await atHearing(k, actor, ids, 'leave_hearing', async ({ tx, hearing, accountId, at }) => {
    const before = await placeOf(tx, hearing.id, accountId);
    if (!before) return { done: false, result: 'left' };
    await leavePlace(tx, hearing.id, accountId);
    const moved = before.state === 'seated' ? await fillSeats(k, tx, hearing.id, at) : 0;
    return { subjectId: hearing.id, details: { moved_up: moved }, result: 'left' };
  });
}

/** Whoever waits longest gets each free seat of a hearing to come, and is told. @returns how many */
async function fillSeats(k: Kernel, tx: Tx, hearingId: string, at: Date): Promise<number> {
  const hearing = await lockHearing(tx, hearingId);
  if (!hearing || hearing.cancelledAt !== null || hearing.startsAt <= at) return 0;
  const free = hearing.seats - hearing.seated;
  for (let given = 0; given < free; given++) {
    const accountId = await seatNext(tx, hearingId);
    if (accountId === undefined) return given;
    await k.outbox.emit(tx, at, {
      type: 'consultations.hearing_seat_given',
      subject: hearing.consultationId,
      payload: { subjectId: hearingId, accountId },
    });
  }
  return free;
}

/** The account goes: its places too, and whoever waits behind it moves up. */
export async function eraseFromHearings(k: Kernel, tx: Tx, accountId: string): Promise<void> {
  const hearings = await hearingsOfAccount(tx, accountId);
  // Held first, as by those who sign up at the same time.
  for (const id of hearings) await lockHearing(tx, id);
  await eraseHearingData(tx, accountId);
  for (const id of hearings) await fillSeats(k, tx, id, k.clock.now());
}
