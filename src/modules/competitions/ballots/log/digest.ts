import { hash } from 'node:crypto';

/** The hash of a log; fixed when the ballot is begun. */
export type LogHash = 'sha256' | 'sm3';

export function digest(name: LogHash, data: Buffer | string): Buffer {
  // A text of Latin letters and a buffer from the pool: one of its own for each digest takes five times as long.
  return Buffer.from(hash(name, data, 'binary'), 'latin1');
}

/** RFC 9162 2.1.1: the hash of a leaf. */
export function leafHash(name: LogHash, bytes: Buffer | string): Buffer {
  const length = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  const input = Buffer.allocUnsafe(length + 1);
  input[0] = 0;
  if (typeof bytes === 'string') input.write(bytes, 1, 'utf8');
  else bytes.copy(input, 1);
  return digest(name, input);
}

/** RFC 9162 2.1.1: the hash over two subtrees. */
export function nodeHash(name: LogHash, left: Buffer, right: Buffer): Buffer {
  const input = Buffer.allocUnsafe(1 + left.length + right.length);
  input[0] = 1;
  left.copy(input, 1);
  right.copy(input, 1 + left.length);
  return digest(name, input);
}
