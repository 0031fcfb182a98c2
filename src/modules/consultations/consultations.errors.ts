import { declareErrors } from '../../kernel/errors/index.ts';

declareErrors({
  'consultations.not_found': 404,
  'consultations.contribution_not_found': 404,
  /** `status`: it is not possible as the consultation stands */
  'consultations.wrong_state': 409,
  'consultations.not_started': 409,
  'consultations.over': 409,
});
