import type { Actor } from '../../../people/index.ts';
import { type CompetitionFacts, mayReadRecord, organises } from '../../competitions.policy.ts';

/** Bursts and what is to be said of them: whoever may read the record. */
export const mayReadBursts = mayReadRecord;

/** Organisers propose that ballots are invalidated. */
export function mayPropose(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts);
}

/** Somebody else decides: another organiser, or an observer of the competition. */
export function mayDecide(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts) || facts.duties.includes('observer');
}

/** As what: whoever is both decides as an observer, who is the further from the one who proposed. */
export function decidesAs(facts: CompetitionFacts): 'organiser' | 'observer' {
  return facts.duties.includes('observer') ? 'observer' : 'organiser';
}
