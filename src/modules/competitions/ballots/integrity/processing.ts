import type { TableProcessing } from '../../../people/index.ts';

/** Bursts point at ranges of addresses with many voters, never at one; invalidations say who of the staff did them. */
export const integrityTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.burst': {
    purpose: 'competitions.ballots.integrity.purpose.burst',
    basis: 'security',
    keep: 'competitions.processing.keep.ballot',
    access: ['organiser', 'auditor'],
    columns: {
      competition_id: 'none',
      stage_id: 'none',
      mark: 'none',
      address_range: 'security',
      since: 'none',
      asked: 'none',
      proved: 'none',
      refused: 'none',
    },
  },
  'competitions.invalidation': {
    purpose: 'competitions.ballots.integrity.purpose.invalidation',
    basis: 'duty',
    keep: 'competitions.processing.keep.ballot',
    access: ['public', 'organiser', 'auditor'],
    columns: {
      id: 'none',
      competition_id: 'none',
      stage_id: 'none',
      mark: 'none',
      choices: 'none',
      reason: 'procedure',
      proposed_by: 'key',
      proposed_at: 'state',
      state: 'state',
      decided_by: 'key',
      decided_as: 'state',
      decided_at: 'state',
      decision_reason: 'procedure',
      positions: 'none',
      ballots: 'none',
    },
  },
};
