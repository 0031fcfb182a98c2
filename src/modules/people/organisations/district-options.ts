import { type Locale, localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { districtBook } from '../books.ts';

/** Districts to choose from, in the reader's language. */
export async function districtOptions(k: Kernel, locale: Locale): Promise<{ value: string; label: string }[]> {
  return (await districtBook(k)).all.map(({ id, name }) => ({ value: id, label: localised(name, locale) }));
}
