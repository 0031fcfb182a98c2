import type { TableProcessing } from '../processing/declare-processing.ts';

/** Requests to put a new address in the place of a lost one. */
export const recoveryTables: Readonly<Record<string, TableProcessing>> = {
  'people.recovery': {
    purpose: 'people.recovery.processing_purpose',
    basis: 'agreement',
    keep: 'people.recovery.processing_keep',
    job: 'people.recovery',
    access: ['administrator'],
    columns: {
      account_id: 'key',
      asked_at: 'state',
      checked_at: 'procedure',
      checked_by: 'procedure',
      confirmed_at: 'procedure',
      confirmed_by: 'procedure',
      ended_at: 'state',
      expires_at: 'state',
      id: 'key',
      lost_address: 'contact',
      lost_channel: 'contact',
      name: 'identity',
      new_address: 'contact',
      new_channel: 'contact',
      number: 'key',
      runs_at: 'state',
      state: 'state',
      stop_hash: 'security',
    },
  },
};
