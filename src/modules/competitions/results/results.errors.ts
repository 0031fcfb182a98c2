import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** a stage of scores, or screening, is not closed yet */
  'competitions.results.not_complete': 409,
  /** objections to rejections wait for a ruling */
  'competitions.results.objections_open': 409,
  'competitions.results.no_announcement': 409,
  /** nothing was announced */
  'competitions.results.no_notice': 409,
  /** the announced results are the current ones */
  'competitions.results.nothing_new': 409,
  /** `until`: the notice still stands */
  'competitions.results.period_runs': 409,
  /** `count`: complaints wait for an answer */
  'competitions.results.complaints_open': 409,
  /** an invalidation of ballots waits for its second person */
  'competitions.results.invalidation_open': 409,
  /** what was announced is not what stands now: publish it anew */
  'competitions.results.notice_outdated': 409,
  /** entries are chosen only where nothing is scored */
  'competitions.results.scored': 409,
  'competitions.results.none_chosen': 409,
  /** the time for complaints is over */
  'competitions.results.complaint_late': 409,
  'competitions.results.complaint_not_found': 404,
  'competitions.results.answered_already': 409,
  /** whoever complained, or whose entry it is, does not answer */
  'competitions.results.own_complaint': 403,
  'competitions.results.own_entry': 403,
  'competitions.results.revoked_already': 409,
  'competitions.results.certificate_not_found': 404,
});
