import type { Locale } from '../../kernel/i18n/index.ts';
import { dateWords, daysBetween, type LocalDate } from '../../kernel/time/index.ts';
import { type ConsultationState, periodDays, statusOn } from './consultations.rules.ts';

type Ui = { t: (key: string, params?: Record<string, unknown>) => string; locale: string };
type Period = { state: ConsultationState; startsOn: LocalDate; endsOn: LocalDate };

/** A day as a page says it: 12月3日. */
export function dayWordsOf({ locale }: Pick<Ui, 'locale'>, day: LocalDate, today: LocalDate): string {
  return dateWords(day, { locale: locale as Locale, today, weekday: false });
}

/** 11月1日至11月30日，共 30 天. */
export function periodWords(ui: Ui, { startsOn, endsOn }: Period, today: LocalDate): string {
  const [from, to] = [startsOn, endsOn].map((day) => dayWordsOf(ui, day, today));
  return ui.t('consultations.period', { from, to, days: periodDays(startsOn, endsOn) });
}

/** What matters of it on a day: 还有 4 天, 12 天后开始; undefined: nothing is left of it. */
export function leftWords({ t }: Ui, period: Period, today: LocalDate): { words: string; soon: boolean } | undefined {
  const status = statusOn(period, today);
  if (status === 'not_started')
    return { words: t('consultations.starts_in', { days: daysBetween(today, period.startsOn) }), soon: false };
  if (status !== 'running') return undefined;
  // The last day itself counts.
  const days = daysBetween(today, period.endsOn) + 1;
  return { words: t('consultations.left', { days }), soon: days <= 5 };
}
