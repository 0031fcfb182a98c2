import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsByIds } from '../../people/index.ts';
import { maySeeAuthor } from '../cases.policy.ts';
import type { MatterView } from './load-matter.ts';
import { readAuthorSince, storedAuthor } from './matter.queries.ts';

/** Looks at one case within so much time are one entry of the log. */
const oneLook_ms = 10 * 60_000;

export type AuthorDetails = { name: string; phone: string; email: string };

/**
 * Who wrote, with the ways to reach them. That this person looked is recorded in the audit log, where the author can see it.
 * @throws AppError kernel.not_allowed
 */
export async function readAuthor(
  k: Kernel,
  actor: Actor,
  matter: Pick<MatterView, 'row' | 'facts'>,
): Promise<AuthorDetails> {
  const { row, facts } = matter;
  const { accountId } = actor;
  if (!accountId || !maySeeAuthor(actor, facts)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    if (await readAuthorSince(tx, accountId, row.id, new Date(at.getTime() - oneLook_ms))) return;
    await audit(tx, at, {
      actorId: accountId,
      actorName: actor.name,
      action: 'cases.author_read',
      objectType: 'case',
      objectId: row.id,
      departmentId: row.lead_department_id,
      details: { number: row.number },
    });
  });
  const stored = await storedAuthor(k.db, row.id);
  const [account] = stored?.accountId ? await accountsByIds(k.db, [stored.accountId]) : [];
  return {
    name: stored?.name || account?.name || '',
    phone: stored?.phone || account?.phone || '',
    email: stored?.email || account?.email || '',
  };
}
