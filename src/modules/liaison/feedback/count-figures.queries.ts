import { type Db, sql } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import { dutyDays, type Rhythm } from '../agreements/agreements.rules.ts';
import { type Figures, figuresOf } from './feedback.rules.ts';

export type Period = {
  from: Date;
  /** the first moment after it, or now */
  until: Date;
  fromDay: LocalDate;
  /** the last day, or today */
  untilDay: LocalDate;
  zone: string;
};

/** A department's year out of the registers: who, how often, what was asked and what came of it. */
export async function countFigures(db: Db, departmentId: string, period: Period): Promise<Figures> {
  const [members, entries, matters, duties, decisions] = await Promise.all([
    countMembers(db, departmentId, period),
    countEntries(db, departmentId, period),
    countMatters(db, departmentId, period),
    countDuties(db, departmentId, period),
    countDecisions(db, departmentId, period),
  ]);
  return figuresOf({ ...members, ...entries, ...matters, ...duties, ...decisions });
}

/**
 * Members whose contact was there at the end of the period, and those of them whom somebody contacted in it: as in
 * `lastContacts`, a message that nobody answered is no contact.
 */
async function countMembers(db: Db, departmentId: string, { from, until }: Period) {
  const { rows } = await sql<{ members: number; contacted: number }>`
    with mine as (
      select distinct member_id from liaison.named_contact
      where department_id = ${departmentId} and since < ${until} and (until is null or until >= ${until}))
    select count(*) as members,
      count(*) filter (where exists (select from liaison.entry e where e.member_id = mine.member_id
        and e.department_id = ${departmentId} and e.held_at >= ${from} and e.held_at < ${until}
        and (e.kind <> 'message' or e.side = 'contact' or exists (
          select from liaison.entry_addition a where a.entry_id = e.id and a.side = 'contact')))) as contacted
    from mine`.execute(db);
  return rows[0];
}

async function countEntries(db: Db, departmentId: string, { from, until, zone }: Period) {
  const { rows } = await sql<{ key: string; n: number }>`
    select kind || '_q' || extract(quarter from held_at at time zone ${zone})::int as key, count(*) as n
    from liaison.entry where department_id = ${departmentId} and held_at >= ${from} and held_at < ${until}
    group by 1`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.key, row.n]));
}

/** Matters opened in the period. Due: answered, or their day is past; dropped ones are left out. */
async function countMatters(db: Db, departmentId: string, { from, until }: Period) {
  const { rows } = await sql<Record<string, number>>`
    select count(*) as received,
      count(*) filter (where state = 'closed') as closed,
      count(*) filter (where state in ('open', 'in_progress', 'answered')) as open,
      count(*) filter (where state = 'dropped') as dropped,
      count(*) filter (where state <> 'dropped' and (answered_at is not null or due_at < ${until})) as due,
      count(*) filter (where state <> 'dropped' and answered_at <= due_at) as in_time,
      count(*) filter (where case_id is not null) as to_case,
      count(*) filter (where state = 'closed' and r.matter_id is not null) as rated,
      count(*) filter (where state = 'closed' and r.matter_id is null) as unrated,
      count(*) filter (where state = 'closed' and r.solved) as solved,
      count(*) filter (where state = 'closed' and r.outcome >= 4) as satisfied
    from liaison.matter m left join liaison.matter_rating r on r.matter_id = m.id and r.round = m.round
    where m.department_id = ${departmentId} and m.opened_at >= ${from} and m.opened_at < ${until}`.execute(db);
  return rows[0];
}

async function countDuties(db: Db, departmentId: string, { fromDay, untilDay, zone }: Period) {
  const { rows } = await sql<{
    id: string;
    dueOn: LocalDate;
    every: Rhythm;
    last: LocalDate;
    done: Record<string, string>;
  }>`
    select d.id, d.due_on as "dueOn", d.every,
      least(a.ends_on, coalesce((a.ended_at at time zone ${zone})::date, a.ends_on)) as last,
      coalesce((select jsonb_object_agg(x.due_on, (x.at at time zone ${zone})::date) from liaison.agreement_duty_done x where x.duty_id = d.id), '{}') as done
    from liaison.agreement_duty d join liaison.agreement a on a.id = d.agreement_id
    where a.department_id = ${departmentId} and d.organisation_id is null and d.removed_at is null
      and (a.state = 'in_force' or a.end_kind in ('expired', 'terminated'))`.execute(db);
  const days = rows.flatMap((row) =>
    dutyDays(row, row.last)
      .filter((day) => day >= fromDay && day <= untilDay && day <= row.last)
      .map((day) => ({ day, done: row.done[day] })),
  );
  const standing = await sql<{ n: number }>`
    select count(*) as n from liaison.agreement a where a.department_id = ${departmentId} and a.state in ('in_force', 'ended')
      and a.end_kind is distinct from 'not_signed' and a.starts_on <= ${untilDay}::date
      and least(a.ends_on, coalesce((a.ended_at at time zone ${zone})::date, a.ends_on)) >= ${fromDay}::date`.execute(
    db,
  );
  return {
    agreements: standing.rows[0]?.n ?? 0,
    duties_due: days.length,
    duties_kept: days.filter(({ day, done }) => done !== undefined && done <= day).length,
  };
}

async function countDecisions(db: Db, departmentId: string, { fromDay, untilDay, zone }: Period) {
  const { rows } = await sql<{ decisions_due: number; decisions_kept: number }>`
    select count(*) as decisions_due,
      count(*) filter (where d.state = 'done' and (d.settled_at at time zone ${zone})::date <= d.due_on) as decisions_kept
    from liaison.decision d join liaison.meeting m on m.id = d.meeting_id
    where d.department_id = ${departmentId} and m.minutes_confirmed_at is not null and d.state <> 'dropped'
      and d.due_on between ${fromDay}::date and ${untilDay}::date`.execute(db);
  return rows[0];
}

/** Members whose contact the department was in the period, or for whom it had a matter. */
export async function membersOfYear(db: Db, departmentId: string, { from, until }: Period): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select member_id as id from liaison.named_contact
      where department_id = ${departmentId} and since < ${until} and (until is null or until >= ${from})
    union select member_id from liaison.matter where department_id = ${departmentId} and opened_at >= ${from} and opened_at < ${until}`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

export type ClosedMatter = { id: string; number: string; title: string; solved: boolean | null };

/** Closed matters of the period to choose examples from; the newest first. */
export async function closedMatters(db: Db, departmentId: string, { from, until }: Period): Promise<ClosedMatter[]> {
  const { rows } = await sql<ClosedMatter>`
    select m.id, m.number, m.title, r.solved from liaison.matter m
    left join liaison.matter_rating r on r.matter_id = m.id and r.round = m.round
    where m.department_id = ${departmentId} and m.state = 'closed' and not m.erased and m.opened_at >= ${from} and m.opened_at < ${until}
    order by m.closed_at desc limit 20`.execute(db);
  return rows;
}

/** Departments that had members to look after in the period. */
export async function departmentsWithMembers(
  db: Db,
  { from, until }: Pick<Period, 'from' | 'until'>,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct department_id as id from liaison.named_contact
    where since < ${until} and (until is null or until >= ${from})`.execute(db);
  return rows.map((row) => row.id);
}
