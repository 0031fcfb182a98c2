import type { Count } from './ballot-ledger.ts';
import type { Findings } from './findings.ts';
import type { Header } from './header.ts';

export type FinalPart = { stage: string; title: string; weight: number; score: number | null; votes?: number };
export type FinalEntry = { number: number; parts: FinalPart[]; score: number; rank: number };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** What a line of the final result must be; null: it is something else. */
export function readFinal(given: unknown): FinalEntry[] | null {
  if (!Array.isArray(given)) return null;
  const isPart = (part: FinalPart | null) =>
    typeof part?.stage === 'string' &&
    typeof part.title === 'string' &&
    isNumber(part.weight) &&
    (part.score === null || isNumber(part.score)) &&
    (part.votes === undefined || isNumber(part.votes));
  const isEntry = (entry: FinalEntry | null) =>
    isNumber(entry?.number) && isNumber(entry.score) && isNumber(entry.rank) && Array.isArray(entry.parts);
  return given.every((entry) => isEntry(entry) && entry.parts.every(isPart)) ? given : null;
}

// All scores are reckoned in whole hundredths, where halves are rounded up exactly.
const hundredths = (score: number) => Math.round(score * 100);

/** The share of the most in hundredths of a percent, half up. */
const shareOf = (votes: number, most: number) => (most === 0 ? 0 : Math.floor((votes * 20_000 + most) / (2 * most)));

/** Recomputes the final result from the counted votes and the other stages' published scores. */
export function checkFinal(final: readonly FinalEntry[], header: Header, count: Count, findings: Findings): void {
  const index = new Map(header.entries.map(({ number }, at) => [number, at]));
  const seen = new Set<number>();
  for (const entry of final) {
    const { number } = entry;
    if (!index.has(number) || seen.has(number)) findings.add('final_entry', { entry: number });
    seen.add(number);
    checkWeights(entry, final[0] as FinalEntry, header, findings);
    const sum = entry.parts.reduce((all, { weight, score }) => all + weight * hundredths(score ?? 0), 0);
    const score = Math.floor((sum + 50) / 100);
    if (score !== hundredths(entry.score))
      findings.add('final_score', { entry: number, said: entry.score, found: score / 100 });
  }
  for (const { position } of header.categories) {
    const numbers = header.entries.filter(({ category }) => category === position).map(({ number }) => number);
    const most = Math.max(0, ...numbers.map((number) => count.votes[index.get(number) as number] as number));
    const within = final.filter(({ number }) => numbers.includes(number));
    for (const entry of within) {
      const votes = count.votes[index.get(entry.number) as number] as number;
      checkVotes(entry, header.stage, votes, shareOf(votes, most), findings);
    }
    checkRanks(within, findings);
  }
}

function checkWeights(entry: FinalEntry, first: FinalEntry, header: Header, findings: Findings): void {
  const weights = ({ parts }: FinalEntry) => JSON.stringify(parts.map(({ stage, weight }) => [stage, weight]));
  const sum = entry.parts.reduce((all, { weight }) => all + weight, 0);
  const own = entry.parts.find(({ stage }) => stage === header.stage)?.weight ?? 0;
  if (sum !== 100 || own !== header.rules.weight || weights(entry) !== weights(first))
    findings.add('final_weights', { entry: entry.number, weight: header.rules.weight });
}

function checkVotes(entry: FinalEntry, stage: string, votes: number, share: number, findings: Findings): void {
  const part = entry.parts.find((one) => one.stage === stage);
  if (!part) return;
  if (part.votes !== votes) findings.add('final_votes', { entry: entry.number, said: part.votes ?? '-', found: votes });
  if (part.score === null || hundredths(part.score) !== share)
    findings.add('final_vote_score', { entry: entry.number, said: part.score ?? '-', found: share / 100 });
}

/** By score from the highest down; entries with the same score share a place, or stand in an order that the chair decided. */
function checkRanks(entries: readonly FinalEntry[], findings: Findings): void {
  const sorted = [...entries].sort((a, b) => b.score - a.score || a.rank - b.rank);
  for (const [at, entry] of sorted.entries()) {
    const before = sorted[at - 1];
    const shared = before !== undefined && before.score === entry.score && before.rank === entry.rank;
    if (!shared && entry.rank !== at + 1) findings.add('final_rank', { entry: entry.number, said: entry.rank });
  }
}
