import type { TableProcessing } from '../../people/index.ts';

/** The running order, and who signed a sheet. */
export const pitchTables: Readonly<Record<string, TableProcessing>> = {
  'competitions.pitch_draw': {
    purpose: 'competitions.pitch.purpose.order',
    basis: 'none',
    keep: 'competitions.processing.keep.competition',
    access: ['public'],
    columns: { stage_id: 'none', competition_id: 'none', seed: 'none', at: 'none' },
  },
  'competitions.pitch_slot': {
    purpose: 'competitions.pitch.purpose.slot',
    basis: 'consent',
    keep: 'competitions.processing.keep.competition',
    access: ['public', 'owner', 'organiser', 'auditor'],
    columns: {
      stage_id: 'none',
      entry_id: 'key',
      competition_id: 'none',
      position: 'none',
      state: 'state',
      started_at: 'state',
      paused_at: 'state',
      paused_ms: 'none',
      signed_at: 'state',
      signed_by: 'key',
      signed_name: 'identity',
      signed_digest: 'none',
      remark: 'writing',
    },
  },
};
