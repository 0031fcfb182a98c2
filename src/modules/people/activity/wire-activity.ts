import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { offerOnMemberPage } from '../register/secretariat/member-sections.ts';
import { offerInSecretariat } from '../register/secretariat/secretariat-frame.tsx';
import { maySeeTrainings } from './activity.policy.ts';
import { activitiesOf, countActivities, eraseActivities } from './activity.queries.ts';
import { recordSection } from './member-section.tsx';

/** Personal data and places of the activity record. */
export function wireActivity(k: Kernel): void {
  declareProcessing(k, {
    'people.activity': {
      purpose: 'people.activity.processing.record',
      basis: 'agreement',
      keep: 'people.activity.processing.keep_record',
      access: ['owner', 'secretary'],
      columns: {
        account_id: 'key',
        at: 'state',
        hours: 'procedure',
        id: 'key',
        kind: 'procedure',
        source: 'key',
        source_id: 'key',
        title: 'procedure',
      },
    },
    'people.training': {
      purpose: 'people.activity.processing.training',
      basis: 'agreement',
      keep: 'people.activity.processing.keep_training',
      access: ['secretary', 'committee', 'auditor'],
      columns: {
        entered_at: 'state',
        entered_by: 'key',
        held_on: 'none',
        hours: 'none',
        id: 'key',
        place: 'none',
        title: 'none',
      },
    },
  });
  declarePersonalData(k, {
    module: 'people.activity',
    held: 'people.activity.personal_data.held',
    values: { kind: 'people.activity.kind' },
    count: countActivities,
    export: async (db, accountId) =>
      (await activitiesOf(db, accountId, null, 5000)).map(({ id: _, ...activity }) => activity),
    erase: eraseActivities,
  });
  offerOnMe(k, {
    href: '/me/record',
    label: 'people.activity.mine',
    note: 'people.activity.place_note',
    icon: 'list',
    order: 47,
  });
  offerInSecretariat(k, {
    href: '/secretariat/trainings',
    label: 'people.activity.trainings',
    order: 55,
    allow: maySeeTrainings,
  });
  offerOnMemberPage(k, { order: 60, section: recordSection });
}
