import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `count`: what is wrong stands on the page, each with its cell */
  'surveys.file_has_errors': 422,
});
