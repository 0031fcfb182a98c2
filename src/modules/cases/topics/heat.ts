import type { TopicMessage } from './topic.ts';

/** Days of the busiest stretch of a topic. */
const BUSY_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * How hot a topic is:
 *
 * `(people + 2 · log2(1 + follows) + 2 · log2(1 + support + oppose)) × (0.7 + 0.3 × concentration)`
 *
 * People are distinct authors and count in full: writing takes most. Follows and thumbs count by their magnitude,
 * because one widely shared message must not outweigh fifty people who wrote. Concentration is the share of the
 * messages that came in the busiest 30 days: the same number of people within a month is hotter than over a year.
 */
export function heatOf(members: Pick<TopicMessage, 'author' | 'at' | 'follows' | 'support' | 'oppose'>[]): number {
  const people = new Set(members.map((member) => member.author)).size;
  const total = (field: 'follows' | 'support' | 'oppose') => members.reduce((sum, m) => sum + Math.max(0, m[field]), 0);
  const attention = 2 * Math.log2(1 + total('follows')) + 2 * Math.log2(1 + total('support') + total('oppose'));
  const heat = (people + attention) * (0.7 + 0.3 * concentrationOf(members.map((member) => member.at)));
  return Math.round(heat * 10) / 10;
}

/** The share of the dates within the busiest 30 days. */
export function concentrationOf(dates: Date[]): number {
  const times = dates.map((date) => date.getTime()).sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  times.forEach((time, last) => {
    while (time - times[first]! > BUSY_DAYS * DAY_MS) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return times.length > 0 ? most / times.length : 0;
}
