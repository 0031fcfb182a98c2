import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { districtBook } from '../../people/index.ts';
import { publicPlace } from '../public/public-place.ts';
import { cityWords } from './city-words.ts';
import { findTopicsApart } from './find-topics.ts';
import { concentrationOf } from './heat.ts';
import type { Topic, TopicMessage } from './topic.ts';
import {
  lockTopics,
  publicLetters,
  replaceTopics,
  type Span,
  type TopicLetter,
  topicMembers,
} from './topics.queries.ts';

const day_ms = 86_400_000;
export const recent_days = 90;
const mostLetters = 20_000;
const mostTopics = 500;
/** Of topics that name no place; see `concentrationOf`. */
const leastConcentration = 0.5;

/** A letter for the engine. Of an address no more than everybody may read. */
export function messageOf(letter: TopicLetter, districtName: string): TopicMessage {
  const { address, districtId: _, ...rest } = letter;
  return { ...rest, oppose: 0, place: `${districtName}${publicPlace(address)}` || null };
}

/**
 * Finds the topics of a span anew and keeps them, those that were there before under the id they had.
 * @returns how many topics there are
 */
export async function keepTopics(k: Kernel, span: Span, signal?: AbortSignal): Promise<number> {
  const since = span === 'recent' ? new Date(k.clock.now().getTime() - recent_days * day_ms) : null;
  const [letters, districts, words] = await Promise.all([
    publicLetters(k.db, since, mostLetters),
    districtBook(k),
    cityWords(k),
  ]);
  const messages = letters.map((letter) => messageOf(letter, districts.name(letter.districtId, 'zh-CN')));
  const all = await findTopicsApart(k, { words, messages, options: { top: mostTopics * 2 } }, signal);
  const at = new Map(letters.map((letter) => [letter.id, letter.at]));
  const concentration = (topic: Topic) => concentrationOf(topic.members.map((id) => at.get(id) ?? topic.from));
  // One subject in many places over years (allowances, housing funds) is no matter that people share.
  const found = all
    .filter((topic) => topic.profile.places.length > 0 || concentration(topic) >= leastConcentration)
    .slice(0, mostTopics);
  await inTransaction(k.db, async (tx) => {
    await lockTopics(tx);
    const ids = sameTopics(found, await topicMembers(tx, span));
    const topics = found.map((topic, i) => ({
      ...topic,
      id: ids[i] ?? newId(),
      concentration: concentration(topic),
    }));
    await replaceTopics(tx, span, topics, k.clock.now());
  });
  k.cache.invalidate('topics');
  await k.live.publish('kernel.cache', ['topics']);
  return found.length;
}

/**
 * For each topic found the id of the earlier one that it goes on from: the one it shares most letters with, at least
 * half of the smaller of the two. An id is given once.
 */
export function sameTopics(
  found: readonly Pick<Topic, 'members'>[],
  earlier: ReadonlyMap<string, readonly string[]>,
): (string | null)[] {
  const topicOf = new Map<string, string>();
  for (const [id, members] of earlier) for (const member of members) topicOf.set(member, id);
  const pairs: { i: number; id: string; shared: number }[] = [];
  found.forEach(({ members }, i) => {
    const shared = new Map<string, number>();
    for (const member of members) {
      const id = topicOf.get(member);
      if (id) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    for (const [id, n] of shared)
      if (n * 2 >= Math.min(members.length, earlier.get(id)?.length ?? 0)) pairs.push({ i, id, shared: n });
  });
  pairs.sort((a, b) => b.shared - a.shared || a.i - b.i || (a.id < b.id ? -1 : 1));
  const ids: (string | null)[] = found.map(() => null);
  const given = new Set<string>();
  for (const { i, id } of pairs) {
    if (ids[i] !== null || given.has(id)) continue;
    ids[i] = id;
    given.add(id);
  }
  return ids;
}
