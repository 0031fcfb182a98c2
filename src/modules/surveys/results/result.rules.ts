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
  /** null: hidden */
  asked: Shown;
  answered: Shown;
  /** too few answered for anything to be shown */
  tooFew: boolean;
  /** nothing is shown because a small group elsewhere could be worked out from it */
  withheld: boolean;
  lines: Line[];
  /** of a matrix: its rows, each with its own lines */
  rows: { name: string; label: string; answered: Shown; lines: Line[] }[];
  /** scale and number: the mean; ranking: none */
  mean: number | null;
  /** ranking: the mean place of each choice, and how many put it first */
  ranks: { value: string; label: string; mean: number | null; first: Shown; placed: Shown }[];
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

export type Reader = {
  locale: string;
  languages: readonly string[];
  /** what values that few gave are called together */
  rest: string;
};

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
export function labelledValues(
  question: Question,
  { locale, languages }: Omit<Reader, 'rest'>,
): { value: string; label: string }[] {
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
  // Whoever gave the smallest or the greatest number stands in a bin with others, and stretches no plot.
  const [first, last] = [reachedBy(values, least), reachedBy([...values].reverse(), least)];
  if (first === undefined || last === undefined || first > last) return [];
  const rough = (last - first) / mostBins || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const width = [1, 2, 5, 10].map((times) => times * unit).find((each) => each >= rough) ?? 10 * unit;
  const start = Math.floor(first / width) * width;
  const binAt = (at: number): number => Math.floor((at - start) / width + 1e-9);
  const count = binAt(last) + 1;
  const bins = new Map<number, number>();
  for (const { at, n } of values) {
    const bin = Math.min(count - 1, Math.max(0, binAt(at)));
    bins.set(bin, (bins.get(bin) ?? 0) + n);
  }
  const round = (n: number): string => String(Number(n.toFixed(6)));
  const lower = (values[0]?.at ?? start) < start;
  const upper = binAt(values.at(-1)?.at ?? last) >= count;
  const labelled = Array.from({ length: count }, (_, at) => {
    const from = start + at * width;
    const plain = width === 1 && Number.isInteger(start) ? round(from) : `${round(from)}–${round(from + width)}`;
    const open = at === 0 && lower ? `< ${round(from + width)}` : `≥ ${round(from)}`;
    const label = (at === 0 && lower) !== (at === count - 1 && upper) ? open : plain;
    return { value: String(at), label };
  });
  const byBin = new Map([...bins].map(([bin, n]) => [String(bin), n]));
  return linesFrom(labelled, byBin, answered, least, true);
}

/** The value up to which at least so many gave theirs. */
function reachedBy(values: readonly { at: number; n: number }[], least: number): number | undefined {
  let passed = 0;
  return values.find(({ n }) => {
    passed += n;
    return passed >= least;
  })?.at;
}

/** Values that nobody wrote down beforehand: those that few gave are not named. */
const mostNamed = 36;

function openLines(counts: ReadonlyMap<string, number>, answered: number, least: number, rest: string): Line[] {
  const named = [...counts]
    .filter(([, n]) => n >= least)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostNamed)
    .map(([value]) => ({ value, label: value }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  const others = answered - named.reduce((sum, { value }) => sum + (counts.get(value) ?? 0), 0);
  const labelled = others > 0 ? [...named, { value: restValue, label: rest }] : named;
  return linesFrom(labelled, new Map([...counts, [restValue, others]]), answered, least, true);
}

const restValue = '$rest';

/**
 * A mean as exactly as it may be shown: with the counts beside it, the sum of all numbers would say how many stand behind
 * two counts that are hidden. Null: not at all.
 */
function meanBeside(lines: readonly { n: Shown }[], mean: number, answered: number, span: number, least: number) {
  if (lines.every(({ n }) => n !== null)) return mean;
  const step = [0.01, 0.1].find((each) => each * answered >= least * span);
  return step === undefined ? null : Number((Math.round(mean / step) * step).toFixed(2));
}

const nothing = { lines: [], rows: [], mean: null, ranks: [] };

/** What came of one question, with small groups hidden. */
export function resultOf(question: AnsweredQuestion, book: CellBook, reader: Reader, least: number): QuestionResult {
  const { name } = question;
  const asked = book.of('asked', name);
  const answered = book.of('answered', name);
  const label = wordsIn(question.label, reader.locale, reader.languages) || name;
  const tooFew = answered > 0 && answered < least;
  const few = (n: number): Shown => (n > 0 && n < least ? null : n);
  const head = { question, label, asked: few(asked), answered: few(answered), tooFew, withheld: false };
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
        // With one choice besides those that rule all others out, it is as if one could be chosen.
        lines: linesFrom(
          labelledValues(question, reader),
          counts,
          answered,
          least,
          question.choices.filter(({ exclusive }) => !exclusive).length < 2,
        ),
      };
    case 'scale': {
      const lines = linesFrom(labelledValues(question, reader), counts, answered, least, true);
      const mean = meanBeside(lines, book.of('sum', name) / answered, answered, question.max - question.min, least);
      return { ...head, ...nothing, lines, mean };
    }
    case 'number': {
      const lines = numberLines(counts, answered, least);
      const mean = book.of('sum', name) / answered;
      // Bins that hold more than one number each say nothing of what stands behind the mean.
      const exact = lines.every((line) => !line.label.includes('–'));
      return {
        ...head,
        ...nothing,
        lines,
        mean: exact ? meanBeside(lines, mean, answered, lines.length, least) : mean,
      };
    }
    case 'matrix':
      return { ...head, ...nothing, rows: matrixRows(question, book, reader, least) };
    case 'ranking':
      return { ...head, ...nothing, ranks: rankLines(question, counts, answered, reader, least) };
    case 'date':
    case 'place':
      return { ...head, ...nothing, lines: openLines(counts, answered, least, reader.rest) };
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
    const shown = answered > 0 && answered < least ? null : answered;
    const label = wordsIn(row.label, reader.locale, reader.languages) || row.name;
    return { name: row.name, label, answered: shown, lines };
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
  const shown = firsts.map((n) => ({ n }));
  return labelled
    .map(({ value, label }, at) => {
      const of = placed.get(value) ?? { n: 0, sum: 0, first: 0 };
      const few = of.n < least || answered < least;
      const mean = few ? null : meanBeside(shown, of.sum / of.n, of.n, labelled.length - 1, least);
      return { value, label, mean, first: firsts[at] ?? null, placed: few && of.n > 0 ? null : of.n };
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
