import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { stageOf } from '../competitions.rules.ts';
import { countOpenComplaints } from './complaint.queries.ts';
import { issueCertificates } from './issue-certificates.ts';
import { currentNotice, insertAwards, insertNotice, markFinal } from './notice.queries.ts';
import { saysTheSame, settledResult } from './publish-notice.ts';
import type { FinalResult } from './result.rules.ts';
import './results.errors.ts';

/**
 * Makes the results final: awards and certificates are written once, and nothing changes them afterwards. With an
 * announcement only when its period is over, every complaint is answered and what was announced is what stands now.
 * @throws AppError competitions.results.no_notice, .period_runs, .complaints_open, .invalidation_open, .notice_outdated, and
 * what {@link settledResult} raises
 */
export async function finaliseResults(k: Kernel, actor: Actor, competitionId: string): Promise<{ awards: number }> {
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'finalise', as: 'organiser', may: organises },
    async (acting) => {
      const { tx, competition, at } = acting;
      const result = await resultToFinalise(acting);
      if (!stageOf(competition.stages, 'announcement'))
        await insertNotice(tx, { competitionId, words: '', at, by: actor.accountId, endsAt: null, result });
      const awards = result.categories.flatMap(({ id, entries }) =>
        entries
          .filter(({ level, chosen }) => result.basis !== 'shown' && (level !== null || chosen))
          .map(({ id: entryId, level, rank, score }) => ({
            ...{ entryId, categoryId: id, level, rank, score },
            levelName: level === null ? '' : (result.levels[level]?.name ?? ''),
          })),
      );
      await insertAwards(tx, competitionId, at, awards);
      const certificates = await issueCertificates(tx, competitionId, at, result);
      if (!(await markFinal(tx, competitionId, at))) fail('competitions.wrong_state', { state: 'final' });
      const stage = stageOf(competition.stages, 'results');
      return {
        ...(stage && { stageId: stage.id }),
        details: { awards: awards.length, certificates },
        result: { awards: awards.length },
      };
    },
  );
}

async function resultToFinalise({ tx, competition, at }: Acting): Promise<FinalResult> {
  if (!stageOf(competition.stages, 'announcement')) return settledResult(tx, competition);
  const notice = await currentNotice(tx, competition.id);
  if (!notice?.endsAt) return fail('competitions.results.no_notice');
  if (at <= notice.endsAt) fail('competitions.results.period_runs', { until: notice.endsAt });
  const open = await countOpenComplaints(tx, competition.id);
  if (open > 0) fail('competitions.results.complaints_open', { count: open });
  const result = await settledResult(tx, competition);
  if (!saysTheSame(notice.result, result)) fail('competitions.results.notice_outdated');
  return result;
}
