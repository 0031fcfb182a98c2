import type { Tx } from '../../../kernel/db/index.ts';
import { insertStep, lockOpenMatters, setOwner } from './matter.queries.ts';

/**
 * Open matters follow the contact: to whoever takes over, or to nobody where a contact ends. Only those that the contact
 * had (null: those without owner); what went to another department stays there.
 */
export async function giveOpenMatters(
  tx: Tx,
  given: {
    memberId: string;
    fromId: string | null;
    to: { ownerId: string | null; departmentId: string };
    by: string | null;
    at: Date;
  },
): Promise<void> {
  const matters = await lockOpenMatters(tx, given.memberId, given.fromId);
  if (matters.length === 0) return;
  await setOwner(
    tx,
    matters.map(({ id }) => id),
    given.to,
  );
  for (const matter of matters)
    await insertStep(tx, matter.id, given.at, {
      act: given.to.ownerId ? 'give' : 'owner_left',
      side: 'office',
      byId: given.by,
      departmentId: given.to.departmentId,
      text: '',
    });
}
