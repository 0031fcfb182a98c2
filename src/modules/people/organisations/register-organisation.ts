import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { districtBook } from '../books.ts';
import { auditName } from '../session.ts';
import { type OrganisationInput, organisationValues, slugOf } from './organisation.shape.ts';
import { insertCheck } from './organisation-checks.queries.ts';
import { insertPlace } from './organisation-people.queries.ts';
import { insertOrganisation } from './organisations.queries.ts';

/** Purpose of a licence among the files. */
export const evidencePurpose = 'people.organisation_evidence';

const registerLimit = { name: 'people.organisation', points: 5, seconds: 86_400 };

/**
 * Somebody enters an organisation, whose administrator they become. With a licence it waits to be verified.
 * @returns its address
 * @throws AppError kernel.sign_in_first, kernel.too_many, kernel.invalid, files.gone
 */
export async function registerOrganisation(
  k: Kernel,
  actor: Actor,
  input: OrganisationInput,
  evidenceId: string | null,
): Promise<{ id: string; slug: string }> {
  const { accountId } = actor;
  if (!accountId) return fail('kernel.sign_in_first');
  await checkDistrict(k, input);
  await k.limits.take(registerLimit, accountId);
  const at = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const made = await insertOrganisation(tx, {
      ...organisationValues(input),
      slug: slugOf(input),
      registeredBy: accountId,
      at,
    });
    await insertPlace(tx, {
      organisationId: made.id,
      accountId,
      part: 'administrator',
      state: 'held',
      by: accountId,
      at,
    });
    if (evidenceId) await openCheck(k, tx, { organisationId: made.id, askedBy: accountId, evidenceId, at });
    await recordOrganisation(k, tx, actor, { action: 'people.organisation_registered', organisationId: made.id, at });
    return made;
  });
}

/** @throws AppError kernel.invalid where the district is none of the city's */
export async function checkDistrict(k: Kernel, { districtId }: Pick<OrganisationInput, 'districtId'>): Promise<void> {
  if (districtId && !(await districtBook(k)).get(districtId))
    failFields({ districtId: { key: 'people.organisations.district_unknown' } });
}

/** @throws AppError files.gone */
export async function openCheck(
  k: Kernel,
  tx: Tx,
  check: { organisationId: string; askedBy: string; evidenceId: string; at: Date },
): Promise<void> {
  await k.files.claim(tx, [check.evidenceId], { purpose: evidencePurpose, ownerId: check.askedBy });
  await insertCheck(tx, { ...check, fileId: check.evidenceId });
}

/** Writes what happened to an organisation into the audit log, and tells other parts. */
export async function recordOrganisation(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  fact: { action: string; organisationId: string; at: Date; details?: Record<string, unknown> },
): Promise<void> {
  await audit(tx, fact.at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: fact.action,
    objectType: 'organisation',
    objectId: fact.organisationId,
    ...(fact.details && { details: fact.details }),
  });
  await k.outbox.emit(tx, fact.at, {
    type: fact.action,
    subject: fact.organisationId,
    actorId: actor.accountId,
    payload: { organisationId: fact.organisationId, ...fact.details },
  });
}
