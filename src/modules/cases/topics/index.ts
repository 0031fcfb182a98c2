export { evalHotTopicsFile, type HotTopicsEvaluation } from './eval-hot-topics.ts';
export { findSimilar, type Similar, type SimilarCandidate, type SimilarQuery } from './find-similar.ts';
export { extractPlaces, type Place, type PlaceKind } from './places.ts';
export type { Topic, TopicMessage, TopicProfile } from './topic.ts';
