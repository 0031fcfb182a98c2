import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { mayActFor } from '../organisations/organisation-people.queries.ts';
import { lockOrganisation } from '../organisations/organisations.queries.ts';
import { accountsByIds } from '../people.queries.ts';
import { auditName } from '../session.ts';
import { mayOrganisationNominate, nominatingParts } from './nominations.policy.ts';
import { nominationSettings } from './nominations.settings.ts';
import { nomineeShape } from './nominee.shape.ts';
import { placeNominations } from './place-nominations.ts';

/** One nomination: somebody, and for which organisation; none: in one's own name. */
export const nominateShape = nomineeShape.and(
  z.object({
    organisationId: z
      .union([z.literal(''), z.uuid()])
      .default('')
      .transform((id) => id || null),
  }),
);
export type NominateInput = z.output<typeof nominateShape>;

/**
 * Recommends one person, who is invited by mail or text message. The answer is the same whether or not they are written
 * to.
 * @returns the nomination's id
 * @throws AppError kernel.too_many, kernel.not_allowed, people.organisation_unverified, people.nomination_own_address
 */
export async function nominate(
  k: Kernel,
  actor: Actor,
  { organisationId, ...nominee }: NominateInput,
): Promise<string> {
  const recommenderId = actor.accountId ?? fail('kernel.sign_in_first');
  if (organisationId === null) await refuseOwnAddress(k, recommenderId, nominee);
  else if (!(await mayActFor(k.db, recommenderId, organisationId, nominatingParts))) fail('kernel.not_allowed');
  await takeNominations(k, { recommenderId, organisationId }, 1);
  return whileAddressesMove(() =>
    inTransaction(k.db, async (tx) => {
      if (organisationId) await holdNominating(tx, actor, organisationId);
      const [id] = await placeNominations(k, tx, {
        recommenderId,
        organisationId,
        batchId: null,
        locale: actor.locale,
        nominees: [{ ...nominee, line: null }],
      });
      await recordNomination(k, tx, actor, { type: 'people.nomination_made', id: id!, organisationId });
      return id!;
    }),
  );
}

/** Two people may recommend the same one at the same moment; the second then finds the invitation of the first. */
export async function whileAddressesMove<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const moved = isDuplicate(error, 'nomination_email_idx') || isDuplicate(error, 'nomination_phone_idx');
      if (!moved || attempt >= 4) throw error;
    }
  }
}

/** Counts against what a person or an organisation may recommend in a day. @throws AppError kernel.too_many */
export async function takeNominations(
  k: Kernel,
  { recommenderId, organisationId }: { recommenderId: string; organisationId: string | null },
  n: number,
): Promise<void> {
  const { person_perDay, organisation_perDay } = k.settings.get(nominationSettings);
  const points = organisationId ? organisation_perDay : person_perDay;
  const name = organisationId ? 'people.nominate_organisation' : 'people.nominate';
  await k.limits.take({ name, points, seconds: 86_400 }, organisationId ?? recommenderId, n);
}

/**
 * Holds an organisation while somebody nominates for it.
 * @throws AppError kernel.not_allowed, people.organisation_unverified
 */
export async function holdNominating(tx: Tx, actor: Actor, organisationId: string): Promise<void> {
  const organisation = (await lockOrganisation(tx, organisationId)) ?? fail('kernel.not_found');
  if (!(await mayActFor(tx, actor.accountId, organisationId, nominatingParts))) fail('kernel.not_allowed');
  if (!mayOrganisationNominate(organisation)) fail('people.organisation_unverified');
}

async function refuseOwnAddress(k: Kernel, accountId: string, nominee: { email: string | null; phone: string | null }) {
  const [own] = await accountsByIds(k.db, [accountId]);
  const mine =
    own && ((nominee.email && nominee.email === own.email) || (nominee.phone && nominee.phone === own.phone));
  if (mine) fail('people.nomination_own_address');
}

/** Writes what happened to a nomination into the log and tells other parts: ids and nothing else. */
export async function recordNomination(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  fact: { type: string; id: string; organisationId: string | null },
): Promise<void> {
  const at = k.clock.now();
  const payload = { nominationId: fact.id, organisationId: fact.organisationId };
  await k.outbox.emit(tx, at, { type: fact.type, subject: fact.id, actorId: actor.accountId, payload });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: fact.type,
    objectType: 'nomination',
    objectId: fact.id,
    details: payload,
  });
}
