import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type PieceRuling = 'upheld' | 'restored';

/** A decision as the public log shows it: neither what was taken down nor who wrote it or who decided. */
export type PieceDecision = {
  id: string;
  rule: string;
  reason: string;
  at: Date;
  appealedAt: Date | null;
  ruling: PieceRuling | null;
  rulingReason: string;
};

const columns = sql`m.id, m.rule, m.reason, m.at, m.appealed_at as "appealedAt", m.ruling, m.ruling_reason as "rulingReason"`;

/** Takes a piece from the public, and writes the decision down. */
export async function hideRow(
  tx: Tx,
  pieceId: string,
  given: { rule: string; reason: string; by: string; at: Date },
): Promise<void> {
  const { rule, reason, by, at } = given;
  await tx
    .insertInto('people.appointment_piece_moderation')
    .values({ id: newId(), piece_id: pieceId, rule, reason, by_id: by, at })
    .execute();
  await tx
    .updateTable('people.appointment_piece')
    .set({ hidden_at: at, hidden_by: by, hidden_reason: reason })
    .where('id', '=', pieceId)
    .execute();
}

export async function showRow(tx: Tx, pieceId: string): Promise<void> {
  await tx
    .updateTable('people.appointment_piece')
    .set({ hidden_at: null, hidden_by: null, hidden_reason: '' })
    .where('id', '=', pieceId)
    .execute();
}

export async function writePieceAppeal(tx: Tx, id: string, text: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.appointment_piece_moderation')
    .set({ appeal: text, appealed_at: at })
    .where('id', '=', id)
    .execute();
}

export async function writePieceRuling(
  tx: Tx,
  id: string,
  given: { ruling: PieceRuling; reason: string; by: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.appointment_piece_moderation')
    .set({ ruling: given.ruling, ruling_reason: given.reason, ruled_by_id: given.by, ruled_at: given.at })
    .where('id', '=', id)
    .execute();
}

/** The last decision about a piece, for those who are told of it. */
export async function lastPieceDecision(db: Db, pieceId: string): Promise<PieceDecision | undefined> {
  const { rows } = await sql<PieceDecision>`select ${columns} from people.appointment_piece_moderation m
    where m.piece_id = ${pieceId} order by m.at desc, m.id desc limit 1`.execute(db);
  return rows[0];
}

/** The public log, newest first. */
export async function listPieceDecisions(
  db: Db,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<PieceDecision[]> {
  const { rows } = await sql<PieceDecision>`select ${columns} from people.appointment_piece_moderation m
    where true ${after ? sql`and (m.at, m.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    order by m.at desc, m.id desc limit ${limit}`.execute(db);
  return rows;
}

/** What was decided about somebody's pieces and what they said to it. */
export async function decisionsAbout(
  db: Db,
  accountId: string,
): Promise<(PieceDecision & { appeal: string | null })[]> {
  const { rows } = await sql<PieceDecision & { appeal: string | null }>`select ${columns}, m.appeal
    from people.appointment_piece_moderation m join people.appointment_piece e on e.id = m.piece_id
      join people.appointment p on p.id = e.appointment_id
    where p.account_id = ${accountId} order by m.at, m.id`.execute(db);
  return rows;
}
