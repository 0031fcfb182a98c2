import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { CompetitionState, Duty, EntryWay, Format, Mode, Stage, StageKind } from '../competitions.rules.ts';
import { stageSettings } from '../competitions.rules.ts';
import { shownByLine } from '../field.queries.ts';

/** A competition as lists show it. */
export type ListedCompetition = {
  id: string;
  slug: string;
  format: Format;
  title: string;
  summary: string;
  departmentId: string;
  mode: Mode;
  state: CompetitionState;
  openedAt: Date;
  finalAt: Date | null;
  stages: Stage[];
  /** accepted ones */
  works: number;
};

type ListedRow = Omit<ListedCompetition, 'stages'> & {
  stages: {
    id: string;
    position: number;
    kind: StageKind;
    title: string;
    from: string;
    until: string;
    ways: unknown;
  }[];
};

/** Open ones, or those that are final or were called off; the newest first, behind the cursor. */
export type ListFilter = { list: 'open' | 'ended'; q?: string };

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/**
 * At most `limit` published competitions, newest first. Works are counted for each of the page, with the index of accepted
 * ones.
 */
export async function listCompetitions(
  db: Db,
  filter: ListFilter,
  after: PageKey | null,
  limit: number,
): Promise<ListedCompetition[]> {
  const states = filter.list === 'open' ? sql`c.state = 'open'` : sql`c.state in ('final', 'cancelled')`;
  const behind = after ? sql`and (c.opened_at, c.id) < (${after.at}, ${after.id}::uuid)` : sql``;
  const named = filter.q ? sql`and c.title ilike ${`%${escapeLike(filter.q)}%`}` : sql``;
  const { rows } = await sql<ListedRow>`
    with page as materialized (
      select c.id from competitions.competition c
      where c.state <> 'draft' and ${states} and c.opened_at is not null ${behind} ${named}
      order by c.opened_at desc, c.id desc limit ${limit}
    )
    select c.id, c.slug, c.format, c.title, c.summary, c.department_id as "departmentId", c.mode, c.state,
      c.opened_at as "openedAt", c.final_at as "finalAt",
      (select jsonb_agg(jsonb_build_object('id', s.id, 'position', s.position, 'kind', s.kind, 'title', s.title,
          'from', s.starts_at, 'until', case when s.closed_at < s.ends_at then s.closed_at else s.ends_at end,
          'ways', s.settings -> 'ways') order by s.position)
        from competitions.stage s where s.competition_id = c.id) as stages,
      (select count(*)::int from competitions.entry e where e.competition_id = c.id and e.state = 'accepted') as works
    from page join competitions.competition c using (id)
    order by c.opened_at desc, c.id desc`.execute(db);
  return rows.map(({ stages, ...row }) => ({
    ...row,
    stages: (stages ?? []).map(
      ({ from, until, ways, ...stage }) =>
        ({
          ...stage,
          startsAt: new Date(from),
          endsAt: new Date(until),
          closedAt: null,
          // Lists look at nothing but who may enter.
          settings: stage.kind === 'entry' ? stageSettings.entry.parse(ways ? { ways } : {}) : {},
        }) as Stage,
    ),
  }));
}

/** A work as the gallery shows it. */
export type GalleryEntry = {
  id: string;
  number: number;
  categoryId: string;
  title: string;
  byLine: string;
  coverFileId: string | null;
  views: number;
};

const galleryColumns = sql`e.id, e.number, e.category_id as "categoryId", e.title, ${shownByLine} as "byLine",
  e.cover_file_id as "coverFileId",
  coalesce((select sum(v.views)::int from competitions.entry_view v where v.entry_id = e.id), 0) as views`;

/** At most `limit` accepted works behind a number, by number; with `categoryId` of one category. */
export async function galleryPage(
  db: Db,
  { competitionId, categoryId }: { competitionId: string; categoryId: string | null },
  after: number,
  limit: number,
): Promise<GalleryEntry[]> {
  const where = categoryId ? sql`e.category_id = ${categoryId}` : sql`e.competition_id = ${competitionId}`;
  const { rows } = await sql<GalleryEntry>`select ${galleryColumns} from competitions.entry e
    where ${where} and e.state = 'accepted' and e.number > ${after} order by e.number limit ${limit}`.execute(db);
  return rows;
}

/** How many works of each category are shown. */
export async function countWorks(db: Db, competitionId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ categoryId: string; n: number }>`
    select category_id as "categoryId", count(*)::int as n from competitions.entry
    where competition_id = ${competitionId} and state = 'accepted' group by category_id`.execute(db);
  return new Map(rows.map(({ categoryId, n }) => [categoryId, n]));
}

/** A work as its own page shows it; nothing of it says who answers for it. */
export type ShownEntry = GalleryEntry & {
  way: EntryWay;
  state: 'accepted' | 'withdrawn' | 'disqualified';
  summary: string;
  body: string;
  late: boolean;
  version: number;
  submittedAt: Date | null;
};

/** A work that is shown, or was taken out by decision; undefined for any other state: nobody need know of it. */
export async function shownEntry(db: Db, competitionId: string, number: number): Promise<ShownEntry | undefined> {
  const { rows } = await sql<ShownEntry>`select ${galleryColumns}, e.way, e.state, e.summary, e.body, e.late, e.version,
      e.submitted_at as "submittedAt"
    from competitions.entry e
    where e.competition_id = ${competitionId} and e.number = ${number} and e.state in ('accepted', 'disqualified')`.execute(
    db,
  );
  return rows[0];
}

/** The accepted works before and after a number. */
export async function neighbours(
  db: Db,
  competitionId: string,
  number: number,
): Promise<{ before: { number: number; title: string } | null; after: { number: number; title: string } | null }> {
  const near = (side: 'before' | 'after') => sql`(select jsonb_build_object('number', e.number, 'title', e.title)
    from competitions.entry e where e.competition_id = ${competitionId} and e.state = 'accepted'
      and e.number ${side === 'before' ? sql`<` : sql`>`} ${number}
    order by e.number ${side === 'before' ? sql`desc` : sql`asc`} limit 1)`;
  const { rows } = await sql<{
    before: { number: number; title: string } | null;
    after: { number: number; title: string } | null;
  }>`select ${near('before')} as before, ${near('after')} as after`.execute(db);
  return rows[0] ?? { before: null, after: null };
}

/** Jurors, the chair and observers who accepted, as they are shown. */
export async function namedDuties(db: Db, competitionId: string): Promise<{ duty: Duty; shownAs: string }[]> {
  const { rows } = await sql<{ duty: Duty; shownAs: string }>`
    select duty, shown_as as "shownAs" from competitions.duty
    where competition_id = ${competitionId} and accepted_at is not null and ended_at is null
      and duty in ('chair', 'juror', 'observer')
    order by array_position(array['chair', 'juror', 'observer'], duty), shown_as, id limit 200`.execute(db);
  return rows;
}

/** Ballots in the log as of its last signed head; undefined before the first. Never how many somebody got. */
export async function turnout(
  db: Db,
  competitionId: string,
  stageId: string,
): Promise<{ ballots: number; replaced: number; at: Date } | undefined> {
  const { rows } = await sql<{ ballots: number; replaced: number; at: Date }>`
    select ballots, replaced, at from competitions.head
    where competition_id = ${competitionId} and stage_id = ${stageId} order by size desc, at desc limit 1`.execute(db);
  return rows[0];
}
