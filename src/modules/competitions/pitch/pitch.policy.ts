import type { Actor } from '../../people/index.ts';
import { type CompetitionFacts, mayJudge, mayReadRecord, organises } from '../competitions.policy.ts';

/** Organisers run the day: draw the order, start and stop the clock. */
export function mayRun(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts);
}

/** The desk of the day, with what contestants signed. */
export function mayReadRun(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts) || mayReadRecord(actor, facts);
}

/** The live sheet: jurors and the chair. */
export const mayScoreLive = mayJudge;

/** Whoever answers for the entry signs its sheet. */
export function maySign(actor: Actor, entry: { accountId: string | null }): boolean {
  return actor.accountId !== null && actor.accountId === entry.accountId;
}
