import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import type { OrganisationKind } from '../register/register.rules.ts';

export const parts = ['administrator', 'liaison_officer', 'member'] as const;
export type Part = (typeof parts)[number];
export type PlaceState = 'asked' | 'offered' | 'held';

/** What somebody is, asks to be or is asked to be in an organisation. */
export type Place = {
  id: string;
  organisationId: string;
  accountId: string;
  part: Part;
  state: PlaceState;
  since: Date;
  /** as the others in the organisation see them */
  name: string;
  /** the member's number, where they are in the register */
  number: string | null;
};

function placesQuery(db: Db) {
  return db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.account as a', 'a.id', 'p.account_id')
    .leftJoin('people.membership as m', (join) =>
      join.onRef('m.account_id', '=', 'p.account_id').on('m.state', '<>', 'ended'),
    )
    .select((eb) => [
      'p.id',
      'p.organisation_id as organisationId',
      'p.account_id as accountId',
      'p.part',
      'p.state',
      'p.since',
      'm.number',
      eb.fn.coalesce(eb.fn<string | null>('nullif', ['a.display_name', eb.val('')]), 'a.name').as('name'),
    ])
    .where('p.until', 'is', null);
}

/** Everybody with a place in an organisation, asked for and offered ones too; by part, the oldest first. */
export async function placesOf(db: Db, organisationId: string): Promise<Place[]> {
  const rows = await placesQuery(db)
    .where('p.organisation_id', '=', organisationId)
    .orderBy('p.part')
    .orderBy('p.since')
    .orderBy('p.id')
    .limit(2000)
    .execute();
  return rows as Place[];
}

export async function placeById(db: Db, id: string): Promise<Place | null> {
  const row = await placesQuery(db).where('p.id', '=', id).executeTakeFirst();
  return (row as Place | undefined) ?? null;
}

export type OwnPlace = Place & { slug: string; organisation: string; kind: OrganisationKind; verifiedAt: Date | null };

/** What somebody is in organisations that are open. */
export async function placesOfAccount(db: Db, accountId: string): Promise<OwnPlace[]> {
  const rows = await placesQuery(db)
    .innerJoin('people.organisation as o', 'o.id', 'p.organisation_id')
    .select(['o.slug', 'o.name as organisation', 'o.kind', 'o.verified_at as verifiedAt'])
    .where('p.account_id', '=', accountId)
    .where('o.closed_at', 'is', null)
    .orderBy('o.sort_key')
    .orderBy('p.organisation_id')
    .orderBy('p.part')
    .execute();
  return rows as OwnPlace[];
}

