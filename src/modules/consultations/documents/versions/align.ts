import { diffArrays } from 'diff';
import type { BlockKind, DraftBlock } from '../structure/block.ts';
import { likeness, type Profile, profileOf } from './likeness.ts';

type Aligned = Pick<DraftBlock, 'kind' | 'label' | 'text' | 'parent'>;

/** Least likeness of what counts as the same paragraph changed. */
const least = {
  /** between two neighbours that stayed */
  inPlace: 0.4,
  /** the same label between the same neighbours */
  sameLabel: 0.15,
  /** anywhere */
  moved: 0.6,
  /** made a paragraph of something else: an item that became an article */
  otherKind: 0.75,
};
/** Shorter texts (删除, 其他情形) are everywhere: only their place says which is which. */
const telling = 8;
/** Pairs of characters that more paragraphs have say little, and following them all would take long. */
const mostPostings = 60;

const textKinds: readonly BlockKind[] = ['article', 'paragraph', 'item', 'table'];
const isText = ({ kind }: Aligned): boolean => textKinds.includes(kind);

/**
 * For each block of a new version, the block of the former one that it is, changed or not: first what is word for word the
 * same, then what is alike, articles before what lies within them. A block belongs to one at most. Titles of chapters follow
 * their words, or what lies within them.
 * @returns positions in `former`, undefined for what is new
 */
export function alignVersions(former: readonly Aligned[], next: readonly Aligned[]): (number | undefined)[] {
  return new Alignment(former, next).run();
}

class Alignment {
  readonly #former: readonly Aligned[];
  readonly #next: readonly Aligned[];
  readonly #result: (number | undefined)[];
  readonly #taken = new Set<number>();
  readonly #wholes: [string[], string[]];
  readonly #profiles = new Map<string, Profile>();

  constructor(former: readonly Aligned[], next: readonly Aligned[]) {
    this.#former = former;
    this.#next = next;
    this.#result = next.map(() => undefined);
    this.#wholes = [wholeTexts(former), wholeTexts(next)];
  }

