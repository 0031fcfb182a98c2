import type { Db } from '../../../kernel/db/index.ts';

export type Part = 'administrator' | 'liaison_officer' | 'member';
export type OrganisationFacts = {
  id: string;
  slug: string;
  name: string;
  kind: string;
  verified: boolean;
  closed: boolean;
};

/** What somebody is in organisations that are open; nobody speaks for one that is closed. */
export async function heldParts(db: Db, accountId: string): Promise<{ organisationId: string; part: Part }[]> {
  const rows = await db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.organisation as o', 'o.id', 'p.organisation_id')
    .select(['p.organisation_id', 'p.part'])
    .where('p.account_id', '=', accountId)
    .where('p.state', '=', 'held')
    .where('o.closed_at', 'is', null)
    .execute();
  return rows.map((row) => ({ organisationId: row.organisation_id, part: row.part as Part }));
}

export async function organisationFacts(
  db: Db,
  by: { ids?: readonly string[]; slug?: string },
): Promise<OrganisationFacts[]> {
  let query = db
    .selectFrom('people.organisation')
    .select(['id', 'slug', 'name', 'kind', 'verified_at', 'closed_at'])
    .orderBy('name')
    .orderBy('id');
  if (by.ids) query = query.where('id', 'in', [...by.ids]);
  if (by.slug !== undefined) query = query.where('slug', '=', by.slug);
  const rows = await query.execute();
  return rows.map(({ verified_at, closed_at, ...row }) => ({
    ...row,
    verified: verified_at !== null,
    closed: closed_at !== null,
  }));
}

export type OrganisationPerson = { organisationId: string; accountId: string; name: string; part: Part; since: Date };

/** Who is what in these organisations now, by name; disabled accounts are left out. */
export async function peopleOfOrganisations(
  db: Db,
  organisationIds: readonly string[],
  parts: readonly Part[],
): Promise<OrganisationPerson[]> {
  if (organisationIds.length === 0) return [];
  const rows = await db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.account as a', 'a.id', 'p.account_id')
    .select(['p.organisation_id', 'p.account_id', 'a.name', 'p.part', 'p.since'])
    .where('p.organisation_id', 'in', [...organisationIds])
    .where('p.part', 'in', [...parts])
    .where('p.state', '=', 'held')
    .where('a.disabled_at', 'is', null)
    .orderBy('p.part')
    .orderBy('a.name')
    .orderBy('p.account_id')
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    accountId: row.account_id,
    name: row.name,
    part: row.part as Part,
    since: row.since,
  }));
}

/** Accounts that speak for an organisation, to tell them of work. */
export async function speakersOf(db: Db, organisationIds: readonly string[]): Promise<string[]> {
  const people = await peopleOfOrganisations(db, organisationIds, ['administrator', 'liaison_officer']);
  return [...new Set(people.map((each) => each.accountId))];
}
