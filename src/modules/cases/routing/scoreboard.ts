import type { Suggestion } from './routing-model.ts';

/** Figures of one label; each between 0 and 1, 0 where nothing can be counted. */
export type LabelFigures = { precision: number; recall: number; f1: number; support: number };

/** How well suggestions met what people decided. Keys are as the command line prints them. */
export type SuggestionFigures = {
  /** Share of test messages whose first suggestion is right. */
  accuracy: number;
  /** Mean of the labels' F1 over every label that the test rows carry or that was suggested first. */
  macro_f1: number;
  /** Share of test messages with the right label among the first three suggestions. */
  top3_accuracy: number;
  /** Mean distance between the confidence stated and the share that was right, over ten bands of confidence. */
  calibration_error: number;
  test_rows: number;
  per_label: Record<string, LabelFigures>;
};

type Count = { right: number; suggested: number; actual: number };

/** Counts suggestions, as `suggest(text, 3)` gives them, against the right label. */
export class Scoreboard {
  readonly #counts = new Map<string, Count>();
  readonly #bands = Array.from({ length: 10 }, () => ({ stated: 0, right: 0 }));
  #rows = 0;
  #right = 0;
  #rightInThree = 0;

  add(suggestions: Suggestion[], label: string): void {
    const first = suggestions[0]!;
    const hit = first.label === label ? 1 : 0;
    this.#rows++;
    this.#right += hit;
    if (suggestions.some((each) => each.label === label)) this.#rightInThree++;
    this.#countOf(label).actual++;
    this.#countOf(first.label).suggested++;
    this.#countOf(label).right += hit;
    const band = this.#bands[Math.min(9, Math.floor(first.confidence * 10))]!;
    band.stated += first.confidence;
    band.right += hit;
  }

  /** The figures so far. Throws when nothing was counted. */
  figures(): SuggestionFigures {
    if (this.#rows === 0) throw new Error('There is no test message to measure on.');
    const counts = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const perLabel = Object.fromEntries(counts.map(([label, count]) => [label, figuresOf(count)]));
    const scores = Object.values(perLabel).map(({ f1 }) => f1);
    return {
      accuracy: this.#right / this.#rows,
      macro_f1: scores.reduce((sum, f1) => sum + f1, 0) / scores.length,
      top3_accuracy: this.#rightInThree / this.#rows,
      calibration_error: this.#bands.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0) / this.#rows,
      test_rows: this.#rows,
      per_label: perLabel,
    };
  }

  #countOf(label: string): Count {
    const count = this.#counts.get(label) ?? { right: 0, suggested: 0, actual: 0 };
    this.#counts.set(label, count);
    return count;
  }
}

function figuresOf({ right, suggested, actual }: Count): LabelFigures {
  return {
    precision: suggested > 0 ? right / suggested : 0,
    recall: actual > 0 ? right / actual : 0,
    f1: suggested + actual > 0 ? (2 * right) / (suggested + actual) : 0,
    support: actual,
  };
}
