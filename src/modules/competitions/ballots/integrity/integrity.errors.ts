import { declareErrors } from '../../../../kernel/errors/index.ts';

declareErrors({
  /** before the close nobody knows which ballots there are */
  'competitions.invalidate_after_close': 409,
  'competitions.burst_unknown': 404,
  /** the burst has no ballot that still counts, or none with these choices */
  'competitions.nothing_to_invalidate': 409,
  'competitions.invalidation_waits': 409,
  'competitions.invalidation_decided': 409,
  /** whoever proposed it does not decide on it */
  'competitions.second_person': 403,
});
