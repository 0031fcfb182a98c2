import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `n`: opinions that nobody decided yet */
  'consultations.result.undecided': 409,
  /** `n`: letters that nobody read out yet; afterwards nothing is added */
  'consultations.result.letters_waiting': 409,
  'consultations.result.no_summary': 409,
  /** people may still say something */
  'consultations.result.still_running': 409,
});
