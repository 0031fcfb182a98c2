import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `outcome`, `name`, `number`: somebody else decided first */
  'consultations.desk.decided_already': 409,
  /** once the result is published, decisions stand */
  'consultations.desk.result_published': 409,
  /** withdrawn or hidden meanwhile */
  'consultations.desk.not_public': 409,
  'consultations.desk.opinion_not_found': 404,
  /** `number`: handlers decide what was given to them */
  'consultations.desk.not_assigned': 403,
  /** not of this department, or no longer in a role that works on it */
  'consultations.desk.no_colleague': 422,
  'consultations.desk.title_taken': 409,
  /** nothing of what was chosen could be done */
  'consultations.desk.nothing_done': 409,
});
