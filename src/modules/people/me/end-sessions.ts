import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { auditName } from '../session.ts';
import { deleteOwnSession, deleteSessionsOf } from '../sign-in/open-session.queries.ts';

type Owner = Actor & { accountId: string; sessionId: string };

/**
 * Ends one of a person's sessions, or with `others` all but the one they are in.
 * @throws AppError kernel.not_found for another person's
 */
export async function endSessions(k: Kernel, owner: Owner, which: { id: string } | 'others'): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const ended =
      which === 'others'
        ? await deleteSessionsOf(tx, owner.accountId, owner.sessionId)
        : await deleteOwnSession(tx, owner.accountId, which.id);
    if (which !== 'others' && ended === 0) fail('kernel.not_found');
    await audit(tx, k.clock.now(), {
      actorId: owner.accountId,
      actorName: auditName(owner),
      action: 'people.sessions_ended',
      objectType: 'account',
      objectId: owner.accountId,
      details: { ended },
    });
  });
}
