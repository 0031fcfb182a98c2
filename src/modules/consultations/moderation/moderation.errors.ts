import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** somebody else decided on it a moment ago */
  'consultations.moderation.decided_already': 409,
  /** a moderator does not decide on their own words, nor on what is said of their department's draft */
  'consultations.moderation.own_words': 403,
  /** another person rules on an appeal */
  'consultations.moderation.own_decision': 403,
  'consultations.moderation.nothing_hidden': 409,
  'consultations.moderation.appealed_already': 409,
  /** thirty days are over */
  'consultations.moderation.appeal_too_late': 409,
  'consultations.moderation.not_appealed': 409,
  'consultations.moderation.reported_already': 409,
  'consultations.moderation.no_reports': 409,
});
