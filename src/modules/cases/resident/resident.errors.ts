import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `n`: letters a day */
  'cases.resident.too_many_letters': 429,
  'cases.resident.wrong_code': 422,
  'cases.resident.others_joined': 409,
});
