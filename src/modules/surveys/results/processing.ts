import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

const counts: Pick<TableProcessing, 'basis' | 'purpose' | 'keep' | 'access'> = {
  basis: 'none',
  purpose: 'surveys.results.processing.counts',
  keep: 'surveys.processing.keep.survey',
  access: ['public'],
};

/** Counts, which are nobody's, and what conveners chose to say in public. */
export const resultTables: Readonly<Record<string, TableProcessing>> = {
  'surveys.rollup': {
    ...counts,
    columns: none('survey_id', 'responses', 'revision', 'updated_at', 'shown_responses', 'shown'),
  },
  'surveys.tally': {
    ...counts,
    columns: none('survey_id', 'by_question', 'by_value', 'question', 'kind', 'value', 'n'),
  },
  'surveys.word': { ...counts, columns: none('survey_id', 'question', 'word', 'n') },
  'surveys.quote': {
    purpose: 'surveys.results.processing.quote',
    basis: 'consent',
    keep: 'surveys.processing.keep.survey',
    access: ['public'],
    columns: { ...none('survey_id', 'response_id', 'question', 'chosen_at'), text: 'writing', chosen_by: 'key' },
  },
  'surveys.conclusion': {
    ...counts,
    columns: { ...none('survey_id', 'text', 'written_at'), written_by: 'key' },
  },
};
