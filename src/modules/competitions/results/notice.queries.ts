import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { shownByLine } from '../field.queries.ts';
import type { FinalResult } from './result.rules.ts';

/** What was announced, as it stood. */
export type ResultNotice = {
  id: string;
  version: number;
  words: string;
  publishedAt: Date;
  /** null: final at once, without announcement */
  endsAt: Date | null;
  result: FinalResult;
  replacedAt: Date | null;
};

const columns = sql`id, version, words, published_at as "publishedAt", ends_at as "endsAt", result,
  replaced_at as "replacedAt"`;

/** The notice that stands. */
export async function currentNotice(db: Db, competitionId: string): Promise<ResultNotice | undefined> {
  const { rows } = await sql<ResultNotice>`select ${columns} from competitions.result_notice
    where competition_id = ${competitionId} and replaced_at is null`.execute(db);
  return rows[0];
}

/** Earlier notices, the newest first, without their calculation. */
export async function earlierNotices(
  db: Db,
  competitionId: string,
): Promise<{ version: number; publishedAt: Date; replacedAt: Date }[]> {
  const { rows } = await sql<{ version: number; publishedAt: Date; replacedAt: Date }>`
    select version, published_at as "publishedAt", replaced_at as "replacedAt" from competitions.result_notice
    where competition_id = ${competitionId} and replaced_at is not null order by version desc limit 50`.execute(db);
  return rows;
}

/** Puts a notice in place of the one that stood. @returns its version */
export async function insertNotice(
  tx: Tx,
  given: {
    competitionId: string;
    words: string;
    at: Date;
    by: string | null;
    endsAt: Date | null;
    result: FinalResult;
  },
): Promise<number> {
  const { competitionId, at } = given;
  await sql`update competitions.result_notice set replaced_at = ${at}
    where competition_id = ${competitionId} and replaced_at is null`.execute(tx);
  const { rows } = await sql<{ version: number }>`
    insert into competitions.result_notice (id, competition_id, version, words, published_at, published_by, ends_at, result)
    select ${newId()}, ${competitionId}, coalesce(max(version), 0) + 1, ${given.words}, ${at}, ${given.by},
      ${given.endsAt}, ${JSON.stringify(given.result)}::jsonb
    from competitions.result_notice where competition_id = ${competitionId}
    returning version`.execute(tx);
  return rows[0]?.version ?? 1;
}

/** Invalidations of ballots that wait for their second person. */
export async function countOpenInvalidations(db: Db, competitionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competitions.invalidation
    where competition_id = ${competitionId} and state = 'proposed'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What is said of an entry beside its place. */
export type NamedEntry = {
  id: string;
  number: number;
  title: string;
  byLine: string;
  state: string;
  accountId: string | null;
};

/**
 * Names of entries that stand in a result, by id. Of one that was withdrawn or rejected since nothing is said but its number.
 */
export async function namesOfEntries(db: Db, competitionId: string): Promise<Map<string, NamedEntry>> {
  const { rows } = await sql<NamedEntry>`select id, number,
      case when state in ('accepted', 'disqualified') then e.title else '' end as title,
      case when state in ('accepted', 'disqualified') then ${shownByLine} else '' end as "byLine", state, account_id as "accountId"
    from competitions.entry e where competition_id = ${competitionId} and number is not null`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export type Disqualification = { entryId: string; number: number; title: string; reason: string; at: Date };

export async function disqualificationsOf(db: Db, competitionId: string): Promise<Disqualification[]> {
  const { rows } = await sql<Disqualification>`select d.entry_id as "entryId", e.number, e.title, d.reason, d.at
    from competitions.disqualification d join competitions.entry e on e.id = d.entry_id
    where d.competition_id = ${competitionId} order by d.at desc, e.number`.execute(db);
  return rows;
}

export async function insertDisqualification(
  tx: Tx,
  given: {
    entryId: string;
    competitionId: string;
    complaintId: string | null;
    reason: string;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  await sql`insert into competitions.disqualification (entry_id, competition_id, complaint_id, reason, by_id, at)
    values (${given.entryId}, ${given.competitionId}, ${given.complaintId}, ${given.reason}, ${given.by}, ${given.at})`.execute(
    tx,
  );
}

/** Makes results final. @returns false where they are already */
export async function markFinal(tx: Tx, competitionId: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.competition set state = 'final', final_at = ${at},
      version = version + 1
    where id = ${competitionId} and state = 'open'`.execute(tx);
  return numAffectedRows === 1n;
}

export async function insertPublicNote(tx: Tx, competitionId: string, at: Date, text: string): Promise<void> {
  await sql`insert into competitions.public_note (id, competition_id, at, text)
    values (${newId()}, ${competitionId}, ${at}, ${text})`.execute(tx);
}

/** Awards, written once. */
export async function insertAwards(
  tx: Tx,
  competitionId: string,
  at: Date,
  awards: readonly {
    entryId: string;
    categoryId: string;
    levelName: string;
    level: number | null;
    rank: number | null;
    score: number | null;
  }[],
): Promise<void> {
  await sql`insert into competitions.award (entry_id, competition_id, category_id, level_name, level, rank, score, at)
    select a."entryId", ${competitionId}, a."categoryId", a."levelName", a.level, a.rank, a.score, ${at}
    from jsonb_to_recordset(${JSON.stringify(awards)}::jsonb)
      as a("entryId" uuid, "categoryId" uuid, "levelName" text, level int, rank int, score numeric)`.execute(tx);
}

/** Whose entries were in the competition to its end. */
export async function entrantsToTell(db: Db, competitionId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct account_id as id from competitions.entry
    where competition_id = ${competitionId} and state in ('accepted', 'disqualified') and account_id is not null`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The most votes that an entry had, by stage and category, `stage category`: whoever was taken out since counts too. */
export async function mostVotes(db: Db, competitionId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; most: number }>`
    select s.stage_id || ' ' || e.category_id as key, max(s.votes) as most
    from competitions.standing s join competitions.entry e on e.id = s.entry_id
    where s.competition_id = ${competitionId} and s.votes is not null group by 1`.execute(db);
  return new Map(rows.map(({ key, most }) => [key, most]));
}
