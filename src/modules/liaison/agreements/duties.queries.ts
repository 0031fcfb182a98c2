import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Rhythm } from './agreements.rules.ts';

export type DutyRow = {
  id: string;
  agreementId: string;
  organisationId: string | null;
  what: string;
  who: string;
  dueOn: LocalDate;
  every: Rhythm;
};
const duty = sql`id, agreement_id as "agreementId", organisation_id as "organisationId", what, who, due_on as "dueOn", every`;

/** Duties that stand, of any number of agreements, in the order in which they were written. */
export async function dutiesOf(db: Db, agreementIds: readonly string[]): Promise<DutyRow[]> {
  if (agreementIds.length === 0) return [];
  const { rows } = await sql<DutyRow>`
    select ${duty} from liaison.agreement_duty
    where agreement_id = any(${[...agreementIds]}::uuid[]) and removed_at is null order by agreement_id, sort, id`.execute(
    db,
  );
  return rows;
}

export async function findDuty(db: Db, id: string): Promise<DutyRow | undefined> {
  return (
    await sql<DutyRow>`select ${duty} from liaison.agreement_duty where id = ${id} and removed_at is null`.execute(db)
  ).rows[0];
}

export async function insertDuty(tx: Tx, given: Omit<DutyRow, 'id'>): Promise<string> {
  const id = newId();
  await sql`insert into liaison.agreement_duty (id, agreement_id, organisation_id, what, who, due_on, every, sort)
    values (${id}, ${given.agreementId}, ${given.organisationId}, ${given.what}, ${given.who}, ${given.dueOn}::date, ${given.every},
      (select count(*) from liaison.agreement_duty where agreement_id = ${given.agreementId}))`.execute(tx);
  return id;
}

export async function removeDuty(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('liaison.agreement_duty').set({ removed_at: at }).where('id', '=', id).execute();
}

export type DutyDone = { dutyId: string; dueOn: LocalDate; evidence: string; at: Date };
export async function dutiesDone(db: Db, agreementIds: readonly string[]): Promise<DutyDone[]> {
  if (agreementIds.length === 0) return [];
  const { rows } = await sql<DutyDone>`
    select d.duty_id as "dutyId", d.due_on as "dueOn", d.evidence, d.at
    from liaison.agreement_duty_done d join liaison.agreement_duty y on y.id = d.duty_id
    where y.agreement_id = any(${[...agreementIds]}::uuid[]) order by d.due_on`.execute(db);
  return rows;
}

/** The primary key refuses showing the same day twice. */
export async function insertDutyDone(
  tx: Tx,
  given: { dutyId: string; dueOn: LocalDate; evidence: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement_duty_done')
    .values({ duty_id: given.dutyId, due_on: given.dueOn, evidence: given.evidence, by: given.by, at: given.at })
    .execute();
}
