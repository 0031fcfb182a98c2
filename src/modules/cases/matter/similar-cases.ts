import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText } from '../../../kernel/text/index.ts';
import type { CaseFacts } from '../cases.policy.ts';
import { type CaseState, isOpen } from '../cases.rules.ts';
import { extractPlaces, findSimilar } from '../topics/index.ts';
import { type Candidate, candidatesFor } from './similar.queries.ts';

const day_ms = 86_400_000;
const near_days = 90;
const answers_days = 730;
const mostCandidates = 200;
const shown = 5;

export type SimilarCase = {
  id: string;
  number: string;
  title: string;
  state: CaseState;
  submittedAt: Date;
  leadDepartmentId: string | null;
  categoryId: string | null;
  /** as it was rated last; null: not rated */
  solved: boolean | null;
  /** 0 to 1 */
  score: number;
  samePlace: string | null;
  /** where both have a point */
  distance_m: number | null;
  /** Another letter can be merged into it, or it into another. */
  mergeable: boolean;
  /** what a policy must know of it before its title is shown */
  facts: CaseFacts;
};

export type Written = {
  id: string | null;
  title: string;
  body: string;
  place: string;
  districtId: string | null;
  lon: number | null;
  lat: number | null;
};

/**
 * Letters like the one in hand: `near` of the last 90 days, which may be the same matter; `answered` of the last two
 * years, which show how such a thing was answered.
 */
export async function similarCases(
  k: Kernel,
  written: Written,
): Promise<{ near: SimilarCase[]; answered: SimilarCase[] }> {
  const query = queryFor(written);
  if (!query) return { near: [], answered: [] };
  const now = k.clock.now();
  const candidates = await candidatesFor(k.db, {
    tsquery: query.tsquery,
    since: new Date(now.getTime() - answers_days * day_ms),
    exceptId: written.id,
    districtId: query.anywhere ? null : written.districtId,
    limit: mostCandidates,
  });
  const ranked = findSimilar({ title: written.title, body: written.body, place: written.place }, candidates, 30);
  const all = ranked.map(({ candidate, score, samePlace }) => toSimilar(written, candidate, score, samePlace));
  const since = now.getTime() - near_days * day_ms;
  const near = all.filter((one) => one.submittedAt.getTime() > since).slice(0, shown);
  const taken = new Set(near.map((one) => one.id));
  const answered = all
    .filter((one) => ['reviewed', 'rated', 'closed', 'archived'].includes(one.state) && !taken.has(one.id))
    .slice(0, 3);
  return { near, answered };
}

/** A place that is named narrows most; without one the words of the title, within the district. */
function queryFor({ title, body, place }: Written): { tsquery: string; anywhere: boolean } | null {
  const places = extractPlaces(`${title}。${place}。${body.slice(0, 300)}`)
    .filter(({ kind }) => kind !== 'district')
    .map(({ core }) => core);
  const parts = [...new Set(places)].slice(0, 6).flatMap((core) => toTsQueryText(core, 'all') ?? []);
  const words = toTsQueryText(title, 'any');
  if (parts.length > 0) return { tsquery: parts.map((part) => `(${part})`).join(' | '), anywhere: true };
  return words ? { tsquery: words, anywhere: false } : null;
}

function toSimilar(written: Written, found: Candidate, score: number, samePlace: string | null): SimilarCase {
  const { id, number, title, state, submittedAt, leadDepartmentId, categoryId, solved } = found;
  const { confidential, hidden, acceptedAt } = found;
  return {
    id,
    number,
    title,
    state,
    submittedAt,
    leadDepartmentId,
    categoryId,
    solved,
    score,
    samePlace,
    distance_m: distanceBetween(written, found),
    mergeable: isOpen(state) && state !== 'submitted',
    facts: { state, confidential, hidden, acceptedAt, leadDepartmentId, coHandlerIds: [], authorAccountId: null },
  };
}

type Point = { lon: number | null; lat: number | null };

/** Metres on the sphere; null where one has no point. */
export function distanceBetween(a: Point, b: Point): number | null {
  if (a.lon === null || a.lat === null || b.lon === null || b.lat === null) return null;
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h))));
}
