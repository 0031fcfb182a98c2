import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing, type TableProcessing } from '../processing/declare-processing.ts';

const access = ['owner', 'secretary', 'committee', 'auditor'] as const;

const tables: Readonly<Record<string, TableProcessing>> = {
  'people.application': {
    purpose: 'people.register.processing.purpose.application',
    basis: 'consent',
    keep: 'people.register.processing.keep.application',
    job: 'people.register_clock',
    access,
    columns: {
      id: 'key',
      number: 'key',
      account_id: 'key',
      nomination_id: 'key',
      nominated_by: 'key',
      state: 'state',
      round: 'state',
      referees: 'writing',
      handed_in_at: 'state',
      again_at: 'state',
      state_since: 'state',
      erase_on: 'state',
    },
  },
  'people.application_check': {
    purpose: 'people.register.processing.purpose.application',
    basis: 'consent',
    keep: 'people.register.processing.keep.application',
    access,
    columns: {
      id: 'key',
      application_id: 'key',
      round: 'state',
      checked_by: 'key',
      checked_at: 'state',
      outcome: 'procedure',
      name_ok: 'procedure',
      name_note: 'procedure',
      contact_ok: 'procedure',
      contact_note: 'procedure',
      category_ok: 'procedure',
      category_note: 'procedure',
      works_ok: 'procedure',
      works_note: 'procedure',
      references_ok: 'procedure',
      references_note: 'procedure',
      recommendation: 'procedure',
      note: 'procedure',
    },
  },
  'people.application_decision': {
    purpose: 'people.register.processing.purpose.application',
    basis: 'consent',
    keep: 'people.register.processing.keep.application',
    access,
    columns: {
      application_id: 'key',
      approved: 'procedure',
      reasons: 'procedure',
      decided_by: 'key',
      decided_at: 'state',
    },
  },
  'people.renewal': {
    purpose: 'people.register.processing.purpose.renewal',
    basis: 'consent',
    keep: 'people.register.processing.keep.procedure',
    access,
    columns: {
      id: 'key',
      membership_id: 'key',
      state: 'state',
      note: 'writing',
      asked_at: 'state',
      decided_by: 'key',
      decided_at: 'state',
      reasons: 'procedure',
    },
  },
  'people.suspension': {
    purpose: 'people.register.processing.purpose.suspension',
    basis: 'consent',
    keep: 'people.register.processing.keep.procedure',
    access,
    columns: {
      id: 'key',
      membership_id: 'key',
      state: 'state',
      rule: 'procedure',
      facts: 'procedure',
      proposed_by: 'key',
      proposed_at: 'state',
      hearing_on: 'state',
      statement: 'writing',
      stated_at: 'state',
      decided_by: 'key',
      decided_at: 'state',
      reasons: 'procedure',
      until: 'state',
      lifted_by: 'key',
      lifted_at: 'state',
      lift_reasons: 'procedure',
    },
  },
};

/** Says what the tables of applications, renewals and suspensions hold of people. */
export function declareRegisterProcessing(k: Kernel): void {
  declareProcessing(k, tables);
}
