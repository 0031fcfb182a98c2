import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** somebody else decided on it a moment ago */
  'consultations.moderation.decided_already': 409,
  /** nobody reports or moderates their own words */
  'consultations.moderation.own_words': 403,
  /** a convener does not hide what is said of their own department's */
  'consultations.moderation.own_draft': 403,
  /** another person rules on an appeal */
  'consultations.moderation.own_decision': 403,
  'consultations.moderation.nothing_hidden': 409,
  'consultations.moderation.appealed_already': 409,
  /** thirty days are over */
  'consultations.moderation.appeal_too_late': 409,
  'consultations.moderation.not_appealed': 409,
  'consultations.moderation.reported_already': 409,
});
