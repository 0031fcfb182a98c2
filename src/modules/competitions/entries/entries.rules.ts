import { fail } from '../../../kernel/errors/index.ts';
import type { Competition } from '../competition.queries.ts';
import { type EntryState, type Stage, scoringKinds, stageOf, stageTime } from '../competitions.rules.ts';

const hour_ms = 3_600_000;

/** Whether entries are taken: not yet, in time, late by the late rule, or no more. */
export type Taking = 'waiting' | 'open' | 'late' | 'over';

export type Timetable = Pick<Competition, 'stages' | 'state'>;

/** @throws AppError competitions.not_found where the competition takes no entries at all */
export function entryStage(competition: Pick<Competition, 'stages'>): Stage<'entry'> {
  return stageOf(competition.stages, 'entry') ?? fail('competitions.not_found');
}

/** The first moment in which nothing is taken any more. */
export function takenUntil(stage: Stage<'entry'>): Date {
  return stage.closedAt ?? new Date(stage.endsAt.getTime() + stage.settings.lateHours * hour_ms);
}

/** Entries are in time until before the stage ends; from then on they are late. */
export function takingAt(stage: Stage<'entry'>, at: Date): Taking {
  if (at < stage.startsAt) return 'waiting';
  if (at >= takenUntil(stage)) return 'over';
  return at < stage.endsAt ? 'open' : 'late';
}

/** @throws AppError competitions.too_early, competitions.too_late, competitions.wrong_state */
export function holdTaking(competition: Timetable, at: Date): 'open' | 'late' {
  if (competition.state !== 'open') fail('competitions.wrong_state', { state: competition.state });
  const taking = takingAt(entryStage(competition), at);
  if (taking === 'waiting') fail('competitions.too_early');
  if (taking === 'over') fail('competitions.too_late');
  return taking;
}

/** What must be known of an entry to say what its owner may do with it. */
export type EntryStanding = {
  state: EntryState;
  mendUntil: Date | null;
  /** a screener has decided on it at least once */
  screened: boolean;
  /** its texts and files are gone */
  emptied: boolean;
};

/**
 * What the owner may do with an entry now.
 * `write`: change it without anybody seeing (draft, mending); `change`: change what was handed in.
 */
export type EntryDeeds = { write: boolean; change: boolean; handIn: boolean; withdraw: boolean; discard: boolean };

const handedIn: readonly EntryState[] = ['submitted', 'mend', 'accepted'];

export function deedsOf(competition: Timetable, entry: EntryStanding, at: Date): EntryDeeds {
  const { state } = entry;
  const isOpen = competition.state === 'open';
  const taking = isOpen ? takingAt(entryStage(competition), at) : 'over';
  const mending = isOpen && state === 'mend' && entry.mendUntil !== null && at <= entry.mendUntil;
  // What was judged or voted on does not come back as something else under its number.
  const again = state === 'withdrawn' && !entry.screened && !entry.emptied && !isJudged(competition, at);
  const isTaken = taking === 'open' || taking === 'late';
  const screens = stageOf(competition.stages, 'screening') !== undefined;
  const waits = state === 'submitted' || (state === 'accepted' && !screens);
  return {
    write: mending || ((state === 'draft' || again) && isTaken),
    change: isOpen && waits && !entry.screened && taking === 'open' && !isJudged(competition, at),
    handIn: mending || ((state === 'draft' || again) && isTaken),
    withdraw: (isOpen || competition.state === 'cancelled') && handedIn.includes(state),
    discard: state === 'draft',
  };
}

/** From then on what was handed in stays as it is: somebody may be looking at it. */
function isJudged(competition: Timetable, at: Date): boolean {
  return competition.stages.some((stage) => scoringKinds.includes(stage.kind) && stageTime(stage, at) !== 'waiting');
}
