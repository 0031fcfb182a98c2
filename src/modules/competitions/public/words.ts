import { dateWords, localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { type ScoringSettings, type Stage, type StageSettings, scoringKinds } from '../competitions.rules.ts';
import { stageName } from '../stage-name.ts';
import { dayOf, daysLeft, lastDay, type Moment } from './moment.rules.ts';

type Words = Pick<PageContext, 't' | 'locale' | 'timeZone' | 'now'>;

const zoneOf = (ctx: Words) => ctx.timeZone ?? 'Asia/Shanghai';
const nowOf = (ctx: Words) => ctx.now ?? new Date(0);

/** `11 月 16 日—25 日`, `11 月 26 日—12 月 4 日`; one date where it begins and ends on the same day. */
export function stageDates(ctx: Words, stage: Pick<Stage, 'startsAt' | 'endsAt'>): string {
  const zone = zoneOf(ctx);
  const [from, until] = [localDate(stage.startsAt, zone), lastDay(stage, zone)];
  const today = localDate(nowOf(ctx), zone);
  const words = (date: string) => dateWords(date, { locale: ctx.locale, today, weekday: false });
  if (from === until) return words(from);
  const sameMonth = from.slice(0, 7) === until.slice(0, 7);
  if (!sameMonth) return ctx.t('competitions.public.dates', { from: words(from), until: words(until) });
  const day = (date: string) => Number(date.slice(8));
  if (ctx.locale === 'en') return ctx.t('competitions.public.dates', { from: day(from), until: words(until) });
  return ctx.t('competitions.public.dates_month', { from: words(from), day: day(until) });
}

/** 第 4 天，共 10 天 */
export function dayWordsOf(ctx: Words, stage: Stage): string {
  return ctx.t('competitions.public.day_of', dayOf(stage, nowOf(ctx), zoneOf(ctx)));
}

/** 还有 4 天; 今天截止 */
export function leftWords(ctx: Words, stage: Stage): { words: string; soon: boolean } {
  const days = daysLeft(stage, nowOf(ctx), zoneOf(ctx));
  return { words: ctx.t('competitions.public.left', { days }), soon: days <= 3 };
}

/** The first day of a stage in words. */
export function beginWords(ctx: Words, stage: Pick<Stage, 'startsAt'>): string {
  const today = localDate(nowOf(ctx), zoneOf(ctx));
  return dateWords(localDate(stage.startsAt, zoneOf(ctx)), { locale: ctx.locale, today, weekday: false });
}

/** Where a competition stands, in a line: 公众投票，还有 6 天. */
export function momentWords(ctx: Words, moment: Moment): string {
  const { t } = ctx;
  if (moment.is === 'running') {
    const names = moment.stages.map((stage) => stageName(ctx.t, stage)).join(t('competitions.public.and'));
    const [first] = [...moment.stages].sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
    return first ? t('competitions.public.now', { stage: names, left: leftWords(ctx, first).words }) : names;
  }
  if (moment.is === 'waiting')
    return t('competitions.public.next', { stage: stageName(ctx.t, moment.next), from: beginWords(ctx, moment.next) });
  return t(`competitions.public.moment.${moment.is}`);
}

// chinese: shares are said in tenths, as in 三成
const tenths = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

function share({ locale }: Words, weight: number): string {
  const tenth = weight % 10 === 0 ? tenths[weight / 10] : undefined;
  return locale !== 'en' && tenth ? `${tenth}成` : `${weight}%`;
}

type Scoring = Stage<'jury'> | Stage<'pitch'> | Stage<'ballot'>;

/** Stages whose score counts, in their order. */
export function countingStages(stages: readonly Stage[]): Scoring[] {
  return stages.filter(
    (stage): stage is Scoring => scoringKinds.includes(stage.kind) && (stage.settings as { weight: number }).weight > 0,
  );
}

/** 公众投票三成，评审七成; where one stage decides alone, that it does. */
export function weightWords(ctx: Words, stages: readonly Stage[]): string {
  const counting = countingStages(stages);
  const [only] = counting;
  if (!only) return ctx.t('competitions.public.how.chosen');
  if (counting.length === 1) return ctx.t('competitions.public.how.alone', { stage: stageName(ctx.t, only) });
  return counting
    .map((stage) =>
      ctx.t('competitions.public.how.share', {
        stage: stageName(ctx.t, stage),
        share: share(ctx, stage.settings.weight),
      }),
    )
    .join(ctx.t('competitions.public.comma'));
}

function juryWords(ctx: Words, stage: Pick<Stage, 'kind' | 'title'>, settings: ScoringSettings): string[] {
  const { t } = ctx;
  const criteria = settings.criteria
    .map(({ name, weight }) => t('competitions.public.how.criterion', { name, weight }))
    .join(t('competitions.public.list_comma'));
  return [
    t('competitions.public.how.criteria', { stage: stageName(ctx.t, stage), n: settings.criteria.length, criteria }),
    t(`competitions.public.how.${settings.dropExtremes ? 'mean_dropped' : 'mean'}`),
    ...(settings.blind ? [t('competitions.public.how.blind')] : []),
  ];
}

function ballotWords(ctx: Words, settings: StageSettings['ballot'], weight: number): string[] {
  const { t } = ctx;
  const { form, most, scope, per, times, changeable, live } = settings;
  return [
    // keys: competitions.public.ballot.who.*
    t(`competitions.public.ballot.who.${settings.who}`),
    t(`competitions.public.ballot.${form}_${scope}`, { most }),
    t(`competitions.public.ballot.per_${per}`, { times }),
    ...(changeable ? [t('competitions.public.ballot.changeable')] : []),
    // keys: competitions.public.ballot.live.*
    t(`competitions.public.ballot.live.${live}`),
    ...(weight > 0 ? [t('competitions.public.how.votes')] : []),
  ];
}

/** Everything that is said of how entries come to their place, a sentence each. */
export function howWords(ctx: Words, stages: readonly Stage[]): string[] {
  const { t } = ctx;
  const counting = countingStages(stages);
  const said: string[] = [];
  if (counting.length > 1) {
    const sum = counting
      .map((stage) =>
        t('competitions.public.how.term', { stage: stageName(ctx.t, stage), weight: stage.settings.weight }),
      )
      .join(' + ');
    said.push(t('competitions.public.how.sum', { sum }));
  }
  for (const stage of stages) {
    if (stage.kind === 'jury' || stage.kind === 'pitch') said.push(...juryWords(ctx, stage, stage.settings));
    if (stage.kind === 'ballot') said.push(...ballotWords(ctx, stage.settings, stage.settings.weight));
    const { advances } = stage.settings as { advances?: number | null };
    if (advances) said.push(t('competitions.public.how.advances', { stage: stageName(ctx.t, stage), n: advances }));
  }
  if (counting.length > 0) said.push(t('competitions.public.how.ties'));
  for (const stage of stages)
    if (stage.kind === 'announcement')
      said.push(t('competitions.public.how.announcement', { days: stage.settings.workdays }));
  return said;
}

/** Language of what organisers and entrants wrote, on a page in another one. */
export function writtenIn(ctx: Pick<PageContext, 'locale'>): string | undefined {
  return ctx.locale === 'en' ? 'zh-Hans' : undefined;
}
