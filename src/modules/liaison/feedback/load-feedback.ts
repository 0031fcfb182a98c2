import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type LocalDate, localDate } from '../../../kernel/time/index.ts';
import {
  type Actor,
  type Book,
  type Department,
  departmentBook,
  departmentsOf,
  staffNames,
} from '../../people/index.ts';
import { type ClosedMatter, closedMatters, countFigures } from './count-figures.queries.ts';
import { maySignReport, mayWriteReport, overviewView, reportView } from './feedback.policy.ts';
import {
  findReport,
  type ReportRow,
  type Revision,
  type Round,
  reportsOf,
  revisionsOf,
  rounds,
} from './feedback.queries.ts';
import { type Figures, figuresOf, hideSmall, type Row, rowOf, type Shown, totalOf } from './feedback.rules.ts';
import { periodOf } from './write-report.ts';

export type ReportView = {
  report: ReportRow;
  /** every figure within the offices; small ones hidden outside */
  mode: 'full' | 'city';
  shown: Shown;
  /** by kind and quarter; for the offices alone */
  cells: Figures | null;
  departments: Book<Department>;
  revisions: readonly Revision[];
  writers: ReadonlyMap<string, string>;
  examples: readonly ClosedMatter[];
  today: LocalDate;
  may: { write: boolean; sign: boolean };
};

async function figuresFor(k: Kernel, report: ReportRow): Promise<Figures> {
  return report.figures === null
    ? countFigures(k.db, report.departmentId, periodOf(k, report.year))
    : figuresOf(report.figures);
}

/**
 * One department's report.
 * @param asCity as it leaves the offices, also for those who may see every figure
 * @throws AppError liaison.feedback.not_found, also for whoever may not read it
 */
export async function loadReport(
  k: Kernel,
  actor: Actor,
  year: number,
  departmentId: string,
  asCity = false,
): Promise<ReportView> {
  const report =
    Number.isInteger(year) && year > 0 && year < 10_000 && isId(departmentId)
      ? await findReport(k.db, year, departmentId)
      : undefined;
  const view = report && reportView(actor, departmentId, report.state === 'sent');
  if (!report || !view) return fail('liaison.feedback.not_found');
  const mode = asCity ? 'city' : view;
  const cells = await figuresFor(k, report);
  const row = rowOf(cells);
  const may = { write: mayWriteReport(actor, departmentId), sign: maySignReport(actor, departmentId) };
  const drafting = may.write && report.state === 'draft';
  const revisions = may.write ? await revisionsOf(k.db, report.id) : [];
  return {
    report,
    mode,
    shown: mode === 'full' ? row : await shownToCity(k, report, row),
    cells: mode === 'full' ? cells : null,
    departments: await departmentBook(k),
    revisions,
    writers: await staffNames(
      k,
      revisions.flatMap((each) => each.by ?? []),
    ),
    examples: drafting ? await closedMatters(k.db, departmentId, periodOf(k, year)) : [],
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
    may,
  };
}

/**
 * Reports as the city sees them, with their sum. Always hidden together and in one order: one hidden by itself, or in
 * another order, could be worked out from the others.
 */
function hideTogether(given: readonly { id: string; row: Row }[]): { shown: ReadonlyMap<string, Shown>; total: Shown } {
  const inOne = [...given].sort((a, b) => a.id.localeCompare(b.id));
  const { rows, total } = hideSmall(inOne.map(({ row }) => row));
  return { shown: new Map(inOne.map(({ id }, at) => [id, rows[at] as Shown])), total };
}

async function shownToCity(k: Kernel, report: ReportRow, row: Row): Promise<Shown> {
  const others = (await reportsOf(k.db, report.year, null)).filter(
    (each) => each.state === 'sent' && each.id !== report.id,
  );
  const rows = others.map((each) => ({ id: each.id, row: rowOf(figuresOf(each.figures)) }));
  return hideTogether([{ id: report.id, row }, ...rows]).shown.get(report.id) as Shown;
}

/** As the city's list of departments has them. */
function inOrder(departments: Book<Department>, reports: readonly ReportRow[]): ReportRow[] {
  const places = new Map(departments.all.map((each, at) => [each.id, at]));
  return [...reports].sort((a, b) => (places.get(a.departmentId) ?? 0) - (places.get(b.departmentId) ?? 0));
}

export type OverviewView = {
  year: number;
  dueOn: LocalDate;
  mode: 'full' | 'city';
  departments: Book<Department>;
  /** reports that count: sent, and within the offices signed and drafts too */
  entries: readonly { report: ReportRow; shown: Shown }[];
  total: Shown;
  /** reports that were not sent, whose figures are not in the city's version */
  missing: readonly ReportRow[];
};

/** All departments of a year with their total, which is their figures added up. */
export async function loadOverview(k: Kernel, actor: Actor, year: number, asCity = false): Promise<OverviewView> {
  const view = overviewView(actor);
  if (!view) fail('kernel.not_allowed');
  const round = (await rounds(k.db)).find((each) => each.year === year);
  if (!round) return fail('liaison.feedback.not_found');
  const mode = asCity ? 'city' : (view ?? 'city');
  const departments = await departmentBook(k);
  const reports = inOrder(departments, await reportsOf(k.db, year, null));
  // What was sent counts, and nothing else: a draft is its department's own.
  const sent = reports.filter((report) => report.state === 'sent');
  const rows = sent.map((report) => ({ id: report.id, row: rowOf(figuresOf(report.figures)) }));
  const hidden = mode === 'city' ? hideTogether(rows) : null;
  return {
    year,
    dueOn: round.dueOn,
    mode,
    departments,
    entries: sent.map((report, at) => ({ report, shown: (hidden?.shown.get(report.id) ?? rows[at]?.row) as Shown })),
    total: hidden?.total ?? totalOf(rows.map(({ row }) => row)),
    missing: reports.filter((report) => report.state !== 'sent'),
  };
}

export type FeedbackList = {
  rounds: readonly Round[];
  year: number | null;
  reports: readonly ReportRow[];
  departments: Book<Department>;
  mayOpen: boolean;
  overview: 'full' | 'city' | null;
  today: LocalDate;
};

/** The years, and the reports of one of them that somebody may see. */
export async function loadFeedback(
  k: Kernel,
  actor: Actor,
  wanted: number | null,
  mayOpen: boolean,
): Promise<FeedbackList> {
  const all = await rounds(k.db);
  const year = all.find((each) => each.year === wanted)?.year ?? all[0]?.year ?? null;
  const overview = overviewView(actor);
  const own = departmentsOf(actor, 'liaison_officer', 'leader').ids;
  const departments = await departmentBook(k);
  const reports = year === null ? [] : inOrder(departments, await reportsOf(k.db, year, overview ? null : own));
  return {
    rounds: all,
    year,
    reports: reports.filter((each) => reportView(actor, each.departmentId, each.state === 'sent') !== null),
    departments,
    mayOpen,
    overview,
    today: localDate(k.clock.now(), k.config.TIME_ZONE),
  };
}
