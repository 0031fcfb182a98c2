import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Ground, Outcome } from './desk.rules.ts';

export type NewDecision = {
  outcome: Outcome;
  ground: Ground | null;
  reason: string;
  byId: string | null;
  at: Date;
};

export type Decidable = { id: string; number: number; assignedTo: string | null; revision: number };

/** Opinions by number that can be decided: public, and no answers to others. By id. */
export async function decidable(tx: Tx, consultationId: string, numbers: readonly number[]): Promise<Decidable[]> {
  const { rows } = await sql<Decidable>`select n.id, n.number, a.account_id as "assignedTo",
      coalesce(d.revision, 0) as revision
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.assignment a on a.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.number = any(${[...numbers]}::integer[])
      and n.state = 'visible' and c.parent_id is null
    order by n.id`.execute(tx);
  return rows;
}

/** Decides opinions that nobody decided yet. @returns ids of those; what somebody decided first stays as it is */
export async function insertDecisions(
  tx: Tx,
  consultationId: string,
  ids: readonly string[],
  { outcome, ground, reason, byId, at }: NewDecision,
): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`insert into consultations.decision (contribution_id, consultation_id, outcome,
      ground, reason, decided_by, decided_at)
    select given.id, ${consultationId}, ${outcome}, ${ground}, ${reason}, ${byId}, ${at}
    from unnest(${[...ids]}::uuid[]) as given (id)
    on conflict (contribution_id) do nothing returning contribution_id as id`.execute(tx);
  return rows.map(({ id }) => id);
}

/**
 * Decides anew what stands as it was read; the former decision stays in the record. A decision against a change takes its
 * link with a version away.
 * @returns ids of those that stood so
 */
export async function changeDecisions(
  tx: Tx,
  given: readonly { id: string; revision: number }[],
  { outcome, ground, reason, byId, at }: NewDecision,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with given as (select * from unnest(${given.map(({ id }) => id)}::uuid[],
        ${given.map(({ revision }) => revision)}::integer[]) as g (id, revision)),
    held as (select d.* from consultations.decision d join given g on g.id = d.contribution_id and g.revision = d.revision
      order by d.contribution_id for update of d),
    kept as (insert into consultations.past_decision (contribution_id, consultation_id, revision, outcome, ground, reason,
        decided_by, decided_at)
      select contribution_id, consultation_id, revision, outcome, ground, reason, decided_by, decided_at from held
      returning contribution_id)
    update consultations.decision d set outcome = ${outcome}, ground = ${ground}, reason = ${reason}, decided_by = ${byId},
      decided_at = ${at}, revision = d.revision + 1,
      version_no = case when ${outcome} in ('adopted', 'partly') then d.version_no end,
      anchors = case when ${outcome} in ('adopted', 'partly') then d.anchors else '{}' end
    from kept where d.contribution_id = kept.contribution_id returning d.contribution_id as id`.execute(tx);
  return rows.map(({ id }) => id);
}

export type StandingDecision = { outcome: Outcome; ground: Ground | null; decidedBy: string | null };

export async function standingDecision(db: Db, contributionId: string): Promise<StandingDecision | undefined> {
  const { rows } = await sql<StandingDecision>`select outcome, ground, decided_by as "decidedBy"
    from consultations.decision where contribution_id = ${contributionId}`.execute(db);
  return rows[0];
}

/** Gives opinions to a colleague, or, with null, to nobody. @returns how many changed hands */
export async function assignTo(
  tx: Tx,
  consultationId: string,
  ids: readonly string[],
  { accountId, byId, at }: { accountId: string | null; byId: string | null; at: Date },
): Promise<number> {
  const result =
    accountId === null
      ? await sql`delete from consultations.assignment where contribution_id = any(${[...ids]}::uuid[])`.execute(tx)
      : await sql`insert into consultations.assignment (contribution_id, consultation_id, account_id, assigned_by, assigned_at)
          select given.id, ${consultationId}, ${accountId}, ${byId}, ${at} from unnest(${[...ids]}::uuid[]) as given (id)
          on conflict (contribution_id) do update set account_id = excluded.account_id, assigned_by = excluded.assigned_by,
            assigned_at = excluded.assigned_at
          where assignment.account_id <> excluded.account_id`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** Says which version and which of its paragraphs adopted opinions changed; with null that they changed none. */
export async function linkToVersion(
  tx: Tx,
  ids: readonly string[],
  versionNo: number | null,
  anchors: readonly string[],
): Promise<number> {
  const result = await sql`update consultations.decision set version_no = ${versionNo},
      anchors = ${versionNo === null ? [] : [...anchors]}::text[]
    where contribution_id = any(${[...ids]}::uuid[]) and outcome in ('adopted', 'partly')`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/**
 * Adopted opinions that were made on one of these paragraphs in an earlier version: each is linked with its own paragraph.
 * @param ids only these; null: all that are linked with none yet
 */
export async function linkByAnchor(
  tx: Tx,
  consultationId: string,
  versionNo: number,
  anchors: readonly string[],
  ids: readonly string[] | null,
): Promise<number> {
  const result = await sql`update consultations.decision d set version_no = ${versionNo}, anchors = array[c.anchor]
    from consultations.comment c
    where c.contribution_id = d.contribution_id and d.consultation_id = ${consultationId}
      and ${ids === null ? sql`d.version_no is null` : sql`d.contribution_id = any(${[...ids]}::uuid[])`}
      and d.outcome in ('adopted', 'partly') and c.anchor = any(${[...anchors]}::text[])
      and c.version_no < ${versionNo}`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

export async function moveAssignments(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update consultations.assignment set account_id = ${to} where account_id = ${from}`.execute(tx);
}

/** What somebody worked on is nobody's once their account is gone. */
export async function dropAssignments(tx: Tx, accountId: string): Promise<void> {
  await sql`delete from consultations.assignment where account_id = ${accountId}`.execute(tx);
}

export async function countAssignments(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from consultations.assignment
    where account_id = ${accountId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What somebody was given to work on, as it goes into their export. */
export async function assignmentsOf(db: Db, accountId: string): Promise<unknown> {
  const { rows } = await sql`select k.title as consultation, n.number, a.assigned_at as "assignedAt"
    from consultations.assignment a join consultations.consultation k on k.id = a.consultation_id
    join consultations.contribution n on n.id = a.contribution_id
    where a.account_id = ${accountId} order by a.assigned_at, a.contribution_id`.execute(db);
  return rows;
}

/** Who was given opinions at this moment, and how many. */
export async function givenAt(
  db: Db,
  consultationId: string,
  at: Date,
): Promise<{ accountId: string; count: number }[]> {
  const { rows } = await sql<{
    accountId: string;
    count: number;
  }>`select account_id as "accountId", count(*)::integer as count
    from consultations.assignment where consultation_id = ${consultationId} and assigned_at = ${at}
    group by account_id order by account_id`.execute(db);
  return rows;
}
