import { saysNothing as none, type TableProcessing } from '../people/index.ts';

const nobody: Pick<TableProcessing, 'basis' | 'purpose' | 'keep' | 'access'> = {
  basis: 'none',
  purpose: 'surveys.processing.purpose.survey',
  keep: 'surveys.processing.keep.survey',
  access: ['public'],
};

/** The tables of a survey itself. The other parts say theirs beside what they do. */
export const surveyTables: Readonly<Record<string, TableProcessing>> = {
  'surveys.survey': {
    ...nobody,
    columns: {
      ...none('id', 'slug', 'title', 'titles', 'summary', 'intro', 'thanks', 'department_id', 'contact', 'state'),
      ...none('starts_at', 'ends_at', 'way', 'named', 'results', 'smallest_group', 'default_language', 'form_version'),
      ...none('cancel_reason', 'created_at', 'opened_at', 'closed_at', 'published_at', 'version'),
      created_by: 'key',
    },
  },
  'surveys.form': { ...nobody, columns: none('survey_id', 'version', 'definition', 'previous', 'created_at') },
  'surveys.public_note': { ...nobody, columns: none('id', 'survey_id', 'at', 'text') },
  'surveys.step': {
    purpose: 'surveys.processing.purpose.record',
    basis: 'duty',
    keep: 'surveys.processing.keep.survey',
    access: ['convener', 'auditor'],
    columns: {
      ...none('id', 'survey_id', 'subject_id', 'by_as'),
      at: 'state',
      by_id: 'key',
      act: 'procedure',
      details: 'procedure',
    },
  },
};
