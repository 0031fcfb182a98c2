import { z } from 'zod';

/** One line as people type it: without controls and invisible characters, spaces as one. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** @param missing message key said where it is left empty */
export function lineOf(longest: number, missing: string) {
  return z.string(missing).transform(oneLine).pipe(z.string().min(1, missing).max(longest, 'people.admin.too_long'));
}

export function optionalLine(longest: number) {
  return z.string().default('').transform(oneLine).pipe(z.string().max(longest, 'people.admin.too_long'));
}
