import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'liaison.meetings.not_found': 404,
  /** the meeting has moved on */
  'liaison.meetings.wrong_state': 409,
  'liaison.meetings.confirmed_already': 409,
  'liaison.meetings.minutes_empty': 409,
  'liaison.meetings.settled_already': 409,
  'liaison.meetings.series_closed': 409,
  'liaison.meetings.nobody_invited': 409,
});
