import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { OrganisationKind } from '../register/register.rules.ts';

export type Organisation = {
  id: string;
  slug: string;
  kind: OrganisationKind;
  name: string;
  shortName: string;
  creditCode: string | null;
  districtId: string | null;
  website: string;
  about: string;
  publicContact: string;
  verifiedAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
};

const columns = [
  'id',
  'slug',
  'kind',
  'name',
  'short_name as shortName',
  'credit_code as creditCode',
  'district_id as districtId',
  'website',
  'about',
  'public_contact as publicContact',
  'verified_at as verifiedAt',
  'closed_at as closedAt',
  'created_at as createdAt',
] as const;

const typed = (row: Omit<Organisation, 'kind'> & { kind: string }): Organisation => row as Organisation;

export async function organisationById(db: Db, id: string): Promise<Organisation | null> {
  const row = await db.selectFrom('people.organisation').select(columns).where('id', '=', id).executeTakeFirst();
  return row ? typed(row) : null;
}

/** An organisation by the name in its address, open or closed, verified or not. */
export async function organisationBySlug(db: Db, slug: string): Promise<Organisation | null> {
  const row = await db.selectFrom('people.organisation').select(columns).where('slug', '=', slug).executeTakeFirst();
  return row ? typed(row) : null;
}

/** Locks an organisation, so that what is decided about it and its people comes one after the other. */
export async function lockOrganisation(tx: Tx, id: string): Promise<Organisation | null> {
  const row = await tx
    .selectFrom('people.organisation')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? typed(row) : null;
}

export type OrganisationValues = Pick<
  Organisation,
  'kind' | 'name' | 'shortName' | 'creditCode' | 'districtId' | 'website' | 'about' | 'publicContact'
> & { sortKey: string; search: string };

function valuesOf(values: OrganisationValues) {
  return {
    kind: values.kind,
    name: values.name,
    short_name: values.shortName,
    credit_code: values.creditCode,
    district_id: values.districtId,
    website: values.website,
    about: values.about,
    public_contact: values.publicContact,
    sort_key: values.sortKey,
    search: values.search,
  };
}

/** @param slug made different with a number at its end where it is taken */
export async function insertOrganisation(
  tx: Tx,
  values: OrganisationValues & { slug: string; registeredBy: string | null; at: Date },
): Promise<{ id: string; slug: string }> {
  const id = newId();
  await sql`select pg_advisory_xact_lock(hashtext('people.organisation_slug'))`.execute(tx);
  const { rows } = await sql<{ slug: string }>`
    select slug from people.organisation where slug = ${values.slug} or slug like ${`${values.slug}-%`}`.execute(tx);
  const taken = new Set(rows.map(({ slug }) => slug));
  let slug = values.slug;
  for (let n = 2; taken.has(slug); n++) slug = `${values.slug}-${n}`;
  await tx
    .insertInto('people.organisation')
    .values({ id, slug, ...valuesOf(values), registered_by: values.registeredBy, created_at: values.at })
    .execute();
  return { id, slug };
}

export async function updateOrganisation(
  tx: Tx,
  id: string,
  values: OrganisationValues,
  unverify: boolean,
): Promise<void> {
  await tx
    .updateTable('people.organisation')
    .set({ ...valuesOf(values), ...(unverify && { verified_at: null, verified_by: null }) })
    .where('id', '=', id)
    .execute();
}

export async function setVerified(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx.updateTable('people.organisation').set({ verified_at: at, verified_by: by }).where('id', '=', id).execute();
}

/** Closes an organisation and ends every part that somebody has in it. */
export async function closeOrganisationRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('people.organisation').set({ closed_at: at }).where('id', '=', id).execute();
  await tx
    .updateTable('people.organisation_person')
    .set({ state: 'ended', until: at })
    .where('organisation_id', '=', id)
    .where('until', 'is', null)
    .execute();
}

export type ListFilter = { q?: string; kind?: string; after?: { sortKey: string; id: string } | null; limit: number };
export type ListedOrganisation = Organisation & { sortKey: string };

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** Organisations by the letters of their names; `known`: verified and open ones, or all that are open. */
export async function listOrganisations(
  db: Db,
  { q = '', kind, after, limit }: ListFilter,
  known: 'verified' | 'open' | 'all',
): Promise<ListedOrganisation[]> {
  let query = db
    .selectFrom('people.organisation')
    .select([...columns, 'sort_key as sortKey'])
    .orderBy('sort_key')
    .orderBy('id')
    .limit(limit);
  if (known !== 'all') query = query.where('closed_at', 'is', null);
  if (known === 'verified') query = query.where('verified_at', 'is not', null);
  if (kind) query = query.where('kind', '=', kind);
  if (q) query = query.where('search', 'like', `%${escaped(q)}%`);
  if (after) query = query.where((eb) => eb(eb.refTuple('sort_key', 'id'), '>', eb.tuple(after.sortKey, after.id)));
  const rows = await query.execute();
  return rows.map((row) => ({ ...typed(row), sortKey: row.sortKey }));
}
