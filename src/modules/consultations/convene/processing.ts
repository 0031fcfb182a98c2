import { saysNothing as none, type TableProcessing } from '../../people/index.ts';

/** Papers and hearings. */
export const conveneTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.annex': {
    purpose: 'consultations.processing.purpose.consultation',
    basis: 'none',
    keep: 'consultations.processing.keep.consultation',
    access: ['public'],
    columns: { ...none('id', 'consultation_id', 'title', 'file_id', 'added_at'), added_by: 'key' },
  },
  'consultations.hearing': {
    purpose: 'consultations.processing.purpose.consultation',
    basis: 'none',
    keep: 'consultations.processing.keep.consultation',
    access: ['public'],
    columns: {
      ...none('id', 'consultation_id', 'starts_at', 'ends_at', 'place', 'agenda', 'seats', 'announced_at'),
      ...none('sign_up_until', 'cancelled_at', 'cancel_reason'),
    },
  },
  'consultations.hearing_place': {
    purpose: 'consultations.convene.processing.hearing',
    basis: 'consent',
    keep: 'consultations.convene.processing.hearing_keep',
    access: ['owner', 'convener'],
    columns: {
      ...none('hearing_id', 'consultation_id', 'turn'),
      account_id: 'key',
      name: 'identity',
      contact: 'contact',
      speaks: 'state',
      about: 'writing',
      state: 'state',
      signed_up_at: 'state',
    },
  },
};
