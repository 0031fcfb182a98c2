import type { Kernel } from '../../../kernel/kernel.ts';
import { searchTokens, toTsQueryText } from '../../../kernel/text/index.ts';
import { type Candidate, candidatesLike } from './likeness.queries.ts';

const mostCandidates = 200;
/** What of a text is compared: what it wants stands early. */
export const compared_characters = 300;
/** A word in the title says more of the matter than one below. */
const titleWeight = 2;
const shown = 4;

/**
 * From here on two ideas are more often one than not: paraphrases lie between 0.29 and 0.37, other matters under 0.1, other
 * matters at the same place about 0.2.
 */
const likely = { sameDistrict: 0.22, elsewhere: 0.25 };

export type Written = { title: string; text: string; districtId?: string | null };
export type Like = Omit<Candidate, 'titleWords' | 'words'> & { score: number };

type Vector = Map<string, number>;

/** Words with their weights, without regard to how common they are. */
function vectorOf(titleWords: readonly string[], words: readonly string[]): Vector {
  const vector: Vector = new Map();
  for (const word of words) if (word.length > 1) vector.set(word, 1);
  for (const word of titleWords) if (word.length > 1) vector.set(word, titleWeight);
  return vector;
}

function rarity(vectors: readonly Vector[]): (word: string) => number {
  const found = new Map<string, number>();
  for (const vector of vectors) for (const word of vector.keys()) found.set(word, (found.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + (vectors.length + 2) / ((found.get(word) ?? 0) + 1));
}

function cosine(a: Vector, b: Vector, weight: (word: string) => number): number {
  let product = 0;
  let [lengthA, lengthB] = [0, 0];
  for (const [word, own] of a) {
    const rare = weight(word);
    lengthA += (own * rare) ** 2;
    product += own * (b.get(word) ?? 0) * rare * rare;
  }
  for (const [word, own] of b) lengthB += (own * weight(word)) ** 2;
  return product === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
}

/** How much of a title the other idea says somewhere. */
function held(title: Vector, whole: Vector, weight: (word: string) => number): number {
  let all = 0;
  let there = 0;
  for (const word of title.keys()) {
    all += weight(word);
    if (whole.has(word)) there += weight(word);
  }
  return all === 0 ? 0 : there / all;
}

/** Ranks candidates by the words that they share with what is written, rare ones before common ones; the likeliest first. */
export function rankLikes(written: Written, candidates: readonly Candidate[]): Like[] {
  const own = vectorOf(searchTokens(written.title), searchTokens(written.text.slice(0, compared_characters)));
  const ownTitle = vectorOf(searchTokens(written.title), []);
  const vectors = candidates.map(({ titleWords, words }) => vectorOf(titleWords, words));
  const weight = rarity([own, ...vectors]);
  const score = (titleWords: readonly string[], whole: Vector) => {
    const title = vectorOf(titleWords, []);
    // While only a title is typed, titles are compared with titles.
    if (written.text === '') return cosine(ownTitle, title, weight);
    return cosine(own, whole, weight) / 2 + (held(ownTitle, whole, weight) + held(title, own, weight)) / 4;
  };
  return candidates
    .map(({ titleWords, words: _words, ...candidate }, i) => ({
      ...candidate,
      score: score(titleWords, vectors[i] ?? new Map()),
    }))
    .filter(({ score, districtId }) => {
      const isSame = written.districtId ? written.districtId === districtId : false;
      return score >= (isSame ? likely.sameDistrict : likely.elsewhere);
    })
    .sort((a, b) => b.score - a.score || a.number - b.number);
}

/** Public ideas of a call that are likely the same matter, the likeliest first. */
export async function likesOf(
  k: Pick<Kernel, 'db'>,
  consultationId: string,
  written: Written,
  { exceptId = null, most = shown }: { exceptId?: string | null; most?: number } = {},
): Promise<Like[]> {
  if ([...written.title.trim()].length < 2) return [];
  const tsquery = toTsQueryText(`${written.title} ${written.text.slice(0, 80)}`, 'any');
  if (!tsquery) return [];
  const candidates = await candidatesLike(k.db, { consultationId, tsquery, exceptId, limit: mostCandidates });
  return rankLikes(written, candidates).slice(0, most);
}
