import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** the rules were not confirmed */
  'competitions.jury_confirm_first': 409,
  /** the entry is not given to this juror, or not any more */
  'competitions.jury_not_yours': 409,
  /** an earlier stage that lets only some go on was not closed */
  'competitions.jury_gate_open': 409,
  /** entries are still taken or screened, or an objection waits */
  'competitions.jury_field_open': 409,
  'competitions.jury_no_jurors': 409,
  /** `count` sheets are missing */
  'competitions.jury_missing': 409,
  /** `numbers` of entries without a sheet */
  'competitions.jury_bare': 409,
  /** `number` of the entry that would keep fewer than `least` sheets */
  'competitions.jury_too_few': 409,
  'competitions.jury_nothing_to_strike': 409,
  /** the sheet was not handed in */
  'competitions.jury_sheet_open': 409,
  /** the entries are not equal, or not any more */
  'competitions.jury_not_equal': 409,
  'competitions.jury_recused_already': 409,
  /** what others gave is seen once one's own sheet was handed in */
  'competitions.jury_hand_in_first': 409,
  /** reminded within the last day */
  'competitions.jury_reminded_already': 409,
  /** points are read by others once the stage was closed */
  'competitions.jury_record_closed': 403,
  /** no entry of the stage has this number */
  'competitions.jury_no_such_entry': 422,
});
