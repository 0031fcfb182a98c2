import { type Locale, number } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { T } from '../../../ui/page-context.ts';
import type { RateFigure } from '../../../ui/rings.tsx';
import { departmentBook, districtBook } from '../../people/index.ts';
import { type Dimension, figuresAtOnce } from './figures.queries.ts';
import { type Figures, type PublishedRate, rateNames, ratesOf } from './figures.rules.ts';
import { type Asked, askedFor, type FiguresQuery, timeStep } from './period.ts';

export type NamedFigures = { key: string | null; name: string; href: string | null; figures: Figures };
export type FiguresView = Asked & {
  query: FiguresQuery;
  total: Figures;
  rows: NamedFigures[];
  overTime: { step: 'day' | 'month'; rows: NamedFigures[] };
};

/** Departments and districts are asked for by their codes, which stay the same everywhere. */
export async function loadFigures(k: Kernel, query: FiguresQuery, locale: Locale): Promise<FiguresView> {
  const [departments, districts] = await Promise.all([departmentBook(k), districtBook(k)]);
  const ids = { department: departments.byCode(query.department)?.id, district: districts.byCode(query.district)?.id };
  const asked = askedFor(query, k.clock.now(), k.config.TIME_ZONE, ids);
  const step = timeStep(asked.filter);
  const { total, by: rows, overTime } = await figuresAtOnce(k.db, asked.filter, asked.by, step);
  const t = k.i18n.t(locale);
  const name = (dimension: Dimension, key: string | null): string => {
    if (key === null) return t(`cases.statistics.none.${dimension === 'district' ? 'district' : 'department'}`);
    if (dimension === 'department') return departments.name(key, locale);
    if (dimension === 'district') return districts.name(key, locale);
    return dimension === 'channel' || dimension === 'kind' ? t(`cases.${dimension}.${key}`) : key;
  };
  const href = (dimension: Dimension, key: string | null): string | null => {
    if (key === null || dimension === 'day' || dimension === 'month') return null;
    const code =
      dimension === 'department'
        ? departments.get(key)?.code
        : dimension === 'district'
          ? districts.get(key)?.code
          : key;
    return code ? `/cases?${dimension}=${encodeURIComponent(code)}` : null;
  };
  const named = (dimension: Dimension, list: typeof rows): NamedFigures[] =>
    list.map(({ key, figures }) => ({ key, name: name(dimension, key), href: href(dimension, key), figures }));
  return { ...asked, query, total, rows: named(asked.by, rows), overTime: { step, rows: named(step, overTime) } };
}

/** A rate in words, with numerator, denominator and what was left out. */
export function rateInWords(rate: PublishedRate, t: T, locale: Locale): RateFigure {
  const excluded = rate.excluded.map(({ why, n }) => t(`cases.statistics.excluded.${why}`, { n: number(n, locale) }));
  return {
    label: t(`cases.statistics.rate.${rate.name}`),
    numerator: rate.numerator,
    denominator: rate.denominator,
    numeratorLabel: t(`cases.statistics.numerator.${rate.name}`),
    denominatorLabel: t(`cases.statistics.denominator.${rate.name}`),
    ...(excluded.length > 0 ? { excluded: excluded.join(t('cases.statistics.excluded.and')) } : {}),
  };
}

/** All five rates in words. */
export function ratesInWords(figures: Figures, t: T, locale: Locale): RateFigure[] {
  const rates = ratesOf(figures);
  return rateNames.map((name) => rateInWords(rates[name], t, locale));
}
