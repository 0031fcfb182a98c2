import type { Locale } from './locale.ts';
import { toTraditional } from './traditional.ts';

/** A name stored in several languages. Simplified Chinese is always there; the others may be empty. */
export type LocalisedText = { 'zh-CN': string; 'zh-TW'?: string | null; en?: string | null };

/**
 * A stored name in the language of the page. Traditional Chinese that nobody wrote is converted from the simplified;
 * English that nobody wrote is the Chinese name.
 */
export function localised(text: LocalisedText, locale: Locale): string {
  const written = text[locale];
  if (written) return written;
  return locale === 'zh-TW' ? toTraditional(text['zh-CN']) : text['zh-CN'];
}
