import type { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, hasRole } from '../actor.ts';
import { actOnTeam, allow, mineOf, requireState } from './act-on-team.ts';
import { closeTeamRows, decideTeam, setTeamState } from './team.queries.ts';
import { decisionInput, reasonInput } from './team-inputs.ts';
import { endPerson, peopleOf, personById, updatePerson } from './team-person.queries.ts';
import { mayClose, mayDecide } from './teams.policy.ts';

/**
 * The secretariat approves a proposed team or declines it with a reason; nobody their own.
 * @throws AppError kernel.not_allowed, people.team_wrong_state
 */
export async function decideOnTeam(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof decisionInput>,
): Promise<void> {
  const { decision, reason } = decisionInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, at }) => {
    allow(mayDecide(actor, team));
    requireState(team, 'proposed');
    const approved = decision === 'approve';
    await decideTeam(tx, team.id, { state: approved ? 'active' : 'declined', by: actor.accountId, reason, at });
    if (!approved) for (const person of await peopleOf(tx, team.id)) await endPerson(tx, person.id, at);
    return { act: approved ? 'approved' : 'declined', ids: { accountId: team.proposedBy }, result: undefined };
  });
}

/** The secretariat names one of a team's people as its leader, after the last one is gone and nobody could follow. */
export async function nameLeader(k: Kernel, actor: Actor, slug: string, personId: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team }) => {
    allow(hasRole(actor, 'secretary'));
    requireState(team, 'vacant');
    const person = isId(personId) ? await personById(tx, team.id, personId) : undefined;
    if (person?.state !== 'held') failFields({ person: { key: 'people.teams.field.person_needed' } });
    await updatePerson(tx, person.id, { part: 'leader', leadOfferedAt: null });
    await setTeamState(tx, team.id, 'active');
    return { act: 'lead_taken', ids: { accountId: person.accountId }, result: undefined };
  });
}

/** Ends a team. What it published stays to be read, with its name. */
export async function closeTeam(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<typeof reasonInput>,
): Promise<void> {
  const { reason } = reasonInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    allow(mayClose(actor, team, mineOf(mine)));
    await closeTeamRows(tx, team.id, reason, at);
    return { act: 'closed', result: undefined };
  });
}
