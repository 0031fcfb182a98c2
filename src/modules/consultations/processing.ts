import { saysNothing as none, type TableProcessing } from '../people/index.ts';

const nobody: Pick<TableProcessing, 'basis' | 'purpose' | 'keep' | 'access'> = {
  basis: 'none',
  purpose: 'consultations.processing.purpose.consultation',
  keep: 'consultations.processing.keep.consultation',
  access: ['public'],
};

/** The tables that all parts share. The parts say theirs beside what they do. */
export const consultationTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.consultation': {
    ...nobody,
    columns: {
      ...none('id', 'slug', 'kind', 'title', 'summary', 'explanation', 'department_id', 'audience', 'contact'),
      ...none('starts_on', 'ends_on', 'short_reason', 'settings', 'state', 'cancel_reason', 'created_at', 'opened_at'),
      ...none('answered_at', 'version'),
      created_by: 'key',
    },
  },
  'consultations.public_note': { ...nobody, columns: none('id', 'consultation_id', 'at', 'text') },
  'consultations.numbering': { ...nobody, columns: none('consultation_id', 'kind', 'last_number') },
  'consultations.step': {
    purpose: 'consultations.processing.purpose.record',
    basis: 'duty',
    keep: 'consultations.processing.keep.consultation',
    access: ['convener', 'auditor'],
    columns: {
      ...none('id', 'consultation_id', 'subject_id', 'by_as'),
      at: 'state',
      by_id: 'key',
      act: 'procedure',
      details: 'procedure',
    },
  },
  'consultations.contribution': {
    purpose: 'consultations.processing.purpose.contribution',
    basis: 'consent',
    keep: 'consultations.processing.keep.contribution',
    access: ['public', 'owner', 'convener', 'auditor'],
    columns: {
      ...none('id', 'consultation_id', 'kind', 'number', 'way', 'supports', 'form_token'),
      account_id: 'key',
      shown_as: 'identity',
      organisation_id: 'key',
      entered_by: 'key',
      text: 'writing',
      state: 'state',
      created_at: 'state',
    },
  },
  'consultations.comment': {
    ...nobody,
    columns: none('contribution_id', 'consultation_id', 'anchor', 'version_no', 'parent_id'),
  },
  'consultations.support': {
    purpose: 'consultations.processing.purpose.support',
    basis: 'consent',
    keep: 'consultations.processing.keep.contribution',
    access: ['owner'],
    columns: { ...none('consultation_id', 'contribution_id'), account_id: 'key', at: 'state' },
  },
};
