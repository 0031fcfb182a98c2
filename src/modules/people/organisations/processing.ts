import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../processing/declare-processing.ts';

/** What the checks of organisations hold of people. */
export function declareOrganisationTables(k: Kernel): void {
  declareProcessing(k, {
    'people.organisation_check': {
      purpose: 'people.organisations.processing.purpose',
      basis: 'agreement',
      keep: 'people.organisations.processing.keep',
      access: ['owner', 'secretary'],
      columns: {
        id: 'key',
        organisation_id: 'key',
        asked_by: 'key',
        asked_at: 'state',
        file_id: 'key',
        state: 'state',
        decided_by: 'key',
        decided_at: 'state',
        reason: 'procedure',
      },
    },
  });
}
