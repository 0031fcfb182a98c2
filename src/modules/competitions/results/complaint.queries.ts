import { type Db, newId, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';

/** A complaint as whoever handles it reads it; who complained is asked for apart. */
export type Complaint = {
  id: string;
  competitionId: string;
  number: number;
  entryId: string | null;
  entryNumber: number | null;
  entryTitle: string | null;
  text: string;
  /** whether there is anybody to reach: never who */
  hasAuthor: boolean;
  at: Date;
  answeredAt: Date | null;
  upheld: boolean | null;
  answer: string;
};

const columns = sql`p.id, p.competition_id as "competitionId", p.number, p.entry_id as "entryId", e.number as "entryNumber",
  e.title as "entryTitle", p.text, (p.account_id is not null or p.contact <> '') as "hasAuthor", p.at,
  p.answered_at as "answeredAt", p.upheld, p.answer`;
const tables = sql`competitions.complaint p left join competitions.entry e on e.id = p.entry_id`;

/** The competition's row must be locked: numbers count up. @returns the number */
export async function insertComplaint(
  tx: Tx,
  given: {
    competitionId: string;
    noticeId: string;
    entryId: string | null;
    text: string;
    contact: string;
    accountId: string | null;
    codeHash: Buffer | null;
    at: Date;
  },
): Promise<{ id: string; number: number }> {
  const { rows } = await sql<{ id: string; number: number }>`
    insert into competitions.complaint (id, competition_id, notice_id, number, entry_id, text, contact, account_id, code_hash, at)
    select ${newId()}, ${given.competitionId}, ${given.noticeId}, coalesce(max(number), 0) + 1, ${given.entryId},
      ${given.text}, ${given.contact}, ${given.accountId}, ${given.codeHash}, ${given.at}
    from competitions.complaint where competition_id = ${given.competitionId}
    returning id, number`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('the complaint was not written');
  return row;
}

/** Complaints of a competition for its desk, those that wait first, then by number from the newest. */
export async function complaintsOf(
  db: Db,
  competitionId: string,
  before: number | null,
  open: boolean,
  limit: number,
): Promise<Complaint[]> {
  const { rows } = await sql<Complaint>`select ${columns} from ${tables}
    where p.competition_id = ${competitionId} and (p.answered_at is null) = ${open}
      and (${before}::int is null or p.number < ${before}) order by p.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function complaintByNumber(db: Db, competitionId: string, number: number): Promise<Complaint | undefined> {
  const { rows } = await sql<Complaint>`select ${columns} from ${tables}
    where p.competition_id = ${competitionId} and p.number = ${number}`.execute(db);
  return rows[0];
}

/** Who complained: for the look that is recorded, and for telling them. */
export async function authorOf(
  db: Db,
  complaintId: string,
): Promise<{ accountId: string | null; contact: string } | undefined> {
  const { rows } = await sql<{ accountId: string | null; contact: string }>`
    select account_id as "accountId", contact from competitions.complaint where id = ${complaintId}`.execute(db);
  return rows[0];
}

export async function countOpenComplaints(db: Db, competitionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competitions.complaint
    where competition_id = ${competitionId} and answered_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** @returns false where somebody answered it before */
export async function settleComplaint(
  tx: Tx,
  id: string,
  given: { at: Date; by: string | null; upheld: boolean; answer: string },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update competitions.complaint set answered_at = ${given.at}, answered_by = ${given.by},
      upheld = ${given.upheld}, answer = ${given.answer}
    where id = ${id} and answered_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** What its author sees of a complaint. */
export type OwnComplaint = Pick<Complaint, 'number' | 'at' | 'answeredAt' | 'upheld' | 'answer' | 'text'>;

const own = sql`number, at, answered_at as "answeredAt", upheld, answer, text`;

export async function complaintsOfAccount(db: Db, competitionId: string, accountId: string): Promise<OwnComplaint[]> {
  const { rows } = await sql<OwnComplaint>`select ${own} from competitions.complaint
    where competition_id = ${competitionId} and account_id = ${accountId} order by number desc limit 100`.execute(db);
  return rows;
}

export async function complaintOfCode(
  db: Db,
  competitionId: string,
  codeHash: Buffer,
): Promise<OwnComplaint | undefined> {
  const { rows } = await sql<OwnComplaint>`select ${own} from competitions.complaint
    where competition_id = ${competitionId} and code_hash = ${codeHash}`.execute(db);
  return rows[0];
}

/** What everybody reads: number, finding and answer. */
export type PublicAnswer = { id: string; number: number; answeredAt: Date; upheld: boolean; answer: string };

export async function publicAnswers(
  db: Db,
  competitionId: string,
  after: PageKey | null,
  limit: number,
): Promise<PublicAnswer[]> {
  const { rows } = await sql<PublicAnswer>`select id, number, answered_at as "answeredAt", upheld, answer
    from competitions.complaint where competition_id = ${competitionId} and answered_at is not null
      and (${after?.at ?? null}::timestamptz is null or (answered_at, id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by answered_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** How many complaints came in, and of them how many wait and were upheld. */
export async function complaintFigures(
  db: Db,
  competitionId: string,
): Promise<{ all: number; open: number; upheld: number }> {
  const { rows } = await sql<{ all: number; open: number; upheld: number }>`select count(*)::int as all,
      count(*) filter (where answered_at is null)::int as open, count(*) filter (where upheld)::int as upheld
    from competitions.complaint where competition_id = ${competitionId}`.execute(db);
  return rows[0] ?? { all: 0, open: 0, upheld: 0 };
}

/** Accounts whose complaint was answered at this moment: the event says nothing of them. */
export async function lastAnswered(db: Db, competitionId: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select account_id as id from competitions.complaint
    where competition_id = ${competitionId} and answered_at = ${at} and account_id is not null`.execute(db);
  return rows.map(({ id }) => id);
}
