import type { Kernel } from '../../../kernel/kernel.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import {
  dateWords,
  daysBetween,
  durationWords,
  localDate,
  type WorkdayBar as Workdays,
  workdayCells,
} from '../../../kernel/time/index.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import { DueBar, WorkdayBar, type WorkdayCell } from '../../../ui/due.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { uiSettings } from '../../../ui/page-context.ts';
import { Title } from '../../../ui/text.tsx';
import type { Story } from './load-story.ts';

/** The clock of the present round: from when to when, and when it was answered. */
type Clock = { from: Date; due: Date; done: Date | null };

function clockOf({ row, steps }: Story): Clock | null {
  if (!row.due_at || !row.accepted_at) return null;
  if (['declined', 'merged', 'withdrawn', 'ended'].includes(row.state)) return null;
  const again = steps.filter((step) => step.act === 'reopen' || step.act === 'send_back').at(-1);
  const from = row.round > 1 && again ? again.at : row.accepted_at;
  return { from, due: row.due_at, done: row.reviewed_at ?? row.closed_at };
}

/** 答复期限 of a case as a bar; nothing where no clock runs. */
export async function duePart(k: Kernel, ctx: PageContext, story: Story) {
  const clock = clockOf(story);
  if (!clock) return null;
  const { limit_kind } = story.row;
  if (limit_kind === 'emergency' || limit_kind === 'utility') return hourBar(k, ctx, clock);
  const bar = await workdaysBetween(k, clock);
  return bar && dayBar(ctx, bar);
}

/** Years that the calendar does not hold (letters brought in from long ago) have no bar. */
async function workdaysBetween(k: Kernel, { from, due, done }: Clock): Promise<Workdays | null> {
  const calendar = await k.calendar.current();
  try {
    return workdayCells({ accepted: from, due, done, now: k.clock.now(), calendar });
  } catch (error) {
    if ((error as { code?: string }).code === 'time.calendar_year_missing') return null;
    throw error;
  }
}

function dayBar({ t }: PageContext, bar: Workdays) {
  const answered = bar.cells.some((cell) => cell.end) || bar.cells.every((cell) => !cell.today && cell.done);
  const state = bar.late > 0 ? 'late' : answered ? 'used' : 'left';
  const amounts = { used: bar.used, total: bar.total, left: bar.left, late: bar.late };
  const text = t(`cases.public.due.${state}`, amounts);
  const cells: WorkdayCell[] = bar.cells.flatMap((cell): WorkdayCell[] => {
    const note = cell.end
      ? t('cases.public.due.answered_here')
      : cell.due
        ? t('cases.public.due.due_here')
        : cell.today
          ? t('cases.public.due.today_here')
          : undefined;
    const day: WorkdayCell = {
      kind: 'day',
      label: String(cell.day),
      done: cell.done,
      end: cell.end || (cell.today && !cell.due),
      late: cell.late,
      ...(note ? { note } : {}),
    };
    return cell.gap ? [{ kind: 'gap' }, day] : [day];
  });
  const note = bar.daysOff > 0 ? t('cases.public.due.days_off', { n: bar.daysOff }) : undefined;
  return <WorkdayBar id="due" title={t('cases.public.due.title')} text={text} label={text} cells={cells} note={note} />;
}

function hourBar(k: Kernel, ctx: PageContext, { from, due, done }: Clock) {
  const ui = uiSettings(ctx);
  const end = done ?? k.clock.now();
  const late = end > due;
  const state = late ? 'late_by' : done ? 'took' : 'time_left';
  const length = late
    ? end.getTime() - due.getTime()
    : done
      ? end.getTime() - from.getTime()
      : due.getTime() - end.getTime();
  return (
    <DueBar
      id="due"
      title={ctx.t('cases.public.due.title')}
      text={ctx.t(`cases.public.due.${state}`, { duration: durationWords(length, ctx.locale) })}
      share={(end.getTime() - from.getTime()) / Math.max(1, due.getTime() - from.getTime())}
      late={late}
      from={formatDate(from, ui, 'datetime')}
      to={formatDate(due, ui, 'datetime')}
    />
  );
}

/** One thing promised in a reply, as a bar of its own. */
export function PromiseBar({
  k,
  ctx,
  promise,
  id,
}: {
  k: Kernel;
  ctx: PageContext;
  promise: Story['promises'][number];
  id: string;
}) {
  const { t } = ctx;
  const ui = uiSettings(ctx);
  const zone = k.config.TIME_ZONE;
  const made = localDate(promise.madeAt, zone);
  const today = localDate(promise.settledAt ?? k.clock.now(), zone);
  const span = Math.max(1, daysBetween(made, promise.dueOn));
  const left = daysBetween(today, promise.dueOn);
  const late = left < 0 || promise.state === 'broken';
  const text =
    promise.state === 'kept'
      ? t('cases.public.promise.kept', { days: Math.max(0, -left) })
      : promise.state === 'broken'
        ? t('cases.public.promise.broken')
        : t('cases.public.promise.left', { days: left });
  return (
    <DueBar
      id={id}
      title={<Title pieces={wordBreaks(t('cases.public.promise.title', { what: promise.text }))} />}
      text={text}
      share={promise.state === 'kept' ? 1 : daysBetween(made, today) / span}
      late={late && promise.state !== 'kept'}
      from={formatDate(promise.madeAt, ui, 'date')}
      to={dateWords(promise.dueOn, { locale: ctx.locale, today: made, weekday: false })}
    />
  );
}
