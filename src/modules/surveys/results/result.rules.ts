import {
  type AnsweredQuestion,
  choicesOf,
  isAnswered,
  type Question,
  type QuestionOf,
  wordsIn,
} from '../questionnaire.rules.ts';
import { protectRow, type Shown } from './protect.rules.ts';
import type { Cell } from './tally.rules.ts';

/** One line of a result: a choice, a step of a scale, a bin; with how many said so. */
export type Line = {
  value: string;
  label: string;
  n: Shown /** of those who answered; null where it is hidden */;
  share: number | null;
};

export type QuestionResult = {
  question: AnsweredQuestion;
  /** in the reader's language, as far as the questionnaire has it */
  label: string;
  asked: number;
  answered: number;
  /** too few answered for anything to be shown */
  tooFew: boolean;
  lines: Line[];
  /** of a matrix: its rows, each with its own lines */
  rows: { label: string; answered: number; lines: Line[] }[];
  /** scale and number: the mean; ranking: none */
  mean: number | null;
  /** ranking: the mean place of each choice, and how many put it first */
  ranks: { label: string; mean: number | null; first: Shown; placed: number }[];
};

/** Counts by what they are of, for looking up. */
export class CellBook {
  readonly #values = new Map<string, Map<string, number>>();
  readonly #plain = new Map<string, number>();

  constructor(cells: readonly Pick<Cell, 'question' | 'kind' | 'value' | 'n'>[]) {
    for (const { question, kind, value, n } of cells) {
      if (kind !== 'value') this.#plain.set(`${kind} ${question}`, (this.#plain.get(`${kind} ${question}`) ?? 0) + n);
      else {
        const of = this.#values.get(question) ?? new Map<string, number>();
        this.#values.set(question, of.set(value, (of.get(value) ?? 0) + n));
      }
    }
  }

  of(kind: 'asked' | 'answered' | 'sum', question: string): number {
    return this.#plain.get(`${kind} ${question}`) ?? 0;
  }

  values(question: string): ReadonlyMap<string, number> {
    return this.#values.get(question) ?? new Map();
  }

  get responses(): number {
    return this.of('answered', '');
  }
}

type Reader = { locale: string; languages: readonly string[] };

const share = (n: Shown, of: number): number | null => (n === null || of === 0 ? null : n / of);

function linesFrom(
  labelled: readonly { value: string; label: string }[],
  counts: ReadonlyMap<string, number>,
  answered: number,
  least: number,
  total: boolean,
): Line[] {
  const plain = labelled.map(({ value }) => counts.get(value) ?? 0);
  const shown = protectRow(plain, least, total);
  return labelled.map(({ value, label }, at) => {
    const n = shown[at] ?? null;
    return { value, label, n, share: share(n, answered) };
  });
}

/** Values and their words, in the order of the questionnaire. */
export function labelledValues(question: Question, { locale, languages }: Reader): { value: string; label: string }[] {
  if (question.type === 'scale') {
    const steps = Math.floor((question.max - question.min) / question.step + 1e-9) + 1;
    return Array.from({ length: steps }, (_, at) => {
      const value = String(Number((question.min + at * question.step).toFixed(6)));
      const ends = at === 0 ? question.lowLabel : at === steps - 1 ? question.highLabel : {};
      const end = wordsIn(ends, locale, languages);
      return { value, label: end ? `${value} ${end}` : value };
    });
  }
  return choicesOf(question).map(({ name, label }) => ({
    value: name,
    label: wordsIn(label, locale, languages) || name,
  }));
}

/** At most so many bars; neighbours fall together. */
const mostBins = 12;

/** Numbers in bins of equal width whose ends are round. */
function numberLines(counts: ReadonlyMap<string, number>, answered: number, least: number): Line[] {
  const values = [...counts].map(([value, n]) => ({ at: Number(value), n })).sort((a, b) => a.at - b.at);
  const [first, last] = [values[0]?.at, values.at(-1)?.at];
  if (first === undefined || last === undefined) return [];
  const rough = (last - first) / mostBins || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const width = [1, 2, 5, 10].map((times) => times * unit).find((each) => each >= rough) ?? 10 * unit;
  const start = Math.floor(first / width) * width;
  const bins = new Map<number, number>();
  for (const { at, n } of values) {
    const bin = Math.floor((at - start) / width + 1e-9);
    bins.set(bin, (bins.get(bin) ?? 0) + n);
  }
  const round = (n: number): string => String(Number(n.toFixed(6)));
  const count = Math.max(...bins.keys()) + 1;
  const labelled = Array.from({ length: count }, (_, at) => {
    const from = start + at * width;
    const label = width === 1 && Number.isInteger(start) ? round(from) : `${round(from)}–${round(from + width)}`;
    return { value: String(at), label };
  });
  const byBin = new Map([...bins].map(([bin, n]) => [String(bin), n]));
  return linesFrom(labelled, byBin, answered, least, true);
}

