import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { districtBook } from '../../people/index.ts';
import { assignTopic } from './assign-topic.ts';
import { teachCityWords } from './city-words.ts';
import { concentrationOf, heatOf } from './heat.ts';
import { messageOf, recent_days } from './keep-topics.ts';
import { tidy } from './label.ts';
import {
  addMember,
  deleteTopic,
  lettersOfTopic,
  lockTopics,
  memberships,
  publicLetter,
  removeMember,
  retitle,
  titleOfTopic,
  topicProfiles,
  updateFigures,
} from './topics.queries.ts';

const mostTopics = 500;
const day_ms = 86_400_000;

/**
 * Puts a letter that has become public into the topic it belongs to, if there is one, and takes one that is no longer
 * public out of its topics; the topics' figures follow. A new matter waits until all topics are found again.
 */
export async function placeInTopic(k: Kernel, caseId: string): Promise<void> {
  await teachCityWords(k);
  const districts = await districtBook(k);
  const changed = await inTransaction(k.db, async (tx) => {
    await lockTopics(tx);
    const letter = await publicLetter(tx, caseId);
    const before = await memberships(tx, caseId);
    const touched = new Set(before.map(({ topicId }) => topicId));
    if (!letter) {
      await removeMember(tx, caseId);
    } else if (!before.some(({ span }) => span === 'recent') && isRecent(k, letter.at)) {
      const message = messageOf(letter, districts.name(letter.districtId, 'zh-CN'));
      const found = assignTopic(message, await topicProfiles(tx, 'recent', mostTopics));
      if (found && (await addMember(tx, found.topic.id, caseId, 'recent', letter.at))) touched.add(found.topic.id);
    }
    for (const topicId of touched) await refreshTopic(k, tx, topicId);
    return touched.size > 0;
  });
  if (!changed) return;
  k.cache.invalidate('topics');
  await k.live.publish('kernel.cache', ['topics']);
}

function isRecent(k: Kernel, at: Date): boolean {
  return k.clock.now().getTime() - at.getTime() <= recent_days * day_ms;
}

/** Counts a topic anew from its public letters; with fewer than two people it is none. */
async function refreshTopic(k: Kernel, tx: Tx, topicId: string): Promise<void> {
  const letters = await lettersOfTopic(tx, topicId);
  const members = letters.map((letter) => messageOf(letter, ''));
  const people = new Set(members.map((member) => member.author)).size;
  const topic = await titleOfTopic(tx, topicId);
  const [first, last] = [letters[0], letters.at(-1)];
  if (!topic || !first || !last || people < 2) return deleteTopic(tx, topicId);
  if (!letters.some((letter) => letter.id === topic.titledBy)) await retitle(tx, topicId, tidy(first.title), first.id);
  const sum = (field: 'follows' | 'support') => members.reduce((total, member) => total + member[field], 0);
  const figures = {
    heat: heatOf(members),
    people,
    follows: sum('follows'),
    support: sum('support'),
    concentration: concentrationOf(members.map((member) => member.at)),
    from: first.at,
    to: last.at,
  };
  await updateFigures(tx, topicId, figures, k.clock.now());
}
