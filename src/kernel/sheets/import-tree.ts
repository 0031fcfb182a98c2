import { type Db, inTransaction, type Tx } from '../db/index.ts';
import { declareErrors, fail } from '../errors/index.ts';
import { orderByParent, type TreeRow } from './order-by-parent.ts';
import { readTable } from './read-table.ts';
import { type ColumnMapping, columnProblems, recogniseColumns } from './recognise-columns.ts';
import type { TableRow } from './table.ts';

declareErrors({
  /** `missing` (names of fields), `unknown`, `headers` */
  'sheets.columns': 422,
  /** `rejected` */
  'sheets.nothing_taken': 422,
});

/** Why a row is not taken; `reason` is a message key. */
export type RowRefusal = { line: number; reason: string; params?: Record<string, unknown> };

export type TreeReport<F extends string> = {
  rows: number;
  /** entries that are new */
  imported: number;
  changed: number;
  unchanged: number;
  rejected: RowRefusal[];
  seconds: number;
  mapping: ColumnMapping<F>;
};

export type TreeImportOptions<F extends string> = {
  mapping?: ColumnMapping<F>;
  dryRun?: boolean;
  /** one bad row and nothing is taken */
  allOrNothing?: boolean;
};

/** How a table of one kind is read and written. */
export type TreeImport<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }> = {
  headings: Record<F, readonly string[]>;
  /** fields that must have a column, given what was recognised */
  needed: (mapping: ColumnMapping<F>) => readonly F[];
  /** the entries of one line, or why it is refused; `same` tells lines that say the same of one code from those that do not */
  read: (row: TableRow, mapping: ColumnMapping<F>, known: ReadonlyMap<string, Known>) => (Row | RowRefusal)[];
  /** `cells` of an earlier row of the same code are the same entry said again, not a contradiction */
  repeats?: (earlier: Row, later: Row) => boolean;
  /** prefix of the message keys `twice`, `parent_unknown`, `parent_refused`, `cycle`, `too_deep` */
  reasons: string;
  /** what is stored, by code; called in the transaction that writes, after taking whatever lock edits take */
  load: (tx: Tx) => Promise<ReadonlyMap<string, Known>>;
  /** levels below each other, at most */
  deepest?: number;
  /** why a row cannot be written over what is stored, as the end of a message key; `depth` from 1 */
  forbid?: (row: Row, known: Known, depth: number) => string | undefined;
  isSame: (row: Row, known: Known) => boolean;
  write: (tx: Tx, row: Row, known: Known | undefined, parent: string | null, sort: number) => Promise<string>;
  /** the id of what is stored */
  idOf: (known: Known) => string;
  /** in the same transaction, where anything was written */
  record: (tx: Tx, report: TreeReport<F>) => Promise<void>;
  zone: string;
};

const mostRows = 20_000;
class DryRun extends Error {}

/**
 * Brings a table of entries that hang on each other in, known by their codes: what is new is added, what differs is
 * changed, nothing is doubled or taken away. In one transaction.
 * @throws AppError sheets.* (sheets.columns, sheets.nothing_taken and what cannot be read at all)
 */
