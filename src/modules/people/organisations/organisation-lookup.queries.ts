import type { Db } from '../../../kernel/db/index.ts';
import type { Part } from './organisation-people.queries.ts';

/** What other modules show of an organisation, closed ones too. */
export type OrganisationFacts = {
  id: string;
  slug: string;
  name: string;
  kind: string;
  verified: boolean;
  closed: boolean;
};

function facts(db: Db) {
  return db
    .selectFrom('people.organisation')
    .select(['id', 'slug', 'name', 'kind', 'verified_at', 'closed_at'])
    .orderBy('name')
    .orderBy('id');
}

function toFacts(row: Awaited<ReturnType<ReturnType<typeof facts>['execute']>>[number]): OrganisationFacts {
  const { verified_at, closed_at, ...rest } = row;
  return { ...rest, verified: verified_at !== null, closed: closed_at !== null };
}

/** Organisations by id or by slug; by name. */
export async function organisationFacts(
  db: Db,
  by: { ids: readonly string[] } | { slug: string },
): Promise<OrganisationFacts[]> {
  const query = facts(db);
  const rows = await ('slug' in by
    ? query.where('slug', '=', by.slug)
    : query.where('id', 'in', by.ids.length > 0 ? [...by.ids] : ['00000000-0000-0000-0000-000000000000'])
  ).execute();
  return rows.map(toFacts);
}

/** Organisations that are verified and open, by name; keyset by name and id. */
export async function openOrganisations(
  db: Db,
  after: { name: string; id: string } | null,
  limit: number,
): Promise<OrganisationFacts[]> {
  let query = facts(db).where('closed_at', 'is', null).where('verified_at', 'is not', null);
  if (after)
    query = query.where((eb) =>
      eb.or([eb('name', '>', after.name), eb.and([eb('name', '=', after.name), eb('id', '>', after.id)])]),
    );
  return (await query.limit(limit).execute()).map(toFacts);
}

export type OrganisationPerson = { organisationId: string; accountId: string; name: string; part: Part; since: Date };

/** Who holds these parts in these organisations now, by name; disabled accounts are left out. */
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
