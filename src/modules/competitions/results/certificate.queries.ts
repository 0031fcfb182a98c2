import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type CertificateKind = 'award' | 'participation' | 'invited';

/** A certificate with everything that is printed on it. */
export type Certificate = {
  id: string;
  competitionId: string;
  slug: string;
  competition: string;
  departmentId: string;
  mode: 'award' | 'showcase';
  approvalNumber: string;
  entryId: string;
  entryNumber: number;
  entryTitle: string;
  category: string;
  kind: CertificateKind;
  levelName: string;
  number: number;
  code: string;
  holder: string;
  role: string;
  accountId: string | null;
  /** '' for the entry itself */
  member: string;
  issuedAt: Date;
  revokedAt: Date | null;
  revokeReason: string;
};

const columns = sql`t.id, t.competition_id as "competitionId", c.slug, c.title as competition,
  c.department_id as "departmentId", c.mode, c.approval_number as "approvalNumber", t.entry_id as "entryId",
  e.number as "entryNumber", e.title as "entryTitle", g.name as category, t.kind, coalesce(a.level_name, '') as "levelName",
  t.number, t.code, t.holder, t.role, t.account_id as "accountId", t.member, t.issued_at as "issuedAt",
  t.revoked_at as "revokedAt", t.revoke_reason as "revokeReason"`;
const tables = sql`competitions.certificate t
  join competitions.competition c on c.id = t.competition_id
  join competitions.entry e on e.id = t.entry_id
  join competitions.category g on g.id = e.category_id
  left join competitions.award a on a.entry_id = t.entry_id`;

export async function certificateOfCode(db: Db, code: string): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`select ${columns} from ${tables} where t.code = ${code}`.execute(db);
  return rows[0];
}

export async function certificateById(db: Db, id: string): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`select ${columns} from ${tables} where t.id = ${id}`.execute(db);
  return rows[0];
}

/** Certificates of a competition by number, a page at a time. */
export async function certificatesOf(
  db: Db,
  competitionId: string,
  after: number,
  limit: number,
): Promise<Certificate[]> {
  const { rows } = await sql<Certificate>`select ${columns} from ${tables}
    where t.competition_id = ${competitionId} and t.number > ${after} order by t.number limit ${limit}`.execute(db);
  return rows;
}

export async function certificatesOfAccount(db: Db, accountId: string): Promise<Certificate[]> {
  const { rows } = await sql<Certificate>`select ${columns} from ${tables}
    where t.account_id = ${accountId} order by t.issued_at desc, t.number limit 200`.execute(db);
  return rows;
}

export async function hasCertificate(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql`select from competitions.certificate where account_id = ${accountId} limit 1`.execute(db);
  return rows.length > 0;
}

export type NewCertificate = {
  entryId: string;
  kind: CertificateKind;
  number: number;
  code: string;
  holder: string;
  role: string;
  accountId: string | null;
  member: string;
};

/** The unique key refuses a second one for the same entry and person. */
export async function insertCertificates(
  tx: Tx,
  competitionId: string,
  at: Date,
  certificates: readonly NewCertificate[],
): Promise<void> {
  const rows = certificates.map((each) => ({ ...each, id: newId() }));
  await sql`insert into competitions.certificate (id, competition_id, entry_id, kind, number, code, holder, role, account_id,
      member, issued_at)
    select t.id, ${competitionId}, t."entryId", t.kind, t.number, t.code, t.holder, t.role, t."accountId", t.member, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, "entryId" uuid, kind text, number int, code text,
      holder text, role text, "accountId" uuid, member text)`.execute(tx);
}

/** @returns false where it was revoked before */
export async function markRevoked(tx: Tx, id: string, at: Date, reason: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update competitions.certificate set revoked_at = ${at}, revoke_reason = ${reason}
    where id = ${id} and revoked_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** Somebody of a team who agreed to be named, of the entries that get certificates. */
export type TeamHolder = { entryId: string; accountId: string; shownAs: string; role: string };

export async function teamsOf(tx: Tx, entryIds: readonly string[]): Promise<TeamHolder[]> {
  const { rows } =
    await sql<TeamHolder>`select entry_id as "entryId", account_id as "accountId", shown_as as "shownAs", role
    from competitions.entry_member where entry_id = any(${entryIds}::uuid[])
    order by entry_id, joined_at, account_id`.execute(tx);
  return rows;
}

/** Accounts that got a certificate of a competition. */
export async function holdersToTell(db: Db, competitionId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct account_id as id from competitions.certificate
    where competition_id = ${competitionId} and account_id is not null and revoked_at is null`.execute(db);
  return rows.map(({ id }) => id);
}
