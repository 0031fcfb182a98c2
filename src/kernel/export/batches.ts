import { Readable } from 'node:stream';

const BATCH_CHARACTERS = 32 * 1024;

/** Gathers small texts into pieces worth sending; what waits is never more than one piece. */
export async function* batches(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let batch = '';
  for await (const text of texts) {
    batch += text;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/** A stream of bytes that asks for more only when what it has was taken, and closes its source when it is destroyed. */
export function byteStream(pieces: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(pieces, { objectMode: false });
}
