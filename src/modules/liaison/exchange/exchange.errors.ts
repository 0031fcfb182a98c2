import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'liaison.exchange.not_found': 404,
  /** somebody was quicker */
  'liaison.exchange.wrong_state': 409,
  'liaison.exchange.organisation_closed': 409,
});
