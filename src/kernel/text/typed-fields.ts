import { z } from 'zod';
import { typedLine, visibleText } from './typed.ts';

/**
 * Fields of a form as people type them: without controls, no longer than they may be.
 * @param tooLong message key said with `{maximum}`
 */
export function typedFields(tooLong: string) {
  const field =
    (clean: (typed: string) => string) =>
    (longest: number, missing?: string, least = 1) => {
      const text = z.string().default('').transform(clean).pipe(z.string().max(longest, tooLong));
      return missing ? text.refine((given) => given.length >= least, missing) : text;
    };
  return {
    /** One line. @param missing message key said where fewer than `least` characters are left; none: may be empty */
    line: field(typedLine),
    /** Several lines. */
    lines: field(visibleText),
  };
}
