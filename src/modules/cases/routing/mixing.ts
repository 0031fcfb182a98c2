import { toProbabilities } from './net-member.ts';

/** How the members' scores become one probability: softmax(bias + Σ share[m] × score of member m). */
export type Mixing = { share: Float64Array; bias: Float64Array };

/** Scores of one member for some rows, row after row, one number a label. */
type MemberScores = Float32Array;

// What cross-validation on real messages settled at; a small set of rows hardly moves it.
const USUAL_SHARE = [0.38, 0.2, 0.3];
const ROUNDS = 250;

/** The mixing to use where there are too few rows to learn one. */
export function usualMixing(labelCount: number): Mixing {
  return { share: Float64Array.from(USUAL_SHARE), bias: new Float64Array(labelCount) };
}

/**
 * Learns the mixing from scores that the members gave to rows they had not seen, by least log loss, held near the
 * usual one. This is also what calibrates: the probability given is the share of such answers that were right. Yields every round.
 */
export function* fitMixing(scores: MemberScores[], labels: Int32Array, labelCount: number): Generator<void, Mixing> {
  const mixing = usualMixing(labelCount);
  const count = labels.length;
  const size = scores.length + labelCount;
  const slope = new Float64Array(size);
  const mean = new Float64Array(size);
  const spread = new Float64Array(size);
  const mixed = new Float64Array(labelCount);
  for (let round = 1; round <= ROUNDS; round++) {
    slope.fill(0);
    for (let row = 0; row < count; row++) {
      const at = row * labelCount;
      mix(mixing, scores, at, mixed);
      toProbabilities(mixed);
      for (let k = 0; k < labelCount; k++) {
        const d = mixed[k]! - (labels[row] === k ? 1 : 0);
        for (let m = 0; m < scores.length; m++) slope[m] = slope[m]! + d * scores[m]![at + k]!;
        slope[scores.length + k] = slope[scores.length + k]! + d;
      }
    }
    for (let m = 0; m < scores.length; m++) slope[m] = slope[m]! + 60 * (mixing.share[m]! - USUAL_SHARE[m]!);
    for (let k = 0; k < labelCount; k++) slope[scores.length + k] = slope[scores.length + k]! + 4 * mixing.bias[k]!;
    const rate = 0.03 * (1 - (round - 1) / ROUNDS);
    for (let i = 0; i < size; i++) {
      const g = slope[i]! / count;
      mean[i] = 0.9 * mean[i]! + 0.1 * g;
      spread[i] = 0.99 * spread[i]! + 0.01 * g * g;
      const unbiased = Math.sqrt(1 - 0.99 ** round) / (1 - 0.9 ** round);
      const step = (rate * unbiased * mean[i]!) / (Math.sqrt(spread[i]!) + 1e-9);
      if (i < scores.length) mixing.share[i] = Math.max(0, mixing.share[i]! - step);
      else mixing.bias[i - scores.length] = mixing.bias[i - scores.length]! - step;
    }
    yield;
  }
  return mixing;
}

/** Writes the mixed score of every label into `mixed`; `at` is where the row begins in each member's scores. */
export function mix({ share, bias }: Mixing, scores: MemberScores[], at: number, mixed: Float64Array): void {
  for (let k = 0; k < mixed.length; k++) {
    let sum = bias[k]!;
    for (let m = 0; m < scores.length; m++) sum += share[m]! * scores[m]![at + k]!;
    mixed[k] = sum;
  }
}
