import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** nobody supports what they said themselves */
  'consultations.support.own': 409,
  /** what is hidden, taken back or merged is not supported */
  'consultations.support.not_there': 404,
});
