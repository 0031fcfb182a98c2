import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { ContributionState, ContributionWay } from '../consultations.rules.ts';
import type { Ground, Outcome } from '../desk/desk.rules.ts';
import type { ResultFigures } from './result.rules.ts';

export type Result = {
  summary: string;
  writtenBy: string | null;
  writtenAt: Date;
  version: number;
  publishedBy: string | null;
  publishedAt: Date | null;
};

export async function resultOf(db: Db, consultationId: string): Promise<Result | undefined> {
  const { rows } = await sql<Result>`select summary, written_by as "writtenBy", written_at as "writtenAt", version,
      published_by as "publishedBy", published_at as "publishedAt"
    from consultations.result where consultation_id = ${consultationId}`.execute(db);
  return rows[0];
}

/** Keeps the summary over the version that was read; 0: there was none. @returns false where somebody wrote meanwhile */
export async function saveSummary(
  tx: Tx,
  consultationId: string,
  { summary, byId, at, version }: { summary: string; byId: string | null; at: Date; version: number },
): Promise<boolean> {
  const result =
    version === 0
      ? await sql`insert into consultations.result (consultation_id, summary, written_by, written_at)
          values (${consultationId}, ${summary}, ${byId}, ${at}) on conflict (consultation_id) do nothing`.execute(tx)
      : await sql`update consultations.result set summary = ${summary}, written_by = ${byId}, written_at = ${at},
            version = version + 1
          where consultation_id = ${consultationId} and version = ${version}`.execute(tx);
  return Number(result.numAffectedRows ?? 0) > 0;
}

export async function markPublished(tx: Tx, consultationId: string, byId: string | null, at: Date): Promise<void> {
  await sql`update consultations.result set published_by = ${byId}, published_at = ${at}
    where consultation_id = ${consultationId}`.execute(tx);
  await sql`update consultations.consultation set state = 'answered', answered_at = ${at}, version = version + 1
    where id = ${consultationId}`.execute(tx);
}

export async function countFigures(db: Db, consultationId: string): Promise<ResultFigures> {
  const stands = sql`c.parent_id is null and n.state = 'visible'`;
  const { rows } = await sql<ResultFigures>`select
      count(*) filter (where c.parent_id is null)::integer as received,
      count(*) filter (where c.parent_id is null and n.state = 'withdrawn')::integer as withdrawn,
      count(*) filter (where c.parent_id is null and n.state = 'hidden')::integer as hidden,
      count(*) filter (where ${stands} and d.ground = 'off_topic')::integer as "offTopic",
      count(*) filter (where ${stands} and d.ground = 'enquiry')::integer as enquiry,
      count(*) filter (where ${stands} and d.outcome = 'adopted')::integer as adopted,
      count(*) filter (where ${stands} and d.outcome = 'partly')::integer as partly,
      count(*) filter (where ${stands} and d.outcome = 'not_adopted')::integer as "notAdopted",
      count(*) filter (where ${stands} and d.outcome is null)::integer as undecided,
      count(*) filter (where c.parent_id is not null)::integer as answers
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'comment'`.execute(db);
  return rows[0] as ResultFigures;
}

export type ResultFilter = {
  /** '': on the whole text */
  anchor?: string | undefined;
  outcome?: Outcome | undefined;
  q?: string | undefined;
  /** one opinion */
  number?: number | undefined;
};
export type ResultKey = { position: number; first: number };

/** Opinions on one paragraph that say the same and were decided alike. */
export type ResultGroup = ResultKey & {
  anchor: string | null;
  numbers: number[];
  text: string;
  shownAs: string;
  organisationId: string | null;
  way: ContributionWay;
  outcome: Outcome;
  ground: Ground | null;
  reason: string;
  versions: number[];
};

