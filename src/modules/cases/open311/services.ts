import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Book, districtBook } from '../../people/index.ts';
import type { LimitKind } from '../cases.rules.ts';
import { casesSettings } from '../cases.settings.ts';
import { type Category, categoryBook, categoryPath } from '../category-book.ts';

/** Code of the service for letters that have no category yet. */
export const generalService = 'general';

export type Service = {
  service_code: string;
  service_name: string;
  description: string;
  metadata: boolean;
  type: 'realtime';
  keywords: string;
  group: string;
};

/** What can be asked for: the active categories under which there is none finer, and one for whatever fits none. */
export async function listServices(k: Kernel, locale: Locale): Promise<Service[]> {
  const book = await categoryBook(k);
  const t = k.i18n.t(locale);
  const parents = new Set(book.all.filter((entry) => entry.active).map((entry) => entry.parentId));
  const leaves = book.all.filter((entry) => isActive(book, entry) && !parents.has(entry.id));
  const services = leaves.map((entry) => serviceOf(book, entry, locale, (limit) => limitWords(k, limit, locale)));
  const general = t('cases.open311.general');
  return [
    ...services,
    {
      service_code: generalService,
      service_name: general,
      description: t('cases.open311.general_text'),
      metadata: true,
      type: 'realtime',
      keywords: general,
      group: general,
    },
  ];
}

/** A category under one that is no longer in use is not in use either. */
function isActive(book: Book<Category>, entry: Category): boolean {
  return categoryPath(book, entry.id).every((step) => step.active);
}

/** How soon letters of a limit are answered. */
export function limitWords(k: Kernel, limit: LimitKind, locale: Locale): string {
  const { amount } = k.settings.get(casesSettings).limits[limit];
  return k.i18n.t(locale)(`cases.limit.${limit}`, { amount });
}

function serviceOf(
  book: Book<Category>,
  entry: Category,
  locale: Locale,
  words: (limit: LimitKind) => string,
): Service {
  const names = categoryPath(book, entry.id).map((step) => book.name(step.id, locale));
  const limit = entry.limitKind ? ` (${words(entry.limitKind)})` : '';
  return {
    service_code: entry.code,
    service_name: names.at(-1) ?? entry.code,
    description: `${names.join(' / ')}${limit}`,
    metadata: true,
    type: 'realtime',
    keywords: [...new Set(names)].join(','),
    group: names[0] ?? entry.code,
  };
}

type Choice = { key: string; name: string };
export type Attribute = {
  variable: boolean;
  code: string;
  datatype: 'string' | 'singlevaluelist';
  required: boolean;
  datatype_description: string;
  order: number;
  description: string;
  values?: Choice[];
};

/** The questions that go with every service; null where there is no such service. */
export async function serviceDefinition(
  k: Kernel,
  code: string,
  locale: Locale,
): Promise<{ service_code: string; attributes: Attribute[] } | null> {
  const [categories, districts] = await Promise.all([categoryBook(k), districtBook(k)]);
  const category = categories.byCode(code);
  if (code !== generalService && !(category && isActive(categories, category))) return null;
  const t = k.i18n.t(locale);
  const question = (order: number, code: string, values?: Choice[]): Attribute => ({
    variable: true,
    code,
    datatype: values ? 'singlevaluelist' : 'string',
    required: false,
    datatype_description: t(`cases.open311.attribute.${code.toLowerCase()}_how`),
    order,
    description: t(`cases.open311.attribute.${code.toLowerCase()}`),
    ...(values ? { values } : {}),
  });
  const kinds = k.settings.get(casesSettings).kinds.map((kind) => ({ key: kind, name: t(`cases.kind.${kind}`) }));
  const places = districts.all.map((district) => ({ key: district.code, name: districts.name(district.id, locale) }));
  const yesNo = ['no', 'yes'].map((key) => ({ key, name: t(`cases.open311.${key}`) }));
  return {
    service_code: code,
    attributes: [
      question(1, 'TITLE'),
      question(2, 'KIND', kinds),
      ...(places.length > 0 ? [question(3, 'DISTRICT', places)] : []),
      question(4, 'CONFIDENTIAL', yesNo),
    ],
  };
}
