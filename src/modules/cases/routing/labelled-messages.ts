import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { LabelledText } from './train-routing.ts';

/** Longest line accepted, in bytes. */
const MAX_LINE_BYTES = 8_000_000;

const rowSchema = z.object({ text: z.string(), category: z.string().refine((name) => name.trim() !== '') });

/** A file of labelled messages that cannot be read; `line` counts from 1 and is 0 where the file itself is at fault. */
export class LabelledMessagesError extends Error {
  readonly path: string;
  readonly line: number;

  constructor(path: string, line: number, reason: string) {
    super(line > 0 ? `${path}, line ${line}: ${reason}` : `${path}: ${reason}`);
    this.name = 'LabelledMessagesError';
    this.path = path;
    this.line = line;
  }
}

/**
 * Streams a JSONL file, one object `{"text": string, "category": string}` a line, UTF-8; other fields are ignored,
 * blank lines skipped. Throws LabelledMessagesError, naming file and line, at the first bad row, at a file that cannot
 * be opened, and at one without rows.
 */
export async function* readLabelledMessages(path: string): AsyncGenerator<LabelledText> {
  let line = 0;
  let rows = 0;
  for await (const bytes of linesOf(path)) {
    line++;
    const row = readRow(path, line, bytes);
    if (!row) continue;
    rows++;
    yield row;
  }
  if (rows === 0) throw new LabelledMessagesError(path, 0, 'the file holds no labelled message');
}

function readRow(path: string, line: number, bytes: Uint8Array): LabelledText | null {
  let json: unknown;
  try {
    // A byte order mark at the beginning is dropped by the decoder.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return null;
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8';
    throw new LabelledMessagesError(path, line, reason);
  }
  const row = rowSchema.safeParse(json);
  if (row.success) return { text: row.data.text, label: row.data.category };
  const field = row.error.issues[0]?.path[0];
  const reason = field === undefined ? 'is not an object' : `"${String(field)}" must be a ${wanted(field)}`;
  throw new LabelledMessagesError(path, line, reason);
}

function wanted(field: PropertyKey): string {
  return field === 'category' ? 'string that is not blank' : 'string';
}

async function* linesOf(path: string): AsyncGenerator<Uint8Array> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(10, from); end >= 0; end = chunk.indexOf(10, from)) {
        yield rest.length > 0 ? Buffer.concat([...rest, chunk.subarray(from, end)]) : chunk.subarray(from, end);
        rest = [];
        restBytes = 0;
        line++;
        from = end + 1;
      }
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > MAX_LINE_BYTES) {
        throw new LabelledMessagesError(path, line, `is longer than ${MAX_LINE_BYTES} bytes`);
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new LabelledMessagesError(path, 0, `cannot be read (${String(error.code)})`);
    }
    throw error;
  }
  if (restBytes > 0) yield Buffer.concat(rest);
}
