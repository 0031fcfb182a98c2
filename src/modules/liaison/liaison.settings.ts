import { z } from 'zod';
import { settingGroup } from '../../kernel/settings/index.ts';

const days = (least: number, most: number) => z.number().int().min(least).max(most);

/** How the city looks after its members. */
export const liaisonSettings = settingGroup(
  'liaison',
  z.object({
    /** a contact with more members than this counts as having too many */
    mostMembers: days(1, 100).default(5),
    /** a matter is due after so many working days */
    matterDue_days: days(1, 120).default(15),
    /** a matter without a step for so many working days is reminded of */
    stalled_days: days(1, 60).default(5),
    /** an answered matter that nobody rates is closed after so many working days */
    closeUnrated_days: days(1, 60).default(10),
    /** a closed matter can be taken up again within so many calendar days */
    reopen_days: days(1, 365).default(30),
    /** reminders of members without contact this quarter, so many days before its end */
    quarter_days: z.array(days(1, 60)).min(1).max(5).default([30, 10, 3]),
  }),
);
export type LiaisonSettings = z.output<(typeof liaisonSettings)['schema']>;
