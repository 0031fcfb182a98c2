import type { Bag } from './bag.ts';
import { isFamily } from './concepts.ts';
import type { Features } from './features.ts';
import { placesByMessage } from './known-places.ts';

/** Shares of the title and of the whole text in the likeness of matter. */
const TITLE = 0.35;
const TEXT = 0.65;
/** A sparse vector: term numbers ascending, and their weights. */
export type Vector = { terms: Int32Array; weights: Float32Array };

/** A message as unit vectors: what it is about without the names of places, what sort of matter that is, and where. */
export type Item = {
  matter: Vector;
  /** The families its words belong to. */
  family: Vector;
  place: Vector;
  districts: ReadonlySet<string>;
  /** The cores of its places, under the names that most use. */
  places: string[];
};

/** log((n + 1) / (df + 0.5)) of every term that at least two of the messages hold. */
function rarityOf(messages: number, terms: Iterable<Iterable<string>>): Map<string, number> {
  const df = new Map<string, number>();
  for (const some of terms) for (const term of some) df.set(term, (df.get(term) ?? 0) + 1);
  const rarity = new Map<string, number>();
  for (const [term, count] of df) if (count > 1) rarity.set(term, Math.log((messages + 1) / (count + 0.5)));
  return rarity;
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

function weigh(counts: [string, number][], rarity: Map<string, number>, numbers: Numbers, prefix: string): Entries {
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
  const rarity = rarityOf(
    features.length,
    features.map((feature) => feature.text.words()),
  );
  const placeRarity = rarityOf(
    features.length,
    places.map((named) => named.keys()),
  );
  const numbers = new Numbers();
  const items = features.map((feature, i) => {
    const named = places[i]!;
    // Neither a place's common name nor what else is said in its name (丽景 of 丽景新城) is matter.
    const spoken = [...named.keys(), ...[...feature.places, ...feature.bodyPlaces].map((place) => place.name)];
    const without = (bag: Bag) => [...bag.entries()].filter(([word]) => !isFamily(word) && !isPartOf(word, spoken));
    const families = (bag: Bag) => [...bag.entries()].filter(([word]) => isFamily(word));
    return {
      matter: vectorOf([
        [weigh(without(feature.title), rarity, numbers, 't'), TITLE],
        [weigh(without(feature.text), rarity, numbers, 'b'), TEXT],
      ]),
      family: vectorOf([
        [weigh(families(feature.title), rarity, numbers, 't'), TITLE],
        [weigh(families(feature.text), rarity, numbers, 'b'), TEXT],
      ]),
      place: vectorOf([[weighPlaces(named, placeRarity, numbers), Math.max(0, ...named.values()) ** 2]]),
      districts: feature.districts,
      places: [...named.keys()],
    };
  });
  return { items, rarity };
}

/** Whether a word stands in one of the names. */
export function isPartOf(word: string, names: string[]): boolean {
  return names.some((name) => name.includes(word));
}

/** Only places that others name too say something about likeness; a place of its own still counts as a place. */
function weighPlaces(places: Map<string, number>, rarity: Map<string, number>, numbers: Numbers): Entries {
  const entries: Entries = [];
  for (const [core, weight] of places) entries.push([numbers.of(`p${core}`), weight * (rarity.get(core) ?? RAREST)]);
  return entries;
}
