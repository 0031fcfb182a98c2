import { normaliseText } from '../../../../kernel/text/index.ts';
import type { Statement } from './statement.queries.ts';

/** From here on a statement says about the same as another: half of their pairs of characters are common. */
const threshold = 0.5;

function pairsOf(text: string): Set<string> {
  const letters = [...normaliseText(text).replace(/[^\p{L}\p{N}]+/gu, '')];
  if (letters.length === 1) return new Set(letters);
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`));
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const pair of one) if (other.has(pair)) common++;
  return (2 * common) / (one.size + other.size);
}

/** Statements that say about the same, the likest first, at most five; compared by pairs of characters (Dice). */
export function likeStatements<S extends Pick<Statement, 'text' | 'number'>>(text: string, all: readonly S[]): S[] {
  const wanted = pairsOf(text);
  return all
    .map((each) => ({ each, like: overlap(wanted, pairsOf(each.text)) }))
    .filter(({ like }) => like >= threshold)
    .sort((a, b) => b.like - a.like || a.each.number - b.each.number)
    .slice(0, 5)
    .map(({ each }) => each);
}

/** Whether two say the same but for spaces, punctuation and the way of writing. */
export function sameStatement(one: string, other: string): boolean {
  const bare = (text: string) => normaliseText(text).replace(/[^\p{L}\p{N}]+/gu, '');
  return bare(one) === bare(other);
}
