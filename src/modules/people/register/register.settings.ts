import { z } from 'zod';
import { settingGroup } from '../../../kernel/settings/index.ts';

/** How the city runs its register of members. */
export const registerSettings = settingGroup(
  'people.register',
  z.object({
    /** years of a term */
    term_years: z.number().int().min(1).max(10).default(3),
    /** from so many days before the end of a term on, a member is asked whether to go on */
    renewal_days: z.number().int().min(7).max(365).default(60),
    /** working days between telling a member of a proposed suspension and the hearing */
    hearing_workingDays: z.number().int().min(3).max(60).default(5),
    /** what somebody said in an application that was declined is erased after so many days */
    declinedKept_days: z.number().int().min(1).max(365).default(30),
    /** an application sent back and not completed ends after so many days */
    returnedKept_days: z.number().int().min(14).max(365).default(90),
  }),
);
export type RegisterSettings = z.output<(typeof registerSettings)['schema']>;
