import { readBase64url } from './base64.ts';

export type BallotLeaf = {
  kind: 'b';
  /** 16 bytes */
  id: Uint8Array;
  category: number | null;
  /** in the order of the line */
  choices: number[];
  /** the secret of the ballot that it replaces, 10 bytes */
  replaces: Uint8Array | null;
};
export type InvalidationLeaf = { kind: 'v'; id: string; reason: string; positions: [number, number][] };
export type Leaf = BallotLeaf | InvalidationLeaf;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const opening = bytesOf('{"b":"');
const category = bytesOf('","g":');
const choices = bytesOf(',"c":[');
const replacing = bytesOf('],"r":"');
const closing = bytesOf(']}');
const closingReplacing = bytesOf('"}');

/** Reads a line from left to right; every step says null where something else stands. */
class Cursor {
  readonly line: Uint8Array;
  at = 0;

  constructor(line: Uint8Array) {
    this.line = line;
  }

  takes(text: Uint8Array): boolean {
    for (let i = 0; i < text.length; i++) if (this.line[this.at + i] !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  /** A whole number without leading zeros, below 1,000,000,000. */
  number(): number | null {
    const from = this.at;
    let value = 0;
    for (let digit = (this.line[this.at] ?? 0) - 48; digit >= 0 && digit <= 9; ) {
      value = value * 10 + digit;
      digit = (this.line[++this.at] ?? 0) - 48;
    }
    const length = this.at - from;
    if (length === 0 || length > 9 || (length > 1 && this.line[from] === 48)) return null;
    return value;
  }

  base64url(characters: number): Uint8Array | null {
    this.at += characters;
    return this.at <= this.line.length ? readBase64url(this.line, this.at - characters, this.at) : null;
  }

  get ended(): boolean {
    return this.at === this.line.length;
  }
}

/**
 * A leaf as its bytes say it.
 * @returns null where the bytes are not written in the one way in which such a leaf is written
 */
export function readLeaf(line: Uint8Array): Leaf | null {
  return line[2] === 0x62 ? readBallot(new Cursor(line)) : readInvalidation(line);
}

function readBallot(cursor: Cursor): BallotLeaf | null {
  if (!cursor.takes(opening)) return null;
  const id = cursor.base64url(22);
  if (!id) return null;
  let group: number | null = null;
  if (cursor.takes(category)) {
    group = cursor.number();
    if (group === null || !cursor.takes(choices)) return null;
  } else {
    if (cursor.line[cursor.at++] !== 0x22 || !cursor.takes(choices)) return null;
  }
  const chosen: number[] = [];
  while (cursor.line[cursor.at] !== 0x5d) {
    if (chosen.length > 0 && cursor.line[cursor.at++] !== 0x2c) return null;
    const number = cursor.number();
    if (number === null) return null;
    chosen.push(number);
  }
  let replaces: Uint8Array | null = null;
  if (cursor.takes(replacing)) {
    replaces = cursor.base64url(14);
    if (!replaces || !cursor.takes(closingReplacing)) return null;
  } else if (!cursor.takes(closing)) return null;
  return cursor.ended ? { kind: 'b', id, category: group, choices: chosen, replaces } : null;
}

function readInvalidation(line: Uint8Array): InvalidationLeaf | null {
  const value = readJson(line);
  if (!value) return null;
  const { v: id, reason, positions } = value;
  if (typeof id !== 'string' || id === '' || typeof reason !== 'string' || reason === '') return null;
  if (!Array.isArray(positions) || positions.length === 0 || !positions.every(isRange)) return null;
  if (JSON.stringify({ v: id, reason, positions }) !== new TextDecoder().decode(line)) return null;
  return { kind: 'v', id, reason, positions };
}

/** Whether it is [first, last] of whole numbers. */
function isRange(range: unknown): range is [number, number] {
  return Array.isArray(range) && range.length === 2 && range.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** A line that is a JSON object in sound UTF-8; null otherwise. */
export function readJson(line: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
