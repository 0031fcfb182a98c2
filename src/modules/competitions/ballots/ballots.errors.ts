import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  'competitions.ballot_phone_first': 403,
  'competitions.ballot_members_only': 403,
  'competitions.ballot_invited_only': 403,
  /** nothing was chosen */
  'competitions.ballot_empty': 422,
  /** `most`, `chosen` */
  'competitions.ballot_too_many': 422,
  /** `most`, `chosen` */
  'competitions.ballot_exactly': 422,
  /** something else than numbers of entries in the field */
  'competitions.ballot_unknown_entry': 422,
  'competitions.ballot_unknown_category': 422,
  'competitions.ballot_cast_already': 409,
  'competitions.ballot_cast_today': 409,
  'competitions.ballot_fixed': 409,
  'competitions.receipt_unreadable': 422,
  'competitions.receipt_unknown': 404,
  'competitions.receipt_replaced': 409,
  /** a ballot for one category cannot replace one for another */
  'competitions.receipt_other_category': 409,
  /** `seconds`: too many ballots from the same range of addresses */
  'competitions.ballot_range_busy': 429,
  'competitions.ballot_not_closed': 409,
  /** the rule of the ballot is no list */
  'competitions.ballot_no_list': 409,
  /** voting has begun */
  'competitions.ballot_list_fixed': 409,
  /** `n` lines without an address */
  'competitions.ballot_list_bad': 422,
});
