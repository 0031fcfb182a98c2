import { z } from 'zod';

/** Text as people type it: well formed, without control characters, line ends as \n. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

/** Nothing at all is asked for; a little is asked to be more. */
function lengthOf(least: number, most: number) {
  return z
    .string()
    .min(Math.min(least, 1), 'liaison.field.needed')
    .min(least, 'liaison.field.too_short')
    .max(most, 'liaison.field.too_long');
}

/** One line of at least and at most so many characters. */
export function line(least: number, most: number) {
  return z
    .string({ error: 'liaison.field.needed' })
    .default('')
    .transform((text) => clean(text).replace(/\s+/g, ' '))
    .pipe(lengthOf(least, most));
}

/** Several lines of at least and at most so many characters. */
export function lines(least: number, most: number) {
  return z.string({ error: 'liaison.field.needed' }).default('').transform(clean).pipe(lengthOf(least, most));
}

/** A number from a form; nothing given is null. */
export function wholeNumber(least: number, most: number, wrong: string) {
  return z
    .preprocess(
      (value) => (value === '' ? null : value),
      z.coerce.number({ error: wrong }).int(wrong).min(least, wrong).max(most, wrong).nullable(),
    )
    .optional()
    .transform((value) => value ?? null);
}

/** The token of a form, made when it is shown: sent twice it counts once. */
export const formToken = z
  .string()
  .regex(/^[\w-]{20,40}$/, 'errors.kernel.bad_request')
  .optional();
