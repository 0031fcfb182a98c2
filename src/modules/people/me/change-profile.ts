import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { showChange } from '../register/membership/show-change.ts';
import { auditName } from '../session.ts';
import { personName } from '../sign-in/welcome.ts';
import { setNames } from './profile.queries.ts';

export const profileSchema = z.object({
  name: personName,
  displayName: personName,
  locale: z.enum(['zh-CN', 'zh-TW', 'en'], 'people.profile.locale_unknown'),
});

/** Corrects how somebody is called, and in which language they are written to. */
export async function changeProfile(
  k: Kernel,
  owner: Actor & { accountId: string },
  input: z.output<typeof profileSchema>,
): Promise<void> {
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await setNames(tx, owner.accountId, input);
    await showChange(k, tx, owner, owner.accountId, now);
    await audit(tx, now, {
      actorId: owner.accountId,
      actorName: auditName(owner),
      action: 'people.profile_changed',
      objectType: 'account',
      objectId: owner.accountId,
    });
  });
}
