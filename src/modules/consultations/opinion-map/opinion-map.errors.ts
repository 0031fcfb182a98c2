import { declareErrors } from '../../../kernel/errors/index.ts';
import '../consultations.errors.ts';

declareErrors({
  /** nobody by whom a vote could be counted: no cookie, or one that is not ours */
  'consultations.opinion_map.who': 403,
  'consultations.opinion_map.vote_unknown': 422,
  'consultations.opinion_map.statement_unknown': 404,
  'consultations.opinion_map.statement_gone': 409,
  /** `seconds`: too many new participants or votes from one range of addresses */
  'consultations.opinion_map.crowded': 429,
  'consultations.opinion_map.no_adding': 403,
  'consultations.opinion_map.said_already': 409,
  'consultations.opinion_map.has_statements': 409,
  'consultations.opinion_map.has_votes': 409,
  'consultations.opinion_map.no_data_yet': 404,
  /** `name`: a file or column that is missing, `line`: where it went wrong */
  'consultations.opinion_map.import_missing': 422,
  'consultations.opinion_map.import_line': 422,
  'consultations.opinion_map.import_unreadable': 422,
  'consultations.opinion_map.no_seeds': 422,
  'consultations.opinion_map.seed_long': 422,
});
