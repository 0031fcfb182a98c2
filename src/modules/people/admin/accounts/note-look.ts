import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';

/** Records that an administrator looked at a resident's account; the resident can see it. */
export async function noteLook(k: Kernel, actor: Actor, accountId: string): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.account_read',
      objectType: 'account',
      objectId: accountId,
    }),
  );
}
