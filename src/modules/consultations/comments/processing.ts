import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

const letter: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'job' | 'access'> = {
  purpose: 'consultations.intake.processing.purpose',
  basis: 'consent',
  keep: 'consultations.intake.processing.keep',
  job: 'consultations.forget_letters',
  access: ['convener'],
};

/** Comments, what was decided about contributions of all kinds, and letters. */
export const commentTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.comment': {
    purpose: 'consultations.comments.processing.purpose',
    basis: 'none',
    keep: 'consultations.processing.keep.consultation',
    access: ['public'],
    columns: none('contribution_id', 'consultation_id', 'anchor', 'version_no', 'parent_id', 'answers'),
  },
  'consultations.moderation': {
    purpose: 'consultations.moderation.processing.purpose',
    basis: 'duty',
    keep: 'consultations.processing.keep.consultation',
    access: ['public', 'owner', 'moderator', 'auditor'],
    columns: {
      ...none('id', 'consultation_id', 'contribution_id', 'rule_number', 'rule'),
      reason: 'procedure',
      by_id: 'key',
      at: 'state',
      appeal: 'writing',
      appealed_at: 'state',
      ruling: 'procedure',
      ruling_reason: 'procedure',
      ruled_by_id: 'key',
      ruled_at: 'state',
    },
  },
  'consultations.report': {
    purpose: 'consultations.moderation.processing.purpose_report',
    basis: 'consent',
    keep: 'consultations.processing.keep.contribution',
    access: ['owner', 'moderator'],
    columns: {
      ...none('id', 'consultation_id', 'contribution_id', 'rule_number'),
      account_id: 'key',
      reason: 'writing',
      at: 'state',
      outcome: 'procedure',
      answer: 'procedure',
      settled_at: 'state',
      settled_by: 'key',
    },
  },
  'consultations.intake': {
    ...letter,
    columns: {
      ...none('id', 'consultation_id', 'way', 'form_token'),
      message_id: 'key',
      subject: 'writing',
      text: 'writing',
      received_on: 'state',
      state: 'state',
      set_aside_reason: 'procedure',
      left_out: 'writing',
      created_at: 'state',
      created_by: 'key',
      done_at: 'state',
      done_by: 'key',
    },
  },
  'consultations.sender': {
    ...letter,
    columns: {
      ...none('intake_id', 'consultation_id'),
      name: 'identity',
      email: 'contact',
      phone: 'contact',
      address: 'contact',
    },
  },
  'consultations.taken_in': { ...letter, columns: none('contribution_id', 'intake_id', 'consultation_id') },
  'consultations.intake_file': {
    ...letter,
    columns: { ...none('intake_id', 'consultation_id'), file_id: 'key', name: 'writing' },
  },
};
