import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { PieceKind, PieceState } from './appointments.rules.ts';

export type PieceText = {
  kind: PieceKind;
  title: string;
  heldOn: string | null;
  place: string;
  seen: string;
  advice: string;
  hours: number | null;
};

/** An inspection or advice with its answer, and the appointment it belongs to. */
export type Piece = PieceText & {
  id: string;
  appointmentId: string;
  number: string;
  accountId: string | null;
  departmentId: string;
  publicName: string;
  n: number;
  state: PieceState;
  sentAt: Date;
  dueAt: Date;
  reminded: string;
  publishedAt: Date | null;
  hiddenAt: Date | null;
  hiddenReason: string;
  /** the decision by which it is taken down now, and what became of it */
  decisionId: string | null;
  hiddenById: string | null;
  rule: string | null;
  appeal: string | null;
  appealedAt: Date | null;
  ruling: 'upheld' | null;
  rulingReason: string | null;
  answer: string | null;
  /** office that answered, which may since have been merged into another */
  answerDepartmentId: string | null;
  answeredAt: Date | null;
};

const columns = sql`e.id, e.appointment_id as "appointmentId", p.number, p.account_id as "accountId",
  p.department_id as "departmentId", p.public_name as "publicName", e.n, e.kind, e.title, e.held_on as "heldOn", e.place, e.seen,
  e.advice, e.hours::float8 as hours, e.state, e.sent_at as "sentAt", e.due_at as "dueAt", e.reminded,
  e.published_at as "publishedAt", e.hidden_at as "hiddenAt", e.hidden_reason as "hiddenReason", w.text as answer,
  w.department_id as "answerDepartmentId", w.answered_at as "answeredAt",
  m.id as "decisionId", m.by_id as "hiddenById", m.rule, m.appeal, m.appealed_at as "appealedAt", m.ruling,
  m.ruling_reason as "rulingReason"`;
const from = sql`people.appointment_piece e join people.appointment p on p.id = e.appointment_id
  left join people.appointment_answer w on w.piece_id = e.id
  left join people.appointment_piece_moderation m on m.piece_id = e.id and (m.ruling is null or m.ruling <> 'restored')`;

export async function findPiece(db: Db, number: string, n: number): Promise<Piece | undefined> {
  const { rows } = await sql<Piece>`select ${columns} from ${from} where p.number = ${number} and e.n = ${n}`.execute(
    db,
  );
  return rows[0];
}

export async function lockPiece(tx: Tx, id: string): Promise<Piece | undefined> {
  await tx.selectFrom('people.appointment_piece').select('id').where('id', '=', id).forUpdate().execute();
  const { rows } = await sql<Piece>`select ${columns} from ${from} where e.id = ${id}`.execute(tx);
  return rows[0];
}

export async function piecesOf(db: Db, appointmentId: string, limit: number): Promise<Piece[]> {
  const { rows } = await sql<Piece>`select ${columns} from ${from} where e.appointment_id = ${appointmentId}
    order by e.n desc limit ${limit}`.execute(db);
  return rows;
}

/** What everybody reads of an appointment: published, and not taken from the public again (that it was is said). */
export async function publishedPieces(db: Db, number: string, before: number | null, limit: number): Promise<Piece[]> {
  const { rows } = await sql<Piece>`select ${columns} from ${from}
    where p.number = ${number} and e.state = 'published' and (${before}::int is null or e.n < ${before})
    order by e.n desc limit ${limit}`.execute(db);
  return rows;
}

/** The latest published pieces of all. */
export async function latestPieces(db: Db, limit: number): Promise<Piece[]> {
  const { rows } = await sql<Piece>`select ${columns} from ${from}
    where e.state = 'published' and e.hidden_at is null order by e.published_at desc, e.id limit ${limit}`.execute(db);
  return rows;
}

/** What waits for a department's answer, what is due first comes first. */
export async function waitingPieces(
  db: Db,
  scope: { city: boolean; ids: readonly string[] },
  after: { dueAt: Date; id: string } | null,
  limit: number,
): Promise<Piece[]> {
  const beyond = after ? sql`and (e.due_at, e.id) > (${after.dueAt}, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Piece>`select ${columns} from ${from}
    where e.state = 'sent' and (${scope.city} or p.department_id = any(${[...scope.ids]}::uuid[])) ${beyond}
    order by e.due_at, e.id limit ${limit}`.execute(db);
  return rows;
}

/** The appointment must be locked, so that pieces are counted one after the other. */
export async function insertPiece(
  tx: Tx,
  appointmentId: string,
  text: PieceText,
  given: { at: Date; dueAt: Date },
): Promise<{ id: string; n: number }> {
  const { pieces } = await tx
    .updateTable('people.appointment')
    .set((eb) => ({ pieces: eb('pieces', '+', 1) }))
    .where('id', '=', appointmentId)
    .returning('pieces')
    .executeTakeFirstOrThrow();
  const id = newId();
  await tx
    .insertInto('people.appointment_piece')
    .values({
      id,
      appointment_id: appointmentId,
      n: pieces,
      ...pieceColumns(text),
      state: 'sent',
      sent_at: given.at,
      due_at: given.dueAt,
    })
    .execute();
  return { id, n: pieces };
}

function pieceColumns(text: PieceText) {
  return {
    kind: text.kind,
    title: text.title,
    held_on: text.heldOn,
    place: text.place,
    seen: text.seen,
    advice: text.advice,
    hours: text.hours?.toFixed(2) ?? null,
  };
}

export async function insertAnswer(
  tx: Tx,
  answer: { pieceId: string; departmentId: string; text: string; by: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.appointment_answer')
    .values({
      piece_id: answer.pieceId,
      department_id: answer.departmentId,
      text: answer.text,
      answered_by: answer.by,
      answered_at: answer.at,
    })
    .execute();
  await tx
    .updateTable('people.appointment_piece')
    .set({ state: 'answered' })
    .where('id', '=', answer.pieceId)
    .execute();
}

/** The text as the person checked it, from now on for everybody. */
export async function publishRow(
  tx: Tx,
  id: string,
  text: Pick<PieceText, 'title' | 'place' | 'seen' | 'advice'>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('people.appointment_piece')
    .set({
      title: text.title,
      place: text.place,
      seen: text.seen,
      advice: text.advice,
      state: 'published',
      published_at: at,
    })
    .where('id', '=', id)
    .execute();
}

export async function withdrawRow(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('people.appointment_piece').set({ state: 'withdrawn' }).where('id', '=', id).execute();
}

export async function duePieces(db: Db, until: Date, after: string | null, limit: number): Promise<Piece[]> {
  const { rows } = await sql<Piece>`select ${columns} from ${from}
    where e.state = 'sent' and e.due_at <= ${until} and (${after}::uuid is null or e.id > ${after}::uuid)
    order by e.id limit ${limit}`.execute(db);
  return rows;
}

export async function setReminded(tx: Tx, id: string, light: string): Promise<void> {
  await tx.updateTable('people.appointment_piece').set({ reminded: light }).where('id', '=', id).execute();
}

/** By its id, for the activity record. */
export async function pieceById(db: Db, id: string): Promise<Piece | undefined> {
  const { rows } = await sql<Piece>`select ${columns} from ${from} where e.id = ${id}`.execute(db);
  return rows[0];
}
