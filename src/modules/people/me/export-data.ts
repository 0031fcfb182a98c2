import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { passkeysOf } from '../passkeys/passkeys.queries.ts';
import { auditName } from '../session.ts';
import { consentsOf } from './consent.queries.ts';
import { looksAtAccount, ownDeeds } from './data.queries.ts';
import { type Look, personalDataOf } from './personal-data.ts';
import { profileOf } from './profile.queries.ts';
import { sessionsOf } from './sessions.queries.ts';

const most_deeds = 5000;

/** Who of the staff looked, in every module, the newest first. */
export async function looksAt(k: Kernel, accountId: string, limit: number): Promise<Look[]> {
  const parts = await Promise.all([
    looksAtAccount(k.db, accountId, limit),
    ...personalDataOf(k).map((data) => data.looks?.(k.db, accountId, limit) ?? []),
  ]);
  return parts
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, limit);
}

/** Everything held on somebody, to take away: one object, a part for each module. */
export async function exportData(k: Kernel, owner: Actor & { accountId: string }): Promise<Record<string, unknown>> {
  const { accountId } = owner;
  const now = k.clock.now();
  await inTransaction(k.db, (tx) =>
    audit(tx, now, {
      actorId: accountId,
      actorName: auditName(owner),
      action: 'people.data_exported',
      objectType: 'account',
      objectId: accountId,
    }),
  );
  const [account, sessions, passkeys, consents, notifications, preference, looks, deeds] = await Promise.all([
    profileOf(k.db, accountId),
    sessionsOf(k.db, accountId),
    passkeysOf(k.db, accountId),
    consentsOf(k.db, accountId),
    k.notify.inbox(k.db, accountId, owner.locale, { limit: 1000 }),
    k.notify.preference(k.db, accountId),
    looksAt(k, accountId, 1000),
    ownDeeds(k.db, accountId, most_deeds),
  ]);
  const modules = await Promise.all(
    personalDataOf(k).map(async (data) => [data.module, await data.export(k.db, accountId)] as const),
  );
  const { roles } = owner;
  return {
    format: 'tongxin-personal-data-1',
    exportedAt: now,
    account,
    roles,
    sessions,
    passkeys,
    consents,
    preference,
    notifications,
    looks,
    deeds,
    ...Object.fromEntries(modules),
  };
}
