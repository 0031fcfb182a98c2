import type { Item, Vector } from './vectors.ts';

/** A message looks for its likes by so many of its heaviest terms of matter and of place. */
const HEAVIEST = 48;
const HEAVIEST_PLACES = 6;
/** Along a term it looks at so many messages on either side of itself, in the order of time ... */
const WINDOW = 75;
/** ... if not more than this share of all messages hold the term. */
const COMMON_SHARE = 0.02;
/** It keeps so many of the likeliest, and none less likely than this. */
const NEIGHBOURS = 40;
const LEAST_SCORE = 0.1;

/** An inverted index in two flat arrays: of each term the messages that hold it among their heaviest, and its weight there. */
type Index = { starts: Int32Array; messages: Int32Array; weights: Float32Array };

type Heavy = { terms: Int32Array; weights: Float32Array };

/**
 * Pairs of messages worth comparing, `[i, j]` with i < j. The work per message is bounded, so all of it grows with the
 * number of messages and not with its square.
 */
export function candidatePairs(items: Item[], shares: { matter: number; place: number }): [number, number][] {
  const heavy = items.map((item) => heaviest(item, shares));
  const index = indexOf(heavy);
  const scores = new Float64Array(items.length);
  const best = heavy.map((terms, i) => likeliest(terms, i, index, scores));
  const pairs: [number, number][] = [];
  best.forEach((others, i) => {
    // A pair that is in both lists is taken once.
    for (const j of others) if (i < j || !best[j]!.includes(i)) pairs.push(i < j ? [i, j] : [j, i]);
  });
  return pairs;
}

function heaviest(item: Item, shares: { matter: number; place: number }): Heavy {
  const matter = heaviestOf(item.matter, HEAVIEST);
  const place = heaviestOf(item.place, HEAVIEST_PLACES);
  const terms = new Int32Array(matter.length + place.length);
  const weights = new Float32Array(terms.length);
  const put = (vector: Vector, positions: number[], from: number, share: number) => {
    positions.forEach((position, k) => {
      terms[from + k] = vector.terms[position]!;
      weights[from + k] = vector.weights[position]! * Math.sqrt(share);
    });
  };
  put(item.matter, matter, 0, shares.matter);
  put(item.place, place, matter.length, shares.place);
  return { terms, weights };
}

function heaviestOf({ weights }: Vector, count: number): number[] {
  const positions = Array.from(weights.keys());
  if (positions.length <= count) return positions;
  return positions.sort((a, b) => weights[b]! - weights[a]! || a - b).slice(0, count);
}

function indexOf(heavy: Heavy[]): Index {
  let highest = -1;
  let entries = 0;
  for (const { terms } of heavy) {
    entries += terms.length;
    for (const term of terms) if (term > highest) highest = term;
  }
  const starts = new Int32Array(highest + 2);
  for (const { terms } of heavy) for (const term of terms) starts[term + 1]! += 1;
  for (let term = 0; term <= highest; term++) starts[term + 1]! += starts[term]!;
  const next = starts.slice();
  const messages = new Int32Array(entries);
  const weights = new Float32Array(entries);
  heavy.forEach(({ terms, weights: own }, i) => {
    terms.forEach((term, k) => {
      const at = next[term]!;
      next[term] = at + 1;
      messages[at] = i;
      weights[at] = own[k]!;
    });
  });
  return { starts, messages, weights };
}

/** `scores` is room for one number a message, all zero before and after. */
function likeliest({ terms, weights }: Heavy, i: number, index: Index, scores: Float64Array): number[] {
  const touched: number[] = [];
  const most = Math.max(2 * WINDOW, scores.length * COMMON_SHARE);
  terms.forEach((term, k) => {
    const start = index.starts[term]!;
    const end = index.starts[term + 1]!;
    if (end - start < 2 || end - start > most) return;
    const own = positionOf(i, index.messages, start, end);
    for (let at = Math.max(start, own - WINDOW); at < Math.min(end, own + WINDOW + 1); at++) {
      const j = index.messages[at]!;
      if (j === i) continue;
      if (scores[j] === 0) touched.push(j);
      scores[j]! += weights[k]! * index.weights[at]!;
    }
  });
  const likely = touched.filter((j) => scores[j]! >= LEAST_SCORE);
  likely.sort((a, b) => scores[b]! - scores[a]! || a - b);
  for (const j of touched) scores[j] = 0;
  return likely.slice(0, NEIGHBOURS);
}

/** Where message `i` stands among those of a term, which are in order. */
function positionOf(i: number, messages: Int32Array, start: number, end: number): number {
  let low = start;
  let high = end - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle]! < i) low = middle + 1;
    else high = middle;
  }
  return low;
}
