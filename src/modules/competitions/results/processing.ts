import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

const result: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'access'> = {
  purpose: 'competitions.results.processing.result',
  basis: 'none',
  keep: 'competitions.processing.keep.competition',
  access: ['public'],
};

/** Results: the notice, complaints about it, what is final, certificates. */
export const resultTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.choice': {
    ...result,
    columns: { ...none('entry_id', 'competition_id', 'level', 'reason', 'chosen_at'), chosen_by: 'key' },
  },
  'competitions.result_notice': {
    ...result,
    columns: {
      ...none('id', 'competition_id', 'version', 'words', 'published_at', 'ends_at', 'result', 'replaced_at'),
      published_by: 'key',
    },
  },
  'competitions.disqualification': {
    ...result,
    columns: { ...none('entry_id', 'competition_id', 'complaint_id', 'reason', 'at'), by_id: 'key' },
  },
  'competitions.award': {
    ...result,
    columns: none('entry_id', 'competition_id', 'category_id', 'level_name', 'level', 'rank', 'score', 'at'),
  },
  'competitions.complaint': {
    purpose: 'competitions.results.processing.complaint',
    basis: 'duty',
    keep: 'competitions.results.processing.keep_complaint',
    access: ['owner', 'organiser'],
    columns: {
      ...none('id', 'competition_id', 'notice_id', 'number', 'entry_id'),
      text: 'writing',
      contact: 'contact',
      account_id: 'key',
      code_hash: 'security',
      at: 'state',
      answered_at: 'state',
      answered_by: 'key',
      upheld: 'state',
      answer: 'procedure',
    },
  },
  'competitions.certificate': {
    purpose: 'competitions.results.processing.certificate',
    basis: 'consent',
    keep: 'competitions.results.processing.keep_certificate',
    access: ['owner', 'organiser', 'public'],
    columns: {
      ...none('id', 'competition_id', 'entry_id', 'kind', 'number'),
      code: 'security',
      holder: 'identity',
      role: 'identity',
      account_id: 'key',
      member: 'key',
      issued_at: 'state',
      revoked_at: 'state',
      revoke_reason: 'procedure',
    },
  },
};
