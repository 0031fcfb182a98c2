import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'consultations.ideas.not_found': 404,
  /** hidden, taken back or merged: nothing more is done with it */
  'consultations.ideas.not_standing': 409,
  /** `stage` */
  'consultations.ideas.wrong_stage': 409,
  /** somebody else changed it meanwhile */
  'consultations.ideas.changed': 409,
  'consultations.ideas.no_draft': 409,
  'consultations.ideas.merge_itself': 409,
  /** answered ideas have a story of their own */
  'consultations.ideas.merge_answered': 409,
  'consultations.ideas.merge_elsewhere': 409,
  'consultations.ideas.not_merged': 409,
  /** split the one first into which it went */
  'consultations.ideas.split_lead_first': 409,
  'consultations.ideas.has_merged': 409,
  'consultations.ideas.move_nowhere': 409,
  /** `count`: ideas without an answer */
  'consultations.ideas.unanswered': 409,
  'consultations.ideas.too_many': 429,
  'consultations.ideas.not_adopted': 409,
  'consultations.ideas.certificate_not_found': 404,
});
