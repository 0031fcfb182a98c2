import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'people.application_open': 409,
  'people.member_already': 409,
  'people.not_a_member': 409,
  'people.application_moved_on': 409,
  'people.application_decided': 409,
  'people.nomination_unusable': 409,
  'people.conflict_own': 403,
  'people.conflict_nominated': 403,
  'people.conflict_checked': 403,
  'people.conflict_proposed': 403,
  /** `day`: from when on one can ask */
  'people.renewal_too_early': 409,
  'people.renewal_asked': 409,
  'people.renewal_not_open': 409,
  'people.suspension_open': 409,
  'people.suspension_not_open': 409,
  'people.hearing_too_soon': 422,
  'people.hearing_to_come': 409,
  /** `from`, `until`: days between which it can end */
  'people.suspension_until': 422,
});
