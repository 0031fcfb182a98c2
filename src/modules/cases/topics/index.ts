export { evalHotTopicsFile, type HotTopicsEvaluation } from './eval-hot-topics.ts';
export { findHotTopics, type HotTopicOptions } from './find-hot-topics.ts';
export { extractPlaces, type Place, type PlaceKind } from './places.ts';
export type { Topic, TopicMessage, TopicProfile } from './topic.ts';
