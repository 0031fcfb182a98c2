import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** this way of answering is not open in this consultation */
  'consultations.comments.way_closed': 409,
  /** the paragraph is not in the text, or is no longer */
  'consultations.comments.no_paragraph': 404,
  /** answers go one level deep, and only to what is public */
  'consultations.comments.no_answer': 409,
  /** only an administrator or liaison officer of a verified organisation speaks for it */
  'consultations.comments.not_for_organisation': 403,
  /** it is not public any longer, or the outcome is published */
  'consultations.comments.not_withdrawable': 409,
  'consultations.comments.not_yours': 404,
});
