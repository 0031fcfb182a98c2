import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { fail } from '../../../../kernel/errors/index.ts';
import '../opinion-map.errors.ts';

export type ImportedComment = { id: number; text: string; moderatedOut: boolean };

/** Rows of one CSV of an export, with the line that each begins on. */
async function* rowsOf(
  name: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  wanted: readonly string[],
): AsyncGenerator<{ row: Record<string, string>; line: number }> {
  const parser = Readable.from(bytes).pipe(
    parse({
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 1024 * 1024,
      columns: (head: string[]) => {
        const missing = wanted.find((column) => !head.includes(column));
        if (missing) fail('consultations.opinion_map.import_missing', { name: `${name}: ${missing}` });
        return head;
      },
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>)
      yield { row: record, line: info.lines };
  } catch (error) {
    if (error instanceof CsvError)
      fail('consultations.opinion_map.import_line', { name, line: Number(error.lines ?? 0) });
    throw error;
  }
}

function wholeNumber(name: string, line: number, text: string | undefined): number {
  if (text === undefined || !/^\d{1,7}$/.test(text)) fail('consultations.opinion_map.import_line', { name, line });
  return Number(text);
}

/** comments.csv: statements, those that were moderated out among them. @throws AppError import_missing, import_line */
export async function readComments(bytes: AsyncIterable<Uint8Array>): Promise<ImportedComment[]> {
  const name = 'comments.csv';
  const found = new Map<number, ImportedComment>();
  for await (const { row, line } of rowsOf(name, bytes, ['comment-id', 'comment-body'])) {
    const id = wholeNumber(name, line, row['comment-id']);
    const text = (row['comment-body'] ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 1000);
    found.set(id, { id, text, moderatedOut: row.moderated === '-1' || text === '' });
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

export type ImportedVotes = {
  participants: number;
  /** the last vote of each pair; participants numbered in the order in which they came */
  columns: { participants: number[]; statements: number[]; votes: number[] };
  /** votes on statements that comments.csv does not have */
  unknown: number;
};

/** votes.csv: 1 agrees, -1 disagrees, 0 passes. @throws AppError import_missing, import_line */
export async function readVotes(bytes: AsyncIterable<Uint8Array>, known: ReadonlySet<number>): Promise<ImportedVotes> {
  const name = 'votes.csv';
  const voters = new Map<string, number>();
  const last = new Map<number, number>();
  let unknown = 0;
  for await (const { row, line } of rowsOf(name, bytes, ['comment-id', 'voter-id', 'vote'])) {
    const statement = wholeNumber(name, line, row['comment-id']);
    const { vote = '', 'voter-id': voter = '' } = row;
    if (!/^(-1|0|1)$/.test(vote) || voter === '' || voter.length > 100)
      fail('consultations.opinion_map.import_line', { name, line });
    if (!known.has(statement)) {
      unknown++;
      continue;
    }
    const number = voters.get(voter) ?? voters.size;
    voters.set(voter, number);
    // Both below 2^22 and 2^24: one number for the pair is exact.
    last.set(number * 2 ** 24 + statement, Number(vote));
  }
  const columns = { participants: [] as number[], statements: [] as number[], votes: [] as number[] };
  for (const [pair, vote] of last) {
    columns.participants.push(Math.floor(pair / 2 ** 24));
    columns.statements.push(pair % 2 ** 24);
    columns.votes.push(vote);
  }
  return { participants: voters.size, columns, unknown };
}
