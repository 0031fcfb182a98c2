import { type Db, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Ground } from './screening.rules.ts';

export type Objection = {
  entryId: string;
  competitionId: string;
  ground: Ground;
  text: string;
  byId: string | null;
  at: Date;
  ruledAt: Date | null;
  ruledBy: string | null;
  upheld: boolean | null;
  answer: string;
  number: number;
  title: string;
};

const columns = sql`o.entry_id as "entryId", o.competition_id as "competitionId", o.ground, o.text, o.by_id as "byId", o.at,
  o.ruled_at as "ruledAt", o.ruled_by as "ruledBy", o.upheld, o.answer, e.number, e.title`;

/** The unique key refuses a second objection. */
export async function insertObjection(
  tx: Tx,
  given: { entryId: string; competitionId: string; ground: Ground; text: string; byId: string | null; at: Date },
): Promise<void> {
  await sql`insert into competitions.objection (entry_id, competition_id, ground, text, by_id, at)
    values (${given.entryId}, ${given.competitionId}, ${given.ground}, ${given.text}, ${given.byId}, ${given.at})`.execute(
    tx,
  );
}

export async function objectionOf(db: Db, entryId: string): Promise<Objection | undefined> {
  const { rows } = await sql<Objection>`select ${columns} from competitions.objection o
    join competitions.entry e on e.id = o.entry_id where o.entry_id = ${entryId}`.execute(db);
  return rows[0];
}

/** Objections of a competition, those that wait first, then the newest; at most so many. */
export async function objectionsOf(db: Db, competitionId: string, limit: number): Promise<Objection[]> {
  const { rows } = await sql<Objection>`select ${columns} from competitions.objection o
    join competitions.entry e on e.id = o.entry_id where o.competition_id = ${competitionId}
    order by o.ruled_at desc nulls first, o.at desc, o.entry_id limit ${limit}`.execute(db);
  return rows;
}

/** What everybody reads of a ruling: nothing that names an entry or a person. */
export type PublicRuling = { ruledAt: Date; ground: Ground; upheld: boolean; answer: string; id: string };

export async function publicRulings(
  db: Db,
  competitionId: string,
  after: PageKey | null,
  limit: number,
): Promise<PublicRuling[]> {
  const { rows } = await sql<PublicRuling>`select ruled_at as "ruledAt", ground, upheld, answer, entry_id as id
    from competitions.objection where competition_id = ${competitionId} and ruled_at is not null
      and (${after?.at ?? null}::timestamptz is null or (ruled_at, entry_id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by ruled_at desc, entry_id desc limit ${limit}`.execute(db);
  return rows;
}

export async function settleObjection(
  tx: Tx,
  entryId: string,
  ruling: { at: Date; by: string | null; upheld: boolean; answer: string },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update competitions.objection set ruled_at = ${ruling.at}, ruled_by = ${ruling.by},
      upheld = ${ruling.upheld}, answer = ${ruling.answer}
    where entry_id = ${entryId} and ruled_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** Objections that nobody has ruled on. */
export async function countOpenObjections(db: Db, competitionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competitions.objection
    where competition_id = ${competitionId} and ruled_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}
