import type { Readable } from 'node:stream';
import { csvStream } from '../../../kernel/export/index.ts';
import { type RowRefusal, rowsOfLines, sampleTable } from '../../../kernel/sheets/index.ts';

type T = (key: string, params?: Record<string, unknown>) => string;

/** Rows that were refused, as the table has them, with line and reason before them: to be mended and brought in again. */
export async function rejectedRows(
  file: Buffer,
  zone: string,
  rejected: readonly RowRefusal[],
  t: T,
): Promise<Readable> {
  const { headers } = await sampleTable(file, zone, 0);
  const reasons = new Map<number, string>();
  for (const { line, reason, params } of rejected)
    reasons.set(line, [reasons.get(line), t(reason, params)].filter(Boolean).join('; '));
  const rows = rowsOfLines(file, zone, new Set(reasons.keys()));
  type Row = { line: number; cells: Record<string, string> };
  return csvStream<Row>(
    [
      { key: 'line', header: t('ui.import.line'), value: ({ line }) => line },
      { key: 'reason', header: t('ui.import.reason'), value: ({ line }) => reasons.get(line) ?? '' },
      ...headers.map((header) => ({ key: header, header, value: ({ cells }: Row) => cells[header] ?? '' })),
    ],
    rows,
    { zone },
  );
}

/** Reasons in words, the first of them. */
export function reasonsInWords(rejected: readonly RowRefusal[], t: T, most = 100): { line: number; reason: string }[] {
  return rejected.slice(0, most).map(({ line, reason, params }) => ({ line, reason: t(reason, params) }));
}
