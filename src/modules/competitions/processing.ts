import { saysNothing as none, type TableProcessing } from '../people/index.ts';

const nobody: Pick<TableProcessing, 'basis' | 'purpose' | 'keep' | 'access'> = {
  basis: 'none',
  purpose: 'competitions.processing.purpose.competition',
  keep: 'competitions.processing.keep.competition',
  access: ['public'],
};

/** The tables of a competition itself. The other parts say theirs beside what they do. */
export const competitionTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.competition': {
    ...nobody,
    columns: {
      ...none(
        'id',
        'slug',
        'format',
        'title',
        'summary',
        'rules',
        'eligibility',
        'department_id',
        'co_organisers',
        'mode',
      ),
      ...none('approval_number', 'complaint_phone', 'complaint_email', 'state', 'cancel_reason', 'created_at'),
      ...none('opened_at', 'final_at', 'last_number', 'version'),
      created_by: 'key',
    },
  },
  'competitions.category': { ...nobody, columns: none('id', 'competition_id', 'position', 'name', 'description') },
  'competitions.stage': {
    ...nobody,
    columns: none('id', 'competition_id', 'position', 'kind', 'title', 'starts_at', 'ends_at', 'settings', 'closed_at'),
  },
  'competitions.public_note': {
    purpose: 'competitions.processing.purpose.note',
    basis: 'consent',
    keep: 'competitions.processing.keep.competition',
    access: ['public'],
    columns: {
      ...none('id', 'competition_id', 'at', 'changes', 'kind'),
      text: 'writing',
      author_id: 'key',
      shown_as: 'identity',
    },
  },
  'competitions.duty_invitation': {
    purpose: 'competitions.processing.purpose.duty',
    basis: 'agreement',
    keep: 'competitions.processing.keep.invitation',
    access: ['organiser'],
    columns: {
      ...none('id', 'competition_id', 'duty', 'way', 'token_hash'),
      shown_as: 'identity',
      address_hash: 'contact',
      asked_by: 'key',
      asked_at: 'state',
      expires_at: 'state',
      settled_at: 'state',
      outcome: 'state',
    },
  },
  'competitions.standing': {
    ...nobody,
    columns: none('stage_id', 'entry_id', 'competition_id', 'score', 'votes', 'rank', 'advances'),
  },
  'competitions.duty': {
    purpose: 'competitions.processing.purpose.duty',
    basis: 'consent',
    keep: 'competitions.processing.keep.competition',
    access: ['public', 'owner', 'organiser', 'auditor'],
    columns: {
      ...none('id', 'competition_id', 'duty'),
      account_id: 'key',
      shown_as: 'identity',
      asked_by: 'key',
      asked_at: 'state',
      accepted_at: 'state',
      ended_at: 'state',
      end_reason: 'state',
    },
  },
  'competitions.step': {
    purpose: 'competitions.processing.purpose.record',
    basis: 'duty',
    keep: 'competitions.processing.keep.competition',
    access: ['organiser', 'auditor'],
    columns: {
      ...none('id', 'competition_id', 'stage_id', 'entry_id', 'by_as'),
      at: 'state',
      by_id: 'key',
      act: 'procedure',
      details: 'procedure',
    },
  },
  'competitions.entry': {
    purpose: 'competitions.processing.purpose.entry',
    basis: 'consent',
    keep: 'competitions.processing.keep.entry',
    access: ['public', 'owner', 'organiser', 'auditor'],
    columns: {
      ...none('id', 'competition_id', 'category_id', 'number', 'way', 'version', 'late'),
      account_id: 'key',
      organisation_id: 'key',
      title: 'writing',
      by_line: 'identity',
      summary: 'writing',
      body: 'writing',
      cover_file_id: 'writing',
      state: 'state',
      created_at: 'state',
      updated_at: 'state',
      submitted_at: 'state',
    },
  },
};

const secret: Pick<TableProcessing, 'purpose' | 'basis' | 'keep' | 'access'> = {
  purpose: 'competitions.processing.purpose.ballot',
  basis: 'none',
  keep: 'competitions.processing.keep.ballot',
  access: ['public'],
};
const inStage = ['competition_id', 'stage_id'];

/** The ballot: who voted, under a pseudonym, and apart from it what ballots say. */
export const ballotTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.ballot': {
    ...secret,
    access: ['nobody'],
    columns: none(
      ...inStage,
      ...[
        'hash',
        'origin',
        'public_key',
        'private_key',
        'roll_key',
        'size',
        'ballots',
        'replaced',
        'invalidated',
        'sealed_at',
      ],
      ...['closed_at', 'header', 'roll', 'alarm', 'roll_rewritten_at'],
    ),
  },
  'competitions.roll': {
    purpose: 'competitions.processing.purpose.roll',
    basis: 'agreement',
    keep: 'competitions.processing.keep.roll',
    access: ['nobody'],
    columns: { ...none(...inStage), voter: 'key', slot: 'state' },
  },
  'competitions.urn': {
    ...secret,
    access: ['nobody'],
    columns: none(...inStage, 'id', 'n', 'leaves', 'marks'),
  },
  'competitions.leaf': { ...secret, columns: none(...inStage, 'position', 'kind', 'ballot_id', 'bytes') },
  'competitions.tile': { ...secret, columns: none(...inStage, 'level', 'position', 'hashes') },
  'competitions.replaced': { ...secret, columns: none(...inStage, 'ballot_id') },
  'competitions.head': {
    ...secret,
    columns: none(...inStage, 'size', 'kind', 'root', 'at', 'note', 'ballots', 'replaced'),
  },
  'competitions.ballot_count': { ...secret, columns: none(...inStage, 'entry_number', 'votes') },
  'competitions.mark': { ...secret, access: ['organiser', 'auditor'], columns: none(...inStage, 'position', 'mark') },
  'competitions.invited_voter': {
    purpose: 'competitions.processing.purpose.roll',
    basis: 'agreement',
    keep: 'competitions.processing.keep.roll',
    access: ['nobody'],
    columns: { ...none(...inStage), address_hash: 'contact' },
  },
};
