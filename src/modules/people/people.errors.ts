import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  /** `left`: tries that are left */
  'people.code_wrong': 422,
  'people.code_gone': 410,
  'people.code_too_soon': 429,
  'people.account_disabled': 403,
  'people.welcome_first': 403,
  'people.passkey_failed': 400,
  'people.passkey_unverified': 400,
  'people.passkey_sign_in_anew': 403,
  'people.factor_wrong': 422,
  'people.factor_used': 422,
  /** `minutes`: how long it stays locked */
  'people.factor_locked': 429,
  'people.factor_wrong_at_set_up': 422,
  'people.factor_not_set_up': 409,
  'people.factor_set_up_already': 409,
  'people.address_taken': 409,
  'people.last_administrator': 409,
  'people.staff_cannot_delete': 409,
  'people.set_up_done': 409,
  'people.set_up_token_wrong': 403,
  'people.not_yourself': 409,
  /** `n` */
  'people.department_has_matters': 409,
  'people.department_has_children': 409,
  'people.merge_itself': 422,
  'people.merge_closed': 409,
  /** `n`: that many wait at most */
  'people.data_requests_enough': 429,
  'people.data_request_answered': 409,
  'people.guardian_first': 403,
  'people.guardian_agreed_already': 409,
  'people.guardian_link_gone': 410,
  'people.guardian_prove_first': 403,
});
