import { type Actor, hasRole, isStaff } from '../actor.ts';
import type { Part, PersonState, TeamState } from './teams.rules.ts';

/** What the policy must know of a team. */
export type TeamFacts = { state: TeamState; proposedBy: string | null };
/** What the actor is in the team; undefined: nothing. */
export type Mine = { part: Part; state: PersonState } | undefined;

const holds = (mine: Mine): boolean => mine?.state === 'held';
const works = (team: TeamFacts): boolean => team.state === 'active' || team.state === 'vacant';

/** Members of the register and staff propose teams. */
export function mayPropose(actor: Actor, isMember: boolean): boolean {
  return actor.kind === 'account' && (isMember || (isStaff(actor) && actor.secondFactor));
}

/** The secretariat decides, and nobody on a team of their own. */
export function mayDecide(actor: Actor, team: TeamFacts): boolean {
  return hasRole(actor, 'secretary') && team.proposedBy !== actor.accountId;
}

/** Those who work for the register see which teams are proposed. */
export function mayReadProposals(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

/** Leader and deputies run the team. */
export function mayRun(team: TeamFacts, mine: Mine): boolean {
  return works(team) && holds(mine) && mine?.part !== 'member';
}

/** What only the leader does: choose deputies, hand over, close. */
export function mayLead(team: TeamFacts, mine: Mine): boolean {
  return works(team) && holds(mine) && mine?.part === 'leader';
}

/** The team's own people, as long as it works. */
export function mayTakePart(team: TeamFacts, mine: Mine): boolean {
  return works(team) && holds(mine);
}

export function mayAsk(actor: Actor, team: TeamFacts, mine: Mine): boolean {
  return actor.kind === 'account' && team.state === 'active' && mine === undefined;
}

/** Leader, deputies and the secretariat decide on hours, never on their own. */
export function mayDecideHours(actor: Actor, team: TeamFacts, mine: Mine, claimedBy: string | null): boolean {
  const runs = mayRun(team, mine) || (works(team) && hasRole(actor, 'secretary'));
  return runs && actor.accountId !== null && actor.accountId !== claimedBy;
}

/** The leader of a team closes it, or the secretariat. */
export function mayClose(actor: Actor, team: TeamFacts, mine: Mine): boolean {
  return works(team) && (mayLead(team, mine) || hasRole(actor, 'secretary'));
}

/** A moderator hides what a team published, but not of a team that they belong to. */
export function mayHide(actor: Actor, mine: Mine): boolean {
  return hasRole(actor, 'moderator') && !holds(mine);
}
