import { FeatureReader, normalise } from './features.ts';
import { mix } from './mixing.ts';
import { toProbabilities } from './net-member.ts';
import { addRows } from './packed-weights.ts';
import { type ModelParts, readRoutingModel, writeRoutingModel } from './stored-model.ts';

/** One likely label. `confidence` is a calibrated probability: of answers given with 0.8, about 8 in 10 are right. */
export type Suggestion = { label: string; confidence: number };

/** Suggests where a message belongs, as learned from messages whose place is known. Made by `trainRouting`. */
export class RoutingModel {
  readonly #parts: ModelParts;
  readonly #reader = new FeatureReader();
  readonly #feature: Int32Array;
  readonly #leading: Float32Array;
  readonly #plain: Float32Array;
  readonly #hidden: Float32Array;
  readonly #scores: Float32Array[];

  constructor(parts: ModelParts) {
    this.#parts = parts;
    const room = Math.min(parts.vocabulary.size, 32768);
    this.#feature = new Int32Array(room);
    this.#leading = new Float32Array(room);
    this.#plain = new Float32Array(room);
    this.#hidden = new Float32Array(parts.net.hiddenBias.length);
    this.#scores = [0, 1, 2].map(() => new Float32Array(parts.labels.length));
  }

  /** The labels it knows, in the order of Unicode. */
  get labels(): readonly string[] {
    return this.#parts.labels;
  }

  /** How many labelled messages it learned from. */
  get rows(): number {
    return this.#parts.rows;
  }

  /**
   * The `k` likeliest labels, likeliest first. `text` is the message with its title, if it has one, in front. A text
   * that says nothing the model knows gets the commonest labels. Confidences over all labels sum to less than 1.
   */
  suggest(text: string, k = 3): Suggestion[] {
    const { labels, rows } = this.#parts;
    const probabilities = this.#probabilities(normalise(text));
    // As many right answers as there were rows are no proof that the next one is right too.
    const proven = (rows + 1) / (rows + 2);
    return [...probabilities.keys()]
      .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
      .slice(0, Math.max(0, k))
      .map((place) => ({ label: labels[place]!, confidence: probabilities[place]! * proven }));
  }

  /** The model as bytes for storing; `RoutingModel.deserialize` reads them. */
  serialize(): Uint8Array {
    return writeRoutingModel(this.#parts);
  }

  /** Reads what `serialize` wrote. Throws an Error that says why when the bytes are damaged or of another version. */
  static deserialize(bytes: Uint8Array): RoutingModel {
    return new RoutingModel(readRoutingModel(bytes));
  }

  #probabilities(text: string): Float64Array {
    const { vocabulary, leading, contrast, net, mixing, priors } = this.#parts;
    const features = this.#reader.read(text);
    const count = vocabulary.weigh(features, this.#feature, this.#leading, this.#plain);
    if (count === 0) return priors;
    const [leadingScores, contrastScores, netScores] = this.#scores as [Float32Array, Float32Array, Float32Array];
    addRows(leading.weight, leading.bias, this.#feature, this.#leading, count, leadingScores);
    addRows(contrast.weight, contrast.bias, this.#feature, this.#plain, count, contrastScores);
    addRows(net.embedding, net.hiddenBias, this.#feature, this.#leading, count, this.#hidden);
    scoreHidden(this.#hidden, net.out, net.bias, netScores);
    const mixed = new Float64Array(priors.length);
    mix(mixing, this.#scores, 0, mixed);
    return toProbabilities(mixed);
  }
}

/** Scores of the labels from the hidden units before their threshold, into `scores` from `at` on. */
export function scoreHidden(hidden: Float32Array, out: Float32Array, bias: Float32Array, scores: Float32Array, at = 0) {
  const labels = bias.length;
  for (let k = 0; k < labels; k++) scores[at + k] = bias[k]!;
  for (let h = 0; h < hidden.length; h++) {
    const value = hidden[h]!;
    if (value <= 0) continue;
    for (let k = 0; k < labels; k++) scores[at + k] = scores[at + k]! + value * out[h * labels + k]!;
  }
}
