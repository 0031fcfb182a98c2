import { hash, type KeyObject, sign } from 'node:crypto';
import type { LogHash } from './digest.ts';

export type HeadKind = 'running' | 'close' | 'invalidation';

/** What a head says of the log. */
export type HeadFacts = {
  origin: string;
  size: number;
  root: Buffer;
  hash: LogHash;
  at: Date;
  kind: HeadKind;
  /** hash of the published file's first line; null while the ballot runs */
  header: Buffer | null;
};

/** A moment as notes say it: to the second, in UTC. */
export function noteTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** The body of a head: a C2SP checkpoint with our lines after its first three. */
export function headBody({ origin, size, root, hash: name, at, kind, header }: HeadFacts): string {
  const lines = [origin, String(size), root.toString('base64'), `hash ${name}`, `time ${noteTime(at)}`, `kind ${kind}`];
  if (header) lines.push(`header ${header.toString('base64')}`);
  return `${lines.join('\n')}\n`;
}

/** A body with its Ed25519 signature, as C2SP signed-note writes it. */
export function signedNote(body: string, name: string, keys: { publicKey: Buffer; privateKey: KeyObject }): string {
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n\x01`), keys.publicKey]), 'buffer').subarray(0, 4);
  const signature = sign(null, Buffer.from(body), keys.privateKey);
  return `${body}\n— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}
