import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** it was said on the first page that results stay inside */
  'surveys.results.never': 409,
  /** results are not public yet, or never */
  'surveys.results.not_public': 404,
});
