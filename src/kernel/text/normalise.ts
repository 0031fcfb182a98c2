import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | undefined;

/**
 * Traditional Chinese (Taiwan, with its own phrases) to simplified Chinese. Simplified text passes unchanged.
 */
function toSimplified(text: string): string {
  // The table takes some milliseconds to build, so a process that never reads Chinese text does not pay for it.
  convert ??= Converter({ from: 'twp', to: 'cn' });
  return convert(text);
}

/**
 * The one form in which text is compared and searched: NFKC, lower case, simplified Chinese, control characters
 * and lone surrogates turned into spaces. The same for what is stored and for what is asked, never for display.
 */
export function normaliseText(text: string): string {
  return toSimplified(text.toWellFormed().normalize('NFKC').toLowerCase()).replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, ' ');
}
