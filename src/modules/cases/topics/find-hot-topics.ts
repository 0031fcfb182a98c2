import { Vocabulary } from './bag.ts';
import { cluster } from './cluster.ts';
import { type Features, featuresOf } from './features.ts';
import { heatOf } from './heat.ts';
import { keywordsOf, placeOf, titleOf } from './label.ts';
import { belonging, coverage, profileOf } from './profile.ts';
import type { Topic, TopicMessage } from './topic.ts';
import { type Item, itemsOf } from './vectors.ts';

export type HotTopicOptions = {
  /** How many topics at most, the hottest first. Default all. */
  top?: number;
  /** Topics of fewer messages or fewer people are left out. Default 2 and 2. */
  minMembers?: number;
  minPeople?: number;
};

/** From so many messages a group gathers the rest of its matter. */
const GATHERING = 3;
/** In topics of so many messages each must hold so much of the topic's words, by weight. */
const CHECKED = 6;
const LEAST_COVERAGE = 0.22;
/** Words held by more messages than this do not lead to candidates. */
const POSTINGS = 200;

/**
 * Finds the matters that several people wrote about at the same place, the hottest first. Deterministic: the order of
 * the messages does not matter, equal heat is ordered by title. Time and memory grow nearly linearly with the messages.
 */
export function findHotTopics(messages: TopicMessage[], options: HotTopicOptions = {}): Topic[] {
  const { top = Number.POSITIVE_INFINITY, minMembers = 2, minPeople = 2 } = options;
  const ordered = [...messages].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  const vocabulary = new Vocabulary();
  const features = ordered.map((message) => featuresOf(message, vocabulary));
  const { items, rarity } = itemsOf(features);
  const groups = gather(
    cluster(items).map((group) => group.members),
    features,
    items,
    rarity,
  );
  const topics: Topic[] = [];
  for (const gathered of groups) {
    const group = withoutStrays(gathered, features, items, rarity);
    const members = group.map((i) => ordered[i]!);
    const people = new Set(members.map((member) => member.author)).size;
    if (members.length < minMembers || people < minPeople) continue;
    topics.push(topicOf(members, group, features, items, rarity, people));
  }
  topics.sort((a, b) => b.heat - a.heat || (a.title < b.title ? -1 : 1) || (a.members[0]! < b.members[0]! ? -1 : 1));
  return topics.slice(0, top);
}

function topicOf(
  members: TopicMessage[],
  group: number[],
  features: Features[],
  items: Item[],
  rarity: Map<string, number>,
  people: number,
): Topic {
  const own = group.map((i) => features[i]!);
  const profile = profileOf(
    own,
    group.map((i) => items[i]!.places),
    rarity,
  );
  const total = (field: 'follows' | 'support' | 'oppose') => members.reduce((sum, member) => sum + member[field], 0);
  return {
    ...titleOf(members, own, profile),
    keywords: keywordsOf(profile),
    place: placeOf(members, own, profile),
    heat: heatOf(members),
    people,
    follows: total('follows'),
    support: total('support'),
    oppose: total('oppose'),
    from: members[0]!.at,
    to: members.at(-1)!.at,
    members: members.map((member) => member.id),
    profile,
  };
}

/**
 * Brings to each topic the smaller groups and single messages that name its place and hold its words, however they
 * put it; the same measure by which a new message is assigned later.
 */
function gather(groups: number[][], features: Features[], items: Item[], rarity: Map<string, number>): number[][] {
  const bySize = groups
    .filter((group) => group.length >= GATHERING)
    .sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  const groupOf = new Map<number, number[]>();
  for (const group of groups) for (const member of group) groupOf.set(member, group);
  const index = indexOf(features, items);
  const gone = new Set<number[]>();
  for (const group of bySize) {
    if (gone.has(group)) continue;
    const profile = profileOf(
      group.map((i) => features[i]!),
      group.map((i) => items[i]!.places),
      rarity,
    );
    // Without a place only the matter holds a topic together, and words alone would let it swallow its subject.
    if (profile.places.length === 0) continue;
    const keys = [
      ...profile.places.map(([core]) => `p${core}`),
      ...profile.terms.slice(0, 4).map(([word]) => `w${word}`),
    ];
    const candidates = new Set<number[]>();
    for (const key of keys) for (const i of index.get(key) ?? []) candidates.add(groupOf.get(i)!);
    for (const other of candidates) {
      if (other === group || gone.has(other) || other.length * 2 > group.length) continue;
      const mean = other.reduce((sum, i) => sum + belonging(profile, features[i]!, items[i]!.places), 0) / other.length;
      if (mean < 1) continue;
      gone.add(other);
      group.push(...other);
      for (const member of other) groupOf.set(member, group);
    }
    group.sort((a, b) => a - b);
  }
  return groups.filter((group) => !gone.has(group));
}

/** Leaves out of the larger topics what holds next to none of their words: it came by its place alone. */
function withoutStrays(group: number[], features: Features[], items: Item[], rarity: Map<string, number>): number[] {
  if (group.length < CHECKED) return group;
  const profile = profileOf(
    group.map((i) => features[i]!),
    group.map((i) => items[i]!.places),
    rarity,
  );
  return group.filter((i) => coverage(profile, features[i]!.text) >= LEAST_COVERAGE);
}

function indexOf(features: Features[], items: Item[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  const add = (key: string, i: number) => {
    const list = index.get(key);
    if (list) list.push(i);
    else index.set(key, [i]);
  };
  items.forEach((item, i) => {
    for (const core of item.places) add(`p${core}`, i);
    for (const word of features[i]!.text.words()) add(`w${word}`, i);
  });
  for (const [key, list] of index) if (list.length > POSTINGS) index.delete(key);
  return index;
}
