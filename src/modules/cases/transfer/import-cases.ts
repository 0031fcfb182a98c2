import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, newId, type Tx } from '../../../kernel/db/index.ts';
import { declareErrors, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { readTable, type Table } from '../../../kernel/sheets/index.ts';
import { toTsVectorText } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentBook, districtBook } from '../../people/index.ts';
import { mayAdministerCases } from '../cases.policy.ts';
import { caseNumber, type Kind, kinds } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { displayNameOf } from '../resident/submit-case.ts';
import { type Mapping, mappingProblems, recognise } from './columns.ts';
import { existingRefs, insertImported, type PreparedRow, takeSerials } from './import.queries.ts';
import { type ImportRow, type Rejection, type RowReader, readRow } from './read-row.ts';

declareErrors({ 'cases.import_columns': 422, 'cases.import_nothing_taken': 422, 'cases.import_no_department': 422 });

export type ImportOptions = {
  mapping?: Mapping;
  sheet?: string;
  /** what the rows' own numbers are unique within; two files of one system share it */
  source?: string;
  /** code of the department for rows that name none; default the hotline office */
  department?: string;
  dryRun?: boolean;
  /** one bad row and nothing is taken in */
  allOrNothing?: boolean;
  onProgress?: (rows: number) => void;
};

export type ImportReport = {
  rows: number;
  imported: number;
  /** taken in before, and the same still */
  unchanged: number;
  rejected: Rejection[];
  seconds: number;
  mapping: Mapping;
};

const batchSize = 500;
class DryRun extends Error {}

/**
 * Takes letters of another system in, with their answers and both times. Running it again doubles nothing: a row is known by
 * its number within `source`. Rows stand as closed where they have an answer, as accepted where not; they have no
 * deadlines, so no rate counts them.
 * @throws AppError cases.import_columns, cases.import_nothing_taken (allOrNothing, with the rejections), sheets.*
 */
export async function importCases(
  k: Kernel,
  actor: Actor,
  file: Uint8Array | string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  if (actor.kind !== 'system' && !mayAdministerCases(actor)) fail('kernel.not_allowed');
  const started = performance.now();
  const table = await readTable(file, { zone: k.config.TIME_ZONE, ...(options.sheet ? { sheet: options.sheet } : {}) });
  try {
    const reader = await prepareReader(k, table, options);
    const report: ImportReport = {
      rows: 0,
      imported: 0,
      unchanged: 0,
      rejected: [],
      seconds: 0,
      mapping: reader.mapping,
    };
    await takeIn(k, actor, table, reader, options, report);
    report.seconds = Math.round(performance.now() - started) / 1000;
    return report;
  } finally {
    await table.close();
  }
}

async function prepareReader(k: Kernel, table: Table, options: ImportOptions): Promise<RowReader> {
  const mapping = recognise(table.headers, options.mapping);
  const { missing, unknown } = mappingProblems(table.headers, mapping);
  if (missing.length > 0 || unknown.length > 0)
    fail('cases.import_columns', {
      missing: missing.join(', ') || '-',
      unknown: unknown.join(', ') || '-',
      headers: table.headers.join(', '),
    });
  const [departments, districts, categories] = await Promise.all([departmentBook(k), districtBook(k), categoryBook(k)]);
  const department = options.department
    ? departments.byCode(options.department)
    : (departments.all.find((entry) => entry.kind === 'hotline') ?? departments.all[0]);
  if (!department) fail('cases.import_no_department', { code: options.department ?? '-' });
  const kindNames = new Map<string, Kind>();
  for (const locale of ['zh-CN', 'zh-TW', 'en'] as const)
    for (const kind of kinds) kindNames.set(k.i18n.t(locale)(`cases.kind.${kind}`).toLowerCase(), kind);
  return {
    mapping,
    zone: k.config.TIME_ZONE,
    now: k.clock.now(),
    departmentId: department.id,
    departments,
    districts,
    categories,
    kindNames,
  };
}

