import { z } from 'zod';
import { parseAddress } from '../sign-in/address.ts';

/** Below this age a guardian decides (Personal Information Protection Law, article 31). */
const age_years = 14;
/** A link to a guardian opens for so long. */
export const link_days = 14;
/** Without the guardian's answer the account goes after this. */
export const wait_days = 30;
/** What the guardian agrees to; a changed text is a new one. */
export const guardianWording = 'guardian-2026-11';

export const guardianStates = ['asked', 'consented'] as const;
export type GuardianState = (typeof guardianStates)[number];

/**
 * The first day on which somebody born in a month is fourteen for certain: the day of birth itself is not asked.
 * @param birthMonth YYYY-MM
 */
export function freeFrom(birthMonth: string): string {
  const [year = 0, month = 0] = birthMonth.split('-').map(Number);
  const next = month === 12 ? { year: year + age_years + 1, month: 1 } : { year: year + age_years, month: month + 1 };
  return `${next.year}-${String(next.month).padStart(2, '0')}-01`;
}

/** @param today YYYY-MM-DD */
export function isUnderAge(birthMonth: string, today: string): boolean {
  return today < freeFrom(birthMonth);
}

/** A person's name that goes into a message to somebody else: letters alone, so that nobody can send a text in it. */
const nameInMessage = /^[\p{L}\p{M}][\p{L}\p{M}·'’ -]{0,29}$/u;

/** The name as it may stand in a message to a guardian; '' where it could be something else than a name. */
export function nameForMessage(name: string): string {
  return nameInMessage.test(name) ? name : '';
}

/** What a child says of their guardian. */
export const guardianSchema = z.object({
  birthMonth: z
    .string()
    .transform((text) => text.normalize('NFKC').trim())
    .pipe(z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, 'people.guardians.month_unreadable')),
  guardianName: z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1, 'people.guardians.name_missing').regex(nameInMessage, 'people.guardians.name_letters')),
  guardianAddress: z
    .string()
    .transform((text) => parseAddress(text))
    .refine((address) => address !== null, 'people.guardians.address_unreadable')
    .transform((address) => address as NonNullable<typeof address>),
});
export type GuardianInput = z.output<typeof guardianSchema>;
