import type { Locale } from './locale.ts';

function cached<Format>(make: (locale: Locale) => Format): (locale: Locale) => Format {
  const made = new Map<Locale, Format>();
  return (locale) => {
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}

const decimals = cached((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
const shares = cached(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const conjunctions = cached((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** A number with grouping, at most two decimals: `12,345.67`. */
export function number(value: number, locale: Locale): string {
  return decimals(locale).format(value);
}

/**
 * A share with one decimal, `92.3%`; `—` where there is nothing to divide by. 100.0% and 0.0% are said only of all and
 * of none: what would round to them is `>99.9%` and `<0.1%`.
 */
export function percent(numerator: number, denominator: number, locale: Locale): string {
  if (denominator === 0) return '—';
  const share = numerator / denominator;
  const format = shares(locale);
  if (share < 1 && share > 0.999) return `>${format.format(0.999)}`;
  if (share > 0 && share < 0.001) return `<${format.format(0.001)}`;
  return format.format(share);
}

/** `甲、乙和丙`, `A, B, and C`. */
export function list(items: Iterable<string>, locale: Locale): string {
  return conjunctions(locale).format(items);
}
