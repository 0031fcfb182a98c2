import type { Bag } from './bag.ts';
import type { Features } from './features.ts';
import type { TopicProfile } from './topic.ts';
import { isPartOf, RAREST } from './vectors.ts';

const PROFILE_TERMS = 20;
const PROFILE_PLACES = 4;
/** A place belongs to a topic that so great a share of its messages name. */
const PLACE_SHARE = 0.3;

/** What a message must hold of a topic's words, by weight, when it names the topic's place ... */
const AT_THE_PLACE = 0.3;
/** ... and when it names none, or the topic has none. */
const WITHOUT_PLACE = 0.8;

/** What the messages of a topic have in common: words by the share that holds them and by how rare they are. */
export function profileOf(members: Features[], places: string[][], rarity: ReadonlyMap<string, number>): TopicProfile {
  const words = new Map<string, number>();
  for (const { title, text } of members) {
    for (const word of text.words()) words.set(word, (words.get(word) ?? 0) + (title.has(word) ? 1.5 : 1));
  }
  const spoken = [...new Set(places.flat())];
  const common = [...words].filter(([word, n]) => (n > 1.5 || members.length < 3) && !isPartOf(word, spoken));
  const terms = common.map(([word, n]): [string, number] => {
    const share = n / members.length;
    // Squared: what nearly all say counts, what a few say hardly.
    return [word, round(share * share * Math.min(RAREST, rarity.get(word) ?? RAREST))];
  });
  const named = new Map<string, number>();
  for (const cores of places) for (const core of cores) named.set(core, (named.get(core) ?? 0) + 1 / members.length);
  const districts = new Map<string, number>();
  for (const member of members)
    for (const name of member.districts) districts.set(name, (districts.get(name) ?? 0) + 1);
  return {
    terms: heaviest(terms).slice(0, PROFILE_TERMS),
    places: heaviest([...named].map(([core, share]): [string, number] => [core, round(share)]))
      .filter(([, share]) => share >= PLACE_SHARE)
      .slice(0, PROFILE_PLACES),
    districts: heaviest([...districts]).map(([name]) => name),
  };
}

function heaviest(entries: [string, number][]): [string, number][] {
  return entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** How much of a topic's words a message holds, by weight, 0-1. */
export function coverage(profile: TopicProfile, text: Bag): number {
  let held = 0;
  let all = 0;
  for (const [word, weight] of profile.terms) {
    all += weight;
    if (text.has(word)) held += weight;
  }
  return all > 0 ? held / all : 0;
}

/**
 * Whether a message belongs to a topic, as a degree: 1 and more is yes. Other districts, and other places where the
 * topic has one, are no.
 */
export function belonging(profile: TopicProfile, features: Features, places: string[]): number {
  const { districts } = features;
  const elsewhere =
    districts.size > 0 && profile.districts.length > 0 && !profile.districts.some((name) => districts.has(name));
  if (elsewhere) return 0;
  const held = coverage(profile, features.text);
  if (profile.places.length === 0) return held / WITHOUT_PLACE;
  const same = profile.places.some(([core]) => features.heading.includes(core) || places.some((p) => p.includes(core)));
  if (same) return held / AT_THE_PLACE;
  return places.length === 0 ? held / WITHOUT_PLACE : 0;
}
