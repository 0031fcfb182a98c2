import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `n`: opinions that nobody decided yet */
  'consultations.result.undecided': 409,
  'consultations.result.no_summary': 409,
  /** people may still say something */
  'consultations.result.still_running': 409,
});
