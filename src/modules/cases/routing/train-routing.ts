import { FeatureReader, MAX_CHARS, normalise } from './features.ts';
import { KeyCounts } from './key-counts.ts';
import { fitLinear, type LinearMember } from './linear-member.ts';
import { fitMixing, type Mixing, usualMixing } from './mixing.ts';
import { fitNet, type NetMember } from './net-member.ts';
import { packWeights } from './packed-weights.ts';
import { seededRandom, shuffle } from './random.ts';
import { RoutingModel, scoreHidden } from './routing-model.ts';
import { buildVocabulary, type Rows, type Vocabulary } from './vocabulary.ts';

/** A message whose place is known. `text` holds the title, if there is one, in front of the body. */
export type LabelledText = { text: string; label: string };

/** `seed` settles every chance event; `maxRows` and `maxChars` bound what is kept: the last rows given stay. */
export type TrainingOptions = { seed?: number; maxRows?: number; maxChars?: number };

const MAX_CELLS = 4_000_000;
const MAX_FEATURES = 80_000;
// Multiplications a member may spend on one fit.
const BUDGET = 1.5e9;
const CALIBRATION_ROWS = 20;
const CROSS_FITTED_ROWS = 1_500;

type Lessons = { texts: string[]; labels: string[]; labelOf: Int32Array };
type Designs = { leading: Rows; plain: Rows };
type Members = { leading: LinearMember; contrast: LinearMember; net: NetMember };

/**
 * Trains a model; the same rows and options give the same model. Rows with an empty label are left out. Works from one
 * row and one label on. Throws when no row is left. Blocks until done; `trainRoutingGently` does not.
 */
export function trainRouting(rows: Iterable<LabelledText>, options: TrainingOptions = {}): RoutingModel {
  const work = training(rows, options);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** `trainRouting` in slices of about `slice_ms` with other work of the process let through between them. */
export async function trainRoutingGently(
  rows: Iterable<LabelledText>,
  options: TrainingOptions & { slice_ms?: number } = {},
): Promise<RoutingModel> {
  const work = training(rows, options);
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < (options.slice_ms ?? 15)) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
}

function* training(rows: Iterable<LabelledText>, options: TrainingOptions): Generator<void, RoutingModel> {
  const seed = options.seed ?? 1;
  const lessons = yield* collect(rows, options.maxRows ?? 20_000, options.maxChars ?? 6_000_000);
  const { labels, labelOf } = lessons;
  const vocabulary = yield* learnWords(lessons);
  const designs = yield* layOut(lessons.texts, vocabulary);
  const count = labelOf.length;
  const all = Int32Array.from({ length: count }, (_, row) => row);
  const fit = (chosen: Int32Array) => fitMembers(designs, labelOf, chosen, labels.length, vocabulary.size, seed);
  const mixing =
    labels.length > 1 && count >= CALIBRATION_ROWS
      ? yield* calibrate(designs, lessons, seed, fit)
      : usualMixing(labels.length);
  const members = yield* fit(all);
  const priors = new Float64Array(labels.length);
  for (const label of labelOf) priors[label] = priors[label]! + 1 / count;
  const leading = packWeights(members.leading.weight, labels.length);
  yield;
  const contrast = packWeights(members.contrast.weight, labels.length);
  yield;
  const { hidden, embedding, hiddenBias, out, bias } = members.net;
  const net = { embedding: packWeights(embedding, hidden), hiddenBias, out, bias };
  return new RoutingModel({
    labels,
    priors,
    rows: count,
    vocabulary,
    leading: { weight: leading, bias: members.leading.bias },
    contrast: { weight: contrast, bias: members.contrast.bias },
    net,
    mixing,
  });
}

function* collect(rows: Iterable<LabelledText>, maxRows: number, maxChars: number): Generator<void, Lessons> {
  let texts: string[] = [];
  let names: string[] = [];
  let chars = 0;
  let from = 0;
  for (const { text, label } of rows) {
    const name = label.trim();
    if (name === '') continue;
    texts.push(normalise(text).slice(0, MAX_CHARS / 2));
    names.push(name);
    chars += texts.at(-1)!.length;
    while (texts.length - from > maxRows || (chars > maxChars && texts.length - from > 1)) {
      chars -= texts[from]!.length;
      texts[from++] = '';
    }
    if (from > 10_000) {
      texts = texts.slice(from);
      names = names.slice(from);
      from = 0;
    }
    if (texts.length % 64 === 0) yield;
  }
  texts = texts.slice(from);
  names = names.slice(from);
  if (texts.length === 0) throw new Error('A routing model needs at least one labelled message.');
  const labels = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(labels.map((label, k) => [label, k]));
  return { texts, labels, labelOf: Int32Array.from(names, (name) => place.get(name)!) };
}

