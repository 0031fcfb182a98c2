import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { AgreementState } from './agreements.rules.ts';

export type AgreementRow = {
  id: string;
  number: string;
  departmentId: string;
  title: string;
  state: AgreementState;
  textVersion: number;
  revision: number;
  termNo: number;
  startsOn: LocalDate;
  endsOn: LocalDate;
  endKind: 'expired' | 'terminated' | 'not_signed' | null;
  endReason: string;
  endedAt: Date | null;
  madeAt: Date;
  organisationIds: string[];
};

const columns = sql`a.id, a.number, a.department_id as "departmentId", a.title, a.state, a.text_version as "textVersion", a.revision,
  a.term_no as "termNo", a.starts_on as "startsOn", a.ends_on as "endsOn", a.end_kind as "endKind", a.end_reason as "endReason",
  a.ended_at as "endedAt", a.made_at as "madeAt",
  array(select p.organisation_id from liaison.agreement_party p where p.agreement_id = a.id order by p.organisation_id) as "organisationIds"`;

export async function findAgreement(db: Db, id: string): Promise<AgreementRow | undefined> {
  return (await sql<AgreementRow>`select ${columns} from liaison.agreement a where a.id = ${id}`.execute(db)).rows[0];
}

export async function lockAgreement(tx: Tx, id: string): Promise<AgreementRow | undefined> {
  return (
    await sql<AgreementRow>`select ${columns} from liaison.agreement a where a.id = ${id} for update of a`.execute(tx)
  ).rows[0];
}

export type AgreementScope = { all: boolean; departmentIds: readonly string[] };
export type AgreementWish = { state?: AgreementState | undefined; after?: string | undefined };

/** Those that somebody may read, newest first; keyset by id. */
export async function listAgreements(
  db: Db,
  scope: AgreementScope,
  wish: AgreementWish,
  limit: number,
): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>`
    select ${columns} from liaison.agreement a
    where (${scope.all} or a.department_id = any(${[...scope.departmentIds]}::uuid[]))
      and (${wish.state ?? null}::text is null or a.state = ${wish.state ?? null})
      and (${wish.after ?? null}::uuid is null or a.id < ${wish.after ?? null}::uuid)
    order by a.id desc limit ${limit}`.execute(db);
  return rows;
}

/** What a partner sees: everything that was sent to it, newest first. */
export async function agreementsOfOrganisation(db: Db, organisationId: string, limit: number): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>`
    select ${columns} from liaison.agreement a join liaison.agreement_party mine on mine.agreement_id = a.id
    where mine.organisation_id = ${organisationId} and a.state <> 'draft'
      and not (a.end_kind = 'not_signed' and not exists (
        select from liaison.agreement_step s where s.agreement_id = a.id and s.act = 'send'))
    order by a.id desc limit ${limit}`.execute(db);
  return rows;
}

/** The next number of a year, `A2026-003`; held until the transaction ends, so that none is given twice. */
export async function nextAgreementNumber(tx: Tx, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('liaison.agreement_number'))`.execute(tx);
  const prefix = `A${year}-`;
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(substring(number from 7)::integer), 0) as last from liaison.agreement where number like ${`${prefix}%`}`.execute(
    tx,
  );
  return `${prefix}${String((rows[0]?.last ?? 0) + 1).padStart(3, '0')}`;
}

export type AgreementValues = { departmentId: string; title: string; startsOn: LocalDate; endsOn: LocalDate };

