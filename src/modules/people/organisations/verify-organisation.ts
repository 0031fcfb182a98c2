import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { isCodeTaken } from './change-organisation.ts';
import { decideCheck } from './organisation-checks.queries.ts';
import { mayManageOrganisation, mayVerifyOrganisation } from './organisations.policy.ts';
import { lockOrganisation, setVerified } from './organisations.queries.ts';
import { openCheck, recordOrganisation } from './register-organisation.ts';
import { standingOf } from './standing.ts';

export const verdictShape = z
  .object({
    verdict: z.enum(['grant', 'refuse']),
    reason: z
      .string()
      .default('')
      .transform((text) => text.replace(/\s+/g, ' ').trim())
      .pipe(z.string().max(500, 'people.organisations.reason_long')),
  })
  .refine(({ verdict, reason }) => verdict === 'grant' || reason !== '', {
    path: ['reason'],
    message: 'people.organisations.reason_missing',
  });

/**
 * The secretariat verifies an organisation, or says why not. Of two at once the second is told that it is decided.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.organisation_own, people.organisation_decided,
 *   people.organisation_code_taken, people.organisation_closed
 */
export async function decideOrganisation(
  k: Kernel,
  actor: Actor,
  id: string,
  { verdict, reason }: z.output<typeof verdictShape>,
): Promise<void> {
  const at = k.clock.now();
  const by = actor.accountId ?? fail('kernel.not_allowed');
  try {
    await inTransaction(k.db, async (tx) => {
      const organisation = (await lockOrganisation(tx, id)) ?? fail('kernel.not_found');
      const standing = await standingOf(tx, actor, id);
      if (!mayVerifyOrganisation(actor, standing))
        fail(standing.involved ? 'people.organisation_own' : 'kernel.not_allowed');
      if (organisation.closedAt) fail('people.organisation_closed');
      const state = verdict === 'grant' ? 'granted' : 'refused';
      const check = await decideCheck(tx, id, { state, by, reason: verdict === 'grant' ? '' : reason, at });
      if (!check) return fail('people.organisation_decided');
      if (check.fileId) await k.files.release(tx, [check.fileId]);
      if (verdict === 'grant') await setVerified(tx, id, by, at);
      await recordOrganisation(k, tx, actor, {
        action: verdict === 'grant' ? 'people.organisation_verified' : 'people.organisation_refused',
        organisationId: id,
        at,
        details: { checkId: check.id },
      });
    });
  } catch (error) {
    if (isCodeTaken(error)) fail('people.organisation_code_taken');
    throw error;
  }
}

/**
 * An administrator hands in a licence (anew), so that the organisation is verified. What waited before is dropped.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.organisation_verified, people.organisation_no_evidence,
 *   files.gone
 */
export async function askVerification(k: Kernel, actor: Actor, id: string, evidenceId: string | null): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const organisation = (await lockOrganisation(tx, id)) ?? fail('kernel.not_found');
    if (organisation.closedAt) fail('people.organisation_closed');
    if (!actor.accountId || !mayManageOrganisation(await standingOf(tx, actor, id), organisation))
      return fail('kernel.not_allowed');
    if (organisation.verifiedAt) fail('people.organisation_verified');
    if (!evidenceId) return fail('people.organisation_no_evidence');
    const dropped = await decideCheck(tx, id, { state: 'dropped', by: null, reason: '', at });
    if (dropped?.fileId) await k.files.release(tx, [dropped.fileId]);
    await openCheck(k, tx, { organisationId: id, askedBy: actor.accountId, evidenceId, at });
    await recordOrganisation(k, tx, actor, { action: 'people.organisation_check_asked', organisationId: id, at });
  });
}
