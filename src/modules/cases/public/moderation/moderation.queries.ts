import { type Db, isDuplicate, newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';

/** @throws AppError kernel.changed_meanwhile where another moderator hid it already */
export async function insertModeration(
  tx: Tx,
  row: { caseId: string; rule: string; reason: string; by: string | null; at: Date },
): Promise<string> {
  const id = newId();
  try {
    await tx
      .insertInto('cases.moderation')
      .values({ id, case_id: row.caseId, rule: row.rule, reason: row.reason, by_id: row.by, at: row.at })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'moderation_standing_idx')) fail('kernel.changed_meanwhile');
    throw error;
  }
  return id;
}

export type StandingModeration = {
  id: string;
  case_id: string;
  rule: string;
  reason: string;
  by_id: string | null;
  at: Date;
  appeal: string | null;
  appealed_at: Date | null;
  appeal_ruling: string | null;
  appeal_reason: string;
};

/** The decision that hides a case now. */
export async function standingModeration(db: Db, caseId: string): Promise<StandingModeration | undefined> {
  return db
    .selectFrom('cases.moderation')
    .select([
      'id',
      'case_id',
      'rule',
      'reason',
      'by_id',
      'at',
      'appeal',
      'appealed_at',
      'appeal_ruling',
      'appeal_reason',
    ])
    .where('case_id', '=', caseId)
    .where((eb) => eb.or([eb('appeal_ruling', 'is', null), eb('appeal_ruling', '<>', 'restored')]))
    .executeTakeFirst();
}

export async function writeAppeal(tx: Tx, id: string, text: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cases.moderation')
    .set({ appeal: text, appealed_at: at })
    .where('id', '=', id)
    .where('appeal', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function writeRuling(
  tx: Tx,
  id: string,
  ruling: { ruling: 'upheld' | 'restored'; reason: string; by: string | null; at: Date },
): Promise<boolean> {
  const done = await tx
    .updateTable('cases.moderation')
    .set({
      appeal_ruling: ruling.ruling,
      appeal_reason: ruling.reason,
      appeal_ruled_by_id: ruling.by,
      appeal_ruled_at: ruling.at,
    })
    .where('id', '=', id)
    .where('appeal', 'is not', null)
    .where('appeal_ruling', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export type LogEntry = {
  id: string;
  number: string;
  kind: string;
  rule: string;
  reason: string;
  at: Date;
  appealedAt: Date | null;
  ruling: 'upheld' | 'restored' | null;
  rulingReason: string;
  ruledAt: Date | null;
};

/** The public log, newest first: what was decided and why. Nothing of the letter, its author or the deciding person. */
export async function listModerations(
  db: Db,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<LogEntry[]> {
  const behind = after ? sql`where (m.at, m.id) < (${after.at}, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<LogEntry>`
    select m.id, c.number, c.kind, m.rule, m.reason, m.at, m.appealed_at as "appealedAt", m.appeal_ruling as ruling,
      m.appeal_reason as "rulingReason", m.appeal_ruled_at as "ruledAt"
    from cases.moderation m join cases.case c on c.id = m.case_id ${behind}
    order by m.at desc, m.id desc limit ${limit}`.execute(db);
  return rows;
}

export type WaitingAppeal = {
  caseId: string;
  number: string;
  title: string;
  body: string;
  rule: string;
  reason: string;
  byId: string | null;
  at: Date;
  appeal: string;
  appealedAt: Date;
};

/** Appeals that wait for a ruling, the oldest first. */
export async function waitingAppeals(db: Db, limit: number): Promise<WaitingAppeal[]> {
  const { rows } = await sql<WaitingAppeal>`
    select c.id as "caseId", c.number, c.title, c.body, m.rule, m.reason, m.by_id as "byId", m.at, m.appeal, m.appealed_at as "appealedAt"
    from cases.moderation m join cases.case c on c.id = m.case_id
    where m.appeal is not null and m.appeal_ruling is null order by m.appealed_at limit ${limit}`.execute(db);
  return rows;
}
