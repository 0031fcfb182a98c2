import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState } from '../cases.rules.ts';

export type Candidate = {
  id: string;
  number: string;
  title: string;
  body: string;
  place: string;
  state: CaseState;
  confidential: boolean;
  hidden: boolean;
  acceptedAt: Date | null;
  submittedAt: Date;
  lon: number | null;
  lat: number | null;
  leadDepartmentId: string | null;
  categoryId: string | null;
  solved: boolean | null;
};

/**
 * Letters since then that hold words of a query, the newest `limit` of them: to be ranked by likeness. Withdrawn,
 * declined and merged ones are left out.
 */
export async function candidatesFor(
  db: Db,
  query: { tsquery: string; since: Date; exceptId: string | null; districtId: string | null; limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select c.id, c.number, c.title, left(c.body, 200) as body, c.address as place, c.state, c.confidential,
      c.hidden, c.accepted_at as "acceptedAt",
      c.submitted_at as "submittedAt", c.lon, c.lat, c.lead_department_id as "leadDepartmentId", c.category_id as "categoryId",
      (select r.solved from cases.rating r where r.case_id = c.id order by r.round desc limit 1) as solved
    from cases.case c
    where c.search @@ to_tsquery('simple', ${query.tsquery}) and c.submitted_at > ${query.since}
      and c.state not in ('withdrawn', 'declined', 'merged')
      and (${query.exceptId}::uuid is null or c.id <> ${query.exceptId})
      and (${query.districtId}::uuid is null or c.district_id is null or c.district_id = ${query.districtId})
    order by c.submitted_at desc limit ${query.limit}`.execute(db);
  return rows;
}
