import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'competitions.pitch_drawn': 409,
  'competitions.pitch_not_drawn': 409,
  'competitions.pitch_nobody': 409,
  /** somebody else speaks; finish that first */
  'competitions.pitch_busy': 409,
  /** `state`: it has moved on, by somebody else's hand perhaps */
  'competitions.pitch_wrong_state': 409,
  /** sheets are missing, or the slot is not done */
  'competitions.pitch_nothing_to_sign': 409,
  'competitions.pitch_signed': 409,
});
