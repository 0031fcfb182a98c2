import { type Locale, localised } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { citySettings } from '../../../../kernel/settings/index.ts';

export type PublishedRule = { number: string; title: string };

const ruleLine = /^(\d{1,2})\.\s+\*\*(.+?)\*\*/gm;

/**
 * The rules under which something may be hidden: the numbered lines of the city's published text `rules`, each with its
 * words in bold. A rule that is not published there cannot be named.
 */
export function publishedRules(k: Kernel, locale: Locale): PublishedRule[] {
  const text = k.settings.get(citySettings).texts.rules;
  if (!text) return [];
  return [...localised(text, locale).matchAll(ruleLine)].map(([, number = '', title = '']) => ({
    number,
    title: title.replace(/[。.：:]$/, ''),
  }));
}
