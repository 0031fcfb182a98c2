import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountNames } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import { type CompetitionFacts, organises } from '../competitions.policy.ts';
import { authorOf, complaintByNumber } from './complaint.queries.ts';
import './results.errors.ts';

export type Complainant = { name: string; contact: string };

/**
 * Who complained, for whoever handles it. Every look is an entry of the audit log, which somebody with an account sees on
 * /me/data.
 */
export async function readComplainant(
  k: Kernel,
  actor: Actor,
  facts: CompetitionFacts,
  competition: Pick<Competition, 'id' | 'slug' | 'departmentId'>,
  number: number,
): Promise<Complainant> {
  if (!organises(actor, facts)) fail('kernel.not_allowed');
  return inTransaction(k.db, async (tx) => {
    const complaint = await complaintByNumber(tx, competition.id, number);
    const author = complaint && (await authorOf(tx, complaint.id));
    if (!author) return fail('competitions.results.complaint_not_found');
    await audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.personal_data_read',
      objectType: author.accountId === null ? 'competition' : 'account',
      objectId: author.accountId ?? competition.id,
      departmentId: competition.departmentId,
      details: { competition: competition.slug, complaint: number },
    });
    const names = author.accountId === null ? new Map() : await accountNames(tx, [author.accountId]);
    return { name: author.accountId === null ? '' : (names.get(author.accountId) ?? ''), contact: author.contact };
  });
}
