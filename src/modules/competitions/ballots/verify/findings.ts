/** Where something is and what stands there; numbers and short texts for the words of the message. */
export type FindingParams = Record<string, string | number>;

/** Everything that can be wrong with a file that can be read; in words: `competitions.ballots.verify.finding.<code>`. */
export const findingCodes = [
  'leaf_form',
  'leaf_doubled',
  'leaf_order',
  'leaf_choices',
  'leaf_category',
  'leaf_entry',
  'leaf_other_category',
  'replaces_not_allowed',
  'replaces_unknown',
  'replaces_twice',
  'replaces_other_category',
  'invalidation_positions',
  'invalidation_no_ballot',
  'ballot_after_close',
  'leaves_uncovered',
  'head_form',
  'head_origin',
  'head_hash',
  'head_time',
  'head_size',
  'head_beyond',
  'head_root',
  'head_signature',
  'head_without_invalidation',
  'head_header',
  'head_header_missing',
  'close_none',
  'close_twice',
  'close_not_last',
  'section_count',
  'after_end',
  'count_ballots',
  'count_replaced',
  'count_invalidated',
  'count_counted',
  'roll',
  'votes',
  'votes_form',
  'votes_entry',
  'final_form',
  'final_entry',
  'final_weights',
  'final_votes',
  'final_vote_score',
  'final_score',
  'final_rank',
  'key_other',
  'kept_head',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export type Finding = { code: FindingCode; params: FindingParams };

/** Why a file cannot be read; in words: `competitions.ballots.verify.unreadable.<code>`. */
export const unreadableCodes = [
  'no_ballot_file',
  'header',
  'line_ends',
  'line_too_long',
  'section',
  'cut_off',
  'result',
] as const;
type UnreadableCode = (typeof unreadableCodes)[number];

/** It cannot be told whether the file is right: it is no such file, or is cut off. */
export class Unreadable extends Error {
  readonly code: UnreadableCode;
  readonly params: FindingParams;

  constructor(code: UnreadableCode, params: FindingParams = {}) {
    super(`the file cannot be read: ${code}`);
    this.code = code;
    this.params = params;
  }
}

/** So many of one kind are listed; of the others only how many there are. */
const listedOfKind = 20;

/** Collects what is wrong, and does not grow without end where everything is. */
export class Findings {
  readonly listed: Finding[] = [];
  readonly #count = new Map<FindingCode, number>();

  add(code: FindingCode, params: FindingParams = {}): void {
    const count = (this.#count.get(code) ?? 0) + 1;
    this.#count.set(code, count);
    if (count <= listedOfKind) this.listed.push({ code, params });
  }

  /** How many there are of each kind beyond those listed. */
  get unlisted(): number {
    let more = 0;
    for (const count of this.#count.values()) more += Math.max(0, count - listedOfKind);
    return more;
  }

  get none(): boolean {
    return this.#count.size === 0;
  }
}
