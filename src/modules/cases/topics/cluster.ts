import { candidatePairs } from './candidates.ts';
import type { Item, Vector } from './vectors.ts';

/** Weights of the likeness of matter and of place; together 1. */
const MATTER = 0.72;
const PLACE = 0.28;
/** Likeness of place where one of the two names none: the matter must say more then. */
const PLACE_UNKNOWN = 0.1;
/** Both name a district, and not the same: taken off. */
const DISTRICT_CONFLICT = 0.1;
/** Both name fine places, and not the same: this counts as likeness of place. */
const PLACE_DIFFERENT = -1;
/** However alike the place, the matters must be alike so far: the same estate can have noise and cracks. */
const LEAST_MATTER = 0.13;

/** At the same place, matters of the same sort are likely one; anywhere else the sort says little. */
const FAMILY = 0.3;
/** In the second pass, by what the groups have in common. */
const LEAST_KIN = 0.22;
/** Likeness, and kinship, from which groups are joined; a pair below this share of it is not looked at again. */
const THRESHOLD = 0.32;
const KIN_THRESHOLD = 0.42;
const KEPT = 0.5;
/** From so many messages a group is taken for a topic, to which others may come. */
const TOPIC_MEMBERS = 3;

/** A group of messages with the sums of their vectors, so that mean likeness between groups is one product. */
export type Group = {
  members: number[];
  matter: Map<number, number>;
  family: Map<number, number>;
  place: Map<number, number>;
  /** How many name a place, and how many a district. */
  placed: number;
  districted: number;
  districts: Map<string, number>;
};

function groupOf(item: Item, index: number): Group {
  const share = 1 / item.districts.size;
  return {
    members: [index],
    matter: toMap(item.matter),
    family: toMap(item.family),
    place: toMap(item.place),
    placed: item.place.terms.length > 0 ? 1 : 0,
    districted: item.districts.size > 0 ? 1 : 0,
    districts: new Map([...item.districts].map((district) => [district, share])),
  };
}

function toMap({ terms, weights }: Vector): Map<number, number> {
  const map = new Map<number, number>();
  for (let i = 0; i < terms.length; i++) map.set(terms[i]!, weights[i]!);
  return map;
}

function product<Key>(a: Map<Key, number>, b: Map<Key, number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) {
    const other = large.get(term);
    if (other !== undefined) sum += weight * other;
  }
  return sum;
}

/** Mean likeness over the pairs between two groups, 0 where the matters are not alike enough. */
function likeness(a: Group, b: Group): number {
  const pairs = a.members.length * b.members.length;
  const samePlace = product(a.place, b.place) / pairs;
  const matter = product(a.matter, b.matter) / pairs + (FAMILY * samePlace * product(a.family, b.family)) / pairs;
  return matter < LEAST_MATTER ? 0 : combine(a, b, matter, samePlace);
}

/** Weighs likeness of matter and of place (a mean over all pairs, also those without places). */
function combine(a: Group, b: Group, matter: number, samePlace: number): number {
  const pairs = a.members.length * b.members.length;
  const placed = (a.placed * b.placed) / pairs;
  const place = samePlace + Math.max(0, placed - samePlace) * PLACE_DIFFERENT + (1 - placed) * PLACE_UNKNOWN;
  const conflicts = Math.max(0, a.districted * b.districted - product(a.districts, b.districts)) / pairs;
  return MATTER * matter + PLACE * place - DISTRICT_CONFLICT * conflicts;
}

function addInto<Key>(target: Map<Key, number>, from: Map<Key, number>): void {
  for (const [term, weight] of from) target.set(term, (target.get(term) ?? 0) + weight);
}

/** Joins two groups; both are used up. */
function mergeGroups(a: Group, b: Group): Group {
  const [small, large] = a.matter.size <= b.matter.size ? [a, b] : [b, a];
  addInto(large.matter, small.matter);
  addInto(large.family, small.family);
  addInto(large.place, small.place);
  addInto(large.districts, small.districts);
  large.members = [...large.members, ...small.members].sort((x, y) => x - y);
  large.placed += small.placed;
  large.districted += small.districted;
  return large;
}

/**
 * Like {@link likeness}, but between what the groups have in common each: the products are divided by the lengths of
 * the sums instead of the number of pairs. A large group of differently worded messages has a short mean, which
 * keeps single messages off by the mean of pairs although they are plainly on the matter.
 */