export async function importTree<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }>(
  db: Db,
  file: Uint8Array | string,
  plan: TreeImport<F, Row, Known>,
  options: TreeImportOptions<F> = {},
): Promise<TreeReport<F>> {
  const started = performance.now();
  const { mapping, rows } = await readRows(file, plan, options);
  let report: TreeReport<F> = emptyReport(mapping, rows.length);
  try {
    await inTransaction(db, async (tx) => {
      const known = await plan.load(tx);
      report = emptyReport(mapping, rows.length);
      await writeRows(tx, plan, rows, known, report);
      if (options.dryRun) throw new DryRun();
      if (options.allOrNothing && report.rejected.length > 0)
        fail('sheets.nothing_taken', { rejected: report.rejected.length });
      if (report.imported + report.changed > 0) await plan.record(tx, report);
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return { ...report, seconds: Math.round(performance.now() - started) / 1000 };
}

function emptyReport<F extends string>(mapping: ColumnMapping<F>, rows: number): TreeReport<F> {
  return { rows, imported: 0, changed: 0, unchanged: 0, rejected: [], seconds: 0, mapping };
}

async function readRows<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }>(
  file: Uint8Array | string,
  plan: TreeImport<F, Row, Known>,
  options: TreeImportOptions<F>,
): Promise<{ mapping: ColumnMapping<F>; rows: TableRow[] }> {
  const table = await readTable(file, { zone: plan.zone });
  try {
    const mapping = recogniseColumns(table.headers, plan.headings, options.mapping);
    const { missing, unknown } = columnProblems(table.headers, mapping, plan.needed(mapping));
    if (missing.length > 0 || unknown.length > 0)
      fail('sheets.columns', {
        missing: missing.join(', ') || '-',
        unknown: unknown.join(', ') || '-',
        headers: table.headers.join(', '),
      });
    const rows: TableRow[] = [];
    for await (const row of table.rows) {
      rows.push(row);
      if (rows.length > mostRows) fail('sheets.too_many_rows', { limit: mostRows });
    }
    return { mapping, rows };
  } finally {
    await table.close();
  }
}

async function writeRows<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }>(
  tx: Tx,
  plan: TreeImport<F, Row, Known>,
  rows: readonly TableRow[],
  known: ReadonlyMap<string, Known>,
  report: TreeReport<F>,
): Promise<void> {
  const entries = firstOfEach(plan, rows, known, report);
  const parents = new Map([...known].map(([code, { parentCode }]) => [code, parentCode] as const));
  const { ordered, refused } = orderByParent(entries, parents);
  const refuse = (line: number, why: string, params: Record<string, unknown>) =>
    report.rejected.push({ line, reason: `${plan.reasons}.${why}`, params });
  for (const { row, why } of refused) refuse(row.line, why, { value: row.parent });
  const ids = new Map([...known].map(([code, entry]) => [code, plan.idOf(entry)] as const));
  const depths = new Map<string, number>();
  for (const code of known.keys()) depths.set(code, depthIn(parents, code));
  for (const [sort, row] of ordered.entries()) {
    const depth = row.parent === '' ? 1 : (depths.get(row.parent) ?? 0) + 1;
    // A parent that was refused as too deep takes what hangs on it along.
    if (row.parent !== '' && !ids.has(row.parent)) refuse(row.line, 'parent_refused', { value: row.parent });
    else if (plan.deepest !== undefined && depth > plan.deepest)
      refuse(row.line, 'too_deep', { value: row.code, limit: plan.deepest });
    else {
      const stored = known.get(row.code);
      const forbidden = stored && plan.forbid?.(row, stored, depth);
      if (forbidden) {
        refuse(row.line, forbidden, { value: row.code });
        continue;
      }
      depths.set(row.code, depth);
      await writeOne(tx, plan, row, known.get(row.code), ids, sort, report);
    }
  }
  report.rejected.sort((a, b) => a.line - b.line);
}

function depthIn(parents: ReadonlyMap<string, string | null>, code: string): number {
  let depth = 1;
  for (let above = parents.get(code) ?? null; above !== null && depth < 100; above = parents.get(above) ?? null)
    depth++;
  return depth;
}

async function writeOne<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }>(
  tx: Tx,
  plan: TreeImport<F, Row, Known>,
  row: Row,
  entry: Known | undefined,
  ids: Map<string, string>,
  sort: number,
  report: TreeReport<F>,
): Promise<void> {
  if (entry && plan.isSame(row, entry)) {
    report.unchanged++;
    return;
  }
  ids.set(row.code, await plan.write(tx, row, entry, row.parent === '' ? null : (ids.get(row.parent) ?? null), sort));
  if (entry) report.changed++;
  else report.imported++;
}

/** Reads the lines; of lines with the same code the first one counts. */
function firstOfEach<F extends string, Row extends TreeRow, Known extends { parentCode: string | null }>(
  plan: TreeImport<F, Row, Known>,
  rows: readonly TableRow[],
  known: ReadonlyMap<string, Known>,
  report: TreeReport<F>,
): Row[] {
  const entries = new Map<string, Row>();
  for (const raw of rows)
    for (const entry of plan.read(raw, report.mapping, known)) {
      if ('reason' in entry) {
        report.rejected.push(entry);
        continue;
      }
      const earlier = entries.get(entry.code);
      if (!earlier) {
        entries.set(entry.code, entry);
        continue;
      }
      if (plan.repeats?.(earlier, entry)) continue;
      report.rejected.push({
        line: entry.line,
        reason: `${plan.reasons}.twice`,
        params: { value: entry.code, line: earlier.line },
      });
      // What hangs on the contradiction in the same line is as doubtful as the line.
      break;
    }
  return [...entries.values()];
}
