import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { type OrganisationOfAccount, organisationsOf } from '../organisations/organisation-people.queries.ts';
import { nominatingParts } from './nominations.policy.ts';

/** Verified organisations that somebody nominates for. */
export async function nominatingOrganisations(k: Kernel, actor: Actor): Promise<OrganisationOfAccount[]> {
  if (!actor.accountId) return [];
  const all = await organisationsOf(k.db, actor.accountId);
  const speaks = (parts: readonly string[]) => nominatingParts.some((part) => parts.includes(part));
  return all.filter(({ parts, verifiedAt }) => verifiedAt !== null && speaks(parts));
}
