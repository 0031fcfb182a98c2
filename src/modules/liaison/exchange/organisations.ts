import type { Db } from '../../../kernel/db/index.ts';
import {
  type Actor,
  type OrganisationFacts,
  openOrganisations as openPage,
  organisationFacts,
  organisationsOf,
  peopleOfOrganisations,
} from '../../people/index.ts';

/** For which organisations somebody speaks: as administrator alone, or as administrator or liaison officer. */
export type Speaks = { administers: ReadonlySet<string>; speaksFor: ReadonlySet<string> };

type Given = { db: Db };

/** What an account is in organisations that are open: nobody speaks for one that is closed. */
export async function speaksOf(k: Given, actor: Pick<Actor, 'accountId'>): Promise<Speaks> {
  const mine = actor.accountId ? await organisationsOf(k.db, actor.accountId) : [];
  const holding = (...parts: string[]) =>
    new Set(mine.filter((each) => each.parts.some((part) => parts.includes(part))).map((each) => each.id));
  return { administers: holding('administrator'), speaksFor: holding('administrator', 'liaison_officer') };
}

/** Organisations by id, closed ones too. */
export async function organisationsById(
  k: Given,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganisationFacts>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return new Map((await organisationFacts(k.db, { ids: wanted })).map((each) => [each.id, each]));
}

/** Organisations that can be chosen: verified, and not closed. */
export function openOrganisations(k: Given): Promise<OrganisationFacts[]> {
  return openPage(k.db, null, 1000);
}

export async function organisationBySlug(k: Given, slug: string): Promise<OrganisationFacts | undefined> {
  return (await organisationFacts(k.db, { slug }))[0];
}

/** Accounts that speak for organisations, to tell them of work. */
export async function speakersOf(db: Db, organisationIds: readonly string[]): Promise<string[]> {
  const people = await peopleOfOrganisations(db, organisationIds, ['administrator', 'liaison_officer']);
  return [...new Set(people.map((each) => each.accountId))];
}
