import { type ColumnClass, saysNothing as none, type TableProcessing } from '../../people/index.ts';

const duty: Pick<TableProcessing, 'basis' | 'keep'> = {
  basis: 'duty',
  keep: 'consultations.processing.keep.consultation',
};

const decided: Record<string, ColumnClass> = {
  ...none('contribution_id', 'consultation_id', 'revision'),
  outcome: 'procedure',
  ground: 'procedure',
  reason: 'procedure',
  decided_by: 'key',
  decided_at: 'state',
};

/** What was decided on opinions, by whom, and the published result. */
export const deskTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.decision': {
    ...duty,
    purpose: 'consultations.desk.processing.decision',
    access: ['public', 'owner', 'convener', 'handler', 'auditor'],
    columns: { ...decided, ...none('version_no', 'anchors') },
  },
  'consultations.past_decision': {
    ...duty,
    purpose: 'consultations.desk.processing.decision',
    access: ['convener', 'handler', 'auditor'],
    columns: decided,
  },
  'consultations.assignment': {
    ...duty,
    purpose: 'consultations.desk.processing.assignment',
    access: ['convener', 'handler', 'auditor'],
    columns: {
      ...none('contribution_id', 'consultation_id'),
      account_id: 'key',
      assigned_by: 'key',
      assigned_at: 'state',
    },
  },
  'consultations.likeness': {
    ...duty,
    basis: 'none',
    purpose: 'consultations.desk.processing.likeness',
    access: ['public', 'convener', 'handler'],
    columns: none('contribution_id', 'consultation_id', 'head', 'digest'),
  },
  'consultations.reason_template': {
    ...duty,
    purpose: 'consultations.desk.processing.template',
    access: ['convener', 'handler'],
    columns: { ...none('id', 'department_id', 'title', 'text', 'created_at'), created_by: 'key' },
  },
  'consultations.result': {
    ...duty,
    purpose: 'consultations.desk.processing.result',
    access: ['public', 'convener', 'auditor'],
    columns: {
      ...none('consultation_id', 'version'),
      summary: 'procedure',
      written_by: 'key',
      written_at: 'state',
      published_by: 'key',
      published_at: 'state',
    },
  },
};
