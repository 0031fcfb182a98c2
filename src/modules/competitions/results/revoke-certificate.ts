import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { wordsOf } from '../screening/typed.ts';
import { certificateById, markRevoked } from './certificate.queries.ts';
import './results.errors.ts';

export const revokeInput = z.object({
  id: z.string().refine(isId),
  /** in the record; the check page says only that it is revoked */
  reason: wordsOf(300, 'competitions.results.field.reason'),
});
export type RevokeInput = z.input<typeof revokeInput>;

/** Takes a certificate back: its check page says from then on that it does not count. The results stay as they are. */
export async function revokeCertificate(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: RevokeInput,
): Promise<void> {
  const { id, reason } = revokeInput.parse(given);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'revoke_certificate', as: 'organiser', states: ['final'], may: organises },
    async ({ tx, at }) => {
      const certificate = await certificateById(tx, id);
      if (certificate?.competitionId !== competitionId) return fail('competitions.results.certificate_not_found');
      if (!(await markRevoked(tx, id, at, reason))) fail('competitions.results.revoked_already');
      return { entryId: certificate.entryId, details: { certificate: certificate.number, reason }, result: undefined };
    },
  );
}
