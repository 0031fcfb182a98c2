import { z } from 'zod';
import type { Tx } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { lineOf, optionalLine } from '../admin/names.ts';
import { districtBook } from '../books.ts';
import { parseAddress } from '../sign-in/address.ts';
import { type Entry, entryOf } from './entry.queries.ts';
import { belongsTo, organisationCalled } from './register.queries.ts';
import { categories, publicFields, strata, workKinds } from './register.rules.ts';

export const mostAccounts = 20;
export const mostWorks = 30;
const mostSkills = 20;

/** Several lines as people type them: without controls and invisible characters. */
export function paragraphs(longest: number) {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .toWellFormed()
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[^\P{C}\n]+/gu, ' ')
        .replace(/[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    )
    .pipe(z.string().max(longest, 'people.admin.too_long'));
}

/** An address on the web, or nothing; `example.cn/me` is taken for https. */
const webAddress = optionalLine(300)
  .transform((text) => (text !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? `https://${text}` : text))
  .refine((text) => text === '' || isWebAddress(text), 'people.register.wrong.url');

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '' && hostname.includes('.');
}

const email = optionalLine(254)
  .transform((text) => text.normalize('NFKC').toLowerCase())
  .refine((text) => text === '' || parseAddress(text)?.channel === 'email', 'people.register.wrong.email');

/** A mobile number as +86…, or a number as offices have them. */
const phone = optionalLine(30)
  .transform((text) => {
    const address = parseAddress(text);
    return address?.channel === 'sms' ? address.to : text.normalize('NFKC');
  })
  .refine((text) => text === '' || /^\+?\d[\d -]{4,19}$/.test(text), 'people.register.wrong.phone');

const once = <T extends string>(list: T[]): T[] => [...new Set(list)];

const entryFields = z.object({
  penName: optionalLine(40),
  intro: paragraphs(1000),
  categories: z.array(z.enum(categories)).min(1, 'people.register.wrong.categories').transform(once),
  stratum: z.enum(strata).nullable().default(null),
  field: optionalLine(60),
  /** name of an organisation; one that the platform knows is found by it */
  organisation: optionalLine(100),
  post: optionalLine(60),
  skills: z
    .array(optionalLine(20))
    .max(mostSkills, 'people.register.wrong.skills')
    .default([])
    .transform((list) => once(list.filter((skill) => skill !== ''))),
  /** code of a district; empty: none */
  district: z.string().max(60).default(''),
  contactEmail: email,
  contactPhone: phone,
  publicFields: z.array(z.enum(publicFields)).default([]).transform(once),
  accounts: z
    .array(
      z.object({
        platform: lineOf(30, 'people.register.wrong.platform'),
        name: lineOf(60, 'people.register.wrong.account_name'),
        url: webAddress,
      }),
    )
    .max(mostAccounts)
    .default([]),
  works: z
    .array(
      z.object({
        title: lineOf(100, 'people.register.wrong.work_title'),
        kind: z.enum(workKinds).default('text'),
        url: webAddress,
        year: z
          .number('people.register.wrong.year')
          .int('people.register.wrong.year')
          .min(1950, 'people.register.wrong.year')
          .max(2100, 'people.register.wrong.year')
          .nullable()
          .default(null),
        note: optionalLine(200),
      }),
    )
    .max(mostWorks)
    .default([]),
  consents: z.object({ directory: z.boolean().default(false), namedContact: z.boolean().default(false) }).prefault({}),
});

type Fields = z.output<typeof entryFields>;

/** Said together with what is wrong in single fields, not only once those are right. */
const always = { when: () => true };
const reachable = (input: Partial<Fields>): boolean => Boolean(input.contactEmail || input.contactPhone);
const unreachable = { ...always, path: ['contactPhone'], message: 'people.register.wrong.contact' };
const agreedToShow = (input: Partial<Fields>): boolean =>
  (input.publicFields ?? []).length === 0 || input.consents?.directory === true;
const notAgreed = { ...always, path: ['consentDirectory'], message: 'people.register.wrong.directory_first' };

/** What somebody says about themself in the register, and what they agree to besides being in it. */
export const entryInput = entryFields.refine(reachable, unreachable).refine(agreedToShow, notAgreed);
export type EntryInput = z.input<typeof entryInput>;

/** An application: the entry, who can tell of the person's work, and the consent without which there is none. */
export const applicationInput = entryFields
  .extend({
    referees: paragraphs(500),
    agreed: z.literal(true, 'people.register.wrong.agree_first'),
  })
  .refine(reachable, unreachable)
  .refine(agreedToShow, notAgreed);
export type ApplicationInput = z.input<typeof applicationInput>;

/**
 * The entry as it is kept. An organisation that the platform knows is linked where the person belongs to it, where the
 * secretariat looks at it (`checked`), or where it was linked before.
 * @throws AppError kernel.invalid for a district that is none
 */
export async function entryFrom(
  k: Kernel,
  tx: Tx,
  accountId: string,
  input: Fields,
  { checked }: { checked: boolean },
): Promise<Entry> {
  const district = (await districtBook(k)).byCode(input.district);
  if (input.district !== '' && !district) failFields({ district: { key: 'people.register.wrong.district' } });
  const before = await entryOf(tx, accountId);
  const known = input.organisation === '' ? undefined : await organisationCalled(tx, input.organisation);
  const linked =
    known && (checked || before?.organisationId === known.id || (await belongsTo(tx, accountId, known.id)));
  const { organisation, district: _, consents: __, ...rest } = input;
  return {
    ...rest,
    organisationId: linked ? known.id : null,
    organisationName: linked ? known.name : organisation,
    districtId: district?.id ?? null,
    photoFileId: before?.photoFileId ?? null,
    // Whether the photo is public is said where it is set.
    publicFields: input.consents.directory
      ? once([...input.publicFields, ...(before?.publicFields.filter((field) => field === 'photo') ?? [])])
      : [],
  };
}
