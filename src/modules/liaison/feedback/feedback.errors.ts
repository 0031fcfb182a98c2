import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'liaison.feedback.not_found': 404,
  'liaison.feedback.signed_already': 409,
  'liaison.feedback.not_signed': 409,
  'liaison.feedback.sent_already': 409,
  'liaison.feedback.empty': 409,
  /** whoever wrote it alone does not sign it too */
  'liaison.feedback.wrote_alone': 409,
  'liaison.feedback.opened_already': 409,
});
