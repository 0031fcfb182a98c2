import { Vocabulary } from './bag.ts';
import { featuresOf } from './features.ts';
import { belonging } from './profile.ts';
import type { Topic, TopicMessage } from './topic.ts';

/** A topic a message belongs to, and how surely: 1 is just enough. */
export type Assignment<T> = { topic: T; certainty: number };

/**
 * The topic, of those found before, that a message just come in belongs to; `null` when none. Needs of the topics only
 * their profiles, which may come from storage. A new matter gets its topic the next time all are found.
 */
export function assignTopic<T extends Pick<Topic, 'profile'>>(
  message: Pick<TopicMessage, 'title' | 'body' | 'place'>,
  existingTopics: Iterable<T>,
): Assignment<T> | null {
  const features = featuresOf(message, new Vocabulary());
  const named = features.places.length > 0 ? features.places : features.bodyPlaces;
  const cores = named.map((place) => place.core);
  let best: Assignment<T> | null = null;
  for (const topic of existingTopics) {
    const certainty = belonging(topic.profile, features, cores);
    if (certainty >= 1 && (best === null || certainty > best.certainty)) best = { topic, certainty };
  }
  return best;
}
