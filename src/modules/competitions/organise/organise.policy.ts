import { type Actor, hasRole } from '../../people/index.ts';
import { type CompetitionFacts, organises } from '../competitions.policy.ts';
import type { Duty } from '../competitions.rules.ts';

const atDesk: readonly Duty[] = ['organiser', 'screener', 'chair', 'observer'];

/** The organiser's page of a competition: who runs it, who watches over it, and auditors. Jurors have a desk of their own. */
export function mayOpenDesk(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts) || facts.duties.some((duty) => atDesk.includes(duty)) || hasRole(actor, 'auditor');
}

/** Observers say in public what they saw. */
export function mayRemark(_actor: Actor, facts: CompetitionFacts): boolean {
  return facts.duties.includes('observer');
}
