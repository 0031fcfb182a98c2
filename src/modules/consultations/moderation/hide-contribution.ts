import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import type { Actor } from '../../people/index.ts';
import { countAnswers, parentOf } from '../comments/comment.queries.ts';
import { updateContributionState } from '../contribution.queries.ts';
import { isRead, moderate } from './moderate.ts';
import { insertModeration } from './moderation.queries.ts';
import { type HideInput, hideInput } from './moderation-input.ts';
import { settleReports } from './report.queries.ts';

/**
 * Takes a contribution of any kind from the public under a published rule. Its author and whoever reported it are told; the
 * public log says the rule and the reason, and nothing of the words.
 * @throws AppError consultations.moderation.decided_already, .own_words; as `moderate`
 */
export async function hideContribution(
  k: Kernel,
  actor: Actor,
  contributionId: string,
  given: HideInput,
): Promise<void> {
  const { rule, reason } = hideInput.parse(given);
  const named = publishedRules(k, 'zh-CN').find(({ number }) => number === rule);
  if (!named) return failFields({ rule: { key: 'consultations.moderation.field.rule' } });
  await moderate(k, actor, contributionId, 'contribution_hidden', async ({ tx, consultation, at }, held) => {
    if (!isRead(held)) fail('consultations.moderation.decided_already');
    await insertModeration(tx, {
      ...{ consultationId: consultation.id, contributionId: held.id, ruleNumber: named.number, reason, at },
      // Its words of today stay with the decision: the text may change later.
      ...{ rule: `${named.number} ${named.title}`, by: actor.accountId },
    });
    await updateContributionState(tx, held.id, 'hidden');
    await settleReports(tx, held.id, { outcome: 'hidden', answer: '', by: actor.accountId, at });
    const parent = await parentOf(tx, held.id);
    if (parent) await countAnswers(tx, parent);
    return { details: { rule: named.number, reason }, result: undefined };
  });
}
