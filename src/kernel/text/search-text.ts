import { normaliseText } from './normalise.ts';
import { segmentForSearch } from './segment.ts';

/** What of a text goes into its search vector, in characters: PostgreSQL holds 1 MB and 16,383 positions a vector. */
const TEXT_CHARACTERS = 12_000;
const QUERY_CHARACTERS = 200;
const QUERY_TERMS = 24;
const TOKEN_CHARACTERS = 40;

/** Runs of Han characters, and runs of other letters and digits; everything else only separates. */
const RUNS = /[\p{Script=Han}々〇]+|(?:(?![\p{Script=Han}々〇])[\p{L}\p{N}])+/gu;
const HAN = /^[\p{Script=Han}々〇]/u;

/** Too common to ask for in a sentence; kept when they are all that was asked. */
const FUNCTION_WORDS = new Set(
  '的 了 着 过 和 与 及 或 在 是 有 被 把 对 从 向 于 为 也 都 就 还 请 问 吗 呢 吧 啊 我 你 他 我们 你们 他们 这 那 这个 那个 什么 怎么 为什么 如何 请问 可以 能 不 没有 一个 关于'.split(
    ' ',
  ),
);

function runsOf(text: string, limit: number): string[] {
  // Cut before normalising, so that a megabyte costs no more than a page; NFKC may lengthen, hence cut again.
  return normaliseText(text.slice(0, limit)).slice(0, limit).match(RUNS) ?? [];
}

function bigramsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, i) => characters[i] + character);
}

/**
 * The tokens by which a text is found, in the order of the text, repeats kept: for Han text its words (long words
 * also their parts) and every pair of neighbouring characters, so that any two-character word is found however the
 * segmenter cut it; for other scripts each run of letters and digits. Normalised by {@link normaliseText}.
 * Reads the first 12,000 characters.
 */
export function searchTokens(text: string): string[] {
  return tokensOfRuns(runsOf(text, TEXT_CHARACTERS));
}

function tokensOfRuns(runs: string[]): string[] {
  const tokens: string[] = [];
  for (const run of runs) {
    if (!HAN.test(run)) {
      tokens.push(run.slice(0, TOKEN_CHARACTERS));
      continue;
    }
    // Pairs first, then the longer words: words of two characters are pairs already.
    tokens.push(...bigramsOf(run));
    // A single character is asked for as the beginning of a pair; the last one begins none.
    const last = [...run].at(-1)!;
    if (last !== run) tokens.push(last);
    for (const word of segmentForSearch(run)) {
      const length = [...word].length;
      if (length > 2 && length <= TOKEN_CHARACTERS) tokens.push(word);
    }
  }
  return tokens;
}

/**
 * The text to give to `to_tsvector('simple', ...)`: the search tokens between spaces. Holds only letters and digits,
 * so it needs no escaping beyond an ordinary parameter.
 */
export function toTsVectorText(text: string): string {
  return searchTokens(text).join(' ');
}

/**
 * The text to give to `to_tsquery('simple', ...)`, or `null` where nothing can be searched for (only marks and
 * spaces). Operators and quotes in what a person typed are only separators, never syntax. Reads the first 200
 * characters and 24 terms.
 *
 * @param match `all` (a person's search: every word must be there) or `any` (candidates to rank afterwards).
 */
export function toTsQueryText(query: string, match: 'all' | 'any' = 'all'): string | null {
  const terms: string[] = [];
  const weak: string[] = [];
  for (const run of runsOf(query, QUERY_CHARACTERS)) {
    if (!HAN.test(run)) {
      // A prefix, because a number or a Latin word is often typed in part.
      terms.push(`${quote(run.slice(0, TOKEN_CHARACTERS))}:*`);
      continue;
    }
    const characters = [...run];
    // A short run is a word or a name: a search takes it as it stands. A sentence is cut into words.
    const words = match === 'all' && characters.length <= 4 ? [run] : segmentForSearch(run);
    for (const word of words) (FUNCTION_WORDS.has(word) || [...word].length < 2 ? weak : terms).push(termOf(word));
  }
  const chosen = [...new Set(terms.length > 0 ? terms : weak)].slice(0, QUERY_TERMS);
  return chosen.length === 0 ? null : chosen.join(match === 'all' ? ' & ' : ' | ');
}

function termOf(word: string): string {
  const characters = [...word];
  // One character is found as the first of a pair, or alone.
  if (characters.length === 1) return `${quote(word)}:*`;
  const pairs = bigramsOf(word).map(quote);
  return pairs.length === 1 ? pairs[0]! : `(${pairs.join(' & ')})`;
}

function quote(lexeme: string): string {
  return `'${lexeme}'`;
}