/** Groups by paragraph in the order of the text, then as they came in. @param anchors of the text in its order */
export async function resultGroups(
  db: Db,
  consultationId: string,
  { anchor, outcome, q, number }: ResultFilter,
  anchors: readonly string[],
  after: ResultKey | null,
  limit: number,
): Promise<ResultGroup[]> {
  const asked = q?.trim() ?? '';
  const { rows } = await sql<ResultGroup>`
    with decided as (
      select case when c.anchor is null then 0 else coalesce(p.place, 2000000) end::integer as position, c.anchor, n.number,
        coalesce(l.head, n.number) as head, d.outcome, d.ground, d.reason, d.version_no
      from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
      join consultations.decision d on d.contribution_id = n.id
      left join consultations.likeness l on l.contribution_id = n.id
      left join unnest(${[...anchors]}::text[]) with ordinality as p (anchor, place) on p.anchor = c.anchor
      where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.state = 'visible' and c.parent_id is null
        ${anchor === undefined ? sql`` : anchor === '' ? sql`and c.anchor is null` : sql`and c.anchor = ${anchor}`}
        ${outcome ? sql`and d.outcome = ${outcome}` : sql``}
        ${number === undefined ? sql`` : sql`and n.number = ${number}`}
        ${
          asked === ''
            ? sql``
            : sql`and (strpos(lower(n.text), lower(${asked})) > 0 or strpos(lower(d.reason), lower(${asked})) > 0)`
        }),
    grouped as (
      select position, anchor, min(number) as first, array_agg(number order by number) as numbers, outcome, ground, reason,
        array_remove(array_agg(distinct version_no), null) as versions
      from decided group by position, anchor, head, outcome, ground, reason)
    select g.*, n.text, n.shown_as as "shownAs", n.organisation_id as "organisationId", n.way
    from (select * from grouped
      ${after ? sql`where (position, first) > (${after.position}, ${after.first})` : sql``}
      order by position, first limit ${limit}) g
    join consultations.contribution n
      on n.consultation_id = ${consultationId} and n.kind = 'comment' and n.number = g.first
    order by g.position, g.first`.execute(db);
  return rows;
}

/** How many opinions were counted on each paragraph; null: on the whole text. */
export async function decidedByParagraph(
  db: Db,
  consultationId: string,
): Promise<{ anchor: string | null; count: number }[]> {
  const { rows } = await sql<{ anchor: string | null; count: number }>`select c.anchor, count(*)::integer as count
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.state = 'visible' and c.parent_id is null
    group by c.anchor`.execute(db);
  return rows;
}

/** One line of the open data and of the exports: whatever came in, with nothing of the words of what is not public. */
export type OpinionRow = {
  number: number;
  kind: 'opinion' | 'answer';
  answersTo: number | null;
  anchor: string | null;
  versionNo: number | null;
  head: number | null;
  way: ContributionWay;
  shownAs: string | null;
  organisationId: string | null;
  state: ContributionState;
  createdAt: Date;
  supports: number;
  text: string | null;
  outcome: Outcome | null;
  ground: Ground | null;
  reason: string | null;
  changedVersion: number | null;
  changedAnchors: string[];
};

/** By number after one, so many at most. */
export async function opinionRows(db: Db, consultationId: string, after: number, limit: number): Promise<OpinionRow[]> {
  const visible = sql`n.state = 'visible'`;
  const { rows } = await sql<OpinionRow>`select n.number,
      case when c.parent_id is null then 'opinion' else 'answer' end as kind, parent.number as "answersTo", c.anchor,
      c.version_no as "versionNo", case when ${visible} and c.parent_id is null then coalesce(l.head, n.number) end as head,
      n.way, case when ${visible} then n.shown_as end as "shownAs",
      case when ${visible} then n.organisation_id end as "organisationId", n.state, n.created_at as "createdAt", n.supports,
      case when ${visible} then n.text end as text,
      case when ${visible} then d.outcome end as outcome, case when ${visible} then d.ground end as ground,
      case when ${visible} then d.reason end as reason,
      case when ${visible} then d.version_no end as "changedVersion",
      case when ${visible} then coalesce(d.anchors, '{}') else '{}' end as "changedAnchors"
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.contribution parent on parent.id = c.parent_id
    left join consultations.likeness l on l.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.number > ${after}
    order by n.number limit ${limit}`.execute(db);
  return rows;
}

