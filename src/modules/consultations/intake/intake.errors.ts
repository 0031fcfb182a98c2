import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'consultations.intake.not_found': 404,
  /** somebody else read it out, or put it aside, a moment ago */
  'consultations.intake.done_already': 409,
  /** nothing could be read as an e-mail */
  'consultations.intake.not_a_mail': 422,
  /** `limit` */
  'consultations.intake.mail_too_large': 413,
  /** this consultation takes no opinions by e-mail */
  'consultations.intake.way_closed': 409,
});
