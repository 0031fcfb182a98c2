import { type Db, isDuplicate, newId, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { ContributionKind, ContributionState, ContributionWay } from '../consultations.rules.ts';
import './moderation.errors.ts';

export type Ruling = 'upheld' | 'restored';

/** A decision to hide something, with what its author and another moderator said to it. */
export type Moderation = {
  id: string;
  contributionId: string;
  ruleNumber: string;
  rule: string;
  reason: string;
  byId: string | null;
  at: Date;
  appeal: string | null;
  appealedAt: Date | null;
  ruling: Ruling | null;
  rulingReason: string;
  ruledAt: Date | null;
};

const columns = sql`d.id, d.contribution_id as "contributionId", d.rule_number as "ruleNumber", d.rule, d.reason,
  d.by_id as "byId", d.at, d.appeal, d.appealed_at as "appealedAt", d.ruling, d.ruling_reason as "rulingReason",
  d.ruled_at as "ruledAt"`;

/** @throws AppError consultations.moderation.decided_already where another moderator hid it at the same time */
export async function insertModeration(
  tx: Tx,
  given: {
    consultationId: string;
    contributionId: string;
    ruleNumber: string;
    rule: string;
    reason: string;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  try {
    await sql`insert into consultations.moderation (id, consultation_id, contribution_id, rule_number, rule, reason, by_id, at)
      values (${newId()}, ${given.consultationId}, ${given.contributionId}, ${given.ruleNumber}, ${given.rule},
        ${given.reason}, ${given.by}, ${given.at})`.execute(tx);
  } catch (error) {
    if (isDuplicate(error, 'moderation_standing_idx')) fail('consultations.moderation.decided_already');
    throw error;
  }
}

/** The decision under which something is hidden now. */
export async function standingModeration(db: Db, contributionId: string): Promise<Moderation | undefined> {
  const { rows } = await sql<Moderation>`select ${columns} from consultations.moderation d
    where d.contribution_id = ${contributionId} and d.ruling is distinct from 'restored'`.execute(db);
  return rows[0];
}

/** All decisions about these, the newest first; for their authors. */
export async function moderationsOf(db: Db, contributionIds: readonly string[]): Promise<Moderation[]> {
  if (contributionIds.length === 0) return [];
  const { rows } = await sql<Moderation>`select ${columns} from consultations.moderation d
    where d.contribution_id = any(${[...contributionIds]}::uuid[]) order by d.at desc, d.id desc`.execute(db);
  return rows;
}

/** @returns false where it was appealed against before */
export async function writeAppeal(tx: Tx, id: string, text: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update consultations.moderation set appeal = ${text}, appealed_at = ${at}
    where id = ${id} and appealed_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** @returns false where somebody ruled on it before */
export async function writeRuling(
  tx: Tx,
  id: string,
  given: { ruling: Ruling; reason: string; by: string | null; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update consultations.moderation set ruling = ${given.ruling},
      ruling_reason = ${given.reason}, ruled_by_id = ${given.by}, ruled_at = ${given.at}
    where id = ${id} and appealed_at is not null and ruling is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** A decision as the public log shows it: neither the words nor their author nor who decided. */
export type LogEntry = Pick<
  Moderation,
  'id' | 'rule' | 'ruleNumber' | 'reason' | 'at' | 'appealedAt' | 'ruling' | 'rulingReason' | 'ruledAt'
> & { kind: ContributionKind; number: number; slug: string; title: string };

/** The public log, the newest first. */
export async function listModerations(db: Db, after: PageKey | null, limit: number): Promise<LogEntry[]> {
  const { rows } = await sql<LogEntry>`
    select d.id, d.rule, d.rule_number as "ruleNumber", d.reason, d.at, d.appealed_at as "appealedAt", d.ruling,
      d.ruling_reason as "rulingReason", d.ruled_at as "ruledAt", n.kind, n.number, c.slug, c.title
    from consultations.moderation d
    join consultations.contribution n on n.id = d.contribution_id
    join consultations.consultation c on c.id = d.consultation_id
    where ${after ? sql`(d.at, d.id) < (${after.at}, ${after.id}::uuid)` : sql`true`}
    order by d.at desc, d.id desc limit ${limit}`.execute(db);
  return rows;
}

/** A contribution as a moderator sees it on the list and in hand. */
export type ToModerate = {
  id: string;
  consultationId: string;
  departmentId: string;
  kind: ContributionKind;
  number: number;
  text: string;
  shownAs: string;
  way: ContributionWay;
  state: ContributionState;
  createdAt: Date;
  slug: string;
  title: string;
  accountId: string | null;
  /** what the list is ordered by: when it came, was reported first, or was appealed against */
  since: Date;
  /** reports that nobody has looked at */
  reports: number;
};

const shown = sql`n.id, n.consultation_id as "consultationId", c.department_id as "departmentId", n.kind, n.number, n.text,
  n.shown_as as "shownAs", n.way, n.state, n.created_at as "createdAt", c.slug, c.title, n.account_id as "accountId"`;
// What is written for a consultation in preparation is nobody else's to read.
const shownTables = sql`consultations.contribution n
  join consultations.consultation c on c.id = n.consultation_id and c.opened_at is not null`;

export const queues = ['reports', 'appeals', 'newest'] as const;
export type Queue = (typeof queues)[number];

/** What waits for a moderator, who waits longest first; `newest`: what came last, so that nothing needs a report. */
export async function listToModerate(
  db: Db,
  queue: Queue,
  after: PageKey | null,
  limit: number,
): Promise<ToModerate[]> {
  const { rows } = await queries[queue](after, limit).execute(db);
  return rows;
}

const queries: Record<Queue, (after: PageKey | null, limit: number) => ReturnType<typeof sql<ToModerate>>> = {
  reports: (after, limit) => sql<ToModerate>`
    select ${shown}, r.since, r.reports from (select contribution_id, min(at) as since, count(*)::int as reports
      from consultations.report where settled_at is null group by contribution_id) r
    join consultations.contribution n on n.id = r.contribution_id
    join consultations.consultation c on c.id = n.consultation_id and c.opened_at is not null
    where ${after ? sql`(r.since, n.id) > (${after.at}, ${after.id}::uuid)` : sql`true`}
    order by r.since, n.id limit ${limit}`,
  appeals: (after, limit) => sql<ToModerate>`
    select ${shown}, d.appealed_at as since, 0 as reports from ${shownTables}
    join consultations.moderation d on d.contribution_id = n.id and d.appealed_at is not null and d.ruling is null
    where ${after ? sql`(d.appealed_at, n.id) > (${after.at}, ${after.id}::uuid)` : sql`true`}
    order by d.appealed_at, n.id limit ${limit}`,
  newest: (after, limit) => sql<ToModerate>`
    select ${shown}, n.created_at as since, (select count(*)::int from consultations.report r
      where r.contribution_id = n.id and r.settled_at is null) as reports
    from ${shownTables} where n.state = 'visible'
      and ${after ? sql`(n.created_at, n.id) < (${after.at}, ${after.id}::uuid)` : sql`true`}
    order by n.created_at desc, n.id desc limit ${limit}`,
};

/** How much waits, counted to a bound. */
export async function waitingCounts(db: Db, most: number): Promise<{ reports: number; appeals: number }> {
  const { rows } = await sql<{ reports: number; appeals: number }>`select
    (select count(*)::int from (select 1 from consultations.report where settled_at is null
      group by contribution_id limit ${most}) r) as reports,
    (select count(*)::int from (select 1 from consultations.moderation where appealed_at is not null and ruling is null
      limit ${most}) d) as appeals`.execute(db);
  return rows[0] ?? { reports: 0, appeals: 0 };
}

/** One contribution for a moderator; what was taken back has nothing left to look at. */
export async function toModerate(db: Db, id: string): Promise<ToModerate | undefined> {
  const { rows } = await sql<ToModerate>`select ${shown}, n.created_at as since, (select count(*)::int
      from consultations.report r where r.contribution_id = n.id and r.settled_at is null) as reports
    from ${shownTables} where n.id = ${id}`.execute(db);
  return rows[0];
}
