import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** Unknown, answered, run out or taken back: nobody is told which. */
  'people.invitation_gone': 410,
  'people.invitation_own': 409,
  'people.nomination_own_address': 422,
  'people.nomination_gone': 409,
  'people.organisation_unverified': 409,
  'people.round_overlaps': 409,
  'people.round_used': 409,
  'people.batch_letter_missing': 422,
  'people.batch_decided': 409,
});
