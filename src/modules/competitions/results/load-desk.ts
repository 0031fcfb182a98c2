import type { Kernel } from '../../../kernel/kernel.ts';
import type { Competition } from '../competition.queries.ts';
import { stageOf } from '../competitions.rules.ts';
import { countOpenObjections } from '../screening/objection.queries.ts';
import { isChosenFrom } from './choose-entry.ts';
import { complaintFigures } from './complaint.queries.ts';
import { finalResult } from './final-result.ts';
import { countOpenInvalidations, currentNotice, disqualificationsOf, namesOfEntries } from './notice.queries.ts';
import { saysTheSame } from './publish-notice.ts';

/** Something that stands between now and final results; each is a line with its mark. */
export type Step = 'screening' | 'scores' | 'objections' | 'invalidations' | 'notice' | 'period' | 'complaints';

/** What the organiser sees of results: as they stand now, what was announced, and what is still missing. */
export async function loadDesk(k: Kernel, competition: Competition) {
  const { id, stages } = competition;
  const [result, notice, names, disqualified, complaints, objections, invalidations] = await Promise.all([
    finalResult(k.db, competition),
    currentNotice(k.db, id),
    namesOfEntries(k.db, id),
    disqualificationsOf(k.db, id),
    complaintFigures(k.db, id),
    countOpenObjections(k.db, id),
    countOpenInvalidations(k.db, id),
  ]);
  const announcement = stageOf(stages, 'announcement');
  const screening = stageOf(stages, 'screening');
  const isCurrent = notice !== undefined && (competition.state === 'final' || saysTheSame(notice.result, result));
  const now = k.clock.now();
  const steps: { step: Step; done: boolean; count?: number }[] = [
    ...(screening ? [{ step: 'screening' as const, done: screening.closedAt !== null }] : []),
    ...(result.stages.length > 0 ? [{ step: 'scores' as const, done: result.complete }] : []),
    ...(screening ? [{ step: 'objections' as const, done: objections === 0, count: objections }] : []),
    ...(stages.some(({ kind }) => kind === 'ballot')
      ? [{ step: 'invalidations' as const, done: invalidations === 0, count: invalidations }]
      : []),
    ...(announcement
      ? [
          { step: 'notice' as const, done: isCurrent },
          { step: 'period' as const, done: isCurrent && notice.endsAt !== null && now > notice.endsAt },
          { step: 'complaints' as const, done: complaints.open === 0, count: complaints.open },
        ]
      : []),
  ];
  return {
    competition,
    result: competition.state === 'final' && notice ? notice.result : result,
    notice,
    names,
    disqualified,
    complaints,
    announcement,
    isCurrent,
    steps,
    canChoose: isChosenFrom(competition) && competition.state === 'open',
    canPublish:
      announcement !== undefined && competition.state === 'open' && now >= announcement.startsAt && !isCurrent,
  };
}
export type DeskView = Awaited<ReturnType<typeof loadDesk>>;