/** The unique index refuses a second place of the same part. */
export async function insertPlace(
  tx: Tx,
  place: { organisationId: string; accountId: string; part: Part; state: PlaceState; by: string | null; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.organisation_person')
    .values({
      id,
      organisation_id: place.organisationId,
      account_id: place.accountId,
      part: place.part,
      state: place.state,
      since: place.at,
      by: place.by,
    })
    .execute();
  return id;
}

/** @returns false where it stands in another state by now */
export async function movePlace(
  tx: Tx,
  id: string,
  from: PlaceState,
  to: 'held' | 'ended',
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('people.organisation_person')
    .set(to === 'held' ? { state: 'held', since: at } : { state: 'ended', until: at })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends every place of an account; for accounts that are erased. */
export async function endPlacesOfAccount(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.organisation_person')
    .set({ state: 'ended', until: at })
    .where('account_id', '=', accountId)
    .where('until', 'is', null)
    .execute();
}

export async function countAdministrators(tx: Tx, organisationId: string): Promise<number> {
  const row = await tx
    .selectFrom('people.organisation_person')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('organisation_id', '=', organisationId)
    .where('part', '=', 'administrator')
    .where('state', '=', 'held')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * Whether somebody acts for an open organisation in one of these parts.
 * @param part one, or any of several
 */
export async function mayActFor(
  db: Db,
  accountId: string | null,
  organisationId: string,
  part: Part | readonly Part[],
): Promise<boolean> {
  if (accountId === null) return false;
  const row = await db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.organisation as o', 'o.id', 'p.organisation_id')
    .select('p.id')
    .where('p.account_id', '=', accountId)
    .where('p.organisation_id', '=', organisationId)
    .where('p.part', 'in', [part].flat())
    .where('p.state', '=', 'held')
    .where('o.closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether somebody has or had a place in an organisation, registered it or handed in a licence of it. */
export async function wasInvolved(db: Db, accountId: string | null, organisationId: string): Promise<boolean> {
  if (accountId === null) return false;
  const row = await db
    .selectFrom('people.organisation as o')
    .select('o.id')
    .where('o.id', '=', organisationId)
    .where((eb) =>
      eb.or([
        eb('o.registered_by', '=', accountId),
        eb.exists(
          eb
            .selectFrom('people.organisation_person as p')
            .select('p.id')
            .whereRef('p.organisation_id', '=', 'o.id')
            .where('p.account_id', '=', accountId)
            .where('p.state', 'in', ['held', 'ended']),
        ),
        eb.exists(
          eb
            .selectFrom('people.organisation_check as c')
            .select('c.id')
            .whereRef('c.organisation_id', '=', 'o.id')
            .where('c.asked_by', '=', accountId),
        ),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

export type OrganisationOfAccount = {
  id: string;
  slug: string;
  name: string;
  kind: OrganisationKind;
  verifiedAt: Date | null;
  parts: Part[];
};

/** Open organisations in which somebody holds a part, or the given one. */
export async function organisationsOf(db: Db, accountId: string, part?: Part): Promise<OrganisationOfAccount[]> {
  const found = new Map<string, OrganisationOfAccount>();
  for (const place of await placesOfAccount(db, accountId)) {
    if (place.state !== 'held' || (part && place.part !== part)) continue;
    const { organisationId: id, slug, organisation: name, kind, verifiedAt } = place;
    const entry = found.get(id) ?? { id, slug, name, kind, verifiedAt, parts: [] };
    entry.parts.push(place.part);
    found.set(id, entry);
  }
  return [...found.values()];
}

/** Liaison officers who are in the public directory, as it shows them. */
export async function publicOfficers(db: Db, organisationId: string): Promise<{ slug: string; name: string }[]> {
  return db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.directory_entry as d', 'd.account_id', 'p.account_id')
    .select(['d.slug', 'd.name'])
    .where('p.organisation_id', '=', organisationId)
    .where('p.part', '=', 'liaison_officer')
    .where('p.state', '=', 'held')
    .orderBy('d.sort_key')
    .limit(50)
    .execute();
}

/** Who has held or asked for a place in organisations; for the person. */
export async function allPlacesOfAccount(
  db: Db,
  accountId: string,
): Promise<{ organisation: string; part: string; state: string; since: Date; until: Date | null }[]> {
  return db
    .selectFrom('people.organisation_person as p')
    .innerJoin('people.organisation as o', 'o.id', 'p.organisation_id')
    .select(['o.name as organisation', 'p.part', 'p.state', 'p.since', 'p.until'])
    .where('p.account_id', '=', accountId)
    .orderBy('p.since')
    .execute();
}

/** The account of a member's number; null for none. */
export async function accountOfNumber(db: Db, number: string): Promise<string | null> {
  const row = await db
    .selectFrom('people.membership')
    .select('account_id')
    .where('number', '=', number)
    .where('state', '<>', 'ended')
    .executeTakeFirst();
  return row?.account_id ?? null;
}

/** Organisations without anybody who administers them, among these. */
export async function withoutAdministrator(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('people.organisation_person')
    .select('organisation_id')
    .where('organisation_id', 'in', [...ids])
    .where('part', '=', 'administrator')
    .where('state', '=', 'held')
    .execute();
  const held = new Set(rows.map((row) => row.organisation_id));
  return new Set(ids.filter((id) => !held.has(id)));
}
