import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { auditName } from '../session.ts';

export type Deed = {
  type: string;
  of: 'appointment' | 'appointment_piece' | 'seat';
  id: string;
  departmentId?: string;
  /** ids, numbers and states only */
  payload: Record<string, unknown>;
};

/** Tells other parts what happened and writes it into the audit log, in the transaction of the fact. */
export async function recordDeed(k: Kernel, tx: Tx, at: Date, actor: Actor, deed: Deed): Promise<void> {
  await k.outbox.emit(tx, at, { type: deed.type, subject: deed.id, actorId: actor.accountId, payload: deed.payload });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: deed.type,
    objectType: deed.of,
    objectId: deed.id,
    departmentId: deed.departmentId ?? null,
    details: deed.payload,
  });
}