function kinship(a: Group, b: Group): number {
  const placed = (a.placed * b.placed) / (a.members.length * b.members.length);
  const samePlace = placed * cosine(a.place, b.place);
  const matter = cosine(a.matter, b.matter) + FAMILY * samePlace * cosine(a.family, b.family);
  return matter < LEAST_KIN ? 0 : combine(a, b, matter, samePlace);
}

function cosine<Key>(a: Map<Key, number>, b: Map<Key, number>): number {
  const lengths = Math.sqrt(product(a, a) * product(b, b));
  return lengths > 0 ? product(a, b) / lengths : 0;
}

/**
 * Two passes of agglomeration over the graph of candidate pairs, each joining the likeliest two groups first.
 * First by mean likeness over all pairs: a chain of messages each a little like the next does not hold together,
 * because the mean counts its ends too. Then by kinship, where one of the two has become a topic already: what is
 * worded differently comes to it.
 */
export function cluster(items: Item[]): Group[] {
  const pairs = candidatePairs(items, { matter: MATTER, place: PLACE });
  const first = agglomerate(items.length, (i) => groupOf(items[i]!, i), pairs, likeness, THRESHOLD);
  const groupOfItem = new Map<number, number>();
  first.forEach((group, g) => {
    for (const member of group.members) groupOfItem.set(member, g);
  });
  const seen = new Set<number>();
  const groupPairs: [number, number][] = [];
  for (const [i, j] of pairs) {
    const [a, b] = [groupOfItem.get(i)!, groupOfItem.get(j)!].sort((x, y) => x - y) as [number, number];
    if (first[a]!.members.length < TOPIC_MEMBERS && first[b]!.members.length < TOPIC_MEMBERS) continue;
    const key = a * first.length + b;
    if (a === b || seen.has(key)) continue;
    seen.add(key);
    groupPairs.push([a, b]);
  }
  const kin = (a: Group, b: Group) =>
    Math.max(a.members.length, b.members.length) >= TOPIC_MEMBERS ? kinship(a, b) : 0;
  return agglomerate(first.length, (g) => first[g]!, groupPairs, kin, KIN_THRESHOLD);
}

function agglomerate(
  count: number,
  start: (index: number) => Group,
  pairs: [number, number][],
  score: (a: Group, b: Group) => number,
  threshold: number,
): Group[] {
  const groups = new Map<number, Group>();
  for (let i = 0; i < count; i++) groups.set(i, start(i));
  const links = new Map<number, Set<number>>();
  const heap = new Heap();
  const link = (a: number, b: number) => {
    const value = score(groups.get(a)!, groups.get(b)!);
    if (value < threshold * KEPT) return;
    join(links, a, b);
    if (value >= threshold) heap.push([value, a, b]);
  };
  for (const [a, b] of pairs) link(a, b);
  let next = count;
  for (let best = heap.pop(); best; best = heap.pop()) {
    const [, a, b] = best;
    const left = groups.get(a);
    const right = groups.get(b);
    if (!left || !right) continue;
    const id = next++;
    groups.delete(a);
    groups.delete(b);
    groups.set(id, mergeGroups(left, right));
    const around = new Set([...(links.get(a) ?? []), ...(links.get(b) ?? [])]);
    links.delete(a);
    links.delete(b);
    for (const other of [...around].sort((x, y) => x - y)) if (groups.has(other)) link(other, id);
  }
  return [...groups.values()];
}

function join(links: Map<number, Set<number>>, a: number, b: number): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const set = links.get(from);
    if (set) set.add(to);
    else links.set(from, new Set([to]));
  }
}

type Entry = [score: number, a: number, b: number];

/** Whether `x` comes out before `y`: the higher score, then the older groups, so that the order is always the same. */
function before(x: Entry, y: Entry): boolean {
  return x[0] !== y[0] ? x[0] > y[0] : x[1] !== y[1] ? x[1] < y[1] : x[2] < y[2];
}

class Heap {
  readonly #entries: Entry[] = [];

  push(entry: Entry): void {
    const entries = this.#entries;
    let i = entries.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, entries[parent]!)) break;
      entries[i] = entries[parent]!;
      i = parent;
    }
    entries[i] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined || entries.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1]!, entries[child]!)) child += 1;
      if (!before(entries[child]!, last)) break;
      entries[i] = entries[child]!;
      i = child;
    }
    entries[i] = last;
    return top;
  }
}
