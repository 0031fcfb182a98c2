import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { makeAccount } from '../people.factory.ts';
import type { OrganisationKind } from '../register/register.rules.ts';
import { creditCheckCharacter } from './credit-code.ts';
import { organisationShape, organisationValues, slugOf } from './organisation.shape.ts';
import { insertPlace, type Part } from './organisation-people.queries.ts';
import { insertOrganisation, setVerified } from './organisations.queries.ts';

let serial = 0;

/** Test data: a credit code that is right, a different one each time. */
export function makeCreditCode(): string {
  const first = `91350100M${String(++serial).padStart(8, '0')}`;
  return `${first}${creditCheckCharacter(first)}`;
}

/** Test data: an organisation, verified unless told otherwise, with people who hold these parts. */
export async function makeOrganisation(
  k: Kernel,
  given: {
    name?: string;
    shortName?: string;
    kind?: OrganisationKind;
    about?: string;
    website?: string;
    publicContact?: string;
    creditCode?: string;
    districtId?: string | null;
    verified?: boolean;
    people?: { accountId: string; part: Part }[];
  } = {},
): Promise<{ id: string; slug: string; name: string }> {
  const name = given.name ?? `第${serial + 1}协会`;
  const input = organisationShape.parse({
    kind: given.kind ?? 'association',
    name,
    shortName: given.shortName ?? '',
    creditCode: given.creditCode ?? makeCreditCode(),
    districtId: given.districtId ?? '',
    website: given.website ?? '',
    about: given.about ?? '',
    publicContact: given.publicContact ?? '',
  });
  const at = k.clock.now();
  const verifier = given.verified === false ? null : await makeAccount(k, { roles: [{ role: 'secretary' }] });
  return inTransaction(k.db, async (tx) => {
    const made = await insertOrganisation(tx, {
      ...organisationValues(input),
      slug: slugOf(input),
      registeredBy: null,
      at,
    });
    if (verifier) await setVerified(tx, made.id, verifier.accountId, at);
    for (const { accountId, part } of given.people ?? [])
      await insertPlace(tx, { organisationId: made.id, accountId, part, state: 'held', by: accountId, at });
    return { ...made, name };
  });
}
