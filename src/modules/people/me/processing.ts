import type { TableProcessing } from '../processing/declare-processing.ts';

/** What people ask about their own data. */
export const dataRequestTables: Readonly<Record<string, TableProcessing>> = {
  'people.data_request': {
    purpose: 'people.processing.purpose.data_request',
    basis: 'duty',
    keep: 'people.processing.keep.data_request',
    job: 'people.sweep',
    access: ['owner', 'administrator', 'auditor'],
    columns: {
      account_id: 'key',
      due_at: 'state',
      id: 'key',
      kind: 'state',
      number: 'key',
      received_at: 'state',
      reminded: 'state',
      state: 'state',
      text: 'writing',
    },
  },
  'people.data_request_answer': {
    purpose: 'people.processing.purpose.data_request',
    basis: 'duty',
    keep: 'people.processing.keep.data_request',
    job: 'people.sweep',
    access: ['owner', 'administrator', 'auditor'],
    columns: {
      answered_at: 'state',
      answered_by: 'key',
      outcome: 'state',
      request_id: 'key',
      text: 'writing',
    },
  },
};
