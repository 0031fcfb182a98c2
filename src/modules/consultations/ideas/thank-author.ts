import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { type Actor, recordConsent } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { isOfficial } from '../comments/speaker.ts';
import { randomCode } from './check-code.ts';
import { ideaById, lockIdeas } from './idea.queries.ts';
import './ideas.errors.ts';
import { isAdopted } from './ideas.rules.ts';
import { revokeThanks, writeThanks } from './thanks.queries.ts';

/** Consent to being thanked by name. */
export const thanksConsent = 'consultations.thanks';
/** The text that people agree to; a changed text is a new one. */
const thanksWording = 'thanks-2026-11';

export const thanksInput = z.object({
  agree: z.literal('yes', 'consultations.ideas.field.agree'),
  shownAs: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().min(1, 'consultations.ideas.field.thanks_name').max(40, 'consultations.ideas.field.line_long')),
});

const statuses = ['running', 'ended', 'answered'] as const;

/**
 * The author of an idea that was taken up agrees to be thanked by a name of their choice, on the page of the call and on a
 * certificate.
 * @throws AppError consultations.ideas.not_found for anybody else, .not_adopted, kernel.invalid
 */
export async function agreeToThanks(
  k: Kernel,
  actor: Actor,
  ideaId: string,
  given: z.input<typeof thanksInput>,
): Promise<void> {
  const input = thanksInput.parse(given);
  const { accountId, consultationId } = await own(k, actor, ideaId);
  if (await isOfficial(k, k.db, input.shownAs))
    failFields({ shownAs: { key: 'consultations.comments.field.name_taken' } });
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'agree_to_thanks', as: 'resident', kind: 'ideas', statuses, may: () => true, together: true },
    async ({ tx, at, consultation }) => {
      const idea = (await lockIdeas(tx, [ideaId])).get(ideaId);
      if (idea?.accountId !== accountId || idea.state !== 'visible') return fail('consultations.ideas.not_found');
      if (!isAdopted(idea.outcome) || !consultation.settings.thanks) fail('consultations.ideas.not_adopted');
      await writeThanks(tx, { contributionId: ideaId, accountId, shownAs: input.shownAs, code: randomCode(), at });
      await recordConsent(tx, { accountId, purpose: thanksConsent, wording: thanksWording, at });
      return { subjectId: ideaId, details: { number: idea.number }, result: undefined };
    },
  );
}

/** The author takes it back: the name goes, the certificate counts no more. */
export async function takeThanksBack(k: Kernel, actor: Actor, ideaId: string): Promise<void> {
  const { consultationId } = await own(k, actor, ideaId);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'take_thanks_back', as: 'resident', kind: 'ideas', statuses, may: () => true, together: true },
    async ({ tx, at }) => {
      const calls = await revokeThanks(tx, { contributionId: ideaId }, at);
      return { done: calls.length > 0, subjectId: ideaId, result: undefined };
    },
  );
}

async function own(k: Kernel, actor: Actor, ideaId: string) {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const idea = isId(ideaId) ? await ideaById(k.db, ideaId) : undefined;
  // Somebody else's is as good as none.
  if (idea?.accountId !== accountId) return fail('consultations.ideas.not_found');
  return { accountId, consultationId: idea.consultationId };
}
