import { z } from 'zod';
import { visibleText } from '../../../kernel/text/index.ts';
import { categories } from '../register/register.rules.ts';
import { parseAddress } from '../sign-in/address.ts';
import { personName } from '../sign-in/welcome.ts';

export const mostCategories = 3;
export const longestWords = 500;

/** Why somebody is recommended, as people write it. */
export const recommendationWords = z
  .string()
  .default('')
  .transform(visibleText)
  .pipe(z.string().min(1, 'people.nominations.words_missing').max(longestWords, 'people.nominations.words_long'));

/** @param channel what it must be: an e-mail address or a number; empty is none */
function address(channel: 'email' | 'sms', wrong: string) {
  return z
    .string()
    .default('')
    .transform((typed, ctx) => {
      if (typed.trim() === '') return null;
      const parsed = parseAddress(typed.slice(0, 300));
      if (parsed?.channel === channel) return parsed.to;
      ctx.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    });
}

/** One person to be invited. */
export const nomineeShape = z
  .object({
    name: personName,
    email: address('email', 'people.nominations.email_wrong'),
    phone: address('sms', 'people.nominations.phone_wrong'),
    categories: z
      .union([z.string(), z.array(z.string())])
      .default([])
      .transform((given) => [...new Set([given].flat().filter(Boolean))])
      .pipe(
        z
          .array(z.enum(categories, 'people.nominations.category_unknown'))
          .min(1, 'people.nominations.category_missing')
          .max(mostCategories, 'people.nominations.categories_many'),
      ),
    words: recommendationWords,
  })
  .refine(({ email, phone }) => email !== null || phone !== null, {
    path: ['phone'],
    message: 'people.nominations.address_missing',
  });
export type Nominee = z.output<typeof nomineeShape>;
