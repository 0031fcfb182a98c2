import type { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { caseBooks } from '../public/case-books.ts';
import { type Figures, rateNames, ratesOf } from '../statistics/figures.rules.ts';
import { loadFigures } from '../statistics/load-figures.ts';
import { requireCodes } from './read-cases.ts';
import type { statistics, statisticsQuery } from './schemas.ts';

/** Figures and rates of a period. @throws AppError kernel.invalid for codes and days that do not fit */
export async function readFigures(
  k: Kernel,
  query: z.output<typeof statisticsQuery>,
  locale: Locale,
): Promise<z.input<typeof statistics>> {
  const books = await caseBooks(k);
  requireCodes(books, query);
  const { from, until } = query;
  if ((from === undefined) !== (until === undefined) || (from && until && from > until))
    failFields({ until: { key: 'cases.api.days_wrong' } });
  const { lang: _, ...asked } = query;
  const view = await loadFigures(k, { period: undefined, ...asked } as never, locale);
  const codeOf = (key: string | null) => {
    if (view.by === 'department') return books.departments.get(key)?.code ?? null;
    if (view.by === 'district') return books.districts.get(key)?.code ?? null;
    return key;
  };
  return {
    from: view.filter.from,
    until: view.filter.until,
    by: view.by,
    total: view.total,
    rates: ratesIn(view.total),
    rows: view.rows.map((row) => ({
      code: codeOf(row.key),
      name: row.name,
      counts: row.figures,
      rates: ratesIn(row.figures),
    })),
  };
}

function ratesIn(figures: Figures) {
  const rates = ratesOf(figures);
  return rateNames.map((name) => rates[name]);
}
