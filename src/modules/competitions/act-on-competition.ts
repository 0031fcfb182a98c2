import { audit } from '../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../kernel/db/index.ts';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Actor, auditName } from '../people/index.ts';
import { type Competition, factsOf, insertStep, lockCompetition, type NewStep } from './competition.queries.ts';
import './competitions.errors.ts';
import type { CompetitionFacts } from './competitions.policy.ts';
import type { CompetitionState } from './competitions.rules.ts';

export type Acting = { tx: Tx; competition: Competition; facts: CompetitionFacts; at: Date };

/** What an act leaves behind, beside its own rows. */
export type Deed<R> = {
  stageId?: string;
  entryId?: string;
  /** for the record and the audit log: ids, numbers, states and reasons; no contact data */
  details?: Record<string, unknown>;
  /** false: nothing happened, and nothing is recorded */
  done?: boolean;
  result: R;
};

export type Act = {
  /** `open`, `score_entry`; event `competitions.<act>` */
  act: string;
  as: NewStep['byAs'];
  /** states in which it is possible; none given: open */
  states?: readonly CompetitionState[];
  may: (actor: Actor, facts: CompetitionFacts, competition: Competition) => boolean;
};

/**
 * The one way in which something is done to a competition: its row is locked, the policy asked, `work` writes; record,
 * event and audit entry follow in the same transaction. Not for ballots and views, which are many.
 * @throws AppError competitions.not_found, competitions.wrong_state, kernel.not_allowed, or what `work` raises
 */
export async function actOnCompetition<R>(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  act: Act,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  return inTransaction(k.db, (tx) => actInTransaction(k, tx, actor, competitionId, act, work));
}

/** The same inside a transaction that does more. */
export async function actInTransaction<R>(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  competitionId: string,
  { act, as, states = ['open'], may }: Act,
  work: (acting: Acting) => Promise<Deed<R>>,
): Promise<R> {
  const competition = isId(competitionId) ? await lockCompetition(tx, competitionId) : undefined;
  if (!competition) fail('competitions.not_found');
  const facts = await factsOf(tx, competition, actor.accountId);
  if (!may(actor, facts, competition)) fail('kernel.not_allowed');
  if (!states.includes(competition.state)) fail('competitions.wrong_state', { state: competition.state });
  const at = k.clock.now();
  const { stageId, entryId, details = {}, done = true, result } = await work({ tx, competition, facts, at });
  if (!done) return result;
  await insertStep(tx, at, {
    competitionId,
    stageId: stageId ?? null,
    entryId: entryId ?? null,
    byId: actor.accountId,
    byAs: as,
    act,
    details,
  });
  await k.outbox.emit(tx, at, {
    type: `competitions.${act}`,
    subject: competition.id,
    actorId: actor.accountId,
    payload: { slug: competition.slug, stageId: stageId ?? null, entryId: entryId ?? null },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `competitions.${act}`,
    objectType: 'competition',
    objectId: competition.id,
    departmentId: competition.departmentId,
    details: { slug: competition.slug, stageId, entryId, as },
  });
  return result;
}
