import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { looksAtAccount } from './data.queries.ts';
import { type HeldPart, heldOn, type Subject } from './held/held-parts.ts';
import { type Look, personalDataOf } from './personal-data.ts';

/** as many deeds and notifications as go into one file */
const most = 5000;

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

/** Everything held on somebody and who looked at it, to take away; recorded in the log. */
export async function gatherExport(
  k: Kernel,
  subject: Subject,
  by: { accountId: string | null; name: string },
): Promise<{ parts: HeldPart[]; data: Record<string, unknown> }> {
  const { accountId } = subject;
  const now = k.clock.now();
  await inTransaction(k.db, (tx) =>
    audit(tx, now, {
      actorId: by.accountId,
      actorName: by.name,
      action: 'people.data_exported',
      objectType: 'account',
      objectId: accountId,
    }),
  );
  const [held, looks] = await Promise.all([heldOn(k, subject, most), looksAt(k, accountId, most)]);
  const parts = [
    ...held,
    { key: 'looks', title: 'people.held.part.looks', count: looks.length, content: looks, values: {} },
  ];
  return {
    parts,
    data: {
      format: 'tongxin-personal-data-1',
      exportedAt: now,
      ...Object.fromEntries(parts.map(({ key, content }) => [key, content])),
    },
  };
}
