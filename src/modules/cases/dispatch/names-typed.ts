import { type Pinyin, pinyinOf } from '../../../kernel/text/index.ts';
import type { Book, Department } from '../../people/index.ts';
import type { Category } from '../category-book.ts';

/** What somebody typed names one entry, several, or none. */
export type Typed<Entry> = { found: Entry } | { several: Entry[] } | { none: true };

type Known = { id: string; words: string[]; pinyin: Pinyin[] };
const known = new WeakMap<Book<never>, Known[]>();

/** The pinyin of 108 departments takes some milliseconds: once a book. */
function indexOf(book: Book<Department> | Book<Category>): Known[] {
  let index = known.get(book as Book<never>);
  if (!index) {
    index = book.all.filter(({ active }) => active).map(entryOf);
    known.set(book as Book<never>, index);
  }
  return index;
}

function entryOf(entry: Department | Category): Known {
  const names = [entry.name, ...('shortName' in entry ? [entry.shortName] : [])];
  const words = names.flatMap((name) => [name['zh-CN'], name['zh-TW'] ?? '', name.en ?? '']).filter(Boolean);
  const chinese = names.map((name) => name['zh-CN']);
  return { id: entry.id, words: [entry.code, ...words].map(plain), pinyin: chinese.map(pinyinOf) };
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/**
 * A department or category by what was typed: its id, code or name, the beginning of its code, its pinyin or their
 * initials, or a part of its name, whichever first leaves one.
 */
function resolve<Entry extends Department | Category>(book: Book<Entry>, text: string): Typed<Entry> {
  const byId = book.get(text.trim());
  if (byId?.active) return { found: byId };
  // A list's suggestion carries the code before the name.
  const [first = ''] = text.trim().split(/\s+/);
  const wanted = plain(text);
  if (wanted === '') return { none: true };
  const byCode = book.byCode(first);
  if (byCode?.active && (first === text.trim() || /^\d+$/.test(first))) return { found: byCode };
  const index = indexOf(book as unknown as Book<Department>);
  const tests: ((entry: Known) => boolean)[] = [
    ({ words }) => words.includes(wanted),
    ({ pinyin }) => pinyin.some(({ initials, full }) => initials === wanted || full === wanted),
    ({ words, pinyin }) =>
      words.some((word) => word.includes(wanted)) ||
      (/^[a-z]{2,}$/.test(wanted) &&
        pinyin.some(({ initials, full }) => initials.includes(wanted) || full.startsWith(wanted))),
  ];
  for (const test of tests) {
    const found = index.filter(test).flatMap(({ id }) => book.get(id) ?? []);
    if (found.length === 1) return { found: found[0] as Entry };
    if (found.length > 1) return { several: found };
  }
  return { none: true };
}

/** A department by name, short name, code, or pinyin initials. */
export function departmentTyped(book: Book<Department>, text: string): Typed<Department> {
  return resolve(book, text);
}

/** A category by code, name or words of it. */
export function categoryTyped(book: Book<Category>, text: string): Typed<Category> {
  return resolve(book, text);
}

/** Several names in one line, set apart by marks or line breaks. */
export function splitNames(text: string): string[] {
  return text
    .split(/[,;\n\u3001\uff0c\uff1b]+/)
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(0, 20);
}

export type Suggested = { value: string; label: string };

/** For a datalist: the name, found by its initials too. */
export function departmentSuggestions(book: Book<Department>, name: (entry: Department) => string): Suggested[] {
  const initials = new Map(
    indexOf(book).map(({ id, pinyin }) => [id, pinyin[1]?.initials ?? pinyin[0]?.initials ?? '']),
  );
  return book.all
    .filter(({ active }) => active)
    .map((entry) => ({ value: name(entry), label: `${name(entry)} ${initials.get(entry.id) ?? ''}` }));
}

/** For a datalist: categories that nothing is below, by code and name. */
export function categorySuggestions(book: Book<Category>, name: (entry: Category) => string): Suggested[] {
  const parents = new Set(book.all.map(({ parentId }) => parentId));
  return book.all
    .filter(({ active, id }) => active && !parents.has(id))
    .map((entry) => {
      const parent = book.get(entry.parentId);
      return {
        value: `${entry.code} ${name(entry)}`,
        label: parent ? `${name(parent)} › ${name(entry)}` : name(entry),
      };
    });
}
