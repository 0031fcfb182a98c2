import type { Lesson } from './linear-member.ts';
import { seededRandom, shuffle } from './random.ts';

/** A net with one hidden layer: hidden = max(0, hiddenBias + Σ value × embedding[feature]); scores = bias + out·hidden. */
export type NetMember = {
  hidden: number;
  embedding: Float32Array;
  hiddenBias: Float32Array;
  out: Float32Array;
  bias: Float32Array;
};

const HIDDEN = 16;
const BATCH = 32;
const RATE = 0.006;
const DROP_INPUT = 0.5;
const DROP_HIDDEN = 0.3;
const SOFTENED = 0.05;

/** Adam's two running means for one array of parameters. */
type Parameters = { value: Float32Array; slope: Float32Array; mean: Float32Array; spread: Float32Array };

type NetParameters = Record<'embedding' | 'hiddenBias' | 'out' | 'bias', Parameters>;

function parameters(size: number, first: () => number): Parameters {
  return {
    value: new Float32Array(size).map(first),
    slope: new Float32Array(size),
    mean: new Float32Array(size),
    spread: new Float32Array(size),
  };
}

function adam({ value, slope, mean, spread }: Parameters, from: number, to: number, rate: number): void {
  for (let i = from; i < to; i++) {
    const g = slope[i]!;
    const m = 0.9 * mean[i]! + 0.1 * g;
    const s = 0.999 * spread[i]! + 0.001 * g * g;
    mean[i] = m;
    spread[i] = s;
    value[i] = value[i]! - (rate * m) / (Math.sqrt(s) + 1e-8);
    slope[i] = 0;
  }
}

/**
 * Fits the net with Adam, dropping inputs and hidden units at random. Yields after every few batches. The number of
 * rounds shrinks with the number of rows so that the time stays bounded.
 */
export function* fitNet(lesson: Lesson, options: { seed: number; budget: number }): Generator<void, NetMember> {
  const { rows, features, labelCount } = lesson;
  const random = seededRandom(options.seed);
  const embedding = parameters(features * HIDDEN, () => (random() - 0.5) * 0.35);
  const hiddenBias = parameters(HIDDEN, () => 0);
  const out = parameters(HIDDEN * labelCount, () => ((random() - 0.5) * 3.5) / Math.sqrt(HIDDEN));
  const bias = parameters(labelCount, () => 0);
  const trainer = new NetTrainer(lesson, { embedding, hiddenBias, out, bias }, random);
  let entries = 0;
  for (const row of rows) entries += lesson.design.start[row + 1]! - lesson.design.start[row]!;
  const wanted = rows.length < 300 ? 40 : 15;
  const rounds = Math.max(2, Math.min(wanted, Math.floor(options.budget / (entries * HIDDEN * 4 + 1))));
  const order = Int32Array.from(rows);
  let batches = 0;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const rate = RATE * (1 - round / rounds) + 1e-5;
    for (let from = 0; from < order.length; from += BATCH) {
      batches++;
      const unbiased = Math.sqrt(1 - 0.999 ** batches) / (1 - 0.9 ** batches);
      trainer.learn(order.subarray(from, from + BATCH), rate * unbiased);
      if (batches % 8 === 0) yield;
    }
  }
  return {
    hidden: HIDDEN,
    embedding: embedding.value,
    hiddenBias: hiddenBias.value,
    out: out.value,
    bias: bias.value,
  };
}

class NetTrainer {
  readonly #lesson: Lesson;
  readonly #net: NetParameters;
  readonly #random: () => number;
  readonly #labelCost: Float64Array;
  readonly #hidden = new Float64Array(HIDDEN);
  readonly #hiddenSlope = new Float64Array(HIDDEN);
  readonly #mask = new Float64Array(HIDDEN);
  readonly #scores: Float64Array;
  readonly #touchedIn: Int32Array;
  #touched: number[] = [];
  #kept: number[] = [];
  #batch = 0;

