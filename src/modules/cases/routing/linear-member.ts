import { seededRandom, shuffle } from './random.ts';
import type { Rows } from './vocabulary.ts';

/** One logistic regression a label: score of label k = bias[k] + Σ value × weight[feature × labels + k]. */
export type LinearMember = { weight: Float32Array; bias: Float32Array };

/** What a fit learns from: `rows[i]` of `design` carries label `labels[rows[i]]`. */
export type Lesson = { design: Rows; rows: Int32Array; labels: Int32Array; labelCount: number; features: number };

const COST = 30;
const MAX_PASSES = 40;
const ENOUGH = 0.02;

/**
 * Fits by dual coordinate descent (Yu, Huang, Lin 2011). With `contrast`, features are first scaled by the root of
 * their naive-Bayes log-count ratio for each label (Wang, Manning 2012). Yields at least after every pass so that a caller
 * can let other work through. `budget` bounds the multiplications spent.
 */
export function* fitLinear(
  lesson: Lesson,
  options: { contrast: boolean; seed: number; budget: number },
): Generator<void, LinearMember> {
  const { features, labelCount, rows, labels } = lesson;
  const weight = new Float32Array(features * labelCount);
  const bias = new Float32Array(labelCount);
  let entries = 0;
  for (const row of rows) entries += lesson.design.start[row + 1]! - lesson.design.start[row]!;
  const passes = Math.max(3, Math.min(MAX_PASSES, Math.floor(options.budget / (2 * entries * labelCount + 1))));
  const signs = new Float64Array(rows.length);
  const { start, feature, value } = lesson.design;
  const scaled = options.contrast ? new Float32Array(start.at(-1)!) : value;
  for (let label = 0; label < labelCount; label++) {
    for (let i = 0; i < rows.length; i++) signs[i] = labels[rows[i]!] === label ? 1 : -1;
    const scale = options.contrast ? contrastOf(lesson, label) : null;
    if (scale) for (let p = 0; p < scaled.length; p++) scaled[p] = value[p]! * scale[feature[p]!]!;
    yield;
    const fitted = yield* fitOne(lesson, scaled, signs, passes, seededRandom(options.seed + label));
    for (let f = 0; f < features; f++) weight[f * labelCount + label] = fitted.weight[f]! * (scale ? scale[f]! : 1);
    bias[label] = fitted.bias;
  }
  return { weight, bias };
}

function contrastOf({ design, rows, labels, features }: Lesson, label: number): Float64Array {
  const inside = new Float64Array(features).fill(1);
  const outside = new Float64Array(features).fill(1);
  let insideRows = 2;
  for (const row of rows) {
    const counts = labels[row] === label ? inside : outside;
    if (labels[row] === label) insideRows++;
    for (let p = design.start[row]!; p < design.start[row + 1]!; p++) counts[design.feature[p]!]!++;
  }
  const outsideRows = rows.length + 4 - insideRows;
  return inside.map((count, f) => Math.sqrt(Math.abs(Math.log((count * outsideRows) / (outside[f]! * insideRows)))));
}

function* fitOne(
  { design, rows, features }: Lesson,
  value: Float32Array,
  signs: Float64Array,
  passes: number,
  random: () => number,
): Generator<void, { weight: Float64Array; bias: number }> {
  const count = rows.length;
  const positives = signs.reduce((sum, sign) => sum + (sign > 0 ? 1 : 0), 0);
  // Rare labels weigh more, or the common ones would take their messages: the mean over labels counts too.
  const positiveCost = COST * (Math.max(count - positives, 1) / Math.max(positives, 1)) ** 0.7;
  const weight = new Float64Array(features);
  let bias = 0;
  const alpha = new Float64Array(count);
  const square = new Float64Array(count);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const { start, feature } = design;
  for (let i = 0; i < count; i++) {
    alpha[i] = 1e-8;
    const step = alpha[i]! * signs[i]!;
    let sum = 1;
    for (let p = start[rows[i]!]!; p < start[rows[i]! + 1]!; p++) {
      const v = value[p]!;
      sum += v * v;
      weight[feature[p]!] = weight[feature[p]!]! + step * v;
    }
    square[i] = sum;
    bias += step;
  }
  for (let pass = 0; pass < passes; pass++) {
    let worst = 0;
    shuffle(order, random);
    for (let o = 0; o < count; o++) {
      const i = order[o]!;
      const from = start[rows[i]!]!;
      const to = start[rows[i]! + 1]!;
      let margin = bias;
      for (let p = from; p < to; p++) margin += weight[feature[p]!]! * value[p]!;
      const cost = signs[i]! > 0 ? positiveCost : COST;
      const old = alpha[i]!;
      worst = Math.max(worst, Math.abs(signs[i]! * margin + Math.log(old / (cost - old))));
      const next = newtonStep(old, cost, square[i]!, signs[i]! * margin);
      const step = (next - old) * signs[i]!;
      if (step === 0) continue;
      alpha[i] = next;
      for (let p = from; p < to; p++) weight[feature[p]!] = weight[feature[p]!]! + step * value[p]!;
      bias += step;
      if (o % 2048 === 2047) yield;
    }
    yield;
    if (worst < ENOUGH) break;
  }
  return { weight, bias };
}

/** Minimises ½·square·(z − old)² + margin·(z − old) + z log z + (cost − z) log(cost − z) over 0 < z < cost. */
function newtonStep(old: number, cost: number, square: number, margin: number): number {
  let z = old;
  for (let i = 0; i < 20; i++) {
    const slope = square * (z - old) + margin + Math.log(z / (cost - z));
    if (Math.abs(slope) < 1e-3) break;
    let next = z - slope / (square + cost / (z * (cost - z)));
    if (next <= 0) next = z * 0.1;
    if (next >= cost) next = cost - (cost - z) * 0.1;
    z = next;
  }
  return z;
}
