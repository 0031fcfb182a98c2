import { tagWords } from '../../../kernel/text/index.ts';
import type { Features } from './features.ts';
import type { PlaceKind } from './places.ts';

/** A place is looked for in the titles of others when so many messages name it ... */
const KNOWN_BY = 2;
/** ... and its name is long enough not to be a part of other words. */
const NAME_CHARACTERS = 3;
const LONGEST_NAME = 9;
/** A beginning behind the district is a name when so many titles have it, and not more than one in a hundred. */
const NAMED_BY = 3;
const BEHIND_DISTRICT =
  /(?:(?<![a-z0-9])[a-z]\d{0,2}|\p{Script=Han}(?![小社市城地校园片景库辖厂])\p{Script=Han})[市区县]((?![市区县])[\p{Script=Han}a-z0-9]{3,9})/u;

/** Whose names are made of the same words, and the shorter one is another's: 外国语学校 and 新城外国语学校. */
const SCHOOL = /(?:学院|大学|学校|中学|小学|医院|幼儿园)$/u;

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
      const name = text.slice(0, length);
      if (n <= most && length > NAME_CHARACTERS && isName(name)) names.set(name, n);
      break;
    }
  }
  return names;
}

/** 购房补贴 is made of ordinary words, 云岭汇 or 66易贷 is not: only that is the name of something. */
function isName(text: string): boolean {
  return tagWords(text).some(
    ({ word, tag }) => /^(?:x|eng|nz|nr|nt|m)/.test(tag) || (word.length === 1 && /^[nvagj]/.test(tag)),
  );
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
export function placesByMessage(features: Features[]): Map<string, number>[] {
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
  // Names of two characters are looked for only where they are sure: 清溪路 at the end of 北山三区清溪路.
  const roadAtTheEnd = (core: string) => (known.get(core.slice(-2))?.kind === 'road' ? [core.slice(-2)] : []);
  const shortest = new Map<string, string>();
  const canonical = (core: string): string => {
    let name = shortest.get(core);
    if (name === undefined) {
      const own = SCHOOL.test(core) ? Number.POSITIVE_INFINITY : (known.get(core)?.count ?? 1);
      const inside = [...namesInside(core, known), ...roadAtTheEnd(core)].filter(
        (part) => part !== core && known.get(part)!.count >= own * (part.length > NAME_CHARACTERS ? 0.3 : 1),
      );
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
    // 丽景小区 in the title and 丽景新城 in the body are one.
    const full = (core: string) =>
      core.length > 2 ? core : (bodyPlaces.find((b) => b.core.startsWith(core))?.core ?? core);
    for (const { core, kind } of places) add(full(core), kind);
    // A road or a street does not name the estate or the company that stands there.
    const site = [...all.values()].includes(FINENESS.site);
    if (!site) for (const name of namesInside(heading, behind)) all.set(name, FINENESS.site);
    if (all.size === 0) for (const { core, kind } of bodyPlaces) add(core, kind);
    return all;
  });
}