  constructor(lesson: Lesson, net: NetParameters, random: () => number) {
    this.#lesson = lesson;
    this.#net = net;
    this.#random = random;
    this.#scores = new Float64Array(lesson.labelCount);
    this.#touchedIn = new Int32Array(lesson.features);
    const counts = new Float64Array(lesson.labelCount).fill(1);
    for (const row of lesson.rows) counts[lesson.labels[row]!]!++;
    this.#labelCost = counts.map((count) => (lesson.rows.length / lesson.labelCount / count) ** 0.3);
  }

  learn(batch: Int32Array, rate: number): void {
    this.#batch++;
    this.#touched = [];
    for (const row of batch) {
      this.#forward(row);
      this.#backward(row, batch.length);
    }
    const { embedding, hiddenBias, out, bias } = this.#net;
    for (const feature of this.#touched) adam(embedding, feature * HIDDEN, (feature + 1) * HIDDEN, rate);
    for (const each of [hiddenBias, out, bias]) adam(each, 0, each.value.length, rate);
  }

  #forward(row: number): void {
    const { start, feature, value } = this.#lesson.design;
    const { embedding, hiddenBias, out, bias } = this.#net;
    const hidden = this.#hidden;
    hidden.set(hiddenBias.value);
    this.#kept.length = 0;
    for (let p = start[row]!; p < start[row + 1]!; p++) {
      if (this.#random() < DROP_INPUT) continue;
      this.#kept.push(p);
      const v = value[p]! / (1 - DROP_INPUT);
      const at = feature[p]! * HIDDEN;
      for (let h = 0; h < HIDDEN; h++) hidden[h] = hidden[h]! + v * embedding.value[at + h]!;
    }
    for (let h = 0; h < HIDDEN; h++) {
      const open = hidden[h]! > 0 && this.#random() >= DROP_HIDDEN;
      this.#mask[h] = open ? 1 / (1 - DROP_HIDDEN) : 0;
      hidden[h] = hidden[h]! * this.#mask[h]!;
    }
    const labels = this.#scores.length;
    for (let k = 0; k < labels; k++) {
      let score = bias.value[k]!;
      for (let h = 0; h < HIDDEN; h++) score += out.value[h * labels + k]! * hidden[h]!;
      this.#scores[k] = score;
    }
    toProbabilities(this.#scores);
  }

  #backward(row: number, batchSize: number): void {
    const { design, labels } = this.#lesson;
    const { embedding, hiddenBias, out, bias } = this.#net;
    const count = this.#scores.length;
    const label = labels[row]!;
    const slope = this.#hiddenSlope.fill(0);
    for (let k = 0; k < count; k++) {
      const wanted = (k === label ? 1 - SOFTENED : 0) + SOFTENED / count;
      const d = ((this.#scores[k]! - wanted) * this.#labelCost[label]!) / batchSize;
      bias.slope[k] = bias.slope[k]! + d;
      for (let h = 0; h < HIDDEN; h++) {
        out.slope[h * count + k] = out.slope[h * count + k]! + d * this.#hidden[h]!;
        slope[h] = slope[h]! + d * out.value[h * count + k]!;
      }
    }
    for (let h = 0; h < HIDDEN; h++) {
      slope[h] = slope[h]! * this.#mask[h]!;
      hiddenBias.slope[h] = hiddenBias.slope[h]! + slope[h]!;
    }
    for (const p of this.#kept) {
      const feature = design.feature[p]!;
      if (this.#touchedIn[feature] !== this.#batch) {
        this.#touchedIn[feature] = this.#batch;
        this.#touched.push(feature);
      }
      const v = design.value[p]! / (1 - DROP_INPUT);
      const at = feature * HIDDEN;
      for (let h = 0; h < HIDDEN; h++) embedding.slope[at + h] = embedding.slope[at + h]! + slope[h]! * v;
    }
  }
}

/** Replaces scores by their softmax, in place. */
export function toProbabilities(scores: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const e = Math.exp(scores[k]! - most);
    scores[k] = e;
    sum += e;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / sum;
  return scores;
}
