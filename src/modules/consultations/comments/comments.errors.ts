import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** this way of answering is not open in this consultation */
  'consultations.comments.way_closed': 409,
  /** the paragraph is not in the text, or is no longer */
  'consultations.comments.no_paragraph': 404,
  /** answers go one level deep, and only to what is public */
  'consultations.comments.no_answer': 409,
  /** taken back or merged before */
  'consultations.comments.not_withdrawable': 409,
  /** its outcome is published, and it is part of that */
  'consultations.comments.outcome_published': 409,
  'consultations.comments.not_yours': 404,
});
