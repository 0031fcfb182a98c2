import type { Locale } from '../../../kernel/i18n/index.ts';
import { formatRate } from '../../../ui/rings.tsx';
import { type Measure, rates, type Shown } from './feedback.rules.ts';

// keys: liaison.feedback.measure.*, liaison.feedback.rate.*

type T = (key: string, params?: Record<string, unknown>) => string;

/** A figure, or that it is too small to show. */
export function figureWords(value: number | null, t: T): string {
  return value === null ? t('liaison.feedback.hidden') : String(value);
}

/** Each rate with what it counts, of what, and what was left out; where one of them is hidden the rate is too. */
export function rateLines(shown: Shown, t: T, locale: Locale): { label: string; value: string; how: string }[] {
  const words = (key: Measure) =>
    t('liaison.feedback.counts', { what: t(`liaison.feedback.measure.${key}`), n: figureWords(shown[key], t) });
  return rates.map((rate) => {
    const [part, whole] = [shown[rate.part], shown[rate.whole]];
    const excluded = rate.excluded.map(words).join(t('liaison.exchange.and'));
    return {
      label: t(`liaison.feedback.rate.${rate.key}`),
      value: part === null || whole === null ? t('liaison.feedback.hidden_rate') : formatRate(part, whole, locale),
      how: [
        `${words(rate.part)} ÷ ${words(rate.whole)}`,
        excluded && t('liaison.feedback.left_out', { what: excluded }),
      ]
        .filter(Boolean)
        .join(t('liaison.feedback.semicolon')),
    };
  });
}
