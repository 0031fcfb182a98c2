import { z } from 'zod';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';

/** Several lines that people type, without invisible characters. @param needed message key said where too little is left */
export function written(most: number, needed: string, least = 1) {
  return z
    .string(needed)
    .default('')
    .transform(visibleText)
    .pipe(z.string().min(least, needed).max(most, 'consultations.comments.field.too_long'));
}

/** One line that people type; '' where nothing is. */
export function line(most: number) {
  return z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().max(most, 'consultations.comments.field.too_long'));
}

/** An unseen field that makes of a form sent twice one thing; nothing else follows from it. */
export const formToken = z
  .string()
  .regex(/^[\w-]{0,80}$/)
  .default('');
