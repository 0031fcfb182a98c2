import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { countAnswers, parentOf } from '../comments/comment.queries.ts';
import { updateContributionState } from '../contribution.queries.ts';
import { holdContribution, moderate } from './moderate.ts';
import { type Moderation, standingModeration, writeRuling } from './moderation.queries.ts';
import { type RulingInput, rulingInput } from './moderation-input.ts';

/**
 * Another moderator than the one who hid it rules on the author's appeal.
 * @throws AppError consultations.moderation.own_decision, .not_appealed, .decided_already; as `moderate`
 */
export async function ruleAppeal(k: Kernel, actor: Actor, contributionId: string, given: RulingInput): Promise<void> {
  const { ruling, reason } = rulingInput.parse(given);
  const act = ruling === 'restored' ? 'contribution_restored' : 'contribution_upheld';
  await moderate(k, actor, contributionId, act, async ({ tx, at }, { id }) => {
    const standing = rulable(await standingModeration(tx, id));
    if (standing.byId === actor.accountId) fail('consultations.moderation.own_decision');
    if (!(await writeRuling(tx, standing.id, { ruling, reason, by: actor.accountId, at })))
      fail('consultations.moderation.decided_already');
    // What its author took back meanwhile stays taken back.
    if (ruling === 'restored' && (await holdContribution(tx, id)).state === 'hidden') {
      await updateContributionState(tx, id, 'visible');
      const parent = await parentOf(tx, id);
      if (parent) await countAnswers(tx, parent);
    }
    return { details: { ruling, reason }, result: undefined };
  });
}

function rulable(standing: Moderation | undefined): Moderation {
  // Restored a moment ago: nothing stands any longer.
  if (!standing || standing.ruling !== null) return fail('consultations.moderation.decided_already');
  return standing.appealedAt === null ? fail('consultations.moderation.not_appealed') : standing;
}
