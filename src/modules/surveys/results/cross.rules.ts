import { type AnsweredQuestion, wordsIn } from '../questionnaire.rules.ts';
import { protectRow, protectTable, type Shown } from './protect.rules.ts';
import { labelledValues, type QuestionResult } from './result.rules.ts';
import type { GroupCell } from './tally.queries.ts';

type Labelled = { value: string; label: string };
type Reader = { locale: string; languages: readonly string[] };

/** Two questions against each other: how many said both. */
export type CrossTable = {
  columns: Labelled[];
  rows: Labelled[];
  /** by row, then column; null: hidden */
  cells: Shown[][];
  /** answered both, by column; null: hidden */
  totals: Shown[];
};

/** What of a question can stand against another: its choices, its steps, or those of one row of a matrix. */
type Side = { key: string; rows: Labelled[] /** one each, so that counts add up to a total */; additive: boolean };

/** @param cells counts of the side by the answers to another question, whose values are the columns */
export function crossTable(cells: readonly GroupCell[], columns: Labelled[], side: Side, least: number): CrossTable {
  const counts = new Map<string, number>();
  const answered = new Map<string, number>();
  for (const cell of cells) {
    if (cell.question !== side.key) continue;
    if (cell.kind === 'value') counts.set(`${cell.byValue}\u0000${cell.value}`, cell.n);
    if (cell.kind === 'answered') answered.set(cell.byValue, cell.n);
  }
  const plain = side.rows.map((row) => columns.map((column) => counts.get(`${column.value}\u0000${row.value}`) ?? 0));
  const of = (value: string): number => answered.get(value) ?? 0;
  // A group that is too small says nothing at all, nor does one that all others but it would give away.
  const plainTotals = columns.map(({ value }) => of(value));
  const totals = protectRow(plainTotals, least, true);
  const small = totals.map((n) => n === null);
  return {
    columns,
    rows: side.rows,
    cells: protectTable(plain, least, side.additive).map((row) => row.map((n, at) => (small[at] ? null : n))),
    totals,
  };
}

/** The sides of a question; none: it is written, a number, a ranking, a file, a place or a date. */
export function sidesOf(question: AnsweredQuestion, reader: Reader): (Side & { label: string })[] {
  const label = wordsIn(question.label, reader.locale, reader.languages) || question.name;
  const rows = labelledValues(question, reader);
  if (question.type === 'one' || question.type === 'scale')
    return [{ key: question.name, label, rows, additive: true }];
  if (question.type === 'several') return [{ key: question.name, label, rows, additive: false }];
  if (question.type !== 'matrix') return [];
  return question.rows.map((row) => ({
    key: `${question.name}/${row.name}`,
    label: `${label}: ${wordsIn(row.label, reader.locale, reader.languages) || row.name}`,
    rows,
    additive: true,
  }));
}

/**
 * What one group answered, taken out of the protected tables of all groups: what is hidden there cannot be worked out from
 * what is shown of everybody.
 */
export function groupResults(
  whole: readonly QuestionResult[],
  cells: readonly GroupCell[],
  columns: Labelled[],
  value: string,
  reader: Reader,
  least: number,
): QuestionResult[] {
  const at = columns.findIndex((column) => column.value === value);
  const nothing = { lines: [], rows: [], mean: null, ranks: [], withheld: false };
  const asked = new Map(
    cells.filter((cell) => cell.kind === 'asked' && cell.byValue === value).map(({ question, n }) => [question, n]),
  );
  return whole.map(({ question, label, withheld }) => {
    if (withheld) return { question, label, asked: null, answered: null, tooFew: false, ...nothing, withheld };
    const tables = sidesOf(question, reader).map((side) => ({ side, table: crossTable(cells, columns, side, least) }));
    const taken = tables.map(({ side, table }) => {
      const answered = table.totals[at] ?? null;
      const lines = table.rows.map((row, line) => {
        const n = table.cells[line]?.[at] ?? null;
        return { ...row, n, share: n === null || !answered ? null : n / answered };
      });
      return { name: side.key, label: side.label, answered, lines };
    });
    const n = asked.get(question.name) ?? 0;
    const answered = taken[0] ? taken[0].answered : 0;
    const head = { question, label, asked: n > 0 && (n < least || answered === null) ? null : n, answered };
    const tooFew = tables.length > 0 && tables.every(({ table }) => table.totals[at] === null);
    if (question.type === 'matrix') return { ...head, ...nothing, tooFew, rows: taken };
    return { ...head, ...nothing, tooFew, lines: taken[0]?.lines ?? [] };
  });
}
