import { type Db, newId, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { ContributionState } from '../consultations.rules.ts';

export const letterWays = ['email', 'paper', 'hearing'] as const;
export type LetterWay = (typeof letterWays)[number];
export type LetterState = 'waiting' | 'entered' | 'set_aside';

/** A letter as its conveners read it; who wrote it is asked for apart. */
export type Letter = {
  id: string;
  consultationId: string;
  way: LetterWay;
  subject: string;
  text: string;
  receivedOn: LocalDate;
  state: LetterState;
  setAsideReason: string;
  /** attachments that were not kept */
  leftOut: string[];
  createdAt: Date;
  doneAt: Date | null;
  /** opinions that were read out of it */
  opinions: number;
};

/** Who wrote a letter. */
export type Sender = { name: string; email: string; phone: string; address: string };

const columns = sql`i.id, i.consultation_id as "consultationId", i.way, i.subject, i.text,
  to_char(i.received_on, 'YYYY-MM-DD') as "receivedOn", i.state, i.set_aside_reason as "setAsideReason",
  i.left_out as "leftOut", i.created_at as "createdAt", i.done_at as "doneAt",
  (select count(*)::int from consultations.taken_in t where t.intake_id = i.id) as opinions`;

export type NewLetter = {
  consultationId: string;
  way: LetterWay;
  messageId: string | null;
  subject: string;
  text: string;
  receivedOn: LocalDate;
  leftOut: readonly string[];
  createdBy: string | null;
  formToken: string | null;
};

/**
 * Writes a letter that waits to be read out, with who wrote it. One that came before, by its Message-ID or its form, is
 * given back with `again`.
 */
export async function insertLetter(
  tx: Tx,
  at: Date,
  given: NewLetter,
  sender: Sender,
): Promise<{ id: string; again: boolean }> {
  const id = newId();
  const { rows } = await sql<{ id: string }>`
    insert into consultations.intake (id, consultation_id, way, message_id, subject, text, received_on, state, left_out,
      created_at, created_by, form_token)
    values (${id}, ${given.consultationId}, ${given.way}, ${given.messageId}, ${given.subject}, ${given.text},
      ${given.receivedOn}, 'waiting', ${[...given.leftOut]}::text[], ${at}, ${given.createdBy}, ${given.formToken})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) {
    const { rows: known } = await sql<{ id: string }>`select id from consultations.intake
      where consultation_id = ${given.consultationId} and (message_id = ${given.messageId} or form_token = ${given.formToken})`.execute(
      tx,
    );
    const [first] = known;
    if (!first) throw new Error('the letter was neither written nor found');
    return { id: first.id, again: true };
  }
  await sql`insert into consultations.sender (intake_id, consultation_id, name, email, phone, address)
    values (${id}, ${given.consultationId}, ${sender.name}, ${sender.email}, ${sender.phone}, ${sender.address})`.execute(
    tx,
  );
  return { id, again: false };
}

export async function letterById(
  db: Db,
  consultationId: string,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Letter | undefined> {
  const { rows } = await sql<Letter>`select ${columns} from consultations.intake i
    where i.id = ${id} and i.consultation_id = ${consultationId} ${lock ? sql`for no key update` : sql``}`.execute(db);
  return rows[0];
}

/** Letters of a consultation: those that wait, who waits longest first; the others the newest first. */
export async function lettersOf(
  db: Db,
  consultationId: string,
  { state, after, limit }: { state: LetterState; after: PageKey | null; limit: number },
): Promise<Letter[]> {
  const waits = state === 'waiting';
  const behind = waits
    ? sql`(i.created_at, i.id) > (${after?.at}, ${after?.id}::uuid)`
    : sql`(i.created_at, i.id) < (${after?.at}, ${after?.id}::uuid)`;
  const { rows } = await sql<Letter>`select ${columns} from consultations.intake i
    where i.consultation_id = ${consultationId} and i.state = ${state} and ${after ? behind : sql`true`}
    order by ${waits ? sql`i.created_at, i.id` : sql`i.created_at desc, i.id desc`} limit ${limit}`.execute(db);
  return rows;
}

export async function countWaiting(db: Db, consultationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from consultations.intake
    where consultation_id = ${consultationId} and state = 'waiting'`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function setLetterState(
  tx: Tx,
  id: string,
  given: { state: 'entered' | 'set_aside'; reason?: string; at: Date; by: string | null },
): Promise<void> {
  await sql`update consultations.intake set state = ${given.state}, set_aside_reason = ${given.reason ?? ''},
    done_at = ${given.at}, done_by = ${given.by} where id = ${id}`.execute(tx);
}

export async function insertTakenIn(
  tx: Tx,
  given: { contributionId: string; intakeId: string; consultationId: string },
): Promise<void> {
  await sql`insert into consultations.taken_in (contribution_id, intake_id, consultation_id)
    values (${given.contributionId}, ${given.intakeId}, ${given.consultationId})`.execute(tx);
}

/** Opinions that were read out of a letter, by number. */
export async function opinionsOfLetter(
  db: Db,
  intakeId: string,
): Promise<{ number: number; text: string; shownAs: string; anchor: string | null; state: ContributionState }[]> {
  const { rows } = await sql<{
    number: number;
    text: string;
    shownAs: string;
    anchor: string | null;
    state: ContributionState;
  }>`select n.number, n.text, n.shown_as as "shownAs", m.anchor, n.state from consultations.taken_in t
    join consultations.contribution n on n.id = t.contribution_id
    join consultations.comment m on m.contribution_id = n.id
    where t.intake_id = ${intakeId} order by n.number`.execute(db);
  return rows;
}

/** Who wrote a letter; nobody where it was forgotten. Every look at it by a person is recorded by `readSender`. */
export async function senderOfLetter(db: Db, intakeId: string): Promise<Sender | undefined> {
  const { rows } = await sql<Sender>`select name, email, phone, address from consultations.sender
    where intake_id = ${intakeId}`.execute(db);
  return rows[0];
}

/**
 * How to reach whoever sent in a contribution by e-mail or on paper, to tell them by a program what became of it; nobody
 * where it came otherwise or was forgotten. Staff look through `readSender` alone.
 */
export async function senderOf(
  db: Db,
  contributionId: string,
): Promise<(Sender & { way: LetterWay; intakeId: string }) | undefined> {
  const { rows } = await sql<Sender & { way: LetterWay; intakeId: string }>`
    select s.name, s.email, s.phone, s.address, i.way, i.id as "intakeId" from consultations.taken_in t
    join consultations.intake i on i.id = t.intake_id join consultations.sender s on s.intake_id = i.id
    where t.contribution_id = ${contributionId}`.execute(db);
  return rows[0];
}

export async function insertLetterFile(
  tx: Tx,
  given: { intakeId: string; fileId: string; consultationId: string; name: string },
): Promise<void> {
  await sql`insert into consultations.intake_file (intake_id, file_id, consultation_id, name)
    values (${given.intakeId}, ${given.fileId}, ${given.consultationId}, ${given.name})`.execute(tx);
}

export type LetterFile = { fileId: string; name: string; mediaType: string; sizeBytes: number };

export async function filesOfLetter(db: Db, intakeId: string): Promise<LetterFile[]> {
  const { rows } = await sql<LetterFile>`select l.file_id as "fileId", l.name, f.media_type as "mediaType",
      f.size_bytes as "sizeBytes" from consultations.intake_file l join kernel.file f on f.id = l.file_id
    where l.intake_id = ${intakeId} order by l.name, l.file_id`.execute(db);
  return rows;
}

/** Of which department's consultation a file is. */
export async function departmentOfFile(db: Db, fileId: string): Promise<string | undefined> {
  const { rows } = await sql<{ departmentId: string }>`select c.department_id as "departmentId"
    from consultations.intake_file l join consultations.consultation c on c.id = l.consultation_id
    where l.file_id = ${fileId} limit 1`.execute(db);
  return rows[0]?.departmentId;
}

/** Letters whose outcome was published before this moment: who wrote them, their words and files go. @returns the files */
export async function forgetLetters(tx: Tx, answeredBefore: Date): Promise<{ letters: number; files: string[] }> {
  const { rows } = await sql<{ id: string }>`select i.id from consultations.intake i
    join consultations.consultation c on c.id = i.consultation_id
    where (c.answered_at < ${answeredBefore} or (c.state = 'cancelled' and c.ends_on < ${answeredBefore}::date))
      and (i.text <> '' or exists (select from consultations.sender s where s.intake_id = i.id))
    order by i.id limit 1000 for no key update of i`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { letters: 0, files: [] };
  await sql`delete from consultations.sender where intake_id = any(${ids}::uuid[])`.execute(tx);
  await sql`update consultations.intake set text = '', subject = '', message_id = null, left_out = '{}'
    where id = any(${ids}::uuid[])`.execute(tx);
  const { rows: files } = await sql<{ id: string }>`delete from consultations.intake_file
    where intake_id = any(${ids}::uuid[]) returning file_id as id`.execute(tx);
  return { letters: ids.length, files: files.map(({ id }) => id) };
}
