import { z } from 'zod';
import { pinyinOf, visibleText } from '../../../kernel/text/index.ts';
import { lineOf, optionalLine } from '../admin/names.ts';
import { organisationKinds } from '../register/register.rules.ts';
import { isCreditCode, tidyCreditCode } from './credit-code.ts';
import type { OrganisationValues } from './organisations.queries.ts';

const website = z
  .string()
  .default('')
  .transform((typed) => typed.normalize('NFKC').trim())
  .transform((typed) => (typed === '' || /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`))
  .refine(
    (address) =>
      address === '' ||
      z
        .url({ protocol: /^https?$/, hostname: /\./ })
        .max(300)
        .safeParse(address).success,
    'people.organisations.website_wrong',
  );

const paragraphs = z
  .string()
  .default('')
  .transform(visibleText)
  .pipe(z.string().max(2000, 'people.organisations.about_long'));

/** What an organisation says of itself. A site run by one person may have no credit code; all others have one. */
export const organisationShape = z
  .object({
    kind: z.enum(organisationKinds, 'people.organisations.kind_missing'),
    name: lineOf(100, 'people.organisations.name_missing'),
    shortName: optionalLine(30),
    creditCode: z.string().default('').transform(tidyCreditCode),
    districtId: z
      .union([z.literal(''), z.uuid()])
      .default('')
      .transform((id) => id || null)
      .catch(null),
    website,
    about: paragraphs,
    publicContact: optionalLine(200),
  })
  .superRefine(({ kind, creditCode }, ctx) => {
    if (creditCode === '' && kind === 'site') return;
    if (creditCode === '')
      ctx.addIssue({ code: 'custom', path: ['creditCode'], message: 'people.organisations.code_missing' });
    else if (!isCreditCode(creditCode))
      ctx.addIssue({ code: 'custom', path: ['creditCode'], message: 'people.organisations.code_wrong' });
  });
export type OrganisationInput = z.output<typeof organisationShape>;

/** What is stored of the input, with what it is sorted and found by. */
export function organisationValues(input: OrganisationInput): OrganisationValues {
  const { full, initials } = pinyinOf(input.name);
  const short = pinyinOf(input.shortName);
  return {
    ...input,
    creditCode: input.creditCode || null,
    sortKey: full,
    search: [input.name, input.shortName, full, initials, short.full, short.initials, input.creditCode]
      .filter(Boolean)
      .join(' ')
      .toLowerCase(),
  };
}

/** What stands in the address of a new organisation: the letters of its short name, or of its name. */
export function slugOf(input: Pick<OrganisationInput, 'name' | 'shortName'>): string {
  const { full } = pinyinOf(input.shortName || input.name);
  const slug = full.slice(0, 40) || 'organisation';
  return slug === 'new' ? 'new-1' : slug;
}
