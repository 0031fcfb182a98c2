import { inTransaction, isDuplicate } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { holdVersion } from '../admin/admin-page.tsx';
import { type OrganisationInput, organisationValues } from './organisation.shape.ts';
import { decideCheck, dropEvidence } from './organisation-checks.queries.ts';
import { mayManageOrganisation, mayRescueOrganisation } from './organisations.policy.ts';
import {
  closeOrganisationRow,
  lockOrganisation,
  type Organisation,
  updateOrganisation,
} from './organisations.queries.ts';
import { checkDistrict, recordOrganisation } from './register-organisation.ts';
import { standingOf } from './standing.ts';

/** What a form of an organisation was made from. */
export function organisationState(organisation: Organisation): unknown {
  const { verifiedAt, closedAt, createdAt, ...rest } = organisation;
  return rest;
}

/**
 * Changes what an organisation says of itself. With another name, kind or code it is no longer verified.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.organisation_closed, kernel.changed_meanwhile
 */
export async function changeOrganisation(
  k: Kernel,
  actor: Actor,
  id: string,
  input: OrganisationInput,
  version?: string,
): Promise<void> {
  await checkDistrict(k, input);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const before = (await lockOrganisation(tx, id)) ?? fail('kernel.not_found');
    if (before.closedAt) fail('people.organisation_closed');
    if (!mayManageOrganisation(await standingOf(tx, actor, id), before)) fail('kernel.not_allowed');
    holdVersion(organisationState(before), version);
    const values = organisationValues(input);
    const other = before.name !== values.name || before.creditCode !== values.creditCode || before.kind !== values.kind;
    await updateOrganisation(tx, id, values, other);
    if (other) {
      const dropped = await decideCheck(tx, id, { state: 'dropped', by: null, reason: '', at });
      await k.files.release(tx, [...(dropped?.fileId ? [dropped.fileId] : []), ...(await dropEvidence(tx, id))]);
    }
    const unverified = other && before.verifiedAt !== null;
    await recordOrganisation(k, tx, actor, {
      action: 'people.organisation_changed',
      organisationId: id,
      at,
      details: { unverified },
    });
  });
}

/**
 * Closes an organisation: it leaves the public list and every part in it ends. By its administrators or the secretariat.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.organisation_closed
 */
export async function closeOrganisation(k: Kernel, actor: Actor, id: string): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const before = (await lockOrganisation(tx, id)) ?? fail('kernel.not_found');
    if (!mayRescueOrganisation(actor) && !mayManageOrganisation(await standingOf(tx, actor, id), { closedAt: null }))
      fail('kernel.not_allowed');
    if (before.closedAt) fail('people.organisation_closed');
    const dropped = await decideCheck(tx, id, { state: 'dropped', by: null, reason: '', at });
    await k.files.release(tx, [...(dropped?.fileId ? [dropped.fileId] : []), ...(await dropEvidence(tx, id))]);
    await closeOrganisationRow(tx, id, at);
    await recordOrganisation(k, tx, actor, { action: 'people.organisation_closed', organisationId: id, at });
  });
}

/** Whether an error says that another verified organisation has the code. */
export function isCodeTaken(error: unknown): boolean {
  return isDuplicate(error, 'organisation_credit_code_idx');
}
