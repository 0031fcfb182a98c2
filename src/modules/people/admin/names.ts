import { z } from 'zod';
import { typedLine } from '../../../kernel/text/index.ts';

/** @param missing message key said where it is left empty */
export function lineOf(longest: number, missing: string) {
  return z.string(missing).transform(typedLine).pipe(z.string().min(1, missing).max(longest, 'people.admin.too_long'));
}

export function optionalLine(longest: number) {
  return z.string().default('').transform(typedLine).pipe(z.string().max(longest, 'people.admin.too_long'));
}
