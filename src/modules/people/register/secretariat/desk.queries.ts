import { type Db, sql } from '../../../../kernel/db/index.ts';

/** Lists of the secretariat's desk. Words: `people.register.list.<code>`. */
export const deskLists = ['check', 'returned', 'decide', 'terms', 'renewals', 'hearings'] as const;
export type DeskList = (typeof deskLists)[number];

export type DeskFilter = { category?: string; districtId?: string };
/** Where a page goes on: the last row's sort value and id. */
export type DeskKey = { sort: string; id: string };

/** One line of a list: somebody, and since or until when. */
export type DeskRow = {
  id: string;
  /** of the application or of the membership */
  number: string;
  accountId: string;
  name: string;
  penName: string;
  categories: string[];
  districtId: string | null;
  /** what the list is sorted by: a moment as ISO text, or a day */
  sort: string;
  /** code: recommendation, state of the suspension, of the renewal; empty for none */
  mark: string;
  nominated: boolean;
};

const application = { check: 'submitted', returned: 'returned', decide: 'checked' } as const;

function filtered({ category, districtId }: DeskFilter) {
  return sql`(${category ?? null}::text is null or ${category ?? null} = any(e.categories))
    and (${districtId ?? null}::uuid is null or e.district_id = ${districtId ?? null}::uuid)`;
}

const person = sql`a.name, coalesce(e.pen_name, '') as "penName", coalesce(e.categories, '{}') as categories, e.district_id as "districtId"`;

/** One page of a list, what has waited longest or is due first comes first. */
export function deskRows(
  db: Db,
  list: DeskList,
  given: { filter: DeskFilter; after: DeskKey | null; limit: number; endingBy: string },
): Promise<DeskRow[]> {
  if (list === 'check' || list === 'returned' || list === 'decide')
    return applicationRows(db, application[list], given);
  if (list === 'terms') return termRows(db, given);
  return list === 'renewals' ? renewalRows(db, given) : hearingRows(db, given);
}

type Page = { filter: DeskFilter; after: DeskKey | null; limit: number; endingBy: string };

async function applicationRows(db: Db, state: string, { filter, after, limit }: Page): Promise<DeskRow[]> {
  const beyond = after ? sql`and (p.state_since, p.id) > (${after.sort}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<DeskRow>`
    select p.id, p.number, p.account_id as "accountId", ${person},
      to_char(p.state_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort,
      coalesce((select c.recommendation from people.application_check c where c.application_id = p.id and c.round = p.round), '') as mark,
      cardinality(p.nominated_by) > 0 as nominated
    from people.application p join people.account a on a.id = p.account_id
      left join people.register_entry e on e.account_id = p.account_id
    where p.state = ${state} and ${filtered(filter)} ${beyond}
    order by p.state_since, p.id limit ${limit}`.execute(db);
  return rows;
}

async function termRows(db: Db, { filter, after, limit, endingBy }: Page): Promise<DeskRow[]> {
  const beyond = after ? sql`and (m.ends_on, m.id) > (${after.sort}::date, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<DeskRow>`
    select m.id, m.number, m.account_id as "accountId", ${person}, m.ends_on::text as sort,
      case when exists (select from people.renewal r where r.membership_id = m.id and r.state = 'asked') then 'asked' else '' end as mark,
      false as nominated
    from people.membership m join people.account a on a.id = m.account_id
      left join people.register_entry e on e.account_id = m.account_id
    where m.state <> 'ended' and m.ends_on <= ${endingBy}::date and ${filtered(filter)} ${beyond}
    order by m.ends_on, m.id limit ${limit}`.execute(db);
  return rows;
}

async function renewalRows(db: Db, { filter, after, limit }: Page): Promise<DeskRow[]> {
  const beyond = after ? sql`and (r.asked_at, r.id) > (${after.sort}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<DeskRow>`
    select r.id, m.number, m.account_id as "accountId", ${person},
      to_char(r.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort, '' as mark, false as nominated
    from people.renewal r join people.membership m on m.id = r.membership_id join people.account a on a.id = m.account_id
      left join people.register_entry e on e.account_id = m.account_id
    where r.state = 'asked' and ${filtered(filter)} ${beyond}
    order by r.asked_at, r.id limit ${limit}`.execute(db);
  return rows;
}

async function hearingRows(db: Db, { filter, after, limit }: Page): Promise<DeskRow[]> {
  const beyond = after ? sql`and (s.hearing_on, s.id) > (${after.sort}::date, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<DeskRow>`
    select s.id, m.number, m.account_id as "accountId", ${person}, s.hearing_on::text as sort, s.state as mark, false as nominated
    from people.suspension s join people.membership m on m.id = s.membership_id join people.account a on a.id = m.account_id
      left join people.register_entry e on e.account_id = m.account_id
    where s.state in ('proposed', 'suspended') and ${filtered(filter)} ${beyond}
    order by s.hearing_on, s.id limit ${limit}`.execute(db);
  return rows;
}

/** How much is in each list, counted no further than `most`. */
export async function deskCounts(db: Db, endingBy: string, most: number): Promise<Record<DeskList, number>> {
  const { rows } = await sql<Record<DeskList, number>>`select
    (select count(*) from (select from people.application where state = 'submitted' limit ${most}) x) as "check",
    (select count(*) from (select from people.application where state = 'returned' limit ${most}) x) as returned,
    (select count(*) from (select from people.application where state = 'checked' limit ${most}) x) as decide,
    (select count(*) from (select from people.membership where state <> 'ended' and ends_on <= ${endingBy}::date limit ${most}) x) as terms,
    (select count(*) from (select from people.renewal where state = 'asked' limit ${most}) x) as renewals,
    (select count(*) from (select from people.suspension where state in ('proposed', 'suspended') limit ${most}) x) as hearings`.execute(
    db,
  );
  return rows[0] ?? { check: 0, returned: 0, decide: 0, terms: 0, renewals: 0, hearings: 0 };
}
