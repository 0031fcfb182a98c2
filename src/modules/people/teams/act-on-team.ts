import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { auditName } from '../session.ts';
import { lockTeam, type Team } from './team.queries.ts';
import { personOf, type TeamPerson } from './team-person.queries.ts';
import './teams.errors.ts';
import type { Part, TeamState } from './teams.rules.ts';

/** The team under its lock, what the actor is in it, and the moment. */
export type Facts = { team: Team; mine: TeamPerson | undefined; at: Date };
/** What was done: the event `people.team_<act>` and the entry of the audit log; ids and states only. */
export type Deed<R = void> = { act: string; ids?: Record<string, string | number | null>; result: R };

export type TeamActor = Actor & { accountId: string };

/**
 * The only way in which something happens to a team: its row is locked, `work` says by rules and policy whether it may
 * be and writes it, event and audit log follow in the same transaction.
 * @param lock `share` where many people may do it at the same time and a constraint decides
 * @throws AppError people.team_not_found, kernel.sign_in_first
 */
export async function actOnTeam<R>(
  k: Kernel,
  actor: Actor,
  slug: string,
  work: (tx: Tx, facts: Facts) => Promise<Deed<R>>,
  lock: 'update' | 'share' = 'update',
): Promise<R> {
  if (!actor.accountId) fail('kernel.sign_in_first');
  return inTransaction(k.db, async (tx) => {
    const team = await lockTeam(tx, slug, lock);
    if (!team) fail('people.team_not_found');
    const at = k.clock.now();
    const deed = await work(tx, { team, mine: await personOf(tx, team.id, actor.accountId), at });
    await recordDeed(k, tx, actor, team.id, at, deed);
    return deed.result;
  });
}

/** Event and audit log of something that happened to a team. */
export async function recordDeed(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  teamId: string,
  at: Date,
  { act, ids }: Pick<Deed, 'act' | 'ids'>,
): Promise<void> {
  await k.outbox.emit(tx, at, {
    type: `people.team_${act}`,
    subject: teamId,
    actorId: actor.accountId,
    payload: { teamId, ...ids },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `people.team_${act}`,
    objectType: 'team',
    objectId: teamId,
    details: ids ?? {},
  });
}

/** @throws AppError people.team_wrong_state */
export function requireState(team: Team, ...states: TeamState[]): void {
  if (!states.includes(team.state)) fail('people.team_wrong_state');
}

/** The row's part and state as the policy reads them. */
export function mineOf(person: TeamPerson | undefined): { part: Part; state: TeamPerson['state'] } | undefined {
  return person && { part: person.part, state: person.state };
}

/** @throws AppError kernel.not_allowed */
export function allow(allowed: boolean): void {
  if (!allowed) fail('kernel.not_allowed');
}
