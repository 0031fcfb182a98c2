import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../kernel/i18n/index.ts';
import type { EntryAccount, EntryWork } from '../register/entry.queries.ts';

/** The fields that a member made public, and no other: what is not public is not in it. */
export type Shown = {
  name?: string;
  pen_name?: string;
  /** id of the file */
  photo?: string;
  intro?: string;
  categories?: string[];
  field?: string;
  organisation?: string;
  post?: string;
  skills?: string[];
  /** id of the district */
  district?: string;
  accounts?: EntryAccount[];
  works?: EntryWork[];
  contact_email?: string;
  contact_phone?: string;
};

export type Published = {
  slug: string;
  name: string;
  sortKey: string;
  organisationId: string | null;
  shown: Shown;
  updatedAt: Date;
};

/** Takes somebody out of the directory. @returns the slug under which they stood there */
export async function removePublished(tx: Tx, accountId: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('people.directory_entry')
    .where('account_id', '=', accountId)
    .returning('slug')
    .executeTakeFirst();
  return row?.slug;
}

export async function writePublished(
  tx: Tx,
  entry: {
    accountId: string;
    slug: string;
    name: string;
    sortKey: string;
    search: string;
    categories: string[];
    districtId: string | null;
    organisationId: string | null;
    shown: Shown;
    at: Date;
  },
): Promise<void> {
  const values = {
    slug: entry.slug,
    name: entry.name,
    sort_key: entry.sortKey,
    search: entry.search,
    categories: entry.categories,
    district_id: entry.districtId,
    organisation_id: entry.organisationId,
    organisation_name: entry.shown.organisation ?? '',
    field: entry.shown.field ?? '',
    shown: JSON.stringify(entry.shown),
    updated_at: entry.at,
  };
  await tx
    .insertInto('people.directory_entry')
    .values({ account_id: entry.accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

export async function consentOpen(tx: Tx, accountId: string, purpose: string): Promise<boolean> {
  const row = await tx
    .selectFrom('people.consent')
    .select('id')
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function organisationNameOf(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.organisation')
    .select('name')
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row?.name;
}

/** A district's name in every language, for the search. */
export async function districtNames(db: Db, id: string): Promise<string[]> {
  const row = await db.selectFrom('people.district').select('name').where('id', '=', id).executeTakeFirst();
  return Object.values((row?.name ?? {}) as LocalisedText).flatMap((name) => name ?? []);
}

export type DirectoryFilter = {
  /** as `to_tsquery` takes them; one of them is enough */
  tsqueries?: readonly string[];
  category?: string;
  districtId?: string;
  organisation?: string;
  field?: string;
};
export type DirectoryCursor = { sortKey: string; slug: string };

/** Members in the order of the pinyin of the name they show, then of their number. */
export async function listPublished(
  db: Db,
  filter: DirectoryFilter,
  after: DirectoryCursor | null,
  limit: number,
): Promise<Published[]> {
  const { tsqueries, category, districtId, organisation, field } = filter;
  const conditions = [sql`true`];
  if (tsqueries)
    conditions.push(
      sql`(${sql.join(
        tsqueries.map((asked) => sql`to_tsvector('simple', search) @@ to_tsquery('simple', ${asked})`),
        sql` or `,
      )})`,
    );
  if (category) conditions.push(sql`${category} = any(categories)`);
  if (districtId) conditions.push(sql`district_id = ${districtId}`);
  if (organisation) conditions.push(sql`organisation_name = ${organisation}`);
  if (field) conditions.push(sql`field = ${field}`);
  if (after) conditions.push(sql`(sort_key, slug) > (${after.sortKey}, ${after.slug})`);
  const { rows } = await sql<Published>`
    select slug, name, sort_key as "sortKey", organisation_id as "organisationId", shown, updated_at as "updatedAt"
    from people.directory_entry where ${sql.join(conditions, sql` and `)}
    order by sort_key, slug limit ${limit}`.execute(db);
  return rows;
}

/** What the list can be narrowed by: fields and organisations that somebody in it shows, at most 300 of each. */
export async function publishedChoices(db: Db): Promise<{ fields: string[]; organisations: string[] }> {
  const { rows } = await sql<{ fields: string[]; organisations: string[] }>`
    select array(select distinct field from people.directory_entry where field <> '' order by 1 limit 300) as fields,
      array(select distinct organisation_name from people.directory_entry where organisation_name <> '' order by 1
        limit 300) as organisations`.execute(db);
  return rows[0] ?? { fields: [], organisations: [] };
}

export type PublishedMember = Published & { organisationSlug: string | null };

export async function findPublished(db: Db, slug: string): Promise<PublishedMember | undefined> {
  const { rows } = await sql<PublishedMember>`
    select e.slug, e.name, e.sort_key as "sortKey", e.organisation_id as "organisationId", e.shown,
      e.updated_at as "updatedAt", o.slug as "organisationSlug"
    from people.directory_entry e
    left join people.organisation o on o.id = e.organisation_id and o.closed_at is null
    where e.slug = ${slug}`.execute(db);
  return rows[0];
}

/** Whether a picture is one that a member shows in the directory now. */
export async function isPublishedPhoto(db: Db, fileId: string): Promise<boolean> {
  const { rows } = await sql<{ shown: boolean }>`
    select exists (select 1 from people.directory_entry where shown ->> 'photo' = ${fileId}) as shown`.execute(db);
  return rows[0]?.shown ?? false;
}

/** Members whose page names an organisation, for when its name changes. */
export async function accountsShowing(db: Db, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people.directory_entry')
    .select('account_id')
    .where('organisation_id', '=', organisationId)
    .execute();
  return rows.map(({ account_id }) => account_id);
}
