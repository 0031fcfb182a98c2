/** Where something is and what stands there; numbers and short texts for the words of the message. */
export type FindingParams = Record<string, string | number>;

/** One thing that is wrong: message key `competitions.ballots.verify.finding.<code>`. */
export type Finding = { code: string; params: FindingParams };

/** It cannot be told whether the file is right: it is no such file, or is cut off. Message key `…verify.unreadable.<code>`. */
export class Unreadable extends Error {
  readonly code: string;
  readonly params: FindingParams;

  constructor(code: string, params: FindingParams = {}) {
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
  readonly #count = new Map<string, number>();

  add(code: string, params: FindingParams = {}): void {
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
