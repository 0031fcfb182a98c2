import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  /** `state`, `act`: the case has moved on, or this was never possible from where it is */
  'cases.wrong_state': 409,
  'cases.not_found': 404,
  'cases.not_yours': 403,
  'cases.return_too_late': 409,
  'cases.return_ruled_already': 409,
  'cases.extension_too_late': 409,
  'cases.extension_too_long': 422,
  'cases.waiting_for_ruling': 409,
  'cases.own_reply': 403,
  /** a promise in the reply is over before anybody has read it */
  'cases.promise_over': 409,
  'cases.rated_already': 409,
  'cases.reopened_already': 409,
  'cases.reopen_too_late': 409,
  'cases.merge_into_itself': 422,
  'cases.unknown_department': 422,
  'cases.unknown_category': 422,
  'cases.forum_taken': 409,
  /** `number`: the case that has the post */
  'cases.forum_taken_as': 409,
  'cases.intake_no_hotline': 409,
});
