// chinese: words that say nothing about what an opinion wants
import { normaliseText, segment } from '../../../../kernel/text/index.ts';

/** So much of an opinion is read: what it wants stands early, and long ones quote rules. */
const longestRead = 1500;
/** Shares of words and of pairs of characters, which also hold together where words are cut differently. */
const wordShare = 0.6;
const pairShare = 0.4;
/** A word in two opinions of thousands is not weightier than this. */
const rarest = 5;
/** From here on two opinions say the same: those of one campaign and plain paraphrases, not all on one matter. */
const threshold = 0.42;

/** Words that stand in opinions about anything. */
const empty = new Set(
  (
    '建议 意见 希望 要求 请 请求 认为 觉得 应该 应当 可以 能够 能否 是否 不能 我们 你们 他们 大家 这个 那个 这里 那里 一个 一些 进行 相关 有关 ' +
    '问题 情况 方面 规定 条款 条例 办法 草案 征求意见稿 支持 反对 同意 非常 十分 还是 就是 但是 而且 因为 所以 如果 或者 以及 对于 关于 谢谢 ' +
    'the and for that this with should would please not are was have has will can'
  ).split(' '),
);

export type Opinion = { number: number; text: string };
type Weights = Map<string, number>;

function wordsOf(text: string): string[] {
  return segment(text)
    .map((word) => word.trim())
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !empty.has(word) && ([...word].length > 1 || /\p{N}/u.test(word)));
}

function pairsOf(text: string): string[] {
  const letters = [...text.replace(/[^\p{L}\p{N}]+/gu, '')];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

/** What an opinion is compared by. The costly step: some 0.2 ms for 100 characters. */
function featuresOf(text: string): { words: string[]; pairs: string[]; plain: string } {
  const normal = normaliseText(text.slice(0, longestRead));
  return { words: wordsOf(normal), pairs: pairsOf(normal), plain: normal.replace(/[^\p{L}\p{N}]+/gu, '') };
}

/** Rarer terms weigh more, in small heaps hardly. */
function rarityOf(lists: readonly string[][]): (term: string) => number {
  const found = new Map<string, number>();
  for (const list of lists) for (const term of new Set(list)) found.set(term, (found.get(term) ?? 0) + 1);
  return (term) => Math.min(rarest, 1 + Math.log((lists.length + 1) / ((found.get(term) ?? 0) + 1)));
}

function weigh(terms: readonly string[], rarity: (term: string) => number, share: number, prefix: string): Weights {
  const weights: Weights = new Map();
  for (const term of terms) weights.set(prefix + term, (weights.get(prefix + term) ?? 0) + rarity(term));
  const length = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
  const scale = Math.sqrt(share) / length;
  for (const [term, weight] of weights) weights.set(term, weight * scale);
  return weights;
}

/** A heap of opinions that say the same, with the sum of their vectors. */
type Heap = { head: number; members: number[]; sum: Weights; length: number };

/** Heaps by term, so that only those that share something are compared. */
class Heaps {
  readonly all: Heap[] = [];
  readonly #byTerm = new Map<string, Set<Heap>>();

  /** The likeliest heap and how like it is, by the cosine with its sum. */
  nearest(vector: Weights): { heap: Heap | undefined; likeness: number } {
    const products = new Map<Heap, number>();
    for (const [term, weight] of vector)
      for (const heap of this.#byTerm.get(term) ?? [])
        products.set(heap, (products.get(heap) ?? 0) + weight * (heap.sum.get(term) ?? 0));
    let best: Heap | undefined;
    let likeness = 0;
    for (const [heap, product] of products) {
      const cosine = product / heap.length;
      if (cosine > likeness || (cosine === likeness && best && heap.head < best.head))
        [best, likeness] = [heap, cosine];
    }
    return { heap: best, likeness };
  }

  /** Joins heaps that have grown alike since they began. */
  joined(): Heap[] {
    const grown = new Heaps();
    for (const { head, members, sum, length } of this.all) {
      const vector: Weights = new Map([...sum].map(([term, weight]) => [term, weight / length]));
      const { heap, likeness } = grown.nearest(vector);
      if (heap && likeness >= threshold) for (const number of members) grown.add(heap, number, vector);
      else {
        const [, ...others] = members;
        const begun = grown.begin(head, vector);
        for (const number of others) grown.add(begun, number, vector);
      }
    }
    return grown.all;
  }

  begin(number: number, vector: Weights): Heap {
    const heap: Heap = { head: number, members: [], sum: new Map(), length: 1 };
    this.all.push(heap);
    this.add(heap, number, vector);
    return heap;
  }

  add(heap: Heap, number: number, vector: Weights): void {
    heap.members.push(number);
    for (const [term, weight] of vector) {
      heap.sum.set(term, (heap.sum.get(term) ?? 0) + weight);
      const heaps = this.#byTerm.get(term);
      if (heaps) heaps.add(heap);
      else this.#byTerm.set(term, new Set([heap]));
    }
    heap.length = Math.sqrt([...heap.sum.values()].reduce((sum, weight) => sum + weight * weight, 0));
  }
}

const slice = 8;

/**
 * Which opinions on one paragraph say the same: for each number the number of the first of its heap. The same for the same
 * opinions, whatever their order. Opinions word for word alike are compared once. Gives way to other work as it goes.
 */
export async function headsOf(
  opinions: readonly Opinion[],
  pause = () => Promise.resolve(),
): Promise<Map<number, number>> {
  const inOrder = [...opinions].sort((a, b) => a.number - b.number);
  const first = new Map<string, { number: number; words: string[]; pairs: string[] }>();
  const same = new Map<number, number>();
  for (const [at, { number, text }] of inOrder.entries()) {
    if (at % slice === 0) await pause();
    const { plain, ...features } = featuresOf(text);
    const found = first.get(plain);
    if (found) same.set(number, found.number);
    else first.set(plain, { number, ...features });
  }
  const distinct = [...first.values()];
  const wordRarity = rarityOf(distinct.map(({ words }) => words));
  const pairRarity = rarityOf(distinct.map(({ pairs }) => pairs));
  const heaps = new Heaps();
  for (const [at, { number, words, pairs }] of distinct.entries()) {
    if (at % slice === 0) await pause();
    const vector = new Map([...weigh(words, wordRarity, wordShare, 'w'), ...weigh(pairs, pairRarity, pairShare, 'p')]);
    const { heap, likeness } = heaps.nearest(vector);
    if (heap && likeness >= threshold) heaps.add(heap, number, vector);
    else heaps.begin(number, vector);
  }
  const heads = new Map<number, number>();
  for (const heap of heaps.joined()) for (const number of heap.members) heads.set(number, heap.head);
  for (const [number, like] of same) heads.set(number, heads.get(like) ?? like);
  return heads;
}
