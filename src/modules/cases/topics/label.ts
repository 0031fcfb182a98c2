import { isFamily } from './concepts.ts';
import type { Features } from './features.ts';
import { coverage } from './profile.ts';
import type { TopicMessage, TopicProfile } from './topic.ts';

const KEYWORDS = 6;
const READABLE = { least: 8, most: 30 };

/** The title of the most typical member that is of a readable length and names the place, tidied, and whose it is. */
export function titleOf(
  members: TopicMessage[],
  features: Features[],
  profile: TopicProfile,
): { title: string; titledBy: string } {
  const place = profile.places[0]?.[0];
  let best = { score: -1, title: '', titledBy: '' };
  members.forEach((member, i) => {
    const title = tidy(member.title);
    const length = [...title].length;
    const readable = length >= READABLE.least && length <= READABLE.most ? 1 : 0.6;
    const named = place === undefined || features[i]!.heading.includes(place) ? 1 : 0.7;
    const score =
      readable * named * (coverage(profile, features[i]!.title) + 0.3 * coverage(profile, features[i]!.text));
    if (score > best.score) best = { score, title, titledBy: member.id };
  });
  return { title: best.title, titledBy: best.titledBy };
}

/** A title without line breaks and without marks at its end. */
export function tidy(title: string): string {
  return title
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[！!？?。.，,；;…]+$/u, '');
}

/** The heaviest words of a topic, none of them a part of another. */
export function keywordsOf(profile: TopicProfile): string[] {
  const words: string[] = [];
  for (const [word] of profile.terms) {
    if (isFamily(word) || /^\d+$/.test(word)) continue;
    if (words.some((other) => other.includes(word) || word.includes(other))) continue;
    words.push(word);
    if (words.length === KEYWORDS) break;
  }
  return words;
}

/** The topic's place as its members write it, with the district most of them name; `null` when it has none. */
export function placeOf(members: TopicMessage[], features: Features[], profile: TopicProfile): string | null {
  const core = profile.places[0]?.[0];
  const named = features.filter((feature) => feature.districts.size > 0).length;
  const district = named * 2 >= members.length || named >= 5 ? profile.districts[0] : undefined;
  if (core === undefined) return district === undefined ? null : asWritten(members, district);
  const names = new Map<string, number>();
  for (const feature of features) {
    for (const place of [...feature.places, ...feature.bodyPlaces]) {
      if (place.core === core) names.set(place.name, (names.get(place.name) ?? 0) + 1);
    }
  }
  const name = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
  const place = [district, name].filter(Boolean).map((part) => asWritten(members, part!));
  return place.length > 0 ? place.join('') : null;
}

/** Normalised names are lower case; people see them as somebody wrote them. */
function asWritten(members: TopicMessage[], name: string): string {
  for (const { title, body } of members) {
    for (const text of [title, body]) {
      const at = text.toLowerCase().indexOf(name);
      if (at >= 0) return text.slice(at, at + name.length);
    }
  }
  return name;
}
