import { addDays, daysBetween, localDate, type Zone } from '../../../kernel/time/index.ts';
import type { Competition } from '../competition.queries.ts';
import { type Stage, stageOf, stageTime } from '../competitions.rules.ts';

export type Standing = Pick<Competition, 'state' | 'mode' | 'slug' | 'stages'>;

/** Where a competition stands by the clock. */
export type Moment =
  | { is: 'cancelled' | 'final' }
  /** in order; more than one where they run side by side */
  | { is: 'running'; stages: Stage[] }
  /** between stages, or before the first */
  | { is: 'waiting'; next: Stage; begun: boolean }
  /** every stage is over, and nothing is final yet */
  | { is: 'over' };

export function momentOf({ state, stages }: Pick<Standing, 'state' | 'stages'>, at: Date): Moment {
  if (state === 'cancelled' || state === 'final') return { is: state };
  const running = stages.filter((stage) => stageTime(stage, at) === 'running');
  if (running.length > 0) return { is: 'running', stages: running };
  const next = stages.find((stage) => stageTime(stage, at) === 'waiting');
  if (!next) return { is: 'over' };
  return { is: 'waiting', next, begun: stages.some((stage) => stageTime(stage, at) === 'over') };
}

/** The last day of a stage: one that ends at midnight ends with the day before. */
export function lastDay({ endsAt }: Pick<Stage, 'endsAt'>, zone: Zone): string {
  return localDate(new Date(endsAt.getTime() - 1), zone);
}

/** Which day of a stage it is, from 1, of how many; in calendar days of the city. */
export function dayOf(stage: Pick<Stage, 'startsAt' | 'endsAt'>, at: Date, zone: Zone): { day: number; of: number } {
  const first = localDate(stage.startsAt, zone);
  const of = daysBetween(first, addDays(lastDay(stage, zone), 1));
  return { day: Math.min(of, Math.max(1, daysBetween(first, localDate(at, zone)) + 1)), of };
}

/** Whole days left after today; 0 on the last one. */
export function daysLeft(stage: Pick<Stage, 'endsAt'>, at: Date, zone: Zone): number {
  return Math.max(0, daysBetween(localDate(at, zone), lastDay(stage, zone)));
}

export type DeedName = 'enter' | 'nominate' | 'vote' | 'works' | 'pitch' | 'notice' | 'results' | 'thanks';
export type Deed = { name: DeedName; href: string };

/** What a visitor can do at this moment, the most important first. */
export function deedsOf(competition: Standing, at: Date, { works }: { works: number }): Deed[] {
  const { slug, stages, state, mode } = competition;
  const here = `/competitions/${slug}`;
  const moment = momentOf(competition, at);
  const deeds: Deed[] = [];
  const offer = (name: DeedName, href: string) => deeds.push({ name, href: `${here}${href}` });
  if (state === 'final') offer(mode === 'showcase' ? 'thanks' : 'results', '/results');
  const running = moment.is === 'running' ? moment.stages : [];
  for (const kind of ['ballot', 'pitch', 'entry', 'announcement', 'results'] as const)
    for (const stage of running) if (stage.kind === kind) offerStage(stage, offer, state);
  const announcement = stageOf(stages, 'announcement');
  const announced = announcement && announcement.startsAt <= at && state !== 'cancelled';
  if (announced && !deeds.some(({ name }) => name === 'notice')) offer('notice', '/notice');
  if (works > 0) offer('works', '/entries');
  return deeds;
}

function offerStage(stage: Stage, offer: (name: DeedName, href: string) => void, state: Standing['state']): void {
  if (stage.kind === 'ballot') offer('vote', '/vote');
  if (stage.kind === 'pitch') offer('pitch', `/pitch/${stage.id}`);
  if (stage.kind === 'announcement' && state === 'open') offer('notice', '/notice');
  if (stage.kind !== 'entry') return;
  const { ways } = stage.settings;
  if (ways.some((way) => way !== 'nominated')) offer('enter', '/enter');
  if (ways.includes('nominated')) offer('nominate', '/nominate');
}
