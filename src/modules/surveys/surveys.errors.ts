import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  'surveys.not_found': 404,
  /** `state`: it is not, or no longer, in a state in which this can be done */
  'surveys.wrong_state': 409,
});
