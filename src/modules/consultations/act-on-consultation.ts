import { audit } from '../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../kernel/db/index.ts';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { localDate } from '../../kernel/time/index.ts';
import { type Actor, auditName } from '../people/index.ts';
import {
  type Consultation,
  type ConsultationOf,
  holdConsultation,
  insertStep,
  lockConsultation,
  type NewStep,
} from './consultation.queries.ts';
import './consultations.errors.ts';
import type { ConsultationFacts } from './consultations.policy.ts';
import { type ConsultationKind, type Status, statusOn } from './consultations.rules.ts';

export type Acting<K extends ConsultationKind = ConsultationKind> = {
  tx: Tx;
  consultation: ConsultationOf<K>;
  status: Status;
  at: Date;
};

/** What an act leaves behind, beside its own rows. */
export type Deed<R> = {
  /** the contribution, version or hearing it was about */
  subjectId?: string;
  /** for the record and the audit log: ids, numbers, states and reasons; no contact data */
  details?: Record<string, unknown>;
  /** false: nothing happened, and nothing is recorded */
  done?: boolean;
  result: R;
};

export type Act<K extends ConsultationKind> = {
  /** `open`, `hide_contribution`; event `consultations.<act>` */
  act: string;
  as: NewStep['byAs'];
  /** only consultations of this kind have it */
  kind?: K;
  /** in which it is possible; none given: running and ended */
  statuses?: readonly Status[];
  may: (actor: Actor, facts: ConsultationFacts) => boolean;
  /** true: does not wait for others who hand in at the same time */
  together?: boolean;
};

/**
 * The one way in which something is done to a consultation: its row is held, the policy asked, `work` writes; record, event
 * and audit entry follow in the same transaction. Not for votes and supports, which are many.
 * @throws AppError consultations.not_found, consultations.not_started, consultations.over, consultations.wrong_state,
 * kernel.not_allowed, or what `work` raises
 */
export async function actOnConsultation<R, K extends ConsultationKind = ConsultationKind>(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  act: Act<K>,
  work: (acting: Acting<K>) => Promise<Deed<R>>,
): Promise<R> {
  return inTransaction(k.db, (tx) => actInTransaction(k, tx, actor, consultationId, act, work));
}

/** The same inside a transaction that does more. */
export async function actInTransaction<R, K extends ConsultationKind = ConsultationKind>(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  consultationId: string,
  { act, as, kind, statuses = ['running', 'ended'], may, together = false }: Act<K>,
  work: (acting: Acting<K>) => Promise<Deed<R>>,
): Promise<R> {
  const hold = together ? holdConsultation : lockConsultation;
  const found = isId(consultationId) ? await hold(tx, consultationId) : undefined;
  if (!found || (kind && found.kind !== kind)) fail('consultations.not_found');
  const consultation = found as Consultation & ConsultationOf<K>;
  if (!may(actor, consultation)) fail('kernel.not_allowed');
  const at = k.clock.now();
  const status = statusOn(consultation, localDate(at, k.config.TIME_ZONE));
  if (!statuses.includes(status)) failStatus(status, as);
  const { subjectId, details = {}, done = true, result } = await work({ tx, consultation, status, at });
  if (!done) return result;
  await insertStep(tx, at, {
    consultationId: consultation.id,
    subjectId: subjectId ?? null,
    byId: actor.accountId,
    byAs: as,
    act,
    details,
  });
  await k.outbox.emit(tx, at, {
    type: `consultations.${act}`,
    subject: consultation.id,
    actorId: actor.accountId,
    payload: { slug: consultation.slug, kind: consultation.kind, subjectId: subjectId ?? null },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `consultations.${act}`,
    objectType: 'consultation',
    objectId: consultation.id,
    departmentId: consultation.departmentId,
    details: { slug: consultation.slug, subjectId, as },
  });
  return result;
}

/** What nobody should have reached, in words that say why. */
function failStatus(status: Status, as: NewStep['byAs']): never {
  if (status === 'not_started') return fail('consultations.not_started');
  if (as === 'resident' && (status === 'ended' || status === 'answered')) return fail('consultations.over');
  // Nobody else knows of it yet.
  if (status === 'prepared' && as === 'resident') return fail('consultations.not_found');
  return fail('consultations.wrong_state', { status });
}