function* learnWords({ texts, labels }: Lessons): Generator<void, Vocabulary> {
  const reader = new FeatureReader();
  const rowsWith = new KeyCounts();
  for (const [row, text] of texts.entries()) {
    const { size, keys } = reader.read(text);
    for (let i = 0; i < size; i++) rowsWith.add(keys[i]!);
    // What was seen once so far is forgotten before hostile or endless variety can fill the memory.
    if (rowsWith.size > 2_000_000) rowsWith.forgetRare();
    if (row % 64 === 0) yield;
  }
  return buildVocabulary(rowsWith, texts.length, Math.min(MAX_FEATURES, Math.floor(MAX_CELLS / labels.length)));
}

function* layOut(texts: string[], vocabulary: Vocabulary): Generator<void, Designs> {
  const reader = new FeatureReader();
  const start = new Int32Array(texts.length + 1);
  let room = Math.max(16_384, texts.length * 256);
  let feature = new Int32Array(room);
  let leading = new Float32Array(room);
  let plain = new Float32Array(room);
  for (const [row, text] of texts.entries()) {
    const features = reader.read(text);
    if (start[row]! + features.size > room) {
      room = Math.ceil(room * 1.5) + features.size;
      feature = grown(feature, new Int32Array(room));
      leading = grown(leading, new Float32Array(room));
      plain = grown(plain, new Float32Array(room));
    }
    start[row + 1] = start[row]! + vocabulary.weigh(features, feature, leading, plain, start[row]);
    if (row % 64 === 0) yield;
  }
  return { leading: { start, feature, value: leading }, plain: { start, feature, value: plain } };
}

function grown<A extends Int32Array | Float32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function* fitMembers(
  designs: Designs,
  labels: Int32Array,
  rows: Int32Array,
  labelCount: number,
  features: number,
  seed: number,
): Generator<void, Members> {
  const lesson = { rows, labels, labelCount, features };
  const leading = yield* fitLinear({ ...lesson, design: designs.leading }, { contrast: false, seed, budget: BUDGET });
  const contrast = yield* fitLinear(
    { ...lesson, design: designs.plain },
    { contrast: true, seed: seed + 1000, budget: BUDGET },
  );
  const net = yield* fitNet({ ...lesson, design: designs.leading }, { seed: seed + 2000, budget: BUDGET });
  return { leading, contrast, net };
}

/** Scores rows by members that have not seen them, and learns from these how to mix the members. */
function* calibrate(
  designs: Designs,
  { labels, labelOf }: Lessons,
  seed: number,
  fit: (rows: Int32Array) => Generator<void, Members>,
): Generator<void, Mixing> {
  const count = labelOf.length;
  const foldOf = stratifiedFolds(labelOf, count > CROSS_FITTED_ROWS ? 4 : 3, seed);
  const folds = count > CROSS_FITTED_ROWS ? [0] : [0, 1, 2];
  const held: number[] = [];
  const scores: number[][] = [[], [], []];
  for (const fold of folds) {
    const members = yield* fit(Int32Array.from(foldOf.keys()).filter((row) => foldOf[row] !== fold));
    for (let row = 0; row < count; row++) {
      if (foldOf[row] !== fold) continue;
      held.push(labelOf[row]!);
      for (const [m, of] of scoreRow(designs, members, row).entries()) scores[m]!.push(...of);
    }
  }
  const asArrays = scores.map((list) => Float32Array.from(list));
  return yield* fitMixing(asArrays, Int32Array.from(held), labels.length);
}

function scoreRow(designs: Designs, { leading, contrast, net }: Members, row: number): Float32Array[] {
  const labels = leading.bias.length;
  const netScores = new Float32Array(labels);
  scoreHidden(sumRow(designs.leading, row, net.embedding, net.hiddenBias), net.out, net.bias, netScores);
  return [
    sumRow(designs.leading, row, leading.weight, leading.bias),
    sumRow(designs.plain, row, contrast.weight, contrast.bias),
    netScores,
  ];
}

function sumRow({ start, feature, value }: Rows, row: number, table: Float32Array, first: Float32Array): Float32Array {
  const sums = Float32Array.from(first);
  for (let p = start[row]!; p < start[row + 1]!; p++) {
    const at = feature[p]! * sums.length;
    for (let c = 0; c < sums.length; c++) sums[c] = sums[c]! + value[p]! * table[at + c]!;
  }
  return sums;
}

/** Deals rows to folds so that every label is spread evenly. */
function stratifiedFolds(labels: Int32Array, folds: number, seed: number): Int32Array {
  const order = Int32Array.from(labels.keys());
  shuffle(order, seededRandom(seed));
  order.sort((a, b) => labels[a]! - labels[b]!);
  const foldOf = new Int32Array(labels.length);
  for (const [place, row] of order.entries()) foldOf[row] = place % folds;
  return foldOf;
}
