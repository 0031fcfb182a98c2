/** Pairs of neighbouring characters, with how often each stands in a text; blanks and signs do not count. */
export type Profile = { pairs: Map<string, number>; size: number };

const mostCharacters = 4000;

export function profileOf(text: string): Profile {
  const characters = [...text.slice(0, mostCharacters).normalize('NFKC').toLowerCase()].filter((each) =>
    /[\p{L}\p{N}]/u.test(each),
  );
  const pairs = new Map<string, number>();
  // A single character is its own pair.
  const last = Math.max(1, characters.length - 1);
  for (let at = 0; at < last && characters.length > 0; at++) {
    const pair = `${characters[at]}${characters[at + 1] ?? ''}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, size: characters.length === 0 ? 0 : last };
}

/** How alike two texts are, 0 to 1: what they share of all their pairs (Dice). Two texts without words are not alike. */
export function likeness(one: Profile, other: Profile): number {
  if (one.size === 0 || other.size === 0) return 0;
  const [small, large] = one.pairs.size <= other.pairs.size ? [one, other] : [other, one];
  let shared = 0;
  for (const [pair, count] of small.pairs) shared += Math.min(count, large.pairs.get(pair) ?? 0);
  return (2 * shared) / (one.size + other.size);
}
