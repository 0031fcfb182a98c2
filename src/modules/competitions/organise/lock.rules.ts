import { type Stage, scoringKinds, stageOf, stageTime } from '../competitions.rules.ts';
import type { Change, Changeable } from './changes.rules.ts';

/** What the rules must know of how far a competition has come. */
export type Progress = {
  at: Date;
  /** ids of categories in which something was handed in */
  entered: ReadonlySet<string>;
};

/** Why something can no longer be changed, as the end of `competitions.organise.refused.<reason>`. */
export type Refusal =
  | 'fixed'
  | 'over'
  | 'begun'
  | 'voting'
  | 'scoring'
  | 'weights'
  | 'past'
  | 'earlier_end'
  | 'later_end'
  | 'entered'
  | 'entry_over'
  | 'empty';

/** Has to be there from the opening on. */
const needed = new Set(['title', 'summary', 'rules', 'eligibility']);

/**
 * Which changes of an open competition cannot be made any more, with the reason. Everything else is possible with a
 * public note.
 */
export function refusedChanges(
  before: Changeable,
  after: Changeable,
  changes: readonly Change[],
  progress: Progress,
): { change: Change; reason: Refusal }[] {
  const refused: { change: Change; reason: Refusal }[] = [];
  for (const change of changes) {
    const stage = before.stages.find(({ id }) => id === change.stage?.id);
    const now = after.stages.find(({ id }) => id === change.stage?.id);
    const reason =
      stage && now ? stageRefusal(change.field, stage, now, before.stages, progress) : wholeRefusal(change);
    if (reason) refused.push({ change, reason });
  }
  const reason = categoryRefusal(before, after, progress);
  const change = changes.find(({ field }) => field === 'category' || field === 'category_order');
  if (reason && change) refused.push({ change, reason });
  return refused;
}

function wholeRefusal({ field, after }: Change): Refusal | null {
  if (field === 'slug' || field === 'mode' || field === 'stages') return 'fixed';
  return after === null && needed.has(field) ? 'empty' : null;
}

function stageRefusal(
  field: string,
  stage: Stage,
  now: Stage,
  stages: readonly Stage[],
  { at }: Progress,
): Refusal | null {
  const time = stageTime(stage, at);
  if (time === 'over') return 'over';
  if (field === 'weight')
    return stages.some((each) => scoringKinds.includes(each.kind) && each.startsAt <= at) ? 'weights' : null;
  if (field === 'starts') return time === 'running' ? 'begun' : now.startsAt < at ? 'past' : null;
  if (field === 'ends') return endRefusal(stage, now, time === 'running', at);
  // The log is begun with the first look at the ballot, before anybody can vote.
  if (field === 'hash') return 'fixed';
  if (time === 'waiting' || field === 'stage_title') return null;
  if (stage.kind === 'ballot') return 'voting';
  if (stage.kind === 'jury') return 'scoring';
  // Where and how long is no rule of scoring: a hall can fall away on the day itself.
  if (stage.kind === 'pitch') return field === 'place' ? null : 'scoring';
  return stage.kind === 'announcement' ? 'begun' : null;
}

/** An end is moved into the past by nobody; while people vote, it may come later, and only where nobody sees the counts. */
function endRefusal(stage: Stage, now: Stage, running: boolean, at: Date): Refusal | null {
  if (now.endsAt <= at) return 'past';
  if (!running || stage.kind !== 'ballot') return null;
  if (now.endsAt < stage.endsAt) return 'earlier_end';
  return stage.settings.live === 'heads' ? 'later_end' : null;
}

function categoryRefusal(before: Changeable, after: Changeable, { at, entered }: Progress): Refusal | null {
  // Ballots hold the places of categories.
  const votes = before.stages.some(({ kind, startsAt }) => kind === 'ballot' && startsAt <= at);
  const ids = ({ categories }: Changeable) => categories.map(({ id }) => id).join();
  if (votes && ids(before) !== ids(after)) return 'voting';
  const gone = before.categories.filter(({ id }) => !after.categories.some((each) => each.id === id));
  if (gone.some(({ id }) => entered.has(id))) return 'entered';
  const entry = stageOf(before.stages, 'entry');
  const added = after.categories.length > before.categories.length - gone.length;
  return added && entry && stageTime(entry, at) === 'over' ? 'entry_over' : null;
}
