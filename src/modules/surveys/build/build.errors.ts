import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `problems`: how many things keep it from being opened */
  'surveys.not_ready': 409,
  /** the last day is over already */
  'surveys.too_late': 409,
  /** it has begun: somebody may have answered */
  'surveys.begun': 409,
  'surveys.question_not_found': 404,
  /** nothing to take back */
  'surveys.nothing_to_undo': 409,
});
