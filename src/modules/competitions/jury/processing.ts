import type { ColumnClass, TableProcessing } from '../../people/index.ts';

const all = <C extends ColumnClass>(kind: C, ...names: string[]): Record<string, C> =>
  Object.fromEntries(names.map((name) => [name, kind]));

const readers: Pick<TableProcessing, 'basis' | 'keep' | 'access'> = {
  basis: 'agreement',
  keep: 'competitions.jury.processing.keep',
  access: ['owner', 'group', 'organiser', 'auditor'],
};
const place = ['stage_id', 'competition_id'];

/** What juries leave behind: their sheets are records of an office, kept with the competition. */
export const juryTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.jury_confirmation': {
    ...readers,
    purpose: 'competitions.jury.processing.assignment',
    columns: { ...all('none', ...place), juror_id: 'key', confirmed_at: 'consent' },
  },
  'competitions.juror_category': {
    ...readers,
    purpose: 'competitions.jury.processing.assignment',
    columns: { ...all('none', ...place, 'category_id'), juror_id: 'key' },
  },
  'competitions.assignment': {
    ...readers,
    purpose: 'competitions.jury.processing.assignment',
    columns: {
      ...all('none', ...place, 'entry_id'),
      juror_id: 'key',
      ...all('state', 'assigned_at', 'ended_at', 'end_reason'),
      end_words: 'procedure',
    },
  },
  'competitions.recusal': {
    ...readers,
    purpose: 'competitions.jury.processing.recusal',
    columns: {
      ...all('none', 'id', ...place, 'entry_id', 'category_id'),
      ...all('key', 'juror_id', 'by_id'),
      ...all('procedure', 'kind', 'words'),
      ...all('state', 'by_as', 'at'),
    },
  },
  'competitions.sheet': {
    ...readers,
    purpose: 'competitions.jury.processing.sheet',
    columns: {
      ...all('none', 'id', ...place, 'entry_id', 'version'),
      juror_id: 'key',
      comment: 'writing',
      ...all('state', 'state', 'total', 'started_at', 'updated_at', 'handed_in_at', 'outcome'),
    },
  },
  'competitions.sheet_point': {
    ...readers,
    purpose: 'competitions.jury.processing.sheet',
    columns: { ...all('none', 'sheet_id', 'criterion'), points: 'procedure' },
  },
  'competitions.sheet_change': {
    ...readers,
    purpose: 'competitions.jury.processing.sheet',
    columns: {
      ...all('none', 'id', 'sheet_id'),
      by_id: 'key',
      ...all('state', 'at', 'act'),
      ...all('procedure', 'before', 'after', 'reason'),
    },
  },
  'competitions.jury_message': {
    ...readers,
    purpose: 'competitions.jury.processing.discussion',
    columns: { ...all('none', 'id', ...place, 'entry_id'), by_id: 'key', text: 'writing', at: 'state' },
  },
  'competitions.tie_decision': {
    ...readers,
    purpose: 'competitions.jury.processing.closing',
    columns: {
      ...all('none', 'id', ...place, 'category_id', 'total', 'entry_ids'),
      reason: 'procedure',
      by_id: 'key',
      at: 'state',
    },
  },
  'competitions.jury_closing': {
    ...readers,
    purpose: 'competitions.jury.processing.closing',
    columns: {
      ...all('none', ...place, 'entries', 'sheets', 'digest'),
      by_id: 'key',
      at: 'state',
      remark: 'procedure',
    },
  },
};
