import type { Competition } from '../competition.queries.ts';
import { scoringKinds, stageOf, stagesProblem } from '../competitions.rules.ts';

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
  const [first] = stages;
  if (!given.open) need(first === undefined || first.startsAt > given.at, 'starts_past', 'stages');
  if (mode === 'award') missing.push(...awardProblems(competition, given.workdays));
  else need(!stages.some(({ kind }) => kind === 'ballot'), 'showcase_ballot', 'stages');
  return missing;
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
