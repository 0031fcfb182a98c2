import { type Locale, localised } from '../i18n/index.ts';
import { citySettings } from './city.ts';
import type { Settings } from './settings.ts';

export type PublishedRule = { number: string; title: string };

const ruleLine = /^(\d{1,2})\.\s+\*\*(.+?)\*\*/gm;

/**
 * The rules under which something may be hidden: the numbered lines of the city's published text `rules`, each with its
 * words in bold. A rule that is not published there cannot be named.
 */
export function publishedRules({ settings }: { settings: Settings }, locale: Locale): PublishedRule[] {
  const text = settings.get(citySettings).texts.rules;
  if (!text) return [];
  return [...localised(text, locale).matchAll(ruleLine)].map(([, number = '', title = '']) => ({
    number,
    title: title.replace(/[。.：:]$/, ''),
  }));
}
