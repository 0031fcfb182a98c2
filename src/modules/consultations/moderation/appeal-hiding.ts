import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { holdContribution, publicOnce, requireContribution } from './moderate.ts';
import { type Moderation, standingModeration, writeAppeal } from './moderation.queries.ts';
import { type AppealInput, appealInput } from './moderation-input.ts';

const appealDays = 30;

/** The moment after which nobody appeals any longer. */
export function appealUntil({ at }: Pick<Moderation, 'at'>): Date {
  return new Date(at.getTime() + appealDays * 86_400_000);
}

/**
 * The author asks another moderator to look again, once for each decision and within thirty days.
 * @throws AppError consultations.contribution_not_found to whoever is not the author; consultations.moderation.nothing_hidden,
 * .appeal_too_late, .appealed_already
 */
export async function appealHiding(k: Kernel, actor: Actor, contributionId: string, given: AppealInput): Promise<void> {
  const { text } = appealInput.parse(given);
  const found = await requireContribution(k, contributionId);
  if (actor.accountId === null || found.accountId !== actor.accountId) fail('consultations.contribution_not_found');
  await actOnConsultation(
    k,
    actor,
    found.consultationId,
    {
      ...{ act: 'contribution_appealed', as: 'resident', statuses: publicOnce },
      ...{ may: () => true, together: true },
    },
    async ({ tx, at }) => {
      const held = await holdContribution(tx, found.id);
      const standing = held.state === 'hidden' ? await standingModeration(tx, held.id) : undefined;
      if (!standing) return fail('consultations.moderation.nothing_hidden');
      if (standing.appealedAt !== null) fail('consultations.moderation.appealed_already');
      if (at > appealUntil(standing)) fail('consultations.moderation.appeal_too_late');
      if (!(await writeAppeal(tx, standing.id, text, at))) fail('consultations.moderation.appealed_already');
      return { subjectId: held.id, details: { kind: held.kind, number: held.number }, result: undefined };
    },
  );
}
