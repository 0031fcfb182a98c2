import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'cases.public.appeal_too_late': 409,
  'cases.public.appealed_already': 409,
  'cases.public.own_decision': 403,
});
