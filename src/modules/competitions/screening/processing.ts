import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

/** Screening: what was decided on entries, and objections to it. */
export const screeningTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.screening_decision': {
    purpose: 'competitions.screening.processing.decision',
    basis: 'consent',
    keep: 'competitions.processing.keep.competition',
    access: ['owner', 'organiser', 'auditor'],
    columns: {
      ...none('id', 'competition_id', 'entry_id', 'round'),
      decision: 'state',
      ground: 'procedure',
      words: 'procedure',
      by_id: 'key',
      at: 'state',
    },
  },
  'competitions.objection': {
    purpose: 'competitions.screening.processing.objection',
    basis: 'duty',
    keep: 'competitions.screening.processing.keep_objection',
    access: ['owner', 'organiser'],
    columns: {
      ...none('entry_id', 'competition_id', 'ground'),
      text: 'writing',
      by_id: 'key',
      at: 'state',
      ruled_at: 'state',
      ruled_by: 'key',
      upheld: 'state',
      answer: 'procedure',
    },
  },
};
