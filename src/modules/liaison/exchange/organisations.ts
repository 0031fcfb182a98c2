import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { heldParts, type OrganisationFacts, organisationFacts } from './organisations.queries.ts';

/** For which organisations somebody speaks: as administrator alone, or as administrator or liaison officer. */
export type Speaks = { administers: ReadonlySet<string>; speaksFor: ReadonlySet<string> };

export const speaksForNobody: Speaks = { administers: new Set(), speaksFor: new Set() };

/** What an account is in organisations; read once a request. */
export async function speaksOf(k: Pick<Kernel, 'db'>, actor: Actor): Promise<Speaks> {
  if (!actor.accountId) return speaksForNobody;
  const parts = await heldParts(k.db, actor.accountId);
  return {
    administers: new Set(parts.filter(({ part }) => part === 'administrator').map((each) => each.organisationId)),
    speaksFor: new Set(parts.filter(({ part }) => part !== 'member').map((each) => each.organisationId)),
  };
}

/** Organisations by id, closed ones too. */
export async function organisationsById(
  k: Pick<Kernel, 'db'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganisationFacts>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return new Map((await organisationFacts(k.db, { ids: wanted })).map((each) => [each.id, each]));
}

/** Organisations that can be chosen: verified, and not closed. */
export async function openOrganisations(k: Pick<Kernel, 'db'>): Promise<OrganisationFacts[]> {
  return (await organisationFacts(k.db, {})).filter((each) => each.verified && !each.closed);
}

export async function organisationBySlug(k: Pick<Kernel, 'db'>, slug: string): Promise<OrganisationFacts | undefined> {
  return (await organisationFacts(k.db, { slug }))[0];
}

export type { OrganisationFacts };
