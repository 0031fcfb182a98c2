import {
  dayWords,
  durationWords,
  endOfDay,
  localDate,
  type WorkingCalendar,
  workdayCells,
} from '../../../kernel/time/index.ts';
import { type WorkdayCell, WorkdayCells } from '../../../ui/due.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import type { CaseRow } from '../case.queries.ts';
import { isOpen, nextState } from '../cases.rules.ts';
import type { MatterView } from '../matter/index.ts';
import { returnBar } from './possible-deeds.ts';

function isWholeDay(at: Date, { timeZone }: UiSettings): boolean {
  return endOfDay(localDate(at, timeZone), timeZone).getTime() === at.getTime();
}

/** A moment by which something is due, as people say it: a whole day without its last minute. */
export function untilWords(at: Date, ui: UiSettings): string {
  return dayWords(at, ui.now, ui.timeZone, ui.locale, { time: !isWholeDay(at, ui) });
}

/** Until when: a day is meant with the whole of it, an hour is said to be the last moment. */
function dueWords(at: Date, ui: UiSettings): string {
  const when = untilWords(at, ui);
  return isWholeDay(at, ui) ? when : ui.t('cases.desk.clock.until', { when });
}

/** 期限: every clock of the round with what is left of it. */
export function DeskClocks({ matter }: { matter: MatterView }) {
  const ui = useUi();
  const { row } = matter;
  const cells = isOpen(row.state) ? cellsOf(row, matter.calendar, ui) : [];
  return (
    <>
      <Facts
        ruled
        items={[
          clock(ui, 'sign', row.sign_due_at, row.signed_at),
          row.return_due_at !== null && {
            label: ui.t('cases.desk.clock.return'),
            ...returnWords(matter, ui),
          },
          clock(ui, 'contact', row.contact_due_at, row.contacted_at),
          clock(ui, 'reply', row.due_at, row.reviewed_at),
        ]}
      />
      {cells.length > 0 && <WorkdayCells cells={cells} crowded={cells.length > 8} />}
    </>
  );
}

/** The time within which a return can still be asked for, or why it cannot. */
function returnWords(matter: MatterView, ui: UiSettings): { value: string; end?: string } {
  const { t } = ui;
  const { row } = matter;
  const due = row.return_due_at;
  const bar = returnBar(matter, ui.now);
  if (bar) return { value: t(`cases.desk.clock.return_${bar}`) };
  if (!due || !nextState(row.state, 'request_return')) return { value: t('cases.desk.clock.return_begun') };
  return { value: dueWords(due, ui), end: leftWords(due, ui) };
}

function leftWords(due: Date, { t, now, locale }: UiSettings): string {
  const left = due.getTime() - now.getTime();
  const time = durationWords(left, locale);
  return t(left < 0 ? 'cases.desk.clock.over' : 'cases.desk.clock.left', { time });
}

function clock(ui: UiSettings, what: 'sign' | 'contact' | 'reply', due: Date | null, done: Date | null) {
  if (!due && !done) return null;
  const label = ui.t(`cases.desk.clock.${what}`);
  if (done) {
    const late = due !== null && done > due;
    const when = dayWords(done, ui.now, ui.timeZone, ui.locale, { weekday: false });
    return {
      label,
      value: when,
      end: due ? ui.t(late ? 'cases.desk.clock.late' : 'cases.desk.clock.in_time') : undefined,
    };
  }
  return (
    due && {
      label,
      value: <b>{dueWords(due, ui)}</b>,
      end: leftWords(due, ui),
    }
  );
}

/** One cell a working day; none where the limit counts in hours or reaches beyond the calendar. */
function cellsOf(row: CaseRow, calendar: WorkingCalendar, ui: UiSettings): WorkdayCell[] {
  const from = row.round_opened_at ?? row.accepted_at;
  if (!from || !row.due_at || row.limit_kind === 'emergency' || row.limit_kind === 'utility') return [];
  try {
    const bar = workdayCells({ accepted: from, due: row.due_at, now: ui.now, calendar });
    return bar.cells.flatMap((cell): WorkdayCell[] => {
      const day: WorkdayCell = {
        kind: 'day',
        label: String(cell.day),
        done: cell.done,
        end: cell.due,
        late: cell.late,
        ...(cell.due ? { note: ui.t('cases.desk.clock.reply') } : {}),
      };
      return cell.gap ? [{ kind: 'gap' }, day] : [day];
    });
  } catch (error) {
    if ((error as { code?: string }).code === 'time.calendar_year_missing') return [];
    throw error;
  }
}
