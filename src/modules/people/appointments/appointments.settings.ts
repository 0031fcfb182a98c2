import { z } from 'zod';
import { settingGroup } from '../../../kernel/settings/index.ts';

/** How the city runs its appointments. */
export const appointmentSettings = settingGroup(
  'people.appointments',
  z.object({
    /** working days that a department has to answer what was seen and advised */
    answer_workingDays: z.number().int().min(1).max(60).default(15),
    /** years that a term lasts unless something else is proposed */
    term_years: z.number().int().min(1).max(5).default(3),
    /** both sides are told so many days before a term ends */
    ending_days: z.number().int().min(7).max(180).default(60),
  }),
);
