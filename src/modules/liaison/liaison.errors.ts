import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  /** the member has a contact already; somebody else was quicker */
  'liaison.assigned_already': 409,
  /** not an active member, or no longer one */
  'liaison.not_a_member': 409,
  /** the member did not agree to a contact seeing how to reach them */
  'liaison.no_consent': 409,
  'liaison.not_qualified': 422,
  'liaison.not_oneself': 422,
  'liaison.no_contact': 409,
  'liaison.contact_changed': 409,
  'liaison.wished_already': 409,
  'liaison.not_found': 404,
  /** `state`: the matter has moved on */
  'liaison.wrong_state': 409,
  'liaison.case_exists': 409,
  'liaison.offered_already': 409,
  'liaison.no_offer': 409,
  /** `days` */
  'liaison.reopen_too_late': 409,
  'liaison.nobody_there': 422,
  'liaison.erased': 410,
});
