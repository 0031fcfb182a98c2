import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { isRead, moderate } from './moderate.ts';
import { type KeepInput, keepInput } from './moderation-input.ts';
import { settleReports } from './report.queries.ts';

/**
 * A moderator leaves what was reported where it is, and says why to whoever reported it.
 * @throws AppError consultations.moderation.decided_already where nobody's report waits any longer
 */
export async function keepContribution(
  k: Kernel,
  actor: Actor,
  contributionId: string,
  given: KeepInput,
): Promise<void> {
  const { answer } = keepInput.parse(given);
  await moderate(k, actor, contributionId, 'reports_answered', async ({ tx, at }, held) => {
    if (held.state === 'hidden') fail('consultations.moderation.decided_already');
    const outcome = isRead(held) ? 'kept' : 'gone';
    const settled = await settleReports(tx, held.id, { outcome, answer, by: actor.accountId, at });
    if (settled === 0) fail('consultations.moderation.decided_already');
    return { details: { settled }, result: undefined };
  });
}
