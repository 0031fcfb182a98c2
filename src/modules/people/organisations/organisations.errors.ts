import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'people.organisation_closed': 409,
  'people.organisation_code_taken': 409,
  /** Somebody else of the secretariat decided, or it was withdrawn. */
  'people.organisation_decided': 409,
  'people.organisation_no_evidence': 422,
  /** Whoever decides had a part in it. */
  'people.organisation_own': 403,
  'people.organisation_verified': 409,
  'people.last_organisation_administrator': 409,
  'people.place_taken': 409,
  'people.place_gone': 409,
  'people.place_person_unknown': 422,
  'people.place_not_needed': 409,
});
