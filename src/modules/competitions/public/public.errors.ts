import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** a decision took the work out of the competition: the log says why */
  'competitions.entry_taken_out': 410,
});
