import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, auditName } from '../../people/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import { insertStep } from '../consultation.queries.ts';

/** Record, event and audit entry of what makes a consultation or throws a draft away: no row is there to be held. */
export async function recordOutside(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  act: 'create' | 'discard',
  consultation: Pick<Consultation, 'id' | 'slug' | 'kind' | 'departmentId'>,
  at: Date,
): Promise<void> {
  const { id, slug, kind, departmentId } = consultation;
  if (act === 'create')
    await insertStep(tx, at, { consultationId: id, byId: actor.accountId, byAs: 'convener', act, details: { kind } });
  await k.outbox.emit(tx, at, {
    type: `consultations.${act}`,
    subject: id,
    actorId: actor.accountId,
    payload: { slug, kind, subjectId: null },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `consultations.${act}`,
    objectType: 'consultation',
    objectId: id,
    departmentId,
    details: { slug, kind },
  });
}
