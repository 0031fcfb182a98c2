import { z } from 'zod';
import { typedText } from '../../../kernel/text/index.ts';

/** Lines as people type them, without controls. @param missing message key said where nothing is left */
export function wordsOf(longest: number, missing: string) {
  return z
    .string(missing)
    .transform(typedText)
    .pipe(z.string().min(1, missing).max(longest, 'competitions.screening.field.too_long'));
}

export function optionalWords(longest: number) {
  return z
    .string()
    .default('')
    .transform(typedText)
    .pipe(z.string().max(longest, 'competitions.screening.field.too_long'));
}
