import { z } from 'zod';
import { settingGroup } from '../../kernel/settings/index.ts';
import { defaultLimits, longestExtension_days } from './cases.rules.ts';

const limit = z.object({
  unit: z.enum(['hours', 'service_hours', 'working_days']),
  amount: z.number().int().min(1).max(200),
});

// chinese: the prefix of numbers is a setting of the city
/** How the city runs its mailbox; edited by the administrator. */
export const casesSettings = settingGroup(
  'cases',
  z.object({
    /** before the number on screen: 云信 2026-1119-0127 */
    numberPrefix: z.string().max(8).default('市信'),
    limits: z
      .object({
        emergency: limit.default(defaultLimits.emergency),
        utility: limit.default(defaultLimits.utility),
        enquiry: limit.default(defaultLimits.enquiry),
        general: limit.default(defaultLimits.general),
        difficult: limit.default(defaultLimits.difficult),
        sign: limit.default(defaultLimits.sign),
        return: limit.default(defaultLimits.return),
        contact: limit.default(defaultLimits.contact),
      })
      .default(defaultLimits),
    longestExtension_days: z.number().int().min(1).max(30).default(longestExtension_days),
    /** a published reply that nobody rates is closed after so many working days */
    closeUnrated_days: z.number().int().min(1).max(60).default(5),
    /** a closed case is archived after so many calendar days */
    archive_days: z.number().int().min(1).max(3650).default(90),
    /** a closed case can be taken up again within so many calendar days */
    reopen_days: z.number().int().min(1).max(365).default(30),
    /** kinds that can be chosen when writing */
    kinds: z
      .array(z.enum(['enquiry', 'help', 'complaint', 'report', 'suggestion', 'thanks', 'other']))
      .min(1)
      .default(['help', 'enquiry', 'complaint', 'report', 'suggestion', 'thanks']),
    /** letters that one account or address may send a day */
    lettersPerDay: z.number().int().min(1).max(1000).default(10),
  }),
);
export type CasesSettings = z.output<(typeof casesSettings)['schema']>;
