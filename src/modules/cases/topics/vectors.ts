import type { Features } from './features.ts';
import type { PlaceKind } from './places.ts';

/** Shares of the title and of the whole text in the likeness of matter. */
const TITLE = 0.35;
const TEXT = 0.65;
/** A place is looked for in the titles of others when so many messages name it ... */
const KNOWN_BY = 2;
/** ... and its name is long enough not to be a part of other words. */
const NAME_CHARACTERS = 3;
const LONGEST_NAME = 9;
/** A beginning behind the district is a name when so many titles have it, and not more than one in a hundred. */
const NAMED_BY = 3;
const BEHIND_DISTRICT = /(?:(?<![a-z0-9])[a-z]\d{0,2}|\p{Script=Han}{2})[市区县]((?![市区县])[\p{Script=Han}a-z0-9]{3,9})/u;

/** A sparse vector: term numbers ascending, and their weights. */
export type Vector = { terms: Int32Array; weights: Float32Array };

/** A message as two unit vectors: what it is about without the names of places, and which places it names. */
export type Item = {
  matter: Vector;
  place: Vector;
  districts: ReadonlySet<string>;
  /** The cores of its places, under the names that most use. */
  places: string[];
};

/** log((n + 1) / (df + 0.5)) of every term that at least two of the messages hold. */
function rarityOf(maps: Map<string, number>[]): Map<string, number> {
  const df = new Map<string, number>();
  for (const map of maps) for (const term of map.keys()) df.set(term, (df.get(term) ?? 0) + 1);
  const rarity = new Map<string, number>();
  for (const [term, count] of df) if (count > 1) rarity.set(term, Math.log((maps.length + 1) / (count + 0.5)));
  return rarity;
}

/** Places weigh by how fine they are: along a road or in a town many matters happen, at an estate few. */
const FINENESS: Record<PlaceKind, number> = { site: 1, road: 0.8, neighbourhood: 0.6, district: 0 };

/**
 * What stands behind the district in a title (A4区…, 雨花区…), where several titles begin alike there: names of estates,
 * projects and companies that do not end like a place. The longest such beginning of each title.
 */
function namesBehindDistricts(headings: string[]): Map<string, number> {
  const behind = headings.map((heading) => BEHIND_DISTRICT.exec(heading)?.[1] ?? '').filter(Boolean);
  const count = new Map<string, number>();
  for (const text of behind) {
    for (let length = NAME_CHARACTERS; length <= Math.min(LONGEST_NAME, text.length); length++) {
      const beginning = text.slice(0, length);
      count.set(beginning, (count.get(beginning) ?? 0) + 1);
    }
  }
  const most = Math.max(NAMED_BY, headings.length / 100);
  const names = new Map<string, number>();
  for (const text of behind) {
    for (let length = Math.min(LONGEST_NAME, text.length); length >= NAME_CHARACTERS; length--) {
      const n = count.get(text.slice(0, length))!;
      if (n < NAMED_BY) continue;
      if (n <= most && length > NAME_CHARACTERS) names.set(text.slice(0, length), n);
      break;
    }
  }
  return names;
}

/** The names that stand inside a text, by a set of names. */
function namesInside(text: string, names: ReadonlyMap<string, unknown>): string[] {
  const found: string[] = [];
  for (let i = 0; i + NAME_CHARACTERS <= text.length; i++) {
    for (let length = NAME_CHARACTERS; length <= Math.min(LONGEST_NAME, text.length - i); length++) {
      const name = text.slice(i, i + length);
      if (names.has(name)) found.push(name);
    }
  }
  return found;
}

/**
 * The places of each message with their weights, under one name each: 丽景新城 also where somebody writes 大丽景新城, 丽景新城二期
 * or, in the title, leaves out the word estate. The places of a body count only where the title has none.
 */
function placesByMessage(features: Features[]): Map<string, number>[] {
  const known = new Map<string, { count: number; kind: PlaceKind }>();
  for (const { places, bodyPlaces } of features) {
    const cores = new Map([...bodyPlaces, ...places].map((place) => [place.core, place.kind]));
    for (const [core, kind] of cores) {
      const entry = known.get(core);
      if (entry) entry.count += 1;
      else known.set(core, { count: 1, kind });
    }
  }
  for (const [core, { count }] of known) if (count < KNOWN_BY) known.delete(core);
  const shortest = new Map<string, string>();
  const canonical = (core: string): string => {
    let name = shortest.get(core);
    if (name === undefined) {
      const own = known.get(core)?.count ?? 1;
      const inside = namesInside(core, known).filter((part) => part !== core && known.get(part)!.count >= own * (part.length > NAME_CHARACTERS ? 0.3 : 1));
      name = inside.sort((a, b) => known.get(b)!.count - known.get(a)!.count || (a < b ? -1 : 1))[0] ?? core;
      shortest.set(core, name);
    }
    return name;
  };
  const behind = namesBehindDistricts(features.map((feature) => feature.heading));
  return features.map(({ heading, places, bodyPlaces }) => {
    const all = new Map<string, number>();
    const add = (core: string, kind: PlaceKind) => all.set(canonical(core), FINENESS[kind]);
    for (const name of namesInside(heading, known)) add(name, known.get(name)!.kind);
    for (const { core, kind } of places) add(core, kind);
    if (all.size === 0) for (const name of namesInside(heading, behind)) all.set(name, FINENESS.site);
    if (all.size === 0) for (const { core, kind } of bodyPlaces) add(core, kind);
    return all;
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

/** Rarer than this is not weightier: one odd word must not outweigh all the others of a message. */
export const RAREST = 5;

function weigh(counts: Map<string, number>, rarity: Map<string, number>, numbers: Numbers, prefix: string): Entries {
  const entries: Entries = [];
  for (const [term, count] of counts) {
    const rare = Math.min(RAREST, rarity.get(term) ?? 0);
    if (rare > 0) entries.push([numbers.of(prefix + term), (1 + Math.log(count)) * rare]);
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
export function itemsOf(features: Features[]): { items: Item[]; rarity: Map<string, number> } {
  const places = placesByMessage(features);
  const rarity = rarityOf(features.map((feature) => feature.text));
  const placeRarity = rarityOf(places);
  const numbers = new Numbers();
  const items = features.map((feature, i) => {
    const named = places[i]!;
    const without = (counts: Map<string, number>) => new Map([...counts].filter(([word]) => !isPartOf(word, named)));
    return {
      matter: vectorOf([
        [weigh(without(feature.title), rarity, numbers, 't'), TITLE],
        [weigh(without(feature.text), rarity, numbers, 'b'), TEXT],
      ]),
      place: vectorOf([[weighPlaces(named, placeRarity, numbers), Math.max(0, ...named.values()) ** 2]]),
      districts: feature.districts,
      places: [...named.keys()],
    };
  });
  return { items, rarity };
}

function isPartOf(word: string, names: Map<string, number>): boolean {
  for (const name of names.keys()) if (name.includes(word)) return true;
  return false;
}

/** Only places that others name too say something about likeness; a place of its own still counts as a place. */
function weighPlaces(places: Map<string, number>, rarity: Map<string, number>, numbers: Numbers): Entries {
  const entries: Entries = [];
  for (const [core, weight] of places) entries.push([numbers.of(`p${core}`), weight * (rarity.get(core) ?? RAREST)]);
  return entries;
}
