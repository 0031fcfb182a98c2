import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { endOfDay, isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayWorkOnMatter } from '../liaison.policy.ts';
import { lines } from '../words.ts';
import { actOnMatter } from './act-on-matter.ts';
import { settleHanding } from './handing.queries.ts';

export const stepInput = z.object({ text: lines(2, 2000) });

/** The owner says what was done; the first step begins the work. */
export async function reportStep(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof stepInput>,
): Promise<void> {
  const { text } = stepInput.parse(input);
  await actOnMatter(k, actor, matterId, 'step', mayWorkOnMatter, async () => ({
    text,
    side: 'contact',
    result: undefined,
  }));
}

export const answerInput = z.object({ text: lines(4, 4000) });

/** The owner says what came of it; then the member rates. */
export async function answerMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof answerInput>,
): Promise<void> {
  const { text } = answerInput.parse(input);
  await actOnMatter(k, actor, matterId, 'answer', mayWorkOnMatter, async ({ tx, at }) => {
    await settleHanding(tx, matterId, { state: 'withdrawn', by: actor.accountId, at, answer: '' });
    return { patch: { answered_at: at }, text, side: 'contact', result: undefined };
  });
}

export const postponeInput = z.object({
  due: z.string().refine(isLocalDate, 'liaison.field.date_wrong'),
  text: lines(2, 1000),
});

/** Another due day, with the reason, which the member reads. It must lie ahead. */
export async function postponeMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof postponeInput>,
): Promise<void> {
  const { due, text } = postponeInput.parse(input);
  await actOnMatter(k, actor, matterId, 'postpone', mayWorkOnMatter, async ({ at, matter }) => {
    const dueAt = endOfDay(due, k.config.TIME_ZONE);
    if (dueAt <= at || dueAt <= matter.due_at) failFields({ due: { key: 'liaison.field.date_ahead' } });
    if (dueAt.getTime() - at.getTime() > 366 * 86_400_000) failFields({ due: { key: 'liaison.field.date_far' } });
    return { patch: { due_at: dueAt }, text, side: 'contact', result: undefined };
  });
}
