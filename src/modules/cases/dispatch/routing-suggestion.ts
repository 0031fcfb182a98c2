import type { Kernel } from '../../../kernel/kernel.ts';
import { normaliseText, segment } from '../../../kernel/text/index.ts';
import type { Book } from '../../people/index.ts';
import { departmentBook } from '../../people/index.ts';
import { type Category, categoryBook } from '../category-book.ts';
import type { SimilarCase } from '../matter/index.ts';
import { type PastOf, pastOf } from './routing-store.queries.ts';
import { fewestRows, routingModel } from './routing-store.ts';

/** Why a department is suggested; the page puts it into words. */
export type Reason =
  | { why: 'catalogue'; categoryId: string }
  | { why: 'past'; categoryId: string; n: number; of: number; returned: number }
  | { why: 'similar'; n: number };

export type DepartmentSuggestion = { departmentId: string; confidence: number; reasons: Reason[] };

export type RoutingSuggestion = {
  /** likeliest first, at most three categories and six departments */
  categories: { categoryId: string; confidence: number }[];
  departments: DepartmentSuggestion[];
  /** decided cases that were learned from; 0: names of the catalogue and past letters alone */
  learnedFrom: number;
};

export type ToRoute = {
  title: string;
  body: string;
  districtId: string | null;
  categoryId: string | null;
  /** somebody of the office looked at the category already */
  categoryChecked: boolean;
};

const shown = 3;
/** More departments than are shown: the one that returns a case is left out. */
const ranked_departments = 6;
const year_ms = 365 * 86_400_000;
/** The catalogue counts like so many past cases. */
const catalogueWeight = 5;
/** A past case of the same district counts like so many of others: district offices lead at home. */
const nearWeight = 3;
/** A model that learned from so many cases counts as much as names and similar letters do. */
const halfTrained = 300;

/**
 * Whom to send it to: categories from the trained model, from the names in the catalogue and from similar letters; and for
 * each category the department of the catalogue, weighed against where its cases of the past year went. A person decides.
 */
export async function suggestRouting(
  k: Kernel,
  letter: ToRoute,
  similar: readonly SimilarCase[],
): Promise<RoutingSuggestion> {
  const [categories, departments, model] = await Promise.all([categoryBook(k), departmentBook(k), routingModel(k)]);
  const learned = model && model.rows >= fewestRows ? model : null;
  const byName = namedCategories(categories, letter);
  const guess = merged(byName, 0.5, similarCategories(similar), 0.5);
  const trust = learned ? learned.rows / (learned.rows + halfTrained) : 0;
  const byModel = new Map(
    (learned?.suggest(`${letter.title}\n${letter.body}`, 8) ?? []).flatMap(({ label, confidence }) => {
      const category = categories.byCode(label);
      return category?.active ? [[category.id, confidence] as const] : [];
    }),
  );
  let likely = merged(byModel, trust, guess, 1 - trust);
  if (letter.categoryId) {
    const own = letter.categoryChecked ? 0.9 : 0.6;
    likely = merged(new Map([[letter.categoryId, 1]]), own, likely, 1 - own);
  }
  const ranked = [...likely].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
  const ids = ranked.map(([id]) => id);
  const since = new Date(k.clock.now().getTime() - year_ms);
  const past = ids.length > 0 ? await pastOf(k.db, ids, letter.districtId, since) : [];
  const scored = scoreDepartments(ranked, categories, past, similar);
  return {
    categories: ranked.slice(0, shown).map(([categoryId, confidence]) => ({ categoryId, confidence })),
    departments: scored
      .filter(({ departmentId }) => departments.get(departmentId)?.active)
      .slice(0, ranked_departments),
    learnedFrom: learned?.rows ?? 0,
  };
}

type Weights = ReadonlyMap<string, number>;

function merged(a: Weights, share: number, b: Weights, otherShare: number): Map<string, number> {
  const sum = new Map<string, number>();
  for (const [id, weight] of a) sum.set(id, weight * share);
  for (const [id, weight] of b) sum.set(id, (sum.get(id) ?? 0) + weight * otherShare);
  return sum;
}

const namesOf = new WeakMap<Book<Category>, { id: string; words: string[] }[]>();

