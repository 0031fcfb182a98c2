import { type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { CompetitionFacts } from './competitions.policy.ts';
import {
  type CompetitionState,
  type Duty,
  type Format,
  type Mode,
  type Stage,
  type StageKind,
  stageSettings,
} from './competitions.rules.ts';

export type Category = { id: string; position: number; name: string; description: string };

export type Competition = {
  id: string;
  slug: string;
  format: Format;
  title: string;
  summary: string;
  rules: string;
  eligibility: string;
  departmentId: string;
  coOrganisers: string;
  mode: Mode;
  approvalNumber: string;
  complaintPhone: string;
  complaintEmail: string;
  state: CompetitionState;
  cancelReason: string;
  openedAt: Date | null;
  finalAt: Date | null;
  version: number;
  stages: Stage[];
  categories: Category[];
};

type Row = Omit<Competition, 'stages' | 'categories'> & {
  stages:
    | {
        id: string;
        position: number;
        kind: StageKind;
        title: string;
        startsAt: string;
        endsAt: string;
        settings: unknown;
        closedAt: string | null;
      }[]
    | null;
  categories: Category[] | null;
};

const columns = sql`c.id, c.slug, c.format, c.title, c.summary, c.rules, c.eligibility, c.department_id as "departmentId",
  c.co_organisers as "coOrganisers", c.mode, c.approval_number as "approvalNumber", c.complaint_phone as "complaintPhone",
  c.complaint_email as "complaintEmail", c.state, c.cancel_reason as "cancelReason", c.opened_at as "openedAt",
  c.final_at as "finalAt", c.version,
  (select jsonb_agg(jsonb_build_object('id', s.id, 'position', s.position, 'kind', s.kind, 'title', s.title,
      'startsAt', s.starts_at, 'endsAt', s.ends_at, 'settings', s.settings, 'closedAt', s.closed_at) order by s.position)
    from competitions.stage s where s.competition_id = c.id) as stages,
  (select jsonb_agg(jsonb_build_object('id', g.id, 'position', g.position, 'name', g.name, 'description', g.description)
      order by g.position)
    from competitions.category g where g.competition_id = c.id) as categories`;

function fromRow(row: Row): Competition {
  const stages = (row.stages ?? []).map(
    (stage) =>
      ({
        ...stage,
        startsAt: new Date(stage.startsAt),
        endsAt: new Date(stage.endsAt),
        closedAt: stage.closedAt ? new Date(stage.closedAt) : null,
        // Settings that came later than the row have their default.
        settings: stageSettings[stage.kind].parse(stage.settings),
      }) as Stage,
  );
  return { ...row, stages, categories: row.categories ?? [] };
}

/** A competition with its stages and categories in order; of any state. */
export async function competitionBySlug(db: Db, slug: string): Promise<Competition | undefined> {
  const { rows } = await sql<Row>`select ${columns} from competitions.competition c where c.slug = ${slug}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

export async function competitionById(db: Db, id: string): Promise<Competition | undefined> {
  const { rows } = await sql<Row>`select ${columns} from competitions.competition c where c.id = ${id}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** Locks the competition's row until the end of the transaction: acts on one competition wait for each other. */
export async function lockCompetition(tx: Tx, id: string): Promise<Competition | undefined> {
  await sql`select from competitions.competition where id = ${id} for no key update`.execute(tx);
  return competitionById(tx, id);
}

/** Accepted duties of somebody, with what policies must know besides. */
export async function factsOf(
  db: Db,
  competition: Pick<Competition, 'id' | 'departmentId' | 'state'>,
  accountId: string | null,
): Promise<CompetitionFacts> {
  const { departmentId, state } = competition;
  if (accountId === null) return { departmentId, state, duties: [] };
  const { rows } = await sql<{ duty: Duty }>`select duty from competitions.duty where competition_id = ${competition.id}
    and account_id = ${accountId} and accepted_at is not null and ended_at is null`.execute(db);
  return { departmentId, state, duties: rows.map(({ duty }) => duty) };
}

export type NewStep = {
  competitionId: string;
  stageId?: string | null;
  entryId?: string | null;
  byId: string | null;
  byAs: Duty | 'entrant' | 'public' | 'system';
  act: string;
  details?: Record<string, unknown>;
};

/** One line in the record of everything that was done. */
export async function insertStep(tx: Tx, at: Date, step: NewStep): Promise<void> {
  await sql`insert into competitions.step (id, competition_id, stage_id, entry_id, at, by_id, by_as, act, details)
    values (${newId()}, ${step.competitionId}, ${step.stageId ?? null}, ${step.entryId ?? null}, ${at}, ${step.byId},
      ${step.byAs}, ${step.act}, ${JSON.stringify(step.details ?? {})}::jsonb)`.execute(tx);
}

export async function markStageClosed(tx: Tx, stageId: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.stage set closed_at = ${at}
    where id = ${stageId} and closed_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/**
 * Whether somebody works in a competition, so that they cannot enter it: everybody with an accepted duty but observers,
 * who decide nothing.
 */
export async function hasDuty(db: Db, competitionId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from competitions.duty
    where competition_id = ${competitionId} and account_id = ${accountId} and duty <> 'observer'
      and accepted_at is not null and ended_at is null) as found`.execute(db);
  return rows[0]?.found ?? false;
}
