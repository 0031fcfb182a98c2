import { createHash } from 'node:crypto';
import type { Sheet } from './sheet.queries.ts';

/** One sheet in the one way in which digests write it. */
function lineOf(sheet: Sheet, number: number): string {
  const points = Object.keys(sheet.points)
    .sort()
    .map((id) => `${id}=${sheet.points[id]}`)
    .join(',');
  return [number, sheet.jurorId, points, sheet.total ?? '', sheet.handedInAt?.toISOString() ?? ''].join(' ');
}

/**
 * SHA-256 over sheets by number of the entry and juror: `number juror criterion=points,… total handed-in-at`, a line
 * each, every line ended by a line feed.
 * @returns hexadecimal
 */
export function sheetsDigest(sheets: readonly Sheet[], numbers: ReadonlyMap<string, number>): string {
  const lines = sheets
    .map((sheet) => ({ sheet, number: numbers.get(sheet.entryId) ?? 0 }))
    .sort((a, b) => a.number - b.number || (a.sheet.jurorId < b.sheet.jurorId ? -1 : 1))
    .map(({ sheet, number }) => lineOf(sheet, number));
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}
