import { type Locale, type LocalisedText, localised } from '../../kernel/i18n/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { allDepartments, allDistricts, type Department, type District } from './books.queries.ts';

/** Small tables that nearly every page names something from: kept in memory, read anew when one was edited. */
export class Book<Entry extends { id: string; code: string; name: LocalisedText }> {
  readonly all: readonly Entry[];
  readonly #byId: Map<string, Entry>;
  readonly #byCode: Map<string, Entry>;

  constructor(entries: readonly Entry[]) {
    this.all = entries;
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]));
    this.#byCode = new Map(entries.map((entry) => [entry.code, entry]));
  }

  get(id: string | null | undefined): Entry | undefined {
    return id ? this.#byId.get(id) : undefined;
  }

  byCode(code: string | null | undefined): Entry | undefined {
    return code ? this.#byCode.get(code) : undefined;
  }

  /** The entry's name in the language of the page; empty for none. */
  name(id: string | null | undefined, locale: Locale): string {
    const entry = this.get(id);
    return entry ? localised(entry.name, locale) : '';
  }
}

type Shelf = Map<string, Promise<Book<never>>>;
const shelves = new WeakMap<Kernel, Shelf>();

/**
 * A book that is read once a process and again after `forgetBooks`. Modules keep their own small tables (categories) in
 * it too.
 * @param name unique; `load` reads all entries
 */
export function keepBook<Entry extends { id: string; code: string; name: LocalisedText }>(
  k: Kernel,
  name: string,
  load: () => Promise<Entry[]>,
): Promise<Book<Entry>> {
  const shelf: Shelf = shelves.get(k) ?? new Map();
  shelves.set(k, shelf);
  let book = shelf.get(name) as Promise<Book<Entry>> | undefined;
  if (!book) {
    book = load().then((entries) => new Book(entries));
    shelf.set(name, book as unknown as Promise<Book<never>>);
    book.catch(() => shelf.delete(name));
  }
  return book;
}

export function departmentBook(k: Kernel): Promise<Book<Department>> {
  return keepBook(k, 'departments', () => allDepartments(k.db));
}

export function districtBook(k: Kernel): Promise<Book<District>> {
  return keepBook(k, 'districts', () => allDistricts(k.db));
}

/** Call after editing departments, districts or another kept table: drops the books here and in every other process. */
export async function forgetBooks(k: Kernel): Promise<void> {
  shelves.get(k)?.clear();
  await k.live.publish('people.books');
}

/** Hears of books that another process edited. */
export function wireBooks(k: Kernel): void {
  k.live.on('people.books', () => {
    shelves.get(k)?.clear();
    k.cache.clear();
  });
  k.live.onReconnect(() => shelves.get(k)?.clear());
}
