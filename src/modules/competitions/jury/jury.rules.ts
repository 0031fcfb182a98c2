import { z } from 'zod';
import { jurySum, twoDecimals } from '../scoring.rules.ts';

/** Why a juror stands aside. `own` and `team` are found by the system. */
export const conflictKinds = ['own', 'team', 'relative', 'colleague', 'employer', 'business', 'other'] as const;
export type ConflictKind = (typeof conflictKinds)[number];
/** Those that a juror, the chair or an organiser names. */
export const saidConflicts = ['relative', 'colleague', 'employer', 'business', 'other'] as const;

export type SheetState = 'draft' | 'handed_in' | 'reopened' | 'void';
export type SheetOutcome = 'counted' | 'highest' | 'lowest' | 'left_out';

/** Points of one criterion: 0 to 100 in steps of a half. */
export const pointsShape = z.number().min(0).max(100).multipleOf(0.5);
/** Points by criterion; one that is missing has none yet. */
export const pointsByCriterion = z.partialRecord(z.string().regex(/^[a-z0-9]{1,12}$/), pointsShape);
export type Points = Readonly<Record<string, number>>;

/** What somebody types as points; full-width figures and a comma are read too. @returns NaN for what is no number */
export function readPoints(typed: string): number | null {
  const plain = typed.normalize('NFKC').trim().replace(',', '.');
  if (plain === '') return null;
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** Only what changed, on both sides; a value that was not there or is not there any more is null. */
export function changeOf(
  before: { points: Points; comment: string },
  after: { points: Points; comment: string },
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const id of new Set([...Object.keys(before.points), ...Object.keys(after.points)])) {
    if (before.points[id] === after.points[id]) continue;
    was[id] = before.points[id] ?? null;
    is[id] = after.points[id] ?? null;
  }
  if (before.comment !== after.comment) {
    // No criterion has an id with an underscore.
    was._comment = before.comment;
    is._comment = after.comment;
  }
  return Object.keys(is).length === 0 ? null : { before: was, after: is };
}

/** Sheets that an entry must keep when others are struck: three, or one where fewer were asked for. */
export function leastSheets(asked: number): number {
  return asked >= 3 ? 3 : 1;
}

export type Totalled = { id: string; jurorId: string; total: number };

/**
 * What the sheets of one entry come to, and which of them do not count; among equals the one of the juror with the
 * smaller id is left out.
 * @returns null without a sheet
 */
export function settleSheets<S extends Totalled>(
  sheets: readonly S[],
  dropExtremes: boolean,
): { score: number; outcomes: Map<string, SheetOutcome> } | null {
  const sum = jurySum(
    sheets.map(({ total }) => total),
    dropExtremes,
  );
  if (!sum) return null;
  const outcomes = new Map<string, SheetOutcome>(sheets.map(({ id }) => [id, 'counted']));
  if (sum.dropped.length > 0) {
    const sorted = [...sheets].sort((a, b) => a.total - b.total || (a.jurorId < b.jurorId ? -1 : 1));
    const lowest = sorted[0];
    const highest = sorted.filter(({ id, total }) => id !== lowest?.id && total === sorted.at(-1)?.total)[0];
    if (lowest) outcomes.set(lowest.id, 'lowest');
    if (highest) outcomes.set(highest.id, 'highest');
  }
  return { score: sum.score, outcomes };
}

/** How far apart the totals of an entry lie, and the mean absolute distance from their middle. */
export function spreadOf(totals: readonly number[]): { lowest: number; highest: number; spread: number; mean: number } {
  const lowest = Math.min(...totals);
  const highest = Math.max(...totals);
  return {
    lowest,
    highest,
    spread: twoDecimals(highest - lowest),
    mean: twoDecimals(totals.reduce((sum, each) => sum + each, 0) / totals.length),
  };
}

/** Points by which the totals of an entry may differ before the chair is shown it. */
export const wideSpread = 20;

/**
 * A total so far from the others that the chair might ask about it: more than 15 points from the middle one of the others.
 * @param totals at least three
 */
export function isOutlier(total: number, others: readonly number[]): boolean {
  if (others.length < 2) return false;
  const sorted = [...others].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return Math.abs(total - median) > 15;
}

export type TieDecision = { id: string; categoryId: string; total: number; entryIds: readonly string[] };

/**
 * The decisions that hold: those whose entries are all that are equal at their total, the newest of each.
 * @param scored entries of one category with their scores
 * @param decisions the oldest first
 * @returns entries in the chair's order, ready for `ranked`
 */
export function holdingDecisions(
  scored: readonly { id: string; score: number }[],
  decisions: readonly TieDecision[],
): string[] {
  const byTotal = new Map<number, string[]>();
  for (const { id, score } of scored) byTotal.set(score, [...(byTotal.get(score) ?? []), id]);
  const held = new Map<number, readonly string[]>();
  for (const { total, entryIds } of decisions) {
    const equal = byTotal.get(total) ?? [];
    if (equal.length === entryIds.length && entryIds.every((id) => equal.includes(id))) held.set(total, entryIds);
  }
  return [...held.values()].flat();
}

/** Groups of entries of one category that are equal, highest first. */
export function equalEntries<T extends { id: string; score: number }>(scored: readonly T[]): T[][] {
  const groups = new Map<number, T[]>();
  for (const entry of scored) groups.set(entry.score, [...(groups.get(entry.score) ?? []), entry]);
  return [...groups.entries()]
    .sort(([a], [b]) => b - a)
    .map(([, group]) => group)
    .filter((group) => group.length > 1);
}
