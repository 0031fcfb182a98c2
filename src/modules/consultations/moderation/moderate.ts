import { isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnConsultation, type Deed } from '../act-on-consultation.ts';
import type { Status } from '../consultations.rules.ts';
import { type Contribution, contributionById } from '../contribution.queries.ts';
import './moderation.errors.ts';
import { mayHide } from './moderation.policy.ts';

/** Whatever was public once can be moderated, and its author can appeal. */
export const publicOnce: readonly Status[] = ['not_started', 'running', 'ended', 'answered', 'cancelled'];

/** What went into another is read on its own page still, and is reported and hidden like all else. */
export function isRead({ state }: Pick<Contribution, 'state'>): boolean {
  return state === 'visible' || state === 'merged';
}

/** The contribution, of any kind and state. @throws AppError consultations.contribution_not_found */
export async function requireContribution(k: Kernel, id: string): Promise<Contribution> {
  const found = isId(id) ? await contributionById(k.db, id) : undefined;
  return found ?? fail('consultations.contribution_not_found');
}

/** The contribution, held until the end of the transaction. */
export async function holdContribution(tx: Tx, id: string): Promise<Contribution> {
  return (await contributionById(tx, id, { lock: true })) ?? fail('consultations.contribution_not_found');
}

/**
 * A moderator does something about a contribution that is not their own: it is held, then `work` decides.
 * @throws AppError consultations.moderation.own_words, kernel.not_allowed, and as `actOnConsultation`
 */
export async function moderate<R>(
  k: Kernel,
  actor: Actor,
  contributionId: string,
  act: string,
  work: (acting: Acting, contribution: Contribution) => Promise<Omit<Deed<R>, 'subjectId'>>,
): Promise<R> {
  const { consultationId } = await requireContribution(k, contributionId);
  return actOnConsultation(
    k,
    actor,
    consultationId,
    { act, as: 'moderator', statuses: publicOnce, may: mayHide, together: true },
    async (acting) => {
      const held = await holdContribution(acting.tx, contributionId);
      if (held.accountId !== null && held.accountId === actor.accountId) fail('consultations.moderation.own_words');
      const { kind, number } = held;
      const deed = await work(acting, held);
      return { ...deed, subjectId: held.id, details: { kind, number, ...deed.details } };
    },
  );
}
