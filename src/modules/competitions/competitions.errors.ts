import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  'competitions.not_found': 404,
  /** `state`: the competition is not open, or final already */
  'competitions.wrong_state': 409,
  /** the stage has not begun */
  'competitions.too_early': 409,
  /** the stage is over */
  'competitions.too_late': 409,
  'competitions.entry_not_found': 404,
  /** `state`: the entry has moved on */
  'competitions.entry_wrong_state': 409,
});
