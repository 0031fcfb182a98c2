import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isDuplicate, isId, type Tx } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { noticeOnCommit } from '../../../kernel/live/index.ts';
import { typedText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import type { Stage } from '../competitions.rules.ts';
import { stageById } from '../desk-page.tsx';
import { fieldOf } from '../field.queries.ts';
import { drawOf, insertDraw, lockSlot, moveSlot, type Slot, slotsOf, writeSlot } from './pitch.queries.ts';
import './pitch.errors.ts';
import { mayRun } from './pitch.policy.ts';
import { afterAct, drawnOrder, type SlotAct, slotActs } from './pitch.rules.ts';

/** Phones and the hall hear of every change; `data` is the stage. */
export const pitchTopic = (stageId: string): string => `competitions.pitch.${stageId}`;

/** Pages first, so that whoever loads one again at once finds it new. */
async function tellHall(tx: Tx, stageId: string): Promise<void> {
  await noticeOnCommit(tx, 'kernel.cache', [pitchTopic(stageId)]);
  await noticeOnCommit(tx, pitchTopic(stageId), stageId);
}

const reason = z.string().default('').transform(typedText).pipe(z.string().max(500, 'competitions.pitch.reason_long'));

function pitchOf({ competition }: Acting, stageId: string): Stage<'pitch'> {
  const stage = stageById(competition, stageId, 'pitch');
  if (stage.closedAt) fail('competitions.too_late');
  return stage;
}

/**
 * Draws the running order, once: by lot from a seed that everybody can read, or by number.
 * @throws AppError competitions.pitch_drawn, competitions.pitch_nobody, competitions.too_late
 */
export async function drawPitchOrder(k: Kernel, actor: Actor, competitionId: string, stageId: string): Promise<void> {
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'draw_pitch_order', as: 'organiser', may: mayRun },
    async (acting) => {
      const { tx, competition, at } = acting;
      const stage = pitchOf(acting, stageId);
      const field = await fieldOf(tx, competition, stage);
      if (field.length === 0) fail('competitions.pitch_nobody');
      const seed = stage.settings.order === 'drawn' ? randomBytes(16).toString('hex') : null;
      const numbers = field.map(({ number }) => number);
      const order = seed === null ? numbers : drawnOrder(seed, numbers);
      const ids = new Map(field.map(({ id, number }) => [number, id]));
      const entryIds = order.map((number) => ids.get(number) as string);
      if (!(await insertDraw(tx, { competitionId, stageId, seed, at, entryIds }))) fail('competitions.pitch_drawn');
      await tellHall(tx, stageId);
      return { stageId, details: { seed, order }, result: undefined };
    },
  );
}

export const slotActShape = z.object({
  stageId: z.string().refine(isId),
  entryId: z.string().refine(isId),
  act: z.enum(slotActs),
  reason,
});

/**
 * The next phase of a slot, or its clock.
 * @throws AppError competitions.pitch_wrong_state, competitions.pitch_busy, competitions.pitch_not_drawn
 */
export async function actOnSlot(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  input: z.input<typeof slotActShape>,
): Promise<void> {
  const { stageId, entryId, act, reason } = slotActShape.parse(input);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'pitch_step', as: 'organiser', may: mayRun },
    async (acting) => {
      pitchOf(acting, stageId);
      const slot = await heldSlot(acting, stageId, entryId);
      const state = afterAct(slot.state, act, slot.pausedAt !== null);
      if (state === null) return fail('competitions.pitch_wrong_state', { state: slot.state });
      await writeSlot(acting.tx, stageId, { ...slot, ...clockAfter(slot, act, acting.at), state }).catch((error) => {
        throw isDuplicate(error, 'pitch_slot_current_idx') ? new AppError('competitions.pitch_busy') : error;
      });
      await tellHall(acting.tx, stageId);
      return { stageId, entryId, details: { step: act, state, ...(reason ? { reason } : {}) }, result: undefined };
    },
  );
}

async function heldSlot({ tx }: Acting, stageId: string, entryId: string): Promise<Slot> {
  const slot = await lockSlot(tx, stageId, entryId);
  if (slot) return slot;
  return fail((await drawOf(tx, stageId)) ? 'competitions.entry_not_found' : 'competitions.pitch_not_drawn');
}

function clockAfter(slot: Slot, act: SlotAct, at: Date): Pick<Slot, 'startedAt' | 'pausedAt' | 'pausedMs'> {
  if (act === 'pause') return { ...slot, pausedAt: at };
  if (act === 'resume' && slot.pausedAt)
    return { ...slot, pausedAt: null, pausedMs: slot.pausedMs + (at.getTime() - slot.pausedAt.getTime()) };
  if (act === 'start' || act === 'ask' || act === 'score') return { startedAt: at, pausedAt: null, pausedMs: 0 };
  return { startedAt: null, pausedAt: null, pausedMs: 0 };
}

export const moveShape = z.object({
  stageId: z.string().refine(isId),
  entryId: z.string().refine(isId),
  to: z.coerce
    .number('competitions.pitch.place_wrong')
    .int('competitions.pitch.place_wrong')
    .min(1, 'competitions.pitch.place_wrong'),
  reason: reason.pipe(z.string().min(1, 'competitions.pitch.reason_missing')),
});

/** Changes the order for a reason that stands in the record. Only among those who have not spoken. */
export async function movePitch(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  input: z.input<typeof moveShape>,
): Promise<void> {
  const { stageId, entryId, to, reason } = moveShape.parse(input);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'move_pitch', as: 'organiser', may: mayRun },
    async (acting) => {
      pitchOf(acting, stageId);
      const slot = await heldSlot(acting, stageId, entryId);
      const other = (await slotsOf(acting.tx, stageId)).find(({ position }) => position === to);
      if (!other) return fail('kernel.invalid');
      if (slot.state !== 'waiting') return fail('competitions.pitch_wrong_state', { state: slot.state });
      if (other.state !== 'waiting') return fail('competitions.pitch_wrong_state', { state: other.state });
      if (to !== slot.position) await moveSlot(acting.tx, stageId, slot.position, to);
      await tellHall(acting.tx, stageId);
      return { stageId, entryId, details: { from: slot.position, to, reason }, result: undefined };
    },
  );
}
