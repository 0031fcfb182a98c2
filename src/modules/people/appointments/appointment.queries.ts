import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { AppointmentKind, AppointmentState, EndKind } from './appointments.rules.ts';

export type Appointment = {
  id: string;
  number: string | null;
  accountId: string | null;
  departmentId: string;
  kind: AppointmentKind;
  field: string;
  reason: string;
  state: AppointmentState;
  publicName: string;
  /** YYYY-MM-DD */
  startsOn: string;
  endsOn: string;
  proposedBy: string | null;
  proposedAt: Date;
  answeredAt: Date | null;
  renewalEndsOn: string | null;
  endedAt: Date | null;
  endedOn: string | null;
  endKind: EndKind | null;
  endReason: string;
  /** real name; empty when the account is gone */
  name: string;
  /** the member's number; null when they are no member any more */
  memberNumber: string | null;
};

const columns = sql`p.id, p.number, p.account_id as "accountId", p.department_id as "departmentId", p.kind, p.field, p.reason,
  p.state, p.public_name as "publicName", p.starts_on as "startsOn", p.ends_on as "endsOn", p.proposed_by as "proposedBy",
  p.proposed_at as "proposedAt", p.answered_at as "answeredAt", p.renewal_ends_on as "renewalEndsOn", p.ended_at as "endedAt",
  p.ended_on as "endedOn", p.end_kind as "endKind", p.end_reason as "endReason", coalesce(a.name, '') as name,
  m.number as "memberNumber"`;
const from = sql`people.appointment p left join people.account a on a.id = p.account_id
  left join people.membership m on m.account_id = p.account_id and m.state <> 'ended'`;

export async function findAppointment(db: Db, id: string): Promise<Appointment | undefined> {
  const { rows } = await sql<Appointment>`select ${columns} from ${from} where p.id = ${id}`.execute(db);
  return rows[0];
}

export async function lockAppointment(tx: Tx, id: string): Promise<Appointment | undefined> {
  const { rows } = await sql<Appointment>`select ${columns} from ${from} where p.id = ${id} for update of p`.execute(
    tx,
  );
  return rows[0];
}

/** An appointment that was accepted, by its number. */
export async function findByNumber(db: Db, number: string): Promise<Appointment | undefined> {
  const { rows } = await sql<Appointment>`select ${columns} from ${from} where p.number = ${number}`.execute(db);
  return rows[0];
}

/** Everything that somebody was asked, the newest first. */
export async function appointmentsOf(db: Db, accountId: string): Promise<Appointment[]> {
  const { rows } = await sql<Appointment>`select ${columns} from ${from} where p.account_id = ${accountId}
    order by p.id desc limit 100`.execute(db);
  return rows;
}

export type AppointmentFilter = {
  scope: { city: boolean; ids: readonly string[] };
  list: 'open' | 'proposed' | 'over';
  departmentId?: string | undefined;
};

const lists = { open: ['held'], proposed: ['proposed'], over: ['ended', 'declined', 'withdrawn'] };

/** For staff, the newest first, a page after the id `after`. */
export async function listAppointments(
  db: Db,
  { scope, list, departmentId }: AppointmentFilter,
  after: string | null,
  limit: number,
): Promise<Appointment[]> {
  const { rows } = await sql<Appointment>`select ${columns} from ${from}
    where p.state = any(${lists[list]}) and (${scope.city} or p.department_id = any(${[...scope.ids]}::uuid[]))
      and (${departmentId ?? null}::uuid is null or p.department_id = ${departmentId ?? null}::uuid)
      and (${after}::uuid is null or p.id < ${after}::uuid)
    order by p.id desc limit ${limit}`.execute(db);
  return rows;
}

export type PublicAppointment = Pick<
  Appointment,
  'number' | 'departmentId' | 'kind' | 'field' | 'state' | 'publicName' | 'startsOn' | 'endsOn' | 'endedOn'
> & { published: number };

/** What everybody sees of appointments that were accepted, the newest first; never what is not meant for everybody. */
export async function publicAppointments(
  db: Db,
  filter: { departmentId: string | null; kind: AppointmentKind | null; held: boolean },
  after: string | null,
  limit: number,
): Promise<PublicAppointment[]> {
  const { rows } = await sql<PublicAppointment>`
    select p.number, p.department_id as "departmentId", p.kind, p.field, p.state, p.public_name as "publicName",
      p.starts_on as "startsOn", p.ends_on as "endsOn", p.ended_on as "endedOn",
      (select count(*)::int from people.appointment_piece e where e.appointment_id = p.id and e.state = 'published') as published
    from people.appointment p
    where p.state = ${filter.held ? 'held' : 'ended'}
      and (${filter.departmentId}::uuid is null or p.department_id = ${filter.departmentId}::uuid)
      and (${filter.kind}::text is null or p.kind = ${filter.kind})
      and (${after}::text is null or p.number < ${after})
    order by p.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function insertAppointment(
  tx: Tx,
  given: Pick<
    Appointment,
    'departmentId' | 'kind' | 'field' | 'reason' | 'startsOn' | 'endsOn' | 'proposedBy' | 'proposedAt'
  > & { accountId: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.appointment')
    .values({
      id,
      account_id: given.accountId,
      department_id: given.departmentId,
      kind: given.kind,
      field: given.field,
      reason: given.reason,
      state: 'proposed',
      starts_on: given.startsOn,
      ends_on: given.endsOn,
      proposed_by: given.proposedBy,
      proposed_at: given.proposedAt,
    })
    .execute();
  return id;
}

/** The next number of a year, `2026-0007`; held until the transaction ends: without gaps, and none given twice. */
async function nextNumber(tx: Tx, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('people.appointment_number'))`.execute(tx);
  const { rows } = await sql<{ last: number | null }>`
    select max(split_part(number, '-', 2)::int) as last from people.appointment where number like ${`${year}-%`}`.execute(
    tx,
  );
  return `${year}-${String((rows[0]?.last ?? 0) + 1).padStart(4, '0')}`;
}

