import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'liaison.agreements.not_found': 404,
  /** the agreement has moved on */
  'liaison.agreements.wrong_state': 409,
  'liaison.agreements.signed_already': 409,
  /** for the department and for an organisation two people sign */
  'liaison.agreements.signed_for_other': 409,
  'liaison.agreements.nothing_to_sign': 409,
  'liaison.agreements.shown_already': 409,
  'liaison.agreements.no_such_day': 409,
  'liaison.agreements.renewal_waits': 409,
  'liaison.agreements.partner_closed': 409,
  'liaison.agreements.no_partner': 422,
});
