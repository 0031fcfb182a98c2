import { z } from 'zod';
import { typedLine, visibleText } from '../../kernel/text/index.ts';

const tooLong = 'surveys.wrong.too_long';

/** One line as typed. @param missing message key said where fewer than `least` characters are left; none: may be empty */
export function line(longest: number, missing?: string, least = 1) {
  const text = z.string().default('').transform(typedLine).pipe(z.string().max(longest, tooLong));
  return missing ? text.refine((given) => given.length >= least, missing) : text;
}

/** Several lines as typed. */
export function lines(longest: number, missing?: string, least = 1) {
  const text = z.string().default('').transform(visibleText).pipe(z.string().max(longest, tooLong));
  return missing ? text.refine((given) => given.length >= least, missing) : text;
}
