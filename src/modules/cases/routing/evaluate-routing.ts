import { readLabelledMessages } from './labelled-messages.ts';
import { groupNearDuplicates } from './near-duplicates.ts';
import { seededRandom, shuffle } from './random.ts';
import { Scoreboard, type SuggestionFigures } from './scoreboard.ts';
import { type LabelledText, trainRouting } from './train-routing.ts';

/** What an evaluation found out. Keys are as the command line prints them. */
export type RoutingEvaluation = SuggestionFigures & {
  ms_per_message: number;
  train_seconds: number;
  /** Growth of the memory of the process at its highest, in MB of 10^6 bytes. */
  peak_mb: number;
  model_bytes: number;
  train_rows: number;
};

/** Trains on one set of rows and measures on another. Throws when either has no row. */
export function evalRouting(trainRows: Iterable<LabelledText>, testRows: Iterable<LabelledText>): RoutingEvaluation {
  const memoryBefore = process.memoryUsage.rss();
  const peakBefore = process.resourceUsage().maxRSS * 1024;
  const started = performance.now();
  const model = trainRouting(trainRows);
  const trainSeconds = (performance.now() - started) / 1000;
  const board = new Scoreboard();
  let spent = 0;
  for (const { text, label } of testRows) {
    const asked = performance.now();
    const suggestions = model.suggest(text, 3);
    spent += performance.now() - asked;
    board.add(suggestions, label.trim());
  }
  const figures = board.figures();
  const peak = process.resourceUsage().maxRSS * 1024;
  return {
    ...figures,
    ms_per_message: spent / figures.test_rows,
    train_seconds: trainSeconds,
    // A peak from before this evaluation began is not ours.
    peak_mb: (Math.max(peak > peakBefore ? peak : 0, process.memoryUsage.rss(), memoryBefore) - memoryBefore) / 1e6,
    model_bytes: model.serialize().length,
    train_rows: model.rows,
  };
}

/** `evalRouting` on two JSONL files with rows `{"text", "category"}`; see `readLabelledMessages` for what it throws. */
export async function evalRoutingFiles(trainPath: string, testPath: string): Promise<RoutingEvaluation> {
  const trainRows = await Array.fromAsync(readLabelledMessages(trainPath));
  const testRows = await Array.fromAsync(readLabelledMessages(testPath));
  return evalRouting(trainRows, testRows);
}

/**
 * Measures without a second file: every row is judged by a model that was trained on the other folds, labels spread
 * evenly over the folds. `grouped` keeps near-duplicates in one fold, so that none is judged by a model that has seen
 * its twin. Throws when there are fewer rows than folds.
 */
export async function crossValidateRoutingFile(
  path: string,
  options: { folds?: number; seed?: number; grouped?: boolean } = {},
): Promise<SuggestionFigures & { folds: number; grouped: boolean }> {
  const { folds = 5, seed = 1, grouped = false } = options;
  const rows = await Array.fromAsync(readLabelledMessages(path));
  if (!Number.isInteger(folds) || folds < 2 || folds > rows.length) {
    throw new RangeError(`${rows.length} rows cannot be dealt to ${folds} folds.`);
  }
  const groups = grouped ? groupNearDuplicates(rows.map(({ text }) => text)) : rows.map((_, row) => [row]);
  const foldOf = dealGroups(rows, groups, folds, seed);
  const board = new Scoreboard();
  for (let fold = 0; fold < folds; fold++) {
    const model = trainRouting(rows.filter((_, row) => foldOf[row] !== fold));
    for (const [row, { text, label }] of rows.entries()) {
      if (foldOf[row] === fold) board.add(model.suggest(text, 3), label.trim());
    }
  }
  return { ...board.figures(), folds, grouped };
}

function dealGroups(rows: LabelledText[], groups: number[][], folds: number, seed: number): Int32Array {
  const order = groups.map((_, group) => group);
  shuffle(order, seededRandom(seed));
  const labelOf = (group: number) => rows[groups[group]![0]!]!.label;
  order.sort((a, b) => (labelOf(a) < labelOf(b) ? -1 : labelOf(a) > labelOf(b) ? 1 : 0));
  const foldOf = new Int32Array(rows.length);
  for (const [place, group] of order.entries()) for (const row of groups[group]!) foldOf[row] = place % folds;
  return foldOf;
}
