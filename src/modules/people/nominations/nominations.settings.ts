import { z } from 'zod';
import { settingGroup } from '../../../kernel/settings/index.ts';

/** How the city asks people into its register. */
export const nominationSettings = settingGroup(
  'people.nominations',
  z.object({
    /** an invitation that is not answered ends after so many days */
    valid_days: z.number().int().min(7).max(90).default(21),
    /** whoever did not answer is reminded once, so many days before the end */
    reminder_days: z.number().int().min(1).max(30).default(7),
    /** somebody who accepted and does not apply is forgotten after so many days */
    accepted_days: z.number().int().min(7).max(180).default(60),
    /** nominations of one person in a day */
    person_perDay: z.number().int().min(1).max(100).default(10),
    /** nominations of one organisation in a day */
    organisation_perDay: z.number().int().min(1).max(10_000).default(2000),
  }),
);
