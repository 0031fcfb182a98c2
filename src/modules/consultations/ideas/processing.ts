import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

const said: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'access'> = {
  purpose: 'consultations.processing.purpose.contribution',
  basis: 'consent',
  keep: 'consultations.processing.keep.contribution',
  access: ['public', 'owner', 'convener', 'auditor'],
};
const office: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'access'> = {
  purpose: 'consultations.ideas.processing.answers',
  basis: 'duty',
  keep: 'consultations.processing.keep.consultation',
  access: ['public', 'convener', 'auditor'],
};

/** Calls for ideas: what an idea has beside its words, the office's work on it, support carried by merging, thanks. */
export const ideaProcessing: Readonly<Record<string, TableProcessing>> = {
  'consultations.idea_category': {
    ...office,
    basis: 'none',
    columns: none('id', 'consultation_id', 'position', 'name', 'closed'),
  },
  'consultations.idea': {
    ...said,
    columns: {
      ...none('contribution_id', 'consultation_id', 'category_id', 'department_id', 'merged_into', 'merged_at'),
      ...none('answer_by', 'done_by', 'reminded_for', 'examine_words', 'outcome'),
      title: 'writing',
      search: 'writing',
      district_id: 'place',
      place: 'place',
      lon: 'place',
      lat: 'place',
      stage: 'state',
      handler_id: 'key',
      examined_at: 'state',
      answered_at: 'state',
      done_at: 'state',
    },
  },
  'consultations.idea_photo': { ...said, columns: { ...none('contribution_id', 'position'), file_id: 'key' } },
  'consultations.idea_answer': {
    ...office,
    columns: {
      ...none('id', 'contribution_id', 'department_id', 'outcome', 'done_by', 'version'),
      text: 'procedure',
      written_by: 'key',
      written_at: 'state',
      published_by: 'key',
      published_at: 'state',
    },
  },
  'consultations.idea_follow_up': {
    ...office,
    columns: {
      ...none('id', 'contribution_id', 'department_id', 'finished', 'done_by'),
      text: 'procedure',
      at: 'state',
      by_id: 'key',
    },
  },
  'consultations.idea_evidence': { ...office, columns: none('follow_up_id', 'file_id', 'position') },
  'consultations.idea_carried': {
    ...said,
    purpose: 'consultations.processing.purpose.support',
    access: ['owner'],
    columns: { ...none('from_id', 'lead_id', 'added'), account_id: 'key', at: 'state' },
  },
  'consultations.idea_moved': {
    ...office,
    basis: 'none',
    columns: none('from_consultation_id', 'from_number', 'contribution_id', 'at'),
  },
  'consultations.idea_thanks': {
    ...said,
    purpose: 'consultations.ideas.processing.thanks',
    keep: 'consultations.ideas.processing.keep_thanks',
    columns: {
      ...none('contribution_id'),
      account_id: 'key',
      shown_as: 'identity',
      code: 'security',
      agreed_at: 'state',
      revoked_at: 'state',
    },
  },
};
