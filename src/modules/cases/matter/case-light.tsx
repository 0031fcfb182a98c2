import { durationWords, endOfDay, localDate, type WorkingCalendar } from '../../../kernel/time/index.ts';
import { formatDate } from '../../../ui/date-time.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { type UiSettings, useUi } from '../../../ui/page-context.ts';
import { type CaseSignal, caseSignal } from './case-signal.ts';

/** The signal of a case in words: 余 1 小时 53 分, 11 月 26 日答复, 已等 27 分钟. */
export function CaseLight(p: { row: Parameters<typeof caseSignal>[0]; calendar: WorkingCalendar }) {
  const ui = useUi();
  const signal = caseSignal(p.row, ui.now, p.calendar);
  if (signal.what === 'done') return null;
  return (
    <SignalLight level={signal.level}>
      {p.row.urgent && ui.t('cases.matter.light.urgent')}
      {signalWords(signal, ui)}
    </SignalLight>
  );
}

/** What is left, or over, or how long it has waited. */
export function signalWords(signal: CaseSignal, ui: UiSettings): string {
  const { t, now, locale, timeZone } = ui;
  if (!signal.at) return '';
  const left = signal.at.getTime() - now.getTime();
  const time = durationWords(left, locale);
  if (signal.what === 'waiting') return t('cases.matter.light.waiting', { time });
  const wholeDay = endOfDay(localDate(signal.at, timeZone), timeZone).getTime() === signal.at.getTime();
  if (left < 0) return t(signal.what === 'sign' ? 'cases.matter.light.sign_over' : 'cases.matter.light.over', { time });
  if (wholeDay) return t('cases.matter.light.by_day', { day: formatDate(signal.at, ui, 'date') });
  return t(signal.what === 'sign' ? 'cases.matter.light.sign_left' : 'cases.matter.light.left', { time });
}
