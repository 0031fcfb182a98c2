import { type Actor, auditName } from '../people/index.ts';
import type { CaseFacts } from './cases.policy.ts';

/**
 * Whom the audit log names for what was done to a case. Staff by name; whoever wrote the letter by their id alone, and
 * not even by it where the letter is confidential: auditors read the log, and who wrote is for the intake office alone.
 */
export function auditedAs(
  actor: Actor,
  facts: Pick<CaseFacts, 'authorAccountId' | 'confidential'>,
): { actorId: string | null; actorName: string } {
  if (actor.accountId === null || actor.accountId !== facts.authorAccountId)
    return { actorId: actor.accountId, actorName: actor.kind === 'system' ? actor.name : auditName(actor) };
  return { actorId: facts.confidential ? null : actor.accountId, actorName: '' };
}
