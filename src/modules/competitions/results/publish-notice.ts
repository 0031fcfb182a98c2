import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Db } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { dateWords, localDate, type WorkingCalendar } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import type { Competition } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { type Stage, stageOf } from '../competitions.rules.ts';
import { countOpenObjections } from '../screening/objection.queries.ts';
import { optionalWords } from '../screening/typed.ts';
import { finalResult } from './final-result.ts';
import { countOpenInvalidations, currentNotice, insertNotice, insertPublicNote } from './notice.queries.ts';
import type { FinalResult } from './result.rules.ts';
import './results.errors.ts';

/** Name of the job that comes when a notice has stood its time. */
export const noticeOverJob = 'competitions.notice_over';

export const publishInput = z.object({ words: optionalWords(4000) });
export type PublishInput = z.input<typeof publishInput>;

/**
 * The end of a notice that is published now: the end of the last of its working days, or of the stage where people were
 * told a later day. Stored with the notice: it stays as told whatever becomes of the calendar.
 */
export function noticeEnds(at: Date, stage: Stage<'announcement'>, calendar: WorkingCalendar): Date {
  const counted = calendar.addWorkingDays(at, stage.settings.workdays);
  return new Date(Math.max(counted.getTime(), stage.endsAt.getTime()));
}

/** Whether two results say the same; a notice keeps its result as JSON. */
export function saysTheSame(a: FinalResult, b: FinalResult): boolean {
  const plain = (result: FinalResult) => JSON.parse(JSON.stringify(result)) as unknown;
  return isDeepStrictEqual(plain(a), plain(b));
}

/**
 * The result, where nothing is missing any more that it rests on.
 * @throws AppError competitions.results.not_complete, .objections_open, .invalidation_open, .none_chosen
 */
export async function settledResult(db: Db, competition: Competition): Promise<FinalResult> {
  const result = await finalResult(db, competition);
  const screening = stageOf(competition.stages, 'screening');
  if (!result.complete || (screening && screening.closedAt === null)) fail('competitions.results.not_complete');
  const objections = await countOpenObjections(db, competition.id);
  if (objections > 0) fail('competitions.results.objections_open', { count: objections });
  if ((await countOpenInvalidations(db, competition.id)) > 0) fail('competitions.results.invalidation_open');
  const isEmpty = result.categories.every(({ entries }) => entries.every(({ chosen }) => !chosen));
  if (result.basis === 'chosen' && isEmpty) fail('competitions.results.none_chosen');
  return result;
}

/**
 * Announces the results with their whole calculation; complaints are taken until the period is over. Published anew, which
 * is possible only where something changed, the period begins again and a public note says so.
 */
export async function publishNotice(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: PublishInput,
): Promise<{ version: number; endsAt: Date }> {
  const { words } = publishInput.parse(given);
  const calendar = await k.calendar.current();
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'publish_notice', as: 'organiser', may: organises },
    async ({ tx, competition, at }) => {
      const stage = stageOf(competition.stages, 'announcement') ?? fail('competitions.results.no_announcement');
      if (at < stage.startsAt) fail('competitions.too_early');
      const result = await settledResult(tx, competition);
      const before = await currentNotice(tx, competitionId);
      if (before && saysTheSame(before.result, result)) fail('competitions.results.nothing_new');
      const endsAt = noticeEnds(at, stage, calendar);
      const version = await insertNotice(tx, { competitionId, words, at, by: actor.accountId, endsAt, result });
      // Pages that are kept say until when complaints are taken.
      await k.jobs.send(tx, noticeOverJob, { competitionId }, { startAfter: new Date(endsAt.getTime() + 1) });
      if (before) await insertPublicNote(tx, competitionId, at, noteText(k, version, endsAt, words));
      return { stageId: stage.id, details: { version, endsAt }, result: { version, endsAt } };
    },
  );
}

/** Notes are kept as they were written, in the language of the city. */
function noteText(k: Kernel, version: number, endsAt: Date, words: string): string {
  const until = dateWords(localDate(endsAt, k.config.TIME_ZONE), { locale: 'zh-CN' });
  const text = k.i18n.t('zh-CN')('competitions.results.note_anew', { version, until });
  return `${text}${words && `\n${words}`}`.slice(0, 2000);
}
