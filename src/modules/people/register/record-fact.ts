import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { auditName } from '../session.ts';

/** Whoever acts for themself. */
export type Owner = Actor & { accountId: string };

/** @throws AppError kernel.sign_in_first */
export function ownerOf(actor: Actor): Owner {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  return { ...actor, accountId };
}

/** Tells other modules what happened and writes it into the audit log, in the transaction of the fact. Ids and states only. */
export async function recordFact(
  k: Kernel,
  tx: Tx,
  at: Date,
  actor: Actor,
  fact: { type: string; of: 'application' | 'membership'; id: string; payload: Record<string, unknown> },
): Promise<void> {
  await k.outbox.emit(tx, at, { type: fact.type, subject: fact.id, actorId: actor.accountId, payload: fact.payload });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: fact.type,
    objectType: fact.of,
    objectId: fact.id,
    details: fact.payload,
  });
}
