import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing, type TableProcessing } from '../processing/declare-processing.ts';

const purpose = 'people.nominations.processing.purpose';

const nomination: TableProcessing = {
  purpose,
  basis: 'consent',
  keep: 'people.nominations.processing.keep_nomination',
  job: 'people.nominations',
  access: ['owner', 'secretary', 'committee'],
  columns: {
    id: 'key',
    number: 'key',
    round_id: 'key',
    batch_id: 'key',
    line: 'key',
    recommender_id: 'key',
    organisation_id: 'key',
    state: 'state',
    ended_as: 'state',
    name: 'identity',
    email: 'contact',
    phone: 'contact',
    locale: 'preference',
    categories: 'profession',
    words: 'writing',
    token_hash: 'security',
    account_id: 'key',
    created_at: 'state',
    sent_at: 'state',
    reminded_at: 'state',
    expires_at: 'state',
    accepted_at: 'state',
  },
};

/** What nominations hold of people, table by table. */
export function declareNominationTables(k: Kernel): void {
  declareProcessing(k, {
    'people.nomination_round': {
      purpose,
      basis: 'none',
      keep: 'people.nominations.processing.keep_round',
      access: ['public'],
      columns: {
        id: 'key',
        title: 'none',
        opens_on: 'none',
        closes_on: 'none',
        note: 'none',
        created_by: 'key',
        created_at: 'state',
      },
    },
    'people.nomination_batch': {
      purpose,
      basis: 'agreement',
      keep: 'people.nominations.processing.keep_batch',
      access: ['secretary', 'committee', 'auditor'],
      columns: {
        id: 'key',
        organisation_id: 'key',
        round_id: 'key',
        handed_in_by: 'key',
        by_secretariat: 'none',
        handed_in_at: 'state',
        letter_file_id: 'key',
        rows: 'none',
        rejected: 'none',
      },
    },
    'people.nomination': nomination,
    'people.nomination_refusal': {
      purpose: 'people.nominations.processing.purpose_refusal',
      basis: 'consent',
      keep: 'people.nominations.processing.keep_refusal',
      access: ['nobody'],
      columns: { address_hash: 'security' },
    },
  });
}