const nothing = { lines: [], rows: [], mean: null, ranks: [] };

/** What came of one question, with small groups hidden. */
export function resultOf(question: AnsweredQuestion, book: CellBook, reader: Reader, least: number): QuestionResult {
  const { name } = question;
  const asked = book.of('asked', name);
  const answered = book.of('answered', name);
  const label = wordsIn(question.label, reader.locale, reader.languages) || name;
  const tooFew = answered > 0 && answered < least;
  const head = { question, label, asked, answered, tooFew };
  if (answered < least) return { ...head, ...nothing };
  const counts = book.values(name);
  switch (question.type) {
    case 'one':
      return {
        ...head,
        ...nothing,
        lines: linesFrom(labelledValues(question, reader), counts, answered, least, true),
      };
    case 'several':
      return {
        ...head,
        ...nothing,
        lines: linesFrom(labelledValues(question, reader), counts, answered, least, false),
      };
    case 'scale':
      return {
        ...head,
        ...nothing,
        lines: linesFrom(labelledValues(question, reader), counts, answered, least, true),
        mean: book.of('sum', name) / answered,
      };
    case 'number':
      return {
        ...head,
        ...nothing,
        lines: numberLines(counts, answered, least),
        mean: book.of('sum', name) / answered,
      };
    case 'matrix':
      return { ...head, ...nothing, rows: matrixRows(question, book, reader, least) };
    case 'ranking':
      return { ...head, ...nothing, ranks: rankLines(question, counts, answered, reader, least) };
    case 'date':
    case 'place': {
      const labelled = [...counts.keys()].sort().map((value) => ({ value, label: value }));
      return { ...head, ...nothing, lines: linesFrom(labelled, counts, answered, least, true) };
    }
    default:
      return { ...head, ...nothing };
  }
}

function matrixRows(question: QuestionOf<'matrix'>, book: CellBook, reader: Reader, least: number) {
  const labelled = labelledValues(question, reader);
  return question.rows.map((row) => {
    const key = `${question.name}/${row.name}`;
    const answered = book.of('answered', key);
    const lines = answered < least ? [] : linesFrom(labelled, book.values(key), answered, least, true);
    return { label: wordsIn(row.label, reader.locale, reader.languages) || row.name, answered, lines };
  });
}

function rankLines(
  question: QuestionOf<'ranking'>,
  counts: ReadonlyMap<string, number>,
  answered: number,
  reader: Reader,
  least: number,
) {
  const placed = new Map<string, { n: number; sum: number; first: number }>();
  for (const [key, n] of counts) {
    const cut = key.lastIndexOf('/');
    const [choice, place] = [key.slice(0, cut), Number(key.slice(cut + 1))];
    const before = placed.get(choice) ?? { n: 0, sum: 0, first: 0 };
    placed.set(choice, {
      n: before.n + n,
      sum: before.sum + n * place,
      first: before.first + (place === 1 ? n : 0),
    });
  }
  const labelled = labelledValues(question, reader);
  const firsts = protectRow(
    labelled.map(({ value }) => placed.get(value)?.first ?? 0),
    least,
    true,
  );
  return labelled
    .map(({ value, label }, at) => {
      const of = placed.get(value) ?? { n: 0, sum: 0, first: 0 };
      const few = of.n < least || answered < least;
      return { label, mean: few ? null : of.sum / of.n, first: firsts[at] ?? null, placed: few ? 0 : of.n };
    })
    .sort((a, b) => (a.mean ?? 1e9) - (b.mean ?? 1e9));
}

/** What came of every question that people answer. */
export function resultsOf(
  questions: readonly Question[],
  cells: readonly Pick<Cell, 'question' | 'kind' | 'value' | 'n'>[],
  reader: Reader,
  least: number,
): QuestionResult[] {
  const book = new CellBook(cells);
  return questions.filter(isAnswered).map((question) => resultOf(question, book, reader, least));
}

/** The value in the middle of counted values; null: there are none. */
export function medianOf(counts: ReadonlyMap<string, number>): number | null {
  const sorted = [...counts].map(([value, n]) => ({ at: Number(value), n })).sort((a, b) => a.at - b.at);
  const total = sorted.reduce((sum, { n }) => sum + n, 0);
  let passed = 0;
  for (const { at, n } of sorted) {
    passed += n;
    if (passed * 2 >= total) return at;
  }
  return null;
}
