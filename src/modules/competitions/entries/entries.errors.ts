import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `most`: entries one account may have in this competition */
  'competitions.entries.too_many_entries': 409,
  /** whoever organises, screens or judges does not take part */
  'competitions.entries.has_duty': 403,
  /** the competition does not take entries in this way */
  'competitions.entries.way_not_taken': 422,
  /** the organisation is not verified, or somebody else speaks for it */
  'competitions.entries.not_for_organisation': 403,
  /** it was changed elsewhere since this form was opened */
  'competitions.entries.changed_elsewhere': 409,
  /** `limit`: files and links of an entry */
  'competitions.entries.too_many_files': 413,
  /** `limit`: megabytes of an entry's files together */
  'competitions.entries.too_much': 413,
  'competitions.entries.kind_not_taken': 415,
  /** `most`: people in a team */
  'competitions.entries.team_full': 409,
  /** answered, run out or taken back */
  'competitions.entries.invitation_gone': 404,
  /** whoever asked cannot answer */
  'competitions.entries.own_invitation': 409,
  'competitions.entries.own_address': 422,
  'competitions.entries.in_team_already': 409,
});
