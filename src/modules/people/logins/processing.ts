import type { TableProcessing } from '../processing/declare-processing.ts';

/** Signing in elsewhere, and the question whether two accounts become one. */
export const loginsTables: Readonly<Record<string, TableProcessing>> = {
  'people.outside_sign_in': {
    purpose: 'people.processing.purpose.sign_in',
    basis: 'security',
    keep: 'people.processing.keep.minutes',
    job: 'people.sweep',
    access: ['nobody'],
    columns: {
      account_id: 'key',
      back: 'none',
      browser_hash: 'security',
      expires_at: 'state',
      id: 'key',
      nonce: 'security',
      provider_id: 'key',
      purpose: 'state',
      state_hash: 'security',
      verifier: 'security',
    },
  },
  'people.waiting_login': {
    purpose: 'people.processing.purpose.sign_in',
    basis: 'agreement',
    keep: 'people.processing.keep.minutes',
    job: 'people.sweep',
    access: ['owner'],
    columns: {
      back: 'none',
      expires_at: 'state',
      id: 'key',
      provider_account_id: 'security',
      provider_id: 'key',
      token_hash: 'security',
    },
  },
  'people.account_join': {
    purpose: 'people.logins.processing.join',
    basis: 'agreement',
    keep: 'people.processing.keep.minutes',
    job: 'people.sweep',
    access: ['owner'],
    columns: { account_id: 'key', expires_at: 'state', id: 'key', other_id: 'key' },
  },
};
