import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type Round = {
  id: string;
  title: string;
  /** first and last day, YYYY-MM-DD */
  opensOn: string;
  closesOn: string;
  note: string;
};

const columns = ['id', 'title', 'opens_on as opensOn', 'closes_on as closesOn', 'note'] as const;

/** The round of a day; null: one nominates without. */
export async function roundOn(db: Db, day: string): Promise<Round | null> {
  const row = await db
    .selectFrom('people.nomination_round')
    .select(columns)
    .where('opens_on', '<=', day)
    .where('closes_on', '>=', day)
    .executeTakeFirst();
  return row ?? null;
}

/** The first round that begins after a day. */
export async function nextRound(db: Db, day: string): Promise<Round | null> {
  const row = await db
    .selectFrom('people.nomination_round')
    .select(columns)
    .where('opens_on', '>', day)
    .orderBy('opens_on')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function roundById(db: Db, id: string): Promise<Round | null> {
  const row = await db.selectFrom('people.nomination_round').select(columns).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export async function lockRound(tx: Tx, id: string): Promise<Round | null> {
  const row = await tx
    .selectFrom('people.nomination_round')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

type RoundValues = Omit<Round, 'id'>;

/** The exclusion constraint refuses two rounds on one day. */
export async function insertRound(tx: Tx, round: RoundValues & { by: string; at: Date }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.nomination_round')
    .values({
      id,
      title: round.title,
      opens_on: round.opensOn,
      closes_on: round.closesOn,
      note: round.note,
      created_by: round.by,
      created_at: round.at,
    })
    .execute();
  return id;
}

export async function updateRound(tx: Tx, id: string, round: RoundValues): Promise<void> {
  await tx
    .updateTable('people.nomination_round')
    .set({ title: round.title, opens_on: round.opensOn, closes_on: round.closesOn, note: round.note })
    .where('id', '=', id)
    .execute();
}

export async function deleteRound(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('people.nomination_round').where('id', '=', id).execute();
}

export type RoundCounts = { sent: number; waiting: number; accepted: number; notAccepted: number; withdrawn: number };
/** `round` null: without a round */
export type CountedRound = { round: Round | null; counts: RoundCounts };

/**
 * Rounds, the newest first, with what came of the nominations in them, and what came of those without a round. Until an
 * invitation runs out it counts as waiting, whatever was answered.
 */
export async function countedRounds(db: Db, now: Date): Promise<CountedRound[]> {
  const { rows } = await sql<Partial<Round> & RoundCounts>`
    with counted as (
      select round_id,
        count(*)::int as sent,
        count(*) filter (where state in ('accepted', 'taken') or ended_as = 'done')::int as accepted,
        count(*) filter (where ended_as = 'withdrawn')::int as withdrawn,
        count(*) filter (where state = 'open' or (ended_as = 'not_accepted' and expires_at > ${now}))::int as waiting,
        count(*) filter (where ended_as = 'not_accepted' and expires_at <= ${now})::int as not_accepted
      from people.nomination group by round_id
    )
    select r.id, r.title, r.opens_on as "opensOn", r.closes_on as "closesOn", r.note,
      coalesce(c.sent, 0) as sent, coalesce(c.waiting, 0) as waiting, coalesce(c.accepted, 0) as accepted,
      coalesce(c.not_accepted, 0) as "notAccepted", coalesce(c.withdrawn, 0) as withdrawn
    from people.nomination_round r full join counted c on c.round_id = r.id
    order by r.opens_on desc nulls first limit 500`.execute(db);
  return rows.map(({ id, title, opensOn, closesOn, note, ...counts }) => ({
    round: id ? { id, title: title ?? '', opensOn: opensOn ?? '', closesOn: closesOn ?? '', note: note ?? '' } : null,
    counts,
  }));
}

export async function isRoundUsed(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('people.nomination')
    .select('id')
    .where('round_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
