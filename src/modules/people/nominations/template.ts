import { xlsxSheets } from '../../../kernel/export/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { categories } from '../register/register.rules.ts';
import { batchFields, batchHeading } from './read-batch.ts';

/** An empty table of nominees to fill in, as XLSX: the columns, and a sheet with the codes of categories. */
export function batchTemplate(k: Kernel, locale: Locale): Buffer {
  const t = k.i18n.t(locale);
  const widths: Record<string, number> = { words: 60, categories: 28, email: 26 };
  return xlsxSheets(
    [
      {
        name: t('people.nominations.template.sheet'),
        widths: batchFields.map((field) => widths[field] ?? 18),
        rows: [batchFields.map((field) => batchHeading(k, field, locale))],
      },
      {
        name: t('people.nominations.template.codes'),
        widths: [22, 44],
        rows: [
          [t('people.nominations.template.code'), t('people.nominations.template.category')],
          ...categories.map((code) => [code, t(`people.register.category.${code}`)]),
        ],
      },
    ],
    k.config.TIME_ZONE,
  );
}