/** Words of the catalogue's names that the letter holds, the rarer the more; at most 1 in all. */
function namedCategories(book: Book<Category>, { title, body }: ToRoute): Weights {
  const entries = namesOf.get(book) ?? wordsOfCatalogue(book);
  namesOf.set(book, entries);
  const head = normaliseText(title);
  const rest = normaliseText(body.slice(0, 1000));
  const holders = new Map<string, number>();
  for (const { words } of entries) for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(1 + entries.length / (holders.get(word) ?? 1));
  const scores = new Map<string, number>();
  for (const { id, words } of entries) {
    const all = words.reduce((sum, word) => sum + rarity(word), 0);
    const held = words.reduce(
      (sum, word) => sum + rarity(word) * (head.includes(word) ? 1 : rest.includes(word) ? 0.5 : 0),
      0,
    );
    // A single common word of three says too little.
    if (all > 0 && held / all >= 0.3) scores.set(id, (held / all) * 0.7);
  }
  return bounded(scores);
}

function wordsOfCatalogue(book: Book<Category>): { id: string; words: string[] }[] {
  const parents = new Set(book.all.map(({ parentId }) => parentId));
  return book.all
    .filter(({ id, active }) => active && !parents.has(id))
    .map(({ id, name }) => ({
      id,
      words: segment(normaliseText(name['zh-CN'])).filter((word) => /^\p{Script=Han}{2,}$/u.test(word)),
    }));
}

function similarCategories(similar: readonly SimilarCase[]): Weights {
  const scores = new Map<string, number>();
  for (const { categoryId, score } of similar)
    if (categoryId) scores.set(categoryId, (scores.get(categoryId) ?? 0) + score * 0.6);
  return bounded(scores);
}

/** Scaled down where they add up to more than 1. */
function bounded(scores: Map<string, number>): Weights {
  const sum = [...scores.values()].reduce((total, score) => total + score, 0);
  return sum <= 1 ? scores : new Map([...scores].map(([id, score]) => [id, score / sum]));
}

function scoreDepartments(
  ranked: readonly (readonly [string, number])[],
  categories: Book<Category>,
  past: readonly PastOf[],
  similar: readonly SimilarCase[],
): DepartmentSuggestion[] {
  const found = new Map<string, DepartmentSuggestion>();
  const of = (departmentId: string) => {
    const known = found.get(departmentId) ?? { departmentId, confidence: 0, reasons: [] };
    found.set(departmentId, known);
    return known;
  };
  for (const [categoryId, likelihood] of ranked) {
    const byCatalogue = categories.get(categoryId)?.departmentId ?? null;
    const rows = past.filter((row) => row.categoryId === categoryId);
    const weigh = ({ n, near, returned }: PastOf) => Math.max(0, n + (nearWeight - 1) * near - returned);
    const total = rows.reduce((sum, row) => sum + weigh(row), byCatalogue ? catalogueWeight : 0);
    const handled = rows.reduce((sum, row) => sum + row.n, 0);
    if (byCatalogue) {
      const suggestion = of(byCatalogue);
      suggestion.confidence += (likelihood * catalogueWeight) / total;
      if (suggestion.reasons.length < 2) suggestion.reasons.push({ why: 'catalogue', categoryId });
    }
    for (const row of rows) {
      if (weigh(row) === 0) continue;
      const suggestion = of(row.departmentId);
      suggestion.confidence += (likelihood * weigh(row)) / total;
      if (suggestion.reasons.length < 2)
        suggestion.reasons.push({ why: 'past', categoryId, n: row.n, of: handled, returned: row.returned });
    }
  }
  for (const suggestion of found.values()) {
    const n = similar.filter((one) => one.leadDepartmentId === suggestion.departmentId).length;
    if (n > 0 && suggestion.reasons.length < 2) suggestion.reasons.push({ why: 'similar', n });
  }
  return [...found.values()]
    .map((suggestion) => ({ ...suggestion, confidence: Math.min(0.99, suggestion.confidence) }))
    .sort((a, b) => b.confidence - a.confidence || (a.departmentId < b.departmentId ? -1 : 1));
}