async function takeIn(
  k: Kernel,
  actor: Actor,
  table: Table,
  reader: RowReader,
  options: ImportOptions,
  report: ImportReport,
): Promise<void> {
  const batches = batchesOf(table, reader, report, options.onProgress);
  const source = options.source ?? 'import';
  if (!options.allOrNothing && !options.dryRun) {
    for await (const batch of batches) add(report, await inTransaction(k.db, (tx) => writeBatch(k, tx, source, batch)));
    await inTransaction(k.db, (tx) => record(k, tx, actor, source, report));
    return;
  }
  // Read whole first: a transaction that is tried again must be given the same rows.
  const all = await Array.fromAsync(batches);
  try {
    await inTransaction(k.db, async (tx) => {
      const trial: ImportReport = { ...report, rejected: [...report.rejected] };
      for (const batch of all) add(trial, await writeBatch(k, tx, source, batch));
      Object.assign(report, trial);
      if (options.dryRun) throw new DryRun();
      const { rejected } = report;
      if (rejected.length > 0)
        fail('cases.import_nothing_taken', { rejected: rejected.length, rows: rejected.slice(0, 100) });
      await record(k, tx, actor, source, report);
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
}

type Written = { imported: number; unchanged: number; rejected: Rejection[] };

function add(report: ImportReport, written: Written): void {
  report.imported += written.imported;
  report.unchanged += written.unchanged;
  report.rejected.push(...written.rejected);
}

async function* batchesOf(
  table: Table,
  reader: RowReader,
  report: ImportReport,
  onProgress?: (rows: number) => void,
): AsyncGenerator<ImportRow[]> {
  const seen = new Map<string, number>();
  let batch: ImportRow[] = [];
  for await (const raw of table.rows) {
    report.rows++;
    const row = readRow(raw, reader);
    if ('reason' in row) report.rejected.push(row);
    else if (seen.has(row.ref))
      report.rejected.push({ line: row.line, reason: 'cases.transfer.row.twice', params: { line: seen.get(row.ref) } });
    else {
      seen.set(row.ref, row.line);
      batch.push(row);
    }
    if (batch.length >= batchSize) {
      yield batch;
      batch = [];
      onProgress?.(report.rows);
    }
  }
  yield batch;
  onProgress?.(report.rows);
}

async function writeBatch(k: Kernel, tx: Tx, source: string, batch: ImportRow[]): Promise<Written> {
  const written: Written = { imported: 0, unchanged: 0, rejected: [] };
  if (batch.length === 0) return written;
  const refs = batch.map((row) => row.ref);
  const known = await existingRefs(tx, source, refs);
  const fresh: ImportRow[] = [];
  for (const row of batch) {
    const before = known.get(row.ref);
    if (!before) fresh.push(row);
    else if (before.title === row.title && before.body === row.body) written.unchanged++;
    else {
      const params = { number: before.number };
      written.rejected.push({ line: row.line, reason: 'cases.transfer.row.changed', params });
    }
  }
  written.imported = await insertImported(k, tx, source, await number(k, tx, fresh));
  return written;
}

/** Each row gets a number of the day on which it was written. */
async function number(k: Kernel, tx: Tx, rows: ImportRow[]): Promise<PreparedRow[]> {
  const dayOf = (row: ImportRow) => localDate(row.submittedAt, k.config.TIME_ZONE);
  const perDay = Map.groupBy(rows, dayOf);
  const next = new Map<string, number>();
  for (const [day, ofDay] of [...perDay].sort(([a], [b]) => (a < b ? -1 : 1)))
    next.set(day, await takeSerials(tx, day, ofDay.length));
  return rows.map((row) => {
    const day = dayOf(row);
    const serial = next.get(day) ?? 1;
    next.set(day, serial + 1);
    const searchText = toTsVectorText(`${row.title} ${row.address} ${row.body}`);
    return {
      ...row,
      id: newId(),
      replyId: newId(),
      closureId: newId(),
      submitStepId: newId(),
      reviewStepId: newId(),
      number: caseNumber(day, serial),
      searchText,
      displayName: displayNameOf(row.author),
    };
  });
}

async function record(k: Kernel, tx: Tx, actor: Actor, source: string, report: ImportReport): Promise<void> {
  const at = k.clock.now();
  const details = { source, rows: report.rows, imported: report.imported, rejected: report.rejected.length };
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action: 'cases.import',
    objectType: 'import',
    objectId: source,
    details,
  });
  await k.outbox.emit(tx, at, { type: 'cases.imported', subject: source, actorId: actor.accountId, payload: details });
}
