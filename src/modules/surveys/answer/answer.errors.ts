import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** it has not begun, is over, or was called off */
  'surveys.answer.not_running': 409,
  /** `startsAt` */
  'surveys.answer.not_yet': 409,
  /** this account or invitation has answered */
  'surveys.answer.already': 409,
  /** handed in or thrown away since, or on another device */
  'surveys.answer.no_draft': 404,
  /** saved on another device in between */
  'surveys.answer.changed_meanwhile': 409,
  /** something is missing or wrong: the review page says what */
  'surveys.answer.incomplete': 422,
  'surveys.answer.too_large': 422,
  /** many answers came from this address */
  'surveys.answer.proof_first': 422,
  'surveys.answer.wrong_code': 422,
  'surveys.answer.code_first': 401,
  /** `serial` */
  'surveys.answer.serial_taken': 409,
  'surveys.answer.no_such_invitation': 422,
  'surveys.answer.not_by_invitation': 409,
  /** `most` */
  'surveys.answer.too_many_invitations': 422,
  'surveys.answer.nobody_to_write_to': 409,
});
