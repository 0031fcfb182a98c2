/** What is known of a statement when the next one is chosen; from `StatementFigures`, or zeros for one without votes. */
export type StatementToShow = {
  statement: number;
  agrees: number;
  passes: number;
  seen: number;
  /** `StatementFigures.extremity` */
  extremity: number;
};

export type NextStatementGiven = {
  /** statements that may be shown: not moderated out, and whatever else the caller requires; in any order */
  statements: readonly StatementToShow[];
  /** numbers this participant has voted on */
  seen: ReadonlySet<number>;
  /** the same seed with the same statements and the same seen gives the same answer; give one per map and participant */
  seed: string;
};

/**
 * The next statement for a participant, drawn with weights that favour new statements, those that divide and those that find
 * agreement, and disfavour those that people pass on; see README.md, "Which statement comes next".
 * @returns its number, or null where everything has been seen
 */
export function nextStatement({ statements, seen, seed }: NextStatementGiven): number | null {
  const open = statements.filter(({ statement }) => !seen.has(statement)).sort((a, b) => a.statement - b.statement);
  if (open.length === 0) return null;
  const weights = open.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = uniform(`${seed}/${seen.size}`) * total;
  for (const [at, { statement }] of open.entries()) {
    left -= weights[at] ?? 0;
    if (left < 0) return statement;
  }
  return open.at(-1)?.statement ?? null;
}

/**
 * How often a statement is drawn, relative to others. A statement nobody has seen weighs as nine of the same kind that many have
 * seen; that head start halves with every five votes.
 */
export function weightOf({ agrees, passes, seen, extremity }: StatementToShow): number {
  const agreed = (agrees + 1) / (seen + 2);
  const passed = (passes + 1) / (seen + 2);
  const newness = 1 + 8 * 2 ** (-seen / 5);
  return ((1 - passed) * (1 + extremity) * agreed * newness) ** 2;
}

/** 0 ≤ n < 1, spread evenly over seeds: FNV-1a over the UTF-16 units, then the finaliser of MurmurHash3. */
function uniform(seed: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
