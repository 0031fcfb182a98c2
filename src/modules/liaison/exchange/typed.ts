import { z } from 'zod';
import { isLocalDate } from '../../../kernel/time/index.ts';

/** Several lines as people type them: without controls, ends of lines as one. @param missing said where nothing is left */
export function textOf(longest: number, missing: string) {
  return z
    .string(missing)
    .transform(plainText)
    .pipe(z.string().min(1, missing).max(longest, 'liaison.exchange.field.too_long'));
}

export function optionalText(longest: number) {
  return z.string().default('').transform(plainText).pipe(z.string().max(longest, 'liaison.exchange.field.too_long'));
}

function plainText(typed: string): string {
  return typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
}

/** A day of a date field, `YYYY-MM-DD`, in a year that people plan for. */
export const dayOf = z
  .string('liaison.exchange.field.day_missing')
  .trim()
  .refine(
    (text) => isLocalDate(text) && text >= '2000-01-01' && text <= '2199-12-31',
    'liaison.exchange.field.day_missing',
  );
