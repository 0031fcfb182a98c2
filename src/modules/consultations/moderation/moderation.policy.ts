import type { Actor } from '../../people/index.ts';
import { type ConsultationFacts, convenes, mayModerate } from '../consultations.policy.ts';

/** A moderator, unless the consultation is their own department's. */
export function mayHide(actor: Actor, facts: ConsultationFacts): boolean {
  return mayModerate(actor) && !convenes(actor, facts);
}