export async function insertAgreement(
  tx: Tx,
  given: AgreementValues & { id: string; number: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement')
    .values({
      id: given.id,
      number: given.number,
      department_id: given.departmentId,
      title: given.title,
      state: 'draft',
      starts_on: given.startsOn,
      ends_on: given.endsOn,
      made_by: given.by,
      made_at: given.at,
    })
    .execute();
}

export async function changeAgreement(
  tx: Tx,
  id: string,
  set: Partial<{
    state: AgreementState;
    title: string;
    starts_on: LocalDate;
    ends_on: LocalDate;
    text_version: number;
    term_no: number;
    end_kind: string;
    end_reason: string;
    ended_at: Date;
    department_id: string;
  }>,
): Promise<void> {
  await tx
    .updateTable('liaison.agreement')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function setParties(tx: Tx, agreementId: string, organisationIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('liaison.agreement_party').where('agreement_id', '=', agreementId).execute();
  if (organisationIds.length > 0)
    await tx
      .insertInto('liaison.agreement_party')
      .values(organisationIds.map((organisation_id) => ({ agreement_id: agreementId, organisation_id })))
      .execute();
}

export async function insertText(
  tx: Tx,
  given: { agreementId: string; version: number; body: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement_text')
    .values({ agreement_id: given.agreementId, version: given.version, body: given.body, by: given.by, at: given.at })
    .execute();
}

export type TextRow = { version: number; body: string; at: Date };
export async function textsOf(db: Db, agreementId: string): Promise<TextRow[]> {
  return db
    .selectFrom('liaison.agreement_text')
    .select(['version', 'body', 'at'])
    .where('agreement_id', '=', agreementId)
    .orderBy('version', 'desc')
    .execute();
}

export type TermRow = {
  no: number;
  startsOn: LocalDate;
  endsOn: LocalDate;
  textVersion: number;
  state: 'open' | 'agreed' | 'dropped';
  note: string;
  at: Date;
  settledAt: Date | null;
};

export async function termsOf(db: Db, agreementId: string): Promise<TermRow[]> {
  const { rows } = await sql<TermRow>`
    select no, starts_on as "startsOn", ends_on as "endsOn", text_version as "textVersion", state, note, at, settled_at as "settledAt"
    from liaison.agreement_term where agreement_id = ${agreementId} order by no`.execute(db);
  return rows;
}

export async function insertTerm(
  tx: Tx,
  given: {
    agreementId: string;
    no: number;
    startsOn: LocalDate;
    endsOn: LocalDate;
    textVersion: number;
    note: string;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement_term')
    .values({
      agreement_id: given.agreementId,
      no: given.no,
      starts_on: given.startsOn,
      ends_on: given.endsOn,
      text_version: given.textVersion,
      state: 'open',
      note: given.note,
      by: given.by,
      at: given.at,
    })
    .execute();
}

export async function settleTerm(
  tx: Tx,
  agreementId: string,
  no: number,
  state: 'agreed' | 'dropped',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('liaison.agreement_term')
    .set({ state, settled_at: at })
    .where('agreement_id', '=', agreementId)
    .where('no', '=', no)
    .execute();
}

export type SignatureRow = {
  termNo: number;
  partyKind: 'department' | 'organisation';
  partyId: string;
  by: string;
  byName: string;
  at: Date;
};

export async function signaturesOf(db: Db, agreementId: string): Promise<SignatureRow[]> {
  const { rows } = await sql<SignatureRow>`
    select term_no as "termNo", party_kind as "partyKind", party_id as "partyId", by, by_name as "byName", at
    from liaison.agreement_signature where agreement_id = ${agreementId} order by term_no, at, party_id`.execute(db);
  return rows;
}

/** The primary key refuses a second yes of the same party. */
export async function insertSignature(
  tx: Tx,
  given: {
    agreementId: string;
    termNo: number;
    partyKind: 'department' | 'organisation';
    partyId: string;
    textVersion: number;
    by: string;
    byName: string;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement_signature')
    .values({
      agreement_id: given.agreementId,
      term_no: given.termNo,
      party_kind: given.partyKind,
      party_id: given.partyId,
      text_version: given.textVersion,
      by: given.by,
      by_name: given.byName,
      at: given.at,
    })
    .execute();
}

/** Signatures to a term that is signed anew, because its text was taken back. */
export async function dropTerm(tx: Tx, agreementId: string, no: number): Promise<void> {
  await tx
    .deleteFrom('liaison.agreement_signature')
    .where('agreement_id', '=', agreementId)
    .where('term_no', '=', no)
    .execute();
  await tx.deleteFrom('liaison.agreement_term').where('agreement_id', '=', agreementId).where('no', '=', no).execute();
}

export async function insertStep(
  tx: Tx,
  agreementId: string,
  step: {
    act: string;
    note?: string;
    partyKind?: 'department' | 'organisation';
    partyId?: string;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('liaison.agreement_step')
    .values({
      id: newId(),
      agreement_id: agreementId,
      act: step.act,
      note: step.note ?? '',
      party_kind: step.partyKind ?? null,
      party_id: step.partyId ?? null,
      by: step.by,
      at: step.at,
    })
    .execute();
}

export type StepRow = {
  id: string;
  act: string;
  note: string;
  partyKind: 'department' | 'organisation' | null;
  partyId: string | null;
  by: string | null;
  at: Date;
};
export async function stepsOf(db: Db, agreementId: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select id, act, note, party_kind as "partyKind", party_id as "partyId", by, at
    from liaison.agreement_step where agreement_id = ${agreementId} order by at, id`.execute(db);
  return rows;
}

export type AgreementFile = { fileId: string; dutyId: string | null; dutyDueOn: string | null };

export async function insertFiles(
  tx: Tx,
  agreementId: string,
  fileIds: readonly string[],
  of: { dutyId: string; dueOn: LocalDate } | null,
  by: string | null,
  at: Date,
): Promise<void> {
  if (fileIds.length === 0) return;
  await tx
    .insertInto('liaison.agreement_file')
    .values(
      fileIds.map((file_id) => ({
        agreement_id: agreementId,
        file_id,
        duty_id: of?.dutyId ?? null,
        duty_due_on: of?.dueOn ?? null,
        by,
        at,
      })),
    )
    .execute();
}

export async function filesOfAgreement(db: Db, agreementId: string): Promise<AgreementFile[]> {
  const { rows } = await sql<AgreementFile>`
    select file_id as "fileId", duty_id as "dutyId", duty_due_on as "dutyDueOn"
    from liaison.agreement_file where agreement_id = ${agreementId} order by at, file_id`.execute(db);
  return rows;
}

export async function agreementOfFile(db: Db, fileId: string): Promise<AgreementRow | undefined> {
  return (
    await sql<AgreementRow>`select ${columns} from liaison.agreement a
      join liaison.agreement_file f on f.agreement_id = a.id where f.file_id = ${fileId} limit 1`.execute(db)
  ).rows[0];
}

export async function agreementsToStart(db: Db, today: LocalDate, limit: number): Promise<{ id: string }[]> {
  return (
    await sql<{ id: string }>`select id from liaison.agreement where state = 'signed' and starts_on <= ${today}::date
      order by ends_on, id limit ${limit}`.execute(db)
  ).rows;
}

export async function agreementsToExpire(db: Db, today: LocalDate, limit: number): Promise<{ id: string }[]> {
  return (
    await sql<{ id: string }>`select id from liaison.agreement where state = 'in_force' and ends_on < ${today}::date
      order by ends_on, id limit ${limit}`.execute(db)
  ).rows;
}

/** Agreements in force, for reminders; keyset by id. */
export async function agreementsInForce(db: Db, after: string | null, limit: number): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>`
    select ${columns} from liaison.agreement a
    where a.state = 'in_force' and (${after}::uuid is null or a.id > ${after}::uuid) order by a.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Agreements of a department that are not over. */
export async function countStanding(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from liaison.agreement
    where department_id = ${departmentId} and state <> 'ended'`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What stands goes to another department, with what the first signed; what is over stays in its name. */
export async function moveAgreements(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update liaison.agreement_signature s set party_id = ${to}
    from liaison.agreement a where a.id = s.agreement_id and a.department_id = ${from} and a.state <> 'ended'
      and s.party_kind = 'department' and s.party_id = ${from}`.execute(tx);
  await sql`update liaison.agreement set department_id = ${to}, revision = revision + 1
    where department_id = ${from} and state <> 'ended'`.execute(tx);
}
