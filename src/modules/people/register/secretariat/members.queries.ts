import { type Db, sql } from '../../../../kernel/db/index.ts';

export type MemberRow = {
  membershipId: string;
  accountId: string;
  number: string;
  state: 'active' | 'suspended' | 'ended';
  since: string;
  endsOn: string;
  /** empty once somebody has left */
  name: string;
  penName: string;
  categories: string[];
  stratum: string | null;
  field: string;
  organisationName: string;
  post: string;
  skills: string[];
  districtId: string | null;
  contactEmail: string;
  contactPhone: string;
};

export type MemberFilter = {
  /** none: members of today, active or suspended */
  state?: MemberRow['state'];
  category?: string;
  districtId?: string;
  /** only these memberships */
  ids?: readonly string[];
};

/** Memberships by number; nothing is told of who has left but number and dates. */
export async function memberRows(
  db: Db,
  filter: MemberFilter,
  after: string | null,
  limit: number,
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.id as "membershipId", m.account_id as "accountId", m.number, m.state, m.since, m.ends_on as "endsOn",
      case when m.state = 'ended' then '' else a.name end as name,
      coalesce(e.pen_name, '') as "penName", coalesce(e.categories, '{}') as categories, e.stratum, coalesce(e.field, '') as field,
      coalesce(e.organisation_name, '') as "organisationName", coalesce(e.post, '') as post, coalesce(e.skills, '{}') as skills,
      e.district_id as "districtId", coalesce(e.contact_email, '') as "contactEmail", coalesce(e.contact_phone, '') as "contactPhone"
    from people.membership m join people.account a on a.id = m.account_id
      left join people.register_entry e on e.account_id = m.account_id and m.state <> 'ended'
    where ${filter.state ? sql`m.state = ${filter.state}` : sql`m.state <> 'ended'`}
      ${filter.category ? sql`and ${filter.category} = any(e.categories)` : sql``}
      ${filter.districtId ? sql`and e.district_id = ${filter.districtId}::uuid` : sql``}
      ${filter.ids ? sql`and m.id = any(${[...filter.ids]}::uuid[])` : sql``}
      ${after ? sql`and m.number > ${after}` : sql``}
    order by m.number limit ${limit}`.execute(db);
  return rows;
}

/** Names by which members are found; a city has some thousands at most. */
export async function membersToSearch(
  db: Db,
): Promise<{ id: string; number: string; name: string; penName: string; organisation: string }[]> {
  const { rows } = await sql<{ id: string; number: string; name: string; penName: string; organisation: string }>`
    select m.id, m.number, a.name, coalesce(e.pen_name, '') as "penName", coalesce(e.organisation_name, '') as organisation
    from people.membership m join people.account a on a.id = m.account_id
      left join people.register_entry e on e.account_id = m.account_id
    where m.state <> 'ended'`.execute(db);
  return rows;
}
