/** field → heading of the table */
export type ColumnMapping<F extends string> = Partial<Record<F, string>>;

const plain = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-（）()：:*/]/g, '');

/** How a heading may be known: whole, or, of one below a merged cell (`联系方式 / 手机`), by its last part. */
const saidAs = (heading: string): string[] => [plain(heading), plain(heading.split(' / ').at(-1) ?? '')];

/**
 * Which column is which field, by headings that are known; compared without spaces and marks, in small letters. A heading
 * that is known whole goes before one of which only the last part is.
 * @param given decides where it names a heading; an empty text says that there is no such column
 */
export function recogniseColumns<F extends string>(
  headers: readonly string[],
  known: Record<F, readonly string[]>,
  given: ColumnMapping<F> = {},
): ColumnMapping<F> {
  const mapping: ColumnMapping<F> = {};
  const taken = new Set<string>(Object.values<string | undefined>(given).filter((name) => name !== undefined));
  const open: F[] = [];
  for (const field of Object.keys(known) as F[]) {
    const named = given[field];
    if (named !== undefined) {
      if (named !== '') mapping[field] = named;
      continue;
    }
    open.push(field);
  }
  for (const part of [0, 1] as const)
    for (const field of open.filter((each) => mapping[each] === undefined)) {
      const names = known[field].map(plain);
      const found = headers.find((header) => !taken.has(header) && names.includes(saidAs(header)[part] ?? ''));
      if (found === undefined) continue;
      mapping[field] = found;
      taken.add(found);
    }
  return mapping;
}

/** What is wrong with a mapping: fields that are needed and missing, headings that the table does not have. */
export function columnProblems<F extends string>(
  headers: readonly string[],
  mapping: ColumnMapping<F>,
  needed: readonly F[],
): { missing: F[]; unknown: string[] } {
  return {
    missing: needed.filter((field) => !mapping[field]),
    unknown: Object.values<string | undefined>(mapping).filter(
      (heading): heading is string => heading !== undefined && !headers.includes(heading),
    ),
  };
}

/** A cell as a person reads it: one line, without controls. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u200B-\u200D\uFEFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
