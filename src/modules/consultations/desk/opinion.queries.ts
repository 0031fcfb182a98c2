import { type Db, sql } from '../../../kernel/db/index.ts';
import type { ContributionWay } from '../consultations.rules.ts';
import type { Ground, Outcome } from './desk.rules.ts';

export type DeskOpinion = {
  id: string;
  number: number;
  /** null: on the whole text */
  anchor: string | null;
  /** of the text that its author read */
  versionNo: number | null;
  /** number of the first opinion that says the same; its own where there is none */
  head: number;
  text: string;
  shownAs: string;
  organisationId: string | null;
  way: ContributionWay;
  createdAt: Date;
  supports: number;
  outcome: Outcome | null;
  ground: Ground | null;
  reason: string | null;
  /** 0: not decided */
  revision: number;
  decidedBy: string | null;
  decidedAt: Date | null;
  assignedTo: string | null;
  changedVersion: number | null;
  changedAnchors: string[];
};

/** What a desk is narrowed to; everything that is given must hold. */
export type OpinionFilter = {
  state?: 'open' | 'decided' | undefined;
  outcome?: Outcome | undefined;
  /** account; '': nobody's */
  assignedTo?: string | undefined;
  /** '': on the whole text */
  anchor?: string | undefined;
  head?: number | undefined;
  way?: ContributionWay | undefined;
  organisation?: boolean | undefined;
  /** words in the text or the name, or a number */
  q?: string | undefined;
  numbers?: readonly number[] | undefined;
};

const columns = sql`n.id, n.number, c.anchor, c.version_no as "versionNo", coalesce(l.head, n.number) as head, n.text,
  n.shown_as as "shownAs", n.organisation_id as "organisationId", n.way, n.created_at as "createdAt", n.supports,
  d.outcome, d.ground, d.reason, coalesce(d.revision, 0) as revision, d.decided_by as "decidedBy",
  d.decided_at as "decidedAt", a.account_id as "assignedTo", d.version_no as "changedVersion",
  coalesce(d.anchors, '{}') as "changedAnchors"`;

const from = sql`consultations.contribution n
  join consultations.comment c on c.contribution_id = n.id
  left join consultations.likeness l on l.contribution_id = n.id
  left join consultations.decision d on d.contribution_id = n.id
  left join consultations.assignment a on a.contribution_id = n.id`;

/** Opinions that are worked on: answers to others, withdrawn and hidden ones are not. */
const standing = sql`n.kind = 'comment' and n.state = 'visible' and c.parent_id is null`;

function matching(consultationId: string, filter: OpinionFilter) {
  const { state, outcome, assignedTo, anchor, head, way, organisation, q, numbers } = filter;
  const asked = q?.trim() ?? '';
  const number = /^\d{1,7}$/.test(asked) ? Number(asked) : null;
  return sql`n.consultation_id = ${consultationId} and ${standing}
    ${state === 'open' ? sql`and d.outcome is null` : state === 'decided' ? sql`and d.outcome is not null` : sql``}
    ${outcome ? sql`and d.outcome = ${outcome}` : sql``}
    ${assignedTo === undefined ? sql`` : assignedTo === '' ? sql`and a.account_id is null` : sql`and a.account_id = ${assignedTo}`}
    ${anchor === undefined ? sql`` : anchor === '' ? sql`and c.anchor is null` : sql`and c.anchor = ${anchor}`}
    ${head === undefined ? sql`` : sql`and coalesce(l.head, n.number) = ${head}`}
    ${way ? sql`and n.way = ${way}` : sql``}
    ${organisation === undefined ? sql`` : organisation ? sql`and n.organisation_id is not null` : sql`and n.organisation_id is null`}
    ${numbers ? sql`and n.number = any(${[...numbers]}::integer[])` : sql``}
    ${
      asked === ''
        ? sql``
        : number === null
          ? sql`and (strpos(lower(n.text), lower(${asked})) > 0 or strpos(lower(n.shown_as), lower(${asked})) > 0)`
          : sql`and (n.number = ${number} or strpos(n.text, ${asked}) > 0)`
    }`;
}

/** Place of an opinion in the order of a desk: by paragraph, then with those that say the same, then as they came in. */
export type DeskKey = { position: number; head: number; number: number };

const position = sql`case when c.anchor is null then 0 else coalesce(p.place, 2000000) end`;

