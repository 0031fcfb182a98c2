import { z } from 'zod';
import { isId, newId } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { typedText } from '../../../../kernel/text/index.ts';
import type { Actor } from '../../../people/index.ts';
import { type Acting, actOnCompetition } from '../../act-on-competition.ts';
import type { Competition } from '../../competition.queries.ts';
import { stageById } from '../../desk-page.tsx';
import { appendInvalidation } from '../log/append-invalidation.ts';
import { burstsOf } from './burst.queries.ts';
import './integrity.errors.ts';
import { decidesAs, mayDecide, mayPropose } from './integrity.policy.ts';
import {
  type Invalidation,
  insertInvalidation,
  lockInvalidation,
  positionsOfBurst,
  settleInvalidation,
} from './invalidation.queries.ts';

const reason = z
  .string('competitions.ballots.integrity.reason_missing')
  .transform(typedText)
  .pipe(
    z
      .string()
      .min(10, 'competitions.ballots.integrity.reason_short')
      .max(1000, 'competitions.ballots.integrity.reason_long'),
  );

export const proposeShape = z.object({
  stageId: z.string().refine(isId),
  mark: z.coerce.number().int().positive(),
  /** only the burst's ballots with exactly these choices: numbers with commas between; empty: all */
  choices: z
    .string()
    .max(2000)
    .default('')
    .transform((text) => (text === '' ? null : text.split(',').map(Number)))
    .refine((numbers) => numbers === null || numbers.every((n) => Number.isInteger(n) && n > 0))
    .transform((numbers) => (numbers === null ? null : [...numbers].sort((a, b) => a - b))),
  reason,
});

/** Consecutive positions as inclusive ranges. */
export function rangesOf(positions: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last && last[1] === position - 1) last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges;
}

/**
 * An organiser proposes that ballots of a burst are not counted, with the reason that everybody will read. Nothing
 * changes until somebody else has confirmed it.
 * @throws AppError competitions.invalidate_after_close, competitions.burst_unknown, competitions.nothing_to_invalidate,
 * competitions.invalidation_waits
 */
export async function proposeInvalidation(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  input: z.input<typeof proposeShape>,
): Promise<{ id: string }> {
  const { stageId, mark, choices, reason } = proposeShape.parse(input);
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'propose_invalidation', as: 'organiser', may: mayPropose },
    async ({ tx, competition, at }) => {
      const inStage = closedBallot(competition, stageId);
      const bursts = await burstsOf(tx, inStage);
      if (!bursts.some((burst) => burst.mark === mark)) fail('competitions.burst_unknown');
      const positions = await positionsOfBurst(tx, inStage, { mark, choices });
      if (positions.length === 0) fail('competitions.nothing_to_invalidate');
      const id = newId();
      const proposedBy = actor.accountId ?? fail('kernel.sign_in_first');
      const given = { id, competitionId, stageId, mark, choices, reason, proposedBy, proposedAt: at };
      if (!(await insertInvalidation(tx, given))) fail('competitions.invalidation_waits');
      return { stageId, details: { invalidation: id, ballots: positions.length }, result: { id } };
    },
  );
}

function closedBallot(competition: Competition, stageId: string): { competitionId: string; stageId: string } {
  const stage = stageById(competition, stageId, 'ballot');
  if (!stage.closedAt) fail('competitions.invalidate_after_close');
  return { competitionId: competition.id, stageId };
}

export const decideShape = z
  .object({
    id: z.string().refine(isId),
    decision: z.enum(['confirm', 'reject']),
    reason: z.string().max(1000).default('').transform(typedText),
  })
  .refine(({ decision, reason }) => decision === 'confirm' || reason !== '', {
    path: ['reason'],
    message: 'competitions.ballots.integrity.reason_missing',
  });

/**
 * Somebody else decides. Confirmed, the ballots are named in the log and counted out; all of it stands in the public log.
 * @throws AppError competitions.second_person, competitions.invalidation_decided, competitions.nothing_to_invalidate
 */
export async function decideInvalidation(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  input: z.input<typeof decideShape>,
): Promise<{ ballots: number }> {
  const { id, decision, reason } = decideShape.parse(input);
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: decision === 'confirm' ? 'confirm_invalidation' : 'reject_invalidation', as: 'observer', may: mayDecide },
    async (acting) => {
      const waiting = await lockWaiting(acting, id);
      if (waiting.proposedBy === actor.accountId) fail('competitions.second_person');
      const decided = { by: actor.accountId, as: decidesAs(acting.facts), at: acting.at, reason };
      const { tx } = acting;
      const { stageId } = waiting;
      if (decision === 'reject') {
        await settleInvalidation(tx, id, { ...decided, state: 'rejected', positions: null, ballots: null });
        return { stageId, details: { invalidation: id }, result: { ballots: 0 } };
      }
      const positions = await positionsOfBurst(tx, closedBallot(acting.competition, stageId), waiting);
      if (positions.length === 0) fail('competitions.nothing_to_invalidate');
      const ranges = rangesOf(positions);
      const named = { id, reason: waiting.reason, positions: ranges };
      await settleInvalidation(tx, id, {
        ...decided,
        state: 'confirmed',
        positions: ranges,
        ballots: positions.length,
      });
      await appendInvalidation(k, tx, { competition: acting.competition, stageId, ...named });
      return {
        stageId,
        details: { invalidation: id, ballots: positions.length },
        result: { ballots: positions.length },
      };
    },
  );
}

/** Whoever proposed it, or another organiser, takes a proposal back; it stays in the public log as taken back. */
export async function withdrawInvalidation(k: Kernel, actor: Actor, competitionId: string, id: string): Promise<void> {
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'withdraw_invalidation', as: 'organiser', may: mayPropose },
    async (acting) => {
      const { stageId } = await lockWaiting(acting, id);
      const taken = { by: null, as: null, at: acting.at, reason: '', positions: null, ballots: null };
      await settleInvalidation(acting.tx, id, { ...taken, state: 'withdrawn' });
      return { stageId, details: { invalidation: id }, result: undefined };
    },
  );
}

async function lockWaiting({ tx, competition }: Acting, id: string): Promise<Invalidation> {
  const found = isId(id) ? await lockInvalidation(tx, id) : undefined;
  if (!found || found.competitionId !== competition.id) return fail('competitions.not_found');
  if (found.state !== 'proposed') return fail('competitions.invalidation_decided');
  return found;
}
