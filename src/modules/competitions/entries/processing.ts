import type { TableProcessing } from '../../people/index.ts';
import { competitionTables } from '../processing.ts';

const entry: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'access'> = {
  purpose: 'competitions.processing.purpose.entry',
  basis: 'consent',
  keep: 'competitions.entries.processing.keep',
  access: ['public', 'owner', 'group', 'organiser', 'auditor'],
};

/** What entries hold beside the core: files, teams, invitations, and how they came about. */
export const entryTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.entry': {
    ...entry,
    job: 'competitions.entries',
    columns: {
      ...competitionTables['competitions.entry']?.columns,
      nominated_by: 'key',
      mend_note: 'procedure',
      mend_until: 'state',
      mended_at: 'state',
      agreed_at: 'consent',
      keep_after: 'consent',
      withdrawn_at: 'state',
      emptied_at: 'state',
      reminded_at: 'state',
    },
  },
  'competitions.entry_file': {
    ...entry,
    job: 'competitions.entries',
    columns: {
      id: 'key',
      competition_id: 'none',
      entry_id: 'key',
      position: 'none',
      kind: 'none',
      file_id: 'key',
      url: 'writing',
      caption: 'writing',
      name: 'writing',
      media_type: 'none',
      size_bytes: 'none',
      width: 'none',
      height: 'none',
    },
  },
  'competitions.entry_member': {
    ...entry,
    columns: {
      competition_id: 'none',
      entry_id: 'key',
      account_id: 'key',
      role: 'profession',
      shown_as: 'identity',
      joined_at: 'state',
    },
  },
  'competitions.entry_invitation': {
    purpose: 'competitions.entries.processing.purpose_invitation',
    basis: 'consent',
    keep: 'competitions.entries.processing.keep_invitation',
    job: 'competitions.entries',
    access: ['owner'],
    columns: {
      id: 'key',
      competition_id: 'none',
      kind: 'none',
      entry_id: 'key',
      category_id: 'none',
      asked_by: 'key',
      state: 'state',
      ended_as: 'state',
      name: 'identity',
      email: 'contact',
      phone: 'contact',
      locale: 'preference',
      title: 'writing',
      words: 'writing',
      role: 'profession',
      token_hash: 'security',
      created_at: 'state',
      sent_at: 'state',
      expires_at: 'state',
      told_at: 'state',
    },
  },
};
