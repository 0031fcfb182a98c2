import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';

/** Records that staff read what people keep from the public; each of them sees it on /me/data. Nobody's own look counts. */
export async function noteLooks(
  k: Kernel,
  actor: Actor,
  accountIds: readonly string[],
  details: Record<string, unknown>,
): Promise<void> {
  const others = accountIds.filter((id) => id !== actor.accountId);
  if (others.length === 0) return;
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    for (const objectId of others)
      await audit(tx, at, {
        actorId: actor.accountId,
        actorName: actor.name,
        action: 'people.personal_data_read',
        objectType: 'account',
        objectId,
        details,
      });
  });
}
