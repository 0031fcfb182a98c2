import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'people.appointment_not_a_member': 422,
  'people.appointment_oneself': 409,
  'people.appointment_twice': 409,
  'people.appointment_department_closed': 409,
  'people.appointment_answered': 409,
  'people.appointment_over': 409,
  'people.appointment_no_renewal': 409,
  'people.appointment_renewal_waits': 409,
  'people.appointment_not_begun': 409,
  'people.piece_answered': 409,
  'people.piece_not_answered': 409,
  'people.piece_withdrawn': 409,
  'people.piece_hidden': 409,
  'people.piece_appealed_already': 409,
  'people.piece_appeal_too_late': 409,
  'people.seat_decided': 409,
  'people.seats_enough': 409,
  'people.seat_not_a_member': 403,
});
