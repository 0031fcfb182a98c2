import type { Competition } from '../competition.queries.ts';
import { type Stage, scoringKinds, stageOf, stagesProblem } from '../competitions.rules.ts';

/** The law's notice of an award's results: working days. */
const leastNotice = 5;

/** Something that has to be settled before a competition is opened: `competitions.organise.missing.<key>`. */
export type Missing = {
  key:
    | 'summary'
    | 'rules'
    | 'eligibility'
    | 'categories'
    | 'stages'
    | 'overlap'
    | 'starts_past'
    | 'approval'
    | 'contact'
    | 'nothing_scored'
    | 'announcement'
    | 'announcement_short'
    | 'announcement_window'
    | 'showcase_ballot';
  /** page of the organiser on which it is settled */
  page: 'settings' | 'stages' | 'categories';
  /** of `stages`: which rule is broken */
  problem?: string;
};

/**
 * What keeps a competition from being opened, or, when it is open, from being changed to this.
 * @param given.workdays working days from the start of a notice to its end, by the city's calendar
 * @param given.open it is open already: its start may lie behind
 */
export function openingProblems(
  competition: Competition,
  given: { at: Date; workdays: (from: Date, to: Date) => number; open?: boolean },
): Missing[] {
  const { mode, stages, summary, rules, eligibility, complaintPhone, complaintEmail, approvalNumber } = competition;
  const missing: Missing[] = [];
  const need = (fine: boolean, key: Missing['key'], page: Missing['page']) => {
    if (!fine) missing.push({ key, page });
  };
  need(summary !== '', 'summary', 'settings');
  need(rules !== '', 'rules', 'settings');
  need(eligibility !== '', 'eligibility', 'settings');
  need(complaintPhone !== '' || complaintEmail !== '', 'contact', 'settings');
  need(mode === 'showcase' || approvalNumber !== '', 'approval', 'settings');
  need(competition.categories.length > 0, 'categories', 'categories');
  const problem = stagesProblem(stages);
  if (problem) missing.push({ key: 'stages', page: 'stages', problem });
  else need(!overlaps(stages), 'overlap', 'stages');
  const [first] = stages;
  if (!given.open) need(first === undefined || first.startsAt > given.at, 'starts_past', 'stages');
  if (mode === 'award') missing.push(...awardProblems(competition, given.workdays));
  else need(!stages.some(({ kind }) => kind === 'ballot'), 'showcase_ballot', 'stages');
  return missing;
}

/**
 * Whether a stage needs what one before it has not come to yet: scores need the entries, a stage that only some reach needs
 * the one that chooses them, the notice needs all scores, results need the notice. Jury and public ballot may run together.
 */
function overlaps(stages: readonly Stage[]): boolean {
  return stages.some((stage, at) =>
    stages.slice(0, at).some((before) => waitsFor(stage, before) && begins(stage, before)),
  );
}

const begins = (stage: Stage, before: Stage) => stage.startsAt < before.endsAt;

function waitsFor(stage: Stage, before: Stage): boolean {
  if (stage.kind === 'results') return true;
  if (stage.kind === 'announcement') return scoringKinds.includes(before.kind);
  if (!scoringKinds.includes(stage.kind)) return false;
  return !scoringKinds.includes(before.kind) || (before.settings as { advances: number | null }).advances !== null;
}

function awardProblems({ stages }: Competition, workdays: (from: Date, to: Date) => number): Missing[] {
  if (!stages.some(({ kind }) => scoringKinds.includes(kind))) return [{ key: 'nothing_scored', page: 'stages' }];
  const notice = stageOf(stages, 'announcement');
  if (!notice) return [{ key: 'announcement', page: 'stages' }];
  if (notice.settings.workdays < leastNotice) return [{ key: 'announcement_short', page: 'stages' }];
  if (workdays(notice.startsAt, notice.endsAt) < notice.settings.workdays)
    return [{ key: 'announcement_window', page: 'stages' }];
  return [];
}