/** Opinions that changed each paragraph of a version, by anchor; only of a published result. */
export async function changesOfVersion(
  db: Db,
  consultationId: string,
  versionNo: number,
): Promise<ReadonlyMap<string, number[]>> {
  const { rows } = await sql<{ anchor: string; numbers: number[] }>`
    select changed.anchor, array_agg(n.number order by n.number) as numbers
    from consultations.decision d join consultations.contribution n on n.id = d.contribution_id
    join consultations.consultation k on k.id = d.consultation_id and k.state = 'answered'
    cross join unnest(d.anchors) as changed (anchor)
    where d.consultation_id = ${consultationId} and d.version_no = ${versionNo} and n.state = 'visible'
    group by changed.anchor`.execute(db);
  return new Map(rows.map(({ anchor, numbers }) => [anchor, numbers]));
}

export type Told = { accountId: string; number: number; outcome: Outcome; count: number };

/** Accounts with opinions that were decided, in order of their ids: the first of theirs, and how many they have. */
export async function accountsToTell(db: Db, consultationId: string, after: string, limit: number): Promise<Told[]> {
  const { rows } =
    await sql<Told>`select n.account_id as "accountId", min(n.number) as number, count(*)::integer as count,
      (array_agg(d.outcome order by n.number))[1] as outcome
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.account_id > ${after} and n.state = 'visible'
      and c.parent_id is null
    group by n.account_id order by n.account_id limit ${limit}`.execute(db);
  return rows;
}

export type ToldLetter = { id: string; email: string; numbers: number[]; outcome: Outcome };

/** Letters by e-mail whose opinions were decided, in order of their ids. */
export async function lettersToTell(
  db: Db,
  consultationId: string,
  after: string,
  limit: number,
): Promise<ToldLetter[]> {
  const { rows } = await sql<ToldLetter>`select i.id, s.email, array_agg(n.number order by n.number) as numbers,
      (array_agg(d.outcome order by n.number))[1] as outcome
    from consultations.intake i join consultations.sender s on s.intake_id = i.id
    join consultations.taken_in x on x.intake_id = i.id join consultations.contribution n on n.id = x.contribution_id
    join consultations.decision d on d.contribution_id = n.id
    where i.consultation_id = ${consultationId} and i.id > ${after} and s.email <> '' and n.state = 'visible'
    group by i.id, s.email order by i.id limit ${limit}`.execute(db);
  return rows;
}

/** Who is told of a decision that came after the result; answers and what is not public are nobody's. */
export async function lateDecision(
  db: Db,
  contributionId: string,
): Promise<{ accountId: string | null; number: number; outcome: Outcome } | undefined> {
  const { rows } = await sql<{ accountId: string | null; number: number; outcome: Outcome }>`
    select n.account_id as "accountId", n.number, d.outcome from consultations.contribution n
    join consultations.decision d on d.contribution_id = n.id
    where n.id = ${contributionId} and n.state = 'visible'`.execute(db);
  return rows[0];
}

/** How many opinions came on paper or at a hearing, where nobody can be told by this program. */
export async function countUnreachable(db: Db, consultationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from consultations.contribution n
    left join consultations.taken_in x on x.contribution_id = n.id left join consultations.sender s on s.intake_id = x.intake_id
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.state = 'visible' and n.way <> 'web'
      and coalesce(s.email, '') = ''`.execute(db);
  return rows[0]?.count ?? 0;
}

export type OutcomeRow = {
  id: string;
  slug: string;
  number: number;
  outcome: Outcome;
  ground: Ground | null;
  reason: string;
  at: Date;
};

/** What became of these opinions; only of published results. */
export async function publishedOutcomes(db: Db, ids: readonly string[]): Promise<OutcomeRow[]> {
  const { rows } =
    await sql<OutcomeRow>`select d.contribution_id as id, k.slug, n.number, d.outcome, d.ground, d.reason,
      greatest(d.decided_at, k.answered_at) as at
    from consultations.decision d join consultations.consultation k on k.id = d.consultation_id and k.state = 'answered'
    join consultations.contribution n on n.id = d.contribution_id
    where d.contribution_id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

/** How many opinions are linked with each version. */
export async function linkedByVersion(db: Db, consultationId: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ no: number; linked: number }>`select version_no as no, count(*)::integer as linked
    from consultations.decision where consultation_id = ${consultationId} and version_no is not null
    group by version_no`.execute(db);
  return new Map(rows.map(({ no, linked }) => [no, linked]));
}
