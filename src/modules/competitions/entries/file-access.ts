import type { FastifyRequest } from 'fastify';
import type { FileAccess, StoredFile } from '../../../kernel/files/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, actorOf, hasRole } from '../../people/index.ts';
import { factsOf } from '../competition.queries.ts';
import { type CompetitionFacts, mayScreen } from '../competitions.policy.ts';
import { type FileFacts, factsOfFile } from './file.queries.ts';

/** Who may read what was entered: everybody once it is accepted; before that whoever made it, and whoever has to look at it. */
export async function entryFileAccess(k: Kernel, request: FastifyRequest, file: StoredFile): Promise<FileAccess> {
  const facts = await factsOfFile(k.db, file.id);
  if (facts && isPublic(facts)) return 'everybody';
  const actor = await actorOf(k, request);
  if (actor.accountId === null) return 'nobody';
  // Uploads that no entry has taken yet are their owner's.
  if (!facts) return file.ownerId === actor.accountId ? 'reader' : 'nobody';
  const inCompetition = await factsOf(k.db, facts.competition, actor.accountId);
  return mayReadFile(actor, facts, inCompetition) ? 'reader' : 'nobody';
}

function isPublic({ entryState, competition, emptied }: FileFacts): boolean {
  return entryState === 'accepted' && !emptied && competition.state !== 'draft';
}

/** A draft is its makers' alone; what was handed in is read by screeners, jurors, observers and auditors as well. */
export function mayReadFile(
  actor: Actor,
  file: Pick<FileFacts, 'accountId' | 'members' | 'entryState'>,
  facts: CompetitionFacts,
): boolean {
  const { accountId } = actor;
  if (accountId === null) return false;
  if (file.accountId === accountId || file.members.includes(accountId)) return true;
  if (file.entryState === 'draft' || file.entryState === 'withdrawn') return false;
  const looks = facts.duties.some((duty) => duty === 'juror' || duty === 'chair' || duty === 'observer');
  return looks || mayScreen(actor, facts) || hasRole(actor, 'auditor');
}
