import { type Actor, hasRole } from '../../people/index.ts';
import { type CompetitionFacts, mayScreen, organises } from '../competitions.policy.ts';

/** All entries that were handed in, with how they stand: organisers, screeners, auditors. */
export function mayReadEntries(actor: Actor, facts: CompetitionFacts): boolean {
  return mayScreen(actor, facts) || hasRole(actor, 'auditor');
}

/** How to reach entrants; each look is written down. */
export function mayReadContacts(actor: Actor, facts: CompetitionFacts): boolean {
  return mayScreen(actor, facts);
}

/** Takes an entry out of the competition. */
export function mayDisqualify(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts);
}
