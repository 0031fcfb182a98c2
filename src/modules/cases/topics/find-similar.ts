import { normaliseText, segment } from '../../../kernel/text/index.ts';
import { isEmptyWord } from './features.ts';
import { placesOf } from './places.ts';

/** What somebody is writing. */
export type SimilarQuery = { title: string; body?: string; place?: string | null };

/** An open case found by full-text search before. */
export type SimilarCandidate = { id: string; title: string; body?: string | null; place?: string | null };

/** A likely duplicate: `score` 0-1, and why: the place both name, and the words both hold. */
export type Similar<C> = { candidate: C; score: number; samePlace: string | null; sameWords: string[] };

/** Bounds of what is read, so that 200 candidates take some milliseconds. */
const QUERY_CHARACTERS = 300;
const QUERY_WORDS = 30;
const BODY_CHARACTERS = 100;

const LEAST_SCORE = 0.25;
const PLACE_SHARE = 0.35;
/** A word in the title of either counts fully, in the body so much. */
const IN_BODY = 0.5;
const WORDS_SHOWN = 4;

/**
 * Ranks the candidates by likeness to what is being written, the likeliest `k` first; less than likely ones are left
 * out. Meant for every pause in typing, so the candidates are not segmented: the words of the query are looked for in
 * them.
 */
export function findSimilar<C extends SimilarCandidate>(query: SimilarQuery, candidates: C[], k: number): Similar<C>[] {
  const places = coresOf(query);
  const words = wordsOf(query, places);
  if (words.size === 0) return [];
  const texts = normalised(candidates);
  const weights = new Map<string, number>();
  for (const [word, own] of words) {
    const holders = texts.filter(({ title, rest }) => title.includes(word) || rest.includes(word)).length;
    weights.set(word, own * Math.log(1 + (candidates.length + 10) / (holders + 1)));
  }
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const similar: Similar<C>[] = [];
  candidates.forEach((candidate, i) => {
    const { title, rest } = texts[i]!;
    const held = [...weights].filter(([word]) => title.includes(word) || rest.includes(word));
    const matter = held.reduce((sum, [word, weight]) => sum + weight * (title.includes(word) ? 1 : IN_BODY), 0) / all;
    const samePlace = places.find((core) => title.includes(core) || rest.includes(core)) ?? null;
    const place = places.length === 0 ? matter : samePlace === null ? 0 : 1;
    // The place alone makes no duplicate: an estate has many matters.
    const score =
      Math.round(((1 - PLACE_SHARE) * matter + PLACE_SHARE * place * Math.min(1, matter * 4)) * 1000) / 1000;
    if (score < LEAST_SCORE) return;
    const sameWords = held.sort((a, b) => b[1] - a[1]).map(([word]) => word);
    similar.push({ candidate, score, samePlace, sameWords: sameWords.slice(0, WORDS_SHOWN) });
  });
  similar.sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1));
  return similar.slice(0, k);
}

/** A mark that no text keeps, between texts that are normalised together: one pass is much faster than hundreds. */
const MARK = '∎';

function normalised(candidates: SimilarCandidate[]): { title: string; rest: string }[] {
  const texts = candidates.flatMap(({ title, body, place }) => [
    title.slice(0, QUERY_CHARACTERS),
    `${place ?? ''} ${(body ?? '').slice(0, BODY_CHARACTERS)}`,
  ]);
  const parts = normaliseText(texts.map((text) => text.replaceAll(MARK, ' ')).join(MARK)).split(MARK);
  return candidates.map((_, i) => ({ title: parts[2 * i] ?? '', rest: parts[2 * i + 1] ?? '' }));
}

/** The query's words besides the places, with their weight: those of the title count double. */
function wordsOf(query: SimilarQuery, places: string[]): Map<string, number> {
  const words = new Map<string, number>();
  const take = (text: string, weight: number) => {
    for (const word of segment(normaliseText(text.slice(0, QUERY_CHARACTERS)))) {
      if (words.size >= QUERY_WORDS) return;
      if (places.some((core) => core.includes(word))) continue;
      if (/^[\p{Script=Han}a-z0-9]{2,}$/u.test(word) && !isEmptyWord(word) && !words.has(word)) words.set(word, weight);
    }
  };
  take(query.title, 1);
  take(query.body ?? '', IN_BODY);
  return words;
}

function coresOf(query: SimilarQuery): string[] {
  const text = [query.place ?? '', query.title, query.body ?? ''].join('。').slice(0, QUERY_CHARACTERS);
  return placesOf(normaliseText(text))
    .filter((place) => place.kind !== 'district')
    .map((place) => place.core);
}
