import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { type Status, statuses } from '../consultations.rules.ts';
import { contributionById } from '../contribution.queries.ts';
import { countAnswers, emptyContribution, parentOf } from './comment.queries.ts';
import './comments.errors.ts';
import { settleReports } from '../moderation/report.queries.ts';

/** Once its outcome is published a contribution is part of it. */
export const withdrawable: readonly Status[] = ['running', 'ended', 'cancelled'];

/**
 * Somebody takes back what they handed in, of any kind, as long as its outcome is not published: words and name go, the
 * number stays. What is hidden can be taken back too; the decision stays in the log.
 * @throws AppError consultations.comments.not_yours, .not_withdrawable, .outcome_published
 */
export async function withdrawContribution(k: Kernel, actor: Actor, contributionId: string): Promise<void> {
  const found = isId(contributionId) ? await contributionById(k.db, contributionId) : undefined;
  const own = actor.accountId !== null && found?.accountId === actor.accountId;
  if (!found || !own) return fail('consultations.comments.not_yours');
  await actOnConsultation(
    k,
    actor,
    found.consultationId,
    {
      ...{ act: 'contribution_withdrawn', as: 'resident', statuses },
      ...{ may: () => true, together: true },
    },
    async ({ tx, at, status }) => {
      if (!withdrawable.includes(status)) fail('consultations.comments.outcome_published');
      const held = await contributionById(tx, found.id, { lock: true });
      if (!held || held.state === 'withdrawn') return fail('consultations.comments.not_withdrawable');
      await emptyContribution(tx, held.id);
      await settleReports(tx, held.id, { outcome: 'gone', answer: '', by: null, at });
      const parent = await parentOf(tx, held.id);
      if (parent) await countAnswers(tx, parent);
      return { subjectId: held.id, details: { kind: held.kind, number: held.number }, result: undefined };
    },
  );
}
