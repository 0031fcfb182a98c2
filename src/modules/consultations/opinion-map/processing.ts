import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

const nobody: Pick<TableProcessing, 'basis' | 'purpose' | 'keep' | 'access'> = {
  basis: 'none',
  purpose: 'consultations.opinion_map.purpose.map',
  keep: 'consultations.processing.keep.consultation',
  access: ['public'],
};

/** Votes hang on a pseudonym, and no table joins it to an account; groups hang on nobody. */
export const opinionMapTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.statement': { ...nobody, columns: none('contribution_id', 'consultation_id', 'language', 'left_out') },
  'consultations.statement_translation': {
    ...nobody,
    columns: none('consultation_id', 'contribution_id', 'language', 'text'),
  },
  'consultations.map': {
    ...nobody,
    access: ['nobody'],
    columns: none(
      ...['consultation_id', 'batch', 'participants', 'epoch', 'participant_key', 'shuffle_key', 'source', 'closed_at'],
    ),
  },
  'consultations.participant': {
    purpose: 'consultations.opinion_map.purpose.participant',
    basis: 'consent',
    keep: 'consultations.opinion_map.keep.participant',
    access: ['nobody'],
    columns: { consultation_id: 'none', key: 'key', number: 'key' },
  },
  'consultations.vote': {
    purpose: 'consultations.opinion_map.purpose.vote',
    basis: 'consent',
    keep: 'consultations.opinion_map.keep.vote',
    access: ['owner', 'public'],
    columns: { ...none('consultation_id', 'statement', 'batch'), participant: 'key', vote: 'writing' },
  },
  'consultations.map_state': {
    ...nobody,
    columns: none(
      ...[
        'consultation_id',
        'version',
        'batch',
        'epoch',
        'left_out',
        'computed_at',
        'seconds',
        'final',
        'result',
        'keeper',
      ],
    ),
  },
  'consultations.map_answer': { ...nobody, columns: none('consultation_id', 'statement', 'text') },
};