const placed = (anchors: readonly string[]) => sql`left join unnest(${[...anchors]}::text[]) with ordinality
  as p (anchor, place) on p.anchor = c.anchor`;

const key = sql`(${position}, coalesce(l.head, n.number), n.number)`;

export type ListedOpinion = DeskOpinion & { position: number };

/** Opinions in the desk's order after a place, or, backwards, before it. @param anchors of the text in its order */
export async function listOpinions(
  db: Db,
  consultationId: string,
  filter: OpinionFilter,
  anchors: readonly string[],
  { after, before, limit }: { after?: DeskKey; before?: DeskKey; limit: number },
): Promise<ListedOpinion[]> {
  const bound = after
    ? sql`and ${key} > (${after.position}, ${after.head}, ${after.number})`
    : before
      ? sql`and ${key} < (${before.position}, ${before.head}, ${before.number})`
      : sql``;
  const down = before && !after ? sql`desc` : sql`asc`;
  const { rows } =
    await sql<ListedOpinion>`select ${columns}, (${position})::integer as position from ${from} ${placed(anchors)}
    where ${matching(consultationId, filter)} ${bound}
    order by ${position} ${down}, coalesce(l.head, n.number) ${down}, n.number ${down} limit ${limit}`.execute(db);
  return before && !after ? rows.reverse() : rows;
}

/** Where one opinion stands in the desk's order, whatever the list is narrowed to. */
export async function placeOf(
  db: Db,
  consultationId: string,
  number: number,
  anchors: readonly string[],
): Promise<DeskKey | undefined> {
  const { rows } =
    await sql<DeskKey>`select (${position})::integer as position, coalesce(l.head, n.number) as head, n.number
    from ${from} ${placed(anchors)}
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.number = ${number}`.execute(db);
  return rows[0];
}

/** Numbers of everything that a desk is narrowed to, so many at most. */
export async function matchingNumbers(
  db: Db,
  consultationId: string,
  filter: OpinionFilter,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`select n.number from ${from} where ${matching(consultationId, filter)}
    order by n.number limit ${limit}`.execute(db);
  return rows.map(({ number }) => number);
}

export async function opinionByNumber(
  db: Db,
  consultationId: string,
  number: number,
): Promise<DeskOpinion | undefined> {
  const { rows } = await sql<DeskOpinion>`select ${columns} from ${from}
    where n.consultation_id = ${consultationId} and n.number = ${number} and ${standing}`.execute(db);
  return rows[0];
}

/** How many opinions say the same, by the number of the first. */
export async function headSizes(
  db: Db,
  consultationId: string,
  heads: readonly number[],
): Promise<Map<number, { all: number; open: number }>> {
  const { rows } = await sql<{ head: number; all: number; open: number }>`
    select l.head, count(*)::integer as all, count(*) filter (where d.outcome is null)::integer as open
    from consultations.likeness l join consultations.contribution n on n.id = l.contribution_id
    left join consultations.decision d on d.contribution_id = n.id
    where l.consultation_id = ${consultationId} and l.head = any(${[...new Set(heads)]}::integer[]) and n.state = 'visible'
    group by l.head`.execute(db);
  return new Map(rows.map(({ head, all, open }) => [head, { all, open }]));
}

export type PastDecision = {
  revision: number;
  outcome: Outcome;
  ground: Ground | null;
  reason: string;
  decidedBy: string | null;
  decidedAt: Date;
};

/** What was decided before the decision that stands, latest first. */
export async function pastDecisions(db: Db, contributionId: string): Promise<PastDecision[]> {
  const { rows } = await sql<PastDecision>`select revision, outcome, ground, reason, decided_by as "decidedBy",
      decided_at as "decidedAt"
    from consultations.past_decision where contribution_id = ${contributionId} order by revision desc`.execute(db);
  return rows;
}

/** Answers to an opinion that everybody reads, oldest first. */
export async function answersTo(
  db: Db,
  contributionId: string,
  limit: number,
): Promise<{ number: number; shownAs: string; text: string }[]> {
  const { rows } = await sql<{ number: number; shownAs: string; text: string }>`
    select n.number, n.shown_as as "shownAs", n.text from consultations.comment c
    join consultations.contribution n on n.id = c.contribution_id
    where c.parent_id = ${contributionId} and n.state = 'visible' order by n.number limit ${limit}`.execute(db);
  return rows;
}
