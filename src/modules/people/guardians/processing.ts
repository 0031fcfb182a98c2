import type { TableProcessing } from '../processing/declare-processing.ts';

/** Guardians of people under fourteen. */
export const guardianTables: Readonly<Record<string, TableProcessing>> = {
  'people.guardian': {
    purpose: 'people.processing.purpose.guardian',
    basis: 'duty',
    keep: 'people.processing.keep.guardian',
    job: 'people.guardians',
    access: ['owner'],
    columns: {
      account_id: 'key',
      address: 'contact',
      asked_at: 'state',
      birth_month: 'identity',
      channel: 'contact',
      consented_at: 'consent',
      name: 'identity',
      state: 'state',
      wording: 'consent',
    },
  },
  'people.guardian_link': {
    purpose: 'people.processing.purpose.guardian',
    basis: 'security',
    keep: 'people.processing.keep.guardian_link',
    job: 'people.sweep',
    access: ['nobody'],
    columns: {
      account_id: 'key',
      browser_hash: 'security',
      expires_at: 'security',
      id: 'key',
      proven_until: 'security',
      sent_at: 'security',
      token_hash: 'security',
    },
  },
};
