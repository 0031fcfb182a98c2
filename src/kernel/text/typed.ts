// What cannot be seen goes before characters are composed: it may stand between a letter and its accent.
const invisible = /\p{Cf}+/gu;

/** One line as people type it: without controls and invisible characters, spaces as one. */
export function typedLine(text: string): string {
  return text
    .replace(invisible, '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** Several lines as people type them: ends of lines as one, other controls as spaces. */
export function typedText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .trim();
}

/** Several lines without invisible characters as well. */
export function visibleText(text: string): string {
  return typedText(text.replace(invisible, ''));
}
