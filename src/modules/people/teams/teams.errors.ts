import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'people.team_not_found': 404,
  'people.team_wrong_state': 409,
  'people.team_already': 409,
  /** whoever leads a team hands it over before they leave it */
  'people.team_leader_stays': 409,
  'people.team_full_of_offers': 409,
  'people.team_task_full': 409,
  'people.team_task_yours': 409,
  'people.team_task_over': 409,
  /** `n`: how many took it on */
  'people.team_task_taken': 409,
  'people.team_hours_too_many': 409,
  'people.team_appeal_too_late': 409,
  'people.team_appealed_already': 409,
});
