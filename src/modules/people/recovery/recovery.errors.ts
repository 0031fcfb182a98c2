import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** somebody else has acted on it, or it has run out */
  'people.recovery_stale': 409,
  /** another one for the same account runs already */
  'people.recovery_running': 409,
  'people.recovery_no_account': 409,
  /** the new address belongs to another account */
  'people.recovery_taken': 409,
  /** who checked does not confirm */
  'people.recovery_second': 403,
  'people.recovery_gone': 410,
});
