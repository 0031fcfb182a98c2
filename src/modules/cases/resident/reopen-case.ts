import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { casesSettings } from '../cases.settings.ts';
import { startNextRound } from '../next-round.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';
import { insertReopening } from './rating.queries.ts';

export const reopenInput = z.object({
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

const day_ms = 86_400_000;

/** The author asks, once, for the case to be taken up again. */
export async function reopenCase(
  k: Kernel,
  actor: Actor,
  key: AuthorKey,
  caseId: string,
  input: z.input<typeof reopenInput>,
): Promise<void> {
  const { reason } = reopenInput.parse(input);
  await actOnCase(k, actor, caseId, 'reopen', isAuthor(key), async ({ tx, row, at }) => {
    // Of what is archived only what was closed has an answer to be taken up again.
    if (row.state === 'archived' && row.state_before !== 'closed')
      fail('cases.wrong_state', { state: row.state_before ?? row.state, act: 'reopen' });
    const { reopen_days } = k.settings.get(casesSettings);
    if (row.closed_at && at.getTime() - row.closed_at.getTime() > reopen_days * day_ms)
      fail('cases.reopen_too_late', { days: reopen_days });
    await insertReopening(tx, { caseId: row.id, round: row.round + 1, why: 'author', reason, by: actor.accountId, at });
    const patch = await startNextRound(k, tx, row, at);
    return {
      patch,
      steps: [{ act: 'reopen', public: true, text: reason, data: { why: 'author' } }],
      event: { why: 'author' },
      result: undefined,
    };
  });
}
