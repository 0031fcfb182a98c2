import type { Features } from './features.ts';

/** Shares of the title and of the whole text in the likeness of matter. */
const TITLE = Number(process.env.TI ?? 0.6);
const TEXT = 1 - TITLE;
/** A place is looked for in the titles of others when so many messages name it ... */
const KNOWN_BY = 2;
/** ... and its name is long enough not to be a part of other words. */
const KNOWN_CHARACTERS = 3;
const LONGEST_KNOWN = 9;
/** A beginning behind the district is a name when so many titles have it, and not more than one in a hundred. */
const NAMED_BY = 3;
const BEHIND_DISTRICT = /(?:(?<![a-z0-9])[a-z]\d{0,2}|\p{Script=Han}{2})[市区县]((?![市区县])[\p{Script=Han}a-z0-9]{3,9})/u;

/** A sparse vector: term numbers ascending, and their weights. */
export type Vector = { terms: Int32Array; weights: Float32Array };

/** A message as two unit vectors: what it is about without the names of places, and which places it names. */
export type Item = { matter: Vector; place: Vector; districts: ReadonlySet<string> };

/** log((n + 1) / (df + 0.5)) of every term that at least two of the messages hold. */
function rarityOf(maps: Map<string, number>[]): Map<string, number> {
  const df = new Map<string, number>();
  for (const map of maps) for (const term of map.keys()) df.set(term, (df.get(term) ?? 0) + 1);
  const rarity = new Map<string, number>();
  for (const [term, count] of df) if (count > 1) rarity.set(term, Math.log((maps.length + 1) / (count + 0.5)));
  return rarity;
}

/** Pairs of neighbouring characters of a name. */
export function pairsOf(name: string): string[] {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < name.length; i++) pairs.push(name.slice(i, i + 2));
  return pairs;
}

/**
 * What stands behind the district in a title (A4区…, 雨花区…), where several titles begin alike there: names of estates,
 * projects and companies that do not end like a place. The longest such beginning of each title.
 */
function namesBehindDistricts(headings: string[]): Set<string> {
  const behind = headings.map((heading) => BEHIND_DISTRICT.exec(heading)?.[1] ?? '');
  const count = new Map<string, number>();
  for (const text of behind) {
    for (let length = KNOWN_CHARACTERS; length <= Math.min(LONGEST_KNOWN, text.length); length++) {
      const beginning = text.slice(0, length);
      count.set(beginning, (count.get(beginning) ?? 0) + 1);
    }
  }
  const most = Math.max(NAMED_BY, headings.length / 100);
  const names = new Set<string>();
  for (const text of behind) {
    for (let length = Math.min(LONGEST_KNOWN, text.length); length >= KNOWN_CHARACTERS; length--) {
      const n = count.get(text.slice(0, length))!;
      if (n < NAMED_BY) continue;
      if (n <= most) names.add(text.slice(0, length));
      break;
    }
  }
  return names;
}

/** The places of each message: known ones in the title too, and those of the body only where the title has none. */
function placesByMessage(features: Features[]): string[][] {
  const count = new Map<string, number>();
  for (const { places, bodyPlaces } of features) {
    for (const core of new Set([...places, ...bodyPlaces])) count.set(core, (count.get(core) ?? 0) + 1);
  }
  const known = namesBehindDistricts(features.map((feature) => feature.heading));
  for (const [core, n] of count) if (n >= KNOWN_BY && core.length >= KNOWN_CHARACTERS) known.add(core);
  return features.map(({ heading, places, bodyPlaces }) => {
    const all = new Set(places);
    for (let i = 0; i + KNOWN_CHARACTERS <= heading.length; i++) {
      for (let length = Math.min(LONGEST_KNOWN, heading.length - i); length >= KNOWN_CHARACTERS; length--) {
        const name = heading.slice(i, i + length);
        if (known.has(name)) all.add(name);
      }
    }
    return all.size > 0 ? [...all] : bodyPlaces;
  });
}

/** Gives each distinct term a number. */
class Numbers {
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
    }
    return number;
  }
}

type Entries = [number: number, weight: number][];

function weigh(counts: Map<string, number>, rarity: Map<string, number>, numbers: Numbers, prefix: string): Entries {
  const entries: Entries = [];
  for (const [term, count] of counts) {
    const rare = rarity.get(term);
    if (rare !== undefined && rare > 0) entries.push([numbers.of(prefix + term), (1 + Math.log(count)) * rare]);
  }
  return entries;
}

/** The parts, each brought to the length of the root of its share, as one vector. */
function vectorOf(parts: [entries: Entries, share: number][]): Vector {
  const all: Entries = [];
  for (const [entries, share] of parts) {
    const squares = entries.reduce((sum, [, weight]) => sum + weight * weight, 0);
    const factor = Math.sqrt(share / (squares || 1));
    for (const [number, weight] of entries) all.push([number, weight * factor]);
  }
  all.sort((a, b) => a[0] - b[0]);
  return { terms: Int32Array.from(all, (e) => e[0]), weights: Float32Array.from(all, (e) => e[1]) };
}

/** Weighs what was read of all messages against each other. */
export function itemsOf(features: Features[]): Item[] {
  const placeCounts = placesByMessage(features).map((cores) => new Map(cores.flatMap(pairsOf).map((pair) => [pair, 1])));
  const rarity = rarityOf(features.map((feature) => feature.text));
  const placeRarity = rarityOf(placeCounts);
  const numbers = new Numbers();
  return features.map((feature, i) => {
    const named = placeCounts[i]!;
    const without = (counts: Map<string, number>) => new Map([...counts].filter(([term]) => !named.has(term)));
    return {
      matter: vectorOf([
        [weigh(without(feature.title), rarity, numbers, 't'), TITLE],
        [weigh(without(feature.text), rarity, numbers, 'b'), TEXT],
      ]),
      place: vectorOf([[weigh(named, placeRarity, numbers, 'p'), 1]]),
      districts: feature.districts,
    };
  });
}
