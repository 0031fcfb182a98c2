import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse';
import type { VoteBatch } from '../math/opinion-map.ts';

/** A folder of Polis' open data cannot be read; says where. */
export class UnreadableConversation extends Error {
  readonly code = 'unreadable_conversation';
  constructor(file: string, line: number | null, column: string | null, what: string) {
    const place = [path.basename(file), line && `line ${line}`, column && `column ${column}`];
    super(`${place.filter(Boolean).join(', ')}: ${what}`);
  }
}

export type Conversation = {
  /** rows of votes.csv, ordered by time */
  batch: VoteBatch;
  /** statements that are moderated out */
  moderatedOut: number[];
  /** group that Polis gave a participant; whoever is in none is missing */
  groups: Map<number, number>;
};

/** A row longer than this has lost a quotation mark. */
const longestRow_bytes = 4 * 1024 * 1024;

/**
 * Reads a conversation as Polis exports it: votes.csv, comments.csv, and participants-votes.csv where there is one. Columns are
 * found by name.
 * @throws UnreadableConversation naming file, line and column
 */
export async function readConversation(folder: string): Promise<Conversation> {
  return {
    batch: await readVotes(fileIn(folder, 'votes.csv')),
    moderatedOut: await readModeratedOut(fileIn(folder, 'comments.csv')),
    // Our own open data has no such file: nobody's group is published.
    groups: existsSync(path.join(folder, 'participants-votes.csv'))
      ? await readGroups(fileIn(folder, 'participants-votes.csv'))
      : new Map(),
  };
}

function fileIn(folder: string, name: string): string {
  const file = path.join(folder, name);
  if (!existsSync(file)) throw new UnreadableConversation(file, null, null, `there is no such file in ${folder}`);
  return file;
}

async function readVotes(file: string): Promise<VoteBatch> {
  const [participants, statements, votes, times]: number[][] = [[], [], [], []];
  for await (const row of rowsOf(file, ['voter-id', 'comment-id', 'vote'])) {
    participants?.push(row.whole('voter-id'));
    statements?.push(row.whole('comment-id'));
    votes?.push(row.vote());
    // Where there is no time the order of the file decides.
    times?.push(row.number('timestamp') ?? 0);
  }
  const order = Int32Array.from(times ?? [], (_, at) => at).sort(
    (a, b) => (times?.[a] ?? 0) - (times?.[b] ?? 0) || a - b,
  );
  const inOrder = (column: number[] | undefined) => Float64Array.from(order, (at) => column?.[at] as number);
  return { participants: inOrder(participants), statements: inOrder(statements), votes: inOrder(votes) };
}

async function readModeratedOut(file: string): Promise<number[]> {
  const out: number[] = [];
  for await (const row of rowsOf(file, ['comment-id', 'moderated']))
    if (row.number('moderated') === -1) out.push(row.whole('comment-id'));
  return out;
}

async function readGroups(file: string): Promise<Map<number, number>> {
  const groups = new Map<number, number>();
  for await (const row of rowsOf(file, ['participant', 'group-id']))
    if (row.text('group-id') !== '') groups.set(row.whole('participant'), row.whole('group-id'));
  return groups;
}

type Row = {
  text(column: string): string;
  /** null where the column is missing or blank */
  number(column: string): number | null;
  whole(column: string): number;
  vote(): number;
};

/** Rows below the heading, as they are asked for. */
async function* rowsOf(file: string, needed: readonly string[]): AsyncGenerator<Row> {
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: longestRow_bytes,
    }),
  );
  let places: Map<string, number> | null = null;
  let line = 1;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const blank = record.length === 1 && record[0]?.trim() === '';
      if (places && !blank) yield rowAt(file, line, places, record);
      else if (!blank) places = headingOf(file, record, needed);
      // The parser counts a line end of two characters within a field twice.
      for (const cell of record) line += cell.includes('\n') ? cell.split('\n').length - 1 : 0;
      line++;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnreadableConversation(file, line, null, 'a quotation mark that is opened here is not closed');
  } finally {
    parser.destroy();
  }
  if (!places) throw new UnreadableConversation(file, 1, null, 'the file is empty');
}

function headingOf(file: string, record: string[], needed: readonly string[]): Map<string, number> {
  const places = new Map(record.map((name, at) => [name.trim().toLowerCase(), at]));
  for (const name of needed)
    if (!places.has(name))
      throw new UnreadableConversation(
        file,
        1,
        name,
        `is missing; there are ${record.slice(0, 8).join(', ').slice(0, 200)}`,
      );
  return places;
}

function rowAt(file: string, line: number, places: Map<string, number>, record: string[]): Row {
  const text = (column: string) => (record[places.get(column) ?? -1] ?? '').trim();
  const wrong = (column: string, expected: string): never => {
    throw new UnreadableConversation(
      file,
      line,
      column,
      `${JSON.stringify(text(column).slice(0, 40))} is not ${expected}`,
    );
  };
  const number = (column: string) => {
    if (text(column) === '') return null;
    const value = Number(text(column));
    return Number.isFinite(value) ? value : wrong(column, 'a number');
  };
  return {
    text,
    number,
    whole: (column) => {
      const value = number(column);
      return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : wrong(column, 'a whole number');
    },
    vote: () => {
      const value = number('vote');
      return value === 1 || value === 0 || value === -1 ? value : wrong('vote', 'a vote (1, 0 or -1)');
    },
  };
}
