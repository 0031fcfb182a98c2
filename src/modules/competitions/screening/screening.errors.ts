import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** nobody screens an entry of their own, their team's or their organisation's */
  'competitions.screening.own_entry': 403,
  /** `decision`: somebody else decided first */
  'competitions.screening.decided_already': 409,
  /** it was sent back once already */
  'competitions.screening.mended_already': 409,
  /** a first stage of scores is closed: nothing that comes now could be scored */
  'competitions.screening.scored_already': 409,
  'competitions.screening.no_stage': 404,
  /** entries still wait, or are being mended */
  'competitions.screening.still_waiting': 409,
  'competitions.screening.no_rejection': 409,
  'competitions.screening.objected_already': 409,
  'competitions.screening.objection_late': 409,
  'competitions.screening.ruled_already': 409,
  /** whoever rejected it does not rule on the objection */
  'competitions.screening.rejected_it_yourself': 403,
});
