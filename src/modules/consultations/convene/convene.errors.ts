import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `missing`: names of what has to be there before it is opened */
  'consultations.not_ready': 409,
  'consultations.hearing_not_found': 404,
  /** the hearing was called off, or its last day of signing up is over */
  'consultations.hearing_closed': 409,
});
