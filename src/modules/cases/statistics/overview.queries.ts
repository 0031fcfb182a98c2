import { type Db, sql } from '../../../kernel/db/index.ts';

export type StateCount = { state: string; n: number };
export async function openByState(db: Db): Promise<StateCount[]> {
  const { rows } = await sql<StateCount>`
    select state, count(*)::int as n from cases.case
    where state in ('submitted', 'accepted', 'dispatched', 'return_requested', 'signed', 'in_progress', 'replied', 'sent_back') group by state`.execute(
    db,
  );
  return rows;
}

export type LateRow = {
  number: string;
  title: string;
  department_id: string | null;
  due_at: Date;
  confidential: boolean;
  state: string;
};

/** What is over its date, the longest first. */
export async function latest(db: Db, now: Date, limit: number): Promise<LateRow[]> {
  const { rows } = await sql<LateRow>`
    select number, title, lead_department_id as department_id, due_at, confidential, state from cases.case
    where closed_at is null and due_at < ${now} and reviewed_at is null and state not in ('merged', 'declined', 'withdrawn', 'ended', 'archived', 'closed')
    order by due_at, id limit ${limit}`.execute(db);
  return rows;
}

export type UnhappyRow = {
  number: string;
  title: string;
  department_id: string | null;
  at: Date;
  stars: number;
  solved: boolean;
  text: string;
  confidential: boolean;
};

/** The latest ratings of people who were not content. */
export async function unhappy(db: Db, since: Date, limit: number): Promise<UnhappyRow[]> {
  const { rows } = await sql<UnhappyRow>`
    select c.number, c.title, c.lead_department_id as department_id, r.at, r.outcome + r.attitude + r.speed as stars, r.solved, r.text, c.confidential
    from cases.rating r join cases.case c on c.id = r.case_id
    where r.at >= ${since} and (not r.solved or r.outcome + r.attitude + r.speed < 12)
    order by r.solved, r.at desc, r.id limit ${limit}`.execute(db);
  return rows;
}

export type DepartmentLate = { department_id: string; late: number; soon: number };

/** Open and late, and due within a day, by department. */
export async function lateByDepartment(db: Db, now: Date, soon: Date): Promise<DepartmentLate[]> {
  const { rows } = await sql<DepartmentLate>`
    select lead_department_id as department_id, count(*) filter (where due_at < ${now})::int as late, count(*) filter (where due_at >= ${now})::int as soon
    from cases.case where closed_at is null and reviewed_at is null and due_at < ${soon} and lead_department_id is not null
      and state not in ('merged', 'declined', 'withdrawn', 'ended', 'archived', 'closed')
    group by 1 order by 2 desc, 3 desc limit 20`.execute(db);
  return rows;
}