  run(): (number | undefined)[] {
    const units = [unitsOf(this.#former), unitsOf(this.#next)] as const;
    this.#matchLevel(units[0], units[1]);
    // What lies within articles that were found, then within paragraphs of those, and so on.
    for (let at = 0; at < this.#next.length; at++) {
      const other = this.#result[at];
      if (other === undefined || !isText(this.#next[at] as Aligned)) continue;
      const inside = (blocks: readonly Aligned[], parent: number) =>
        blocks.flatMap((block, position) => (block.parent === parent ? [position] : []));
      if (this.#children[1].has(at) && this.#children[0].has(other))
        this.#matchLevel(inside(this.#former, other), inside(this.#next, at));
    }
    this.#matchAnywhere();
    this.#matchTitles();
    return this.#result;
  }

  get #children(): [Set<number | null>, Set<number | null>] {
    return [new Set(this.#former.map(({ parent }) => parent)), new Set(this.#next.map(({ parent }) => parent))];
  }

  #pair(former: number, next: number): void {
    this.#result[next] = former;
    this.#taken.add(former);
  }

  #profile(side: 0 | 1, position: number): Profile {
    const key = `${side} ${position}`;
    const known = this.#profiles.get(key) ?? profileOf(this.#wholes[side][position] as string);
    this.#profiles.set(key, known);
    return known;
  }

  #alike(former: number, next: number): number {
    return likeness(this.#profile(0, former), this.#profile(1, next));
  }

  /** Its own words, where what lay within it was taken out or put in. */
  #ownAlike(former: number, next: number): number {
    const [one, other] = [bare((this.#former[former] as Aligned).text), bare((this.#next[next] as Aligned).text)];
    if (one === this.#wholes[0][former] && other === this.#wholes[1][next]) return 0;
    return Math.min(one.length, other.length) < telling ? 0 : 0.95 * likeness(profileOf(one), profileOf(other));
  }

  /** Blocks that stand side by side: the same in the same order, then between those, then moved among them. */
  #matchLevel(former: readonly number[], next: readonly number[]): void {
    const key = (side: 0 | 1, blocks: readonly Aligned[]) => (at: number) =>
      `${(blocks[at] as Aligned).kind}\n${this.#wholes[side][at]}`;
    const keys = [former.map(key(0, this.#former)), next.map(key(1, this.#next))] as const;
    for (const [i, j] of sameInOrder(keys[0], keys[1])) this.#pair(former[i] as number, next[j] as number);
    this.#matchMovedExactly(former, next, keys);
    this.#matchGaps(former, next);
    this.#matchLikely(former, next, least.moved, true);
    this.#matchGaps(former, next);
  }

  #matchMovedExactly(
    former: readonly number[],
    next: readonly number[],
    keys: readonly [readonly string[], readonly string[]],
  ): void {
    const free = new Map<string, number[]>();
    former.forEach((at, i) => {
      if (!this.#taken.has(at) && (this.#wholes[0][at] as string).length >= telling)
        free.set(keys[0][i] as string, [...(free.get(keys[0][i] as string) ?? []), at]);
    });
    next.forEach((at, j) => {
      if (this.#result[at] !== undefined) return;
      const found = free.get(keys[1][j] as string)?.shift();
      if (found !== undefined) this.#pair(found, at);
    });
  }

  /** What stands between two neighbours that stayed may have changed far. */
  #matchGaps(former: readonly number[], next: readonly number[]): void {
    const place = new Map(former.map((at, i) => [at, i]));
    let from = 0;
    let gap: number[] = [];
    const close = (to: number) => {
      const others = former.slice(from, to).filter((at) => !this.#taken.has(at));
      if (gap.length > 0 && others.length > 0) this.#matchGap(others, gap);
      gap = [];
    };
    for (const at of next) {
      const other = this.#result[at];
      const i = other === undefined ? undefined : place.get(other);
      if (other === undefined) gap.push(at);
      // What was moved forward or back is no fence.
      else if (i !== undefined && i >= from) {
        close(i);
        from = i + 1;
      }
    }
    close(former.length);
  }

  #matchGap(former: readonly number[], next: readonly number[]): void {
    if (former.length * next.length > 40_000) return;
    const sameLabel = (i: number, j: number) => {
      const [one, other] = [this.#former[i] as Aligned, this.#next[j] as Aligned];
      return one.label === other.label && (one.label !== '' || (former.length === 1 && next.length === 1));
    };
    const found: [number, number, number][] = [];
    for (const j of next)
      for (const i of former) {
        if ((this.#former[i] as Aligned).kind !== (this.#next[j] as Aligned).kind) continue;
        const alike = Math.max(this.#alike(i, j), this.#ownAlike(i, j));
        const same = sameLabel(i, j);
        if (alike >= (same ? least.sameLabel : least.inPlace)) found.push([alike + (same ? 0.1 : 0), i, j]);
      }
    this.#takeBest(found);
  }

  #matchAnywhere(): void {
    const free = (blocks: readonly Aligned[], done: (at: number) => boolean) =>
      blocks.flatMap((block, at) => (isText(block) && !done(at) ? [at] : []));
    const former = free(this.#former, (at) => this.#taken.has(at));
    const next = free(this.#next, (at) => this.#result[at] !== undefined);
    this.#matchLikely(former, next, least.moved, true);
    this.#matchLikely(
      former.filter((at) => !this.#taken.has(at)),
      next.filter((at) => this.#result[at] === undefined),
      least.otherKind,
      false,
    );
  }

  /** Compares only what shares rare pairs of characters: texts of thousands of paragraphs stay quick. */
  #matchLikely(former: readonly number[], next: readonly number[], atLeast: number, sameKind: boolean): void {
    const postings = new Map<string, number[]>();
    for (const i of former) {
      if (this.#taken.has(i) || (this.#wholes[0][i] as string).length < telling) continue;
      for (const pair of this.#profile(0, i).pairs.keys()) {
        const list = postings.get(pair);
        if (list) list.push(i);
        else postings.set(pair, [i]);
      }
    }
    const found: [number, number, number][] = [];
    for (const j of next) {
      if (this.#result[j] !== undefined || (this.#wholes[1][j] as string).length < telling) continue;
      const candidates = new Set<number>();
      for (const pair of this.#profile(1, j).pairs.keys()) {
        const list = postings.get(pair);
        if (list && list.length <= mostPostings) for (const i of list) candidates.add(i);
      }
      for (const i of candidates) {
        if (sameKind && (this.#former[i] as Aligned).kind !== (this.#next[j] as Aligned).kind) continue;
        const alike = this.#alike(i, j);
        if (alike >= atLeast) found.push([alike, i, j]);
      }
    }
    this.#takeBest(found);
  }

  /** The most alike first; of those as alike the ones that stand earlier. */
  #takeBest(found: [number, number, number][]): void {
    found.sort((a, b) => b[0] - a[0] || a[2] - b[2] || a[1] - b[1]);
    for (const [, i, j] of found) if (!this.#taken.has(i) && this.#result[j] === undefined) this.#pair(i, j);
  }

  #matchTitles(): void {
    const titles = (blocks: readonly Aligned[]) => blocks.flatMap((block, at) => (isText(block) ? [] : [at]));
    const [former, next] = [titles(this.#former), titles(this.#next)];
    const key = (block: Aligned) => `${block.kind}\n${bare(block.text)}`;
    const keys = [
      former.map((at) => key(this.#former[at] as Aligned)),
      next.map((at) => key(this.#next[at] as Aligned)),
    ] as const;
    for (const [i, j] of sameInOrder(keys[0], keys[1])) this.#pair(former[i] as number, next[j] as number);
    const votes = this.#votes();
    const found: [number, number, number][] = [];
    for (const j of next)
      for (const i of former) {
        const [one, other] = [this.#former[i] as Aligned, this.#next[j] as Aligned];
        if (this.#taken.has(i) || this.#result[j] !== undefined || one.kind !== other.kind) continue;
        const words = likeness(profileOf(one.text), profileOf(other.text));
        const inside = votes.get(`${i} ${j}`) ?? 0;
        if (words >= least.moved || inside >= 0.5) found.push([words + inside, i, j]);
      }
    this.#takeBest(found);
  }

  /** What share of what lies within a title is the same in both. */
  #votes(): Map<string, number> {
    const counts = new Map<string, number>();
    const [sizes, others] = [new Map<number, number>(), new Map<number, number>()];
    const titlesOver = (blocks: readonly Aligned[], at: number): number[] => {
      const found: number[] = [];
      for (let up = blocks[at]?.parent ?? null; up !== null; up = blocks[up]?.parent ?? null)
        if (!isText(blocks[up] as Aligned)) found.push(up);
      return found;
    };
    this.#former.forEach((block, at) => {
      if (isText(block))
        for (const title of titlesOver(this.#former, at)) sizes.set(title, (sizes.get(title) ?? 0) + 1);
    });
    this.#next.forEach((block, at) => {
      if (!isText(block)) return;
      const mine = titlesOver(this.#next, at);
      for (const title of mine) others.set(title, (others.get(title) ?? 0) + 1);
      const other = this.#result[at];
      if (other === undefined) return;
      for (const j of mine)
        for (const i of titlesOver(this.#former, other)) counts.set(`${i} ${j}`, (counts.get(`${i} ${j}`) ?? 0) + 1);
    });
    return new Map(
      [...counts].map(([key, count]) => {
        const [i, j] = key.split(' ').map(Number) as [number, number];
        return [key, count / Math.max(sizes.get(i) ?? 1, others.get(j) ?? 1)];
      }),
    );
  }
}

const bare = (text: string): string => text.replace(/\s+/gu, '');

/** Text with all that lies within: an article is what it says as a whole. */
function wholeTexts(blocks: readonly Aligned[]): string[] {
  const texts = blocks.map(({ text }) => bare(text));
  for (let at = blocks.length - 1; at >= 0; at--) {
    const { parent } = blocks[at] as Aligned;
    if (parent !== null && isText(blocks[parent] as Aligned)) texts[parent] = `${texts[parent]}\n${texts[at]}`;
  }
  return texts;
}

/** Articles, and whatever else lies in none. */
function unitsOf(blocks: readonly Aligned[]): number[] {
  return blocks.flatMap((block, at) => {
    const inside = block.parent !== null && isText(blocks[block.parent] as Aligned);
    return isText(block) && !inside ? [at] : [];
  });
}

/** Places of the longest common run of keys, in order. */
function sameInOrder(one: readonly string[], other: readonly string[]): [number, number][] {
  // Texts of which next to nothing is the same would take long; the other ways find what there is.
  const changes = diffArrays([...one], [...other], { maxEditLength: 4000 }) ?? [];
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  for (const { value, added, removed } of changes) {
    if (removed) i += value.length;
    else if (added) j += value.length;
    else for (let step = 0; step < value.length; step++) pairs.push([i++, j++]);
  }
  return pairs;
}
