import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageTable } from './i18n.ts';
import { type Locale, locales } from './locale.ts';

/** Reads the tables the build has made (`dist/messages/<locale>.json`). Throws, naming the file, when one is missing. */
export function loadMessages(dir: string): Record<Locale, MessageTable> {
  const read = (locale: Locale): MessageTable => JSON.parse(readFileSync(join(dir, `${locale}.json`), 'utf8'));
  return Object.fromEntries(locales.map((locale) => [locale, read(locale)])) as Record<Locale, MessageTable>;
}
