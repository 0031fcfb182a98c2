import { hashes as ed25519Hashes, verify as verifyByLibrary } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { readBase64, sameBytes } from './base64.ts';

export type HeadKind = 'running' | 'close' | 'invalidation';

/** A signed head as its note says it. */
export type Head = {
  origin: string;
  size: number;
  root: Uint8Array;
  hash: string;
  /** ISO 8601, UTC, to the second */
  time: string;
  kind: HeadKind;
  /** what the first line of the published file must hash to; heads of kind running have none */
  header: Uint8Array | null;
  /** what was signed: up to and with the last line feed before the blank line */
  body: string;
  keyHash: Uint8Array;
  signature: Uint8Array;
};

const shape = new RegExp(
  [
    '^(?<body>(?<origin>[^\\n]+)\\n(?<size>0|[1-9][0-9]{0,9})\\n(?<root>[A-Za-z0-9+/]+=*)\\nhash (?<hash>[a-z0-9]+)\\n',
    'time (?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)\\nkind (?<kind>running|close|invalidation)\\n',
    '(?:header (?<header>[A-Za-z0-9+/]+=*)\\n)?)\\n— (?<name>[^\\n ]+) (?<signature>[A-Za-z0-9+/]+=*)\\n$',
  ].join(''),
  'u',
);

/** @returns null where it is not written as a head is; a signature of somebody else beside ours is not expected */
export function readNote(note: string): Head | null {
  const found = shape.exec(note)?.groups;
  if (!found) return null;
  const root = readBase64(found.root ?? '');
  const header = found.header === undefined ? null : readBase64(found.header);
  const signed = readBase64(found.signature ?? '');
  if (root?.length !== 32 || signed?.length !== 68 || found.name !== found.origin) return null;
  if (found.header !== undefined && header?.length !== 32) return null;
  return {
    origin: found.origin ?? '',
    size: Number(found.size),
    root,
    hash: found.hash ?? '',
    time: found.time ?? '',
    kind: found.kind as HeadKind,
    header,
    body: found.body ?? '',
    keyHash: signed.subarray(0, 4),
    signature: signed.subarray(4),
  };
}

/** What stands before each signature of this key: C2SP signed-note, Ed25519. */
export function keyHashOf(origin: string, publicKey: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode(origin);
  const all = new Uint8Array(name.length + 2 + publicKey.length);
  all.set(name);
  all.set([10, 1], name.length);
  all.set(publicKey, name.length + 2);
  return sha256(all).subarray(0, 4);
}

type Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean | Promise<boolean>;

ed25519Hashes.sha512 = sha512;
let platformHasIt: boolean | undefined;

/** By the platform's own Ed25519 where it has one, which is many times faster. */
const platformOrLibrary: Verify = async (signature, message, publicKey) => {
  if (platformHasIt !== false) {
    try {
      const { subtle } = globalThis.crypto;
      const key = await subtle.importKey('raw', own(publicKey), 'Ed25519', false, ['verify']);
      return await subtle.verify('Ed25519', key, own(signature), own(message));
    } catch {
      platformHasIt = false;
    }
  }
  return verifyInPlainCode(signature, message, publicKey);
};

/** A copy in a buffer of its own, which is what the platform takes. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** The same without the platform: browsers before 2025 have no Ed25519. */
export const verifyInPlainCode: Verify = (signature, message, publicKey) => {
  try {
    return verifyByLibrary(signature, message, publicKey);
  } catch {
    return false;
  }
};

/** Whether the body is signed with the key. */
export async function isSigned(head: Head, publicKey: Uint8Array, verify = platformOrLibrary): Promise<boolean> {
  if (!sameBytes(head.keyHash, keyHashOf(head.origin, publicKey))) return false;
  return verify(head.signature, new TextEncoder().encode(head.body), publicKey);
}