/** @returns the number that it was given */
export async function acceptRow(
  tx: Tx,
  id: string,
  given: { publicName: string; year: string; startsOn: string; endsOn: string; at: Date },
): Promise<string> {
  const number = await nextNumber(tx, given.year);
  await tx
    .updateTable('people.appointment')
    .set({ state: 'held', number, public_name: given.publicName, starts_on: given.startsOn, answered_at: given.at })
    .where('id', '=', id)
    .execute();
  await insertTerm(tx, id, given);
  return number;
}

async function insertTerm(tx: Tx, id: string, term: { startsOn: string; endsOn: string; at: Date }): Promise<void> {
  await tx
    .insertInto('people.appointment_term')
    .values({ appointment_id: id, starts_on: term.startsOn, ends_on: term.endsOn, accepted_at: term.at })
    .execute();
}

/** Declined by the person, or withdrawn by whoever asked. */
export async function closeProposal(tx: Tx, id: string, state: 'declined' | 'withdrawn', at: Date): Promise<void> {
  await tx.updateTable('people.appointment').set({ state, answered_at: at }).where('id', '=', id).execute();
}

export async function offerRenewal(tx: Tx, id: string, given: { endsOn: string; by: string | null }): Promise<void> {
  await tx
    .updateTable('people.appointment')
    .set({ renewal_ends_on: given.endsOn, renewal_by: given.by })
    .where('id', '=', id)
    .execute();
}

/** @param term null: declined */
export async function settleRenewal(
  tx: Tx,
  id: string,
  term: { startsOn: string; endsOn: string } | null,
  at: Date,
): Promise<void> {
  const nothing = { renewal_ends_on: null, renewal_by: null };
  if (term) await insertTerm(tx, id, { ...term, at });
  await tx
    .updateTable('people.appointment')
    .set(term ? { ...nothing, ends_on: term.endsOn, renewed_at: at, reminded_at: null } : nothing)
    .where('id', '=', id)
    .execute();
}

export async function endRow(
  tx: Tx,
  id: string,
  given: { kind: EndKind; reason: string; on: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.appointment')
    .set({
      state: 'ended',
      ended_at: given.at,
      ended_on: given.on,
      end_kind: given.kind,
      end_reason: given.reason,
      renewal_ends_on: null,
      renewal_by: null,
    })
    .where('id', '=', id)
    .execute();
}

export type Term = { startsOn: string; endsOn: string; acceptedAt: Date };

export async function termsOf(db: Db, appointmentId: string): Promise<Term[]> {
  return db
    .selectFrom('people.appointment_term')
    .select(['starts_on as startsOn', 'ends_on as endsOn', 'accepted_at as acceptedAt'])
    .where('appointment_id', '=', appointmentId)
    .orderBy('starts_on')
    .execute();
}

/** Appointments whose term is over. */
export async function termsPast(db: Db, today: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('people.appointment')
    .select('id')
    .where('state', '=', 'held')
    .where('ends_on', '<', today)
    .orderBy('ends_on')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Marks and returns appointments whose term ends by a day and of which nobody was told yet. */
export async function takeEnding(tx: Tx, until: string, at: Date, limit: number): Promise<Appointment[]> {
  const { rows } = await sql<{ id: string }>`
    update people.appointment set reminded_at = ${at} where id in (
      select id from people.appointment where state = 'held' and ends_on <= ${until}::date and reminded_at is null
        and renewal_ends_on is null order by ends_on, id limit ${limit} for update skip locked)
    returning id`.execute(tx);
  const found = await Promise.all(rows.map(({ id }) => findAppointment(tx, id)));
  return found.flatMap((one) => one ?? []);
}

/** How many appointments and open pieces of a department go on, for the page that asks before a merge. */
export async function countForMerge(db: Db, departmentId: string): Promise<number> {
  const row = await db
    .selectFrom('people.appointment')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('department_id', '=', departmentId)
    .where('state', 'in', ['proposed', 'held'])
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * Points appointments to the department that goes on. Where it has the same person for the same already, the one that
 * moves ends as merged into it; what was seen, advised and answered keeps its place.
 */
export async function moveAppointments(tx: Tx, from: string, to: string, at: Date, today: string): Promise<void> {
  const doubled = sql`exists (select from people.appointment o where o.department_id = ${to} and o.account_id = p.account_id
    and o.kind = p.kind and o.state in ('proposed', 'held'))`;
  await sql`update people.appointment p set state = 'withdrawn', answered_at = ${at}
    where p.department_id = ${from} and p.state = 'proposed' and ${doubled}`.execute(tx);
  await sql`update people.appointment p set state = 'ended', ended_at = ${at}, ended_on = ${today}::date, end_kind = 'merged',
      renewal_ends_on = null, renewal_by = null
    where p.department_id = ${from} and p.state = 'held' and ${doubled}`.execute(tx);
  await sql`update people.appointment set department_id = ${to} where department_id = ${from}`.execute(tx);
}
