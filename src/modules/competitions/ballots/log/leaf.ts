import { randomFillSync } from 'node:crypto';
import { digest, type LogHash } from './digest.ts';

const secret_bytes = 10;
const id_bytes = 16;
// Crockford's: without I, L, O and U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ballot as its leaf says it. */
export type BallotLeaf = {
  /** ballot id, base64url */
  b: string;
  /** position of the category, with scope `category` */
  g?: number;
  /** numbers of entries, ascending, each once */
  c: number[];
  /** secret of the ballot that it replaces, base64url */
  r?: string;
};

export type InvalidationLeaf = { v: string; reason: string; positions: [number, number][] };

const pool = Buffer.alloc(secret_bytes * 512);
let used = pool.length;

/** A new receipt's secret: random bytes are drawn by the hundred, which costs a tenth of one by one. */
export function newSecret(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const secret = Buffer.from(pool.subarray(used, used + secret_bytes));
  pool.fill(0, used, used + secret_bytes);
  used += secret_bytes;
  return secret;
}

/** The id of the ballot whose receipt holds this secret: whoever has the id does not know the secret. */
export function ballotId(hash: LogHash, secret: Buffer): Buffer {
  return digest(hash, secret).subarray(0, id_bytes);
}

/** The receipt as it is shown: 16 characters in groups of four. */
export function receiptCode(secret: Buffer): string {
  let code = '';
  let [held, bits] = [0, 0];
  for (const byte of secret) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) code += alphabet[(held >> (bits - 5)) & 31];
  }
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8, 12)}-${code.slice(12)}`;
}

/**
 * The secret of a receipt as somebody typed it: small letters, O for 0, I or L for 1, blanks and hyphens as they like.
 * @returns null where it cannot be one
 */
export function readReceipt(typed: unknown): Buffer | null {
  if (typeof typed !== 'string' || typed.length > 60) return null;
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―−_.·]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (code.length !== 16) return null;
  let bits = 0n;
  for (const letter of code) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  return Buffer.from(bits.toString(16).padStart(secret_bytes * 2, '0'), 'hex');
}

/** The bytes of a ballot's leaf, as text. `id`: base64url. */
export function ballotLine(
  id: string,
  category: number | null,
  choices: readonly number[],
  replaces: Buffer | null,
): string {
  const of = category === null ? '' : `"g":${category},`;
  const instead = replaces === null ? '' : `,"r":"${replaces.toString('base64url')}"`;
  return `{"b":"${id}",${of}"c":[${choices.join(',')}]${instead}}`;
}

/** The bytes of an invalidation's leaf, as text. */
export function invalidationLine({ v, reason, positions }: InvalidationLeaf): string {
  return JSON.stringify({ v, reason, positions });
}
