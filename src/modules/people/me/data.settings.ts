import { z } from 'zod';
import { settingGroup } from '../../../kernel/settings/index.ts';

/** How the city answers what people ask about their own data; edited on the page of those requests. */
export const dataSettings = settingGroup(
  'people.data',
  z.object({
    /** working days in which a request is answered */
    answer_days: z.number().int().min(1).max(60).default(15),
    /** years that an answered request is kept, as proof that it was answered */
    keepAnswered_years: z.number().int().min(1).max(20).default(3),
    /** files of one's own that the download contains; those beyond are listed */
    exportFiles_megabytes: z.number().int().min(0).max(2000).default(200),
  }),
);
