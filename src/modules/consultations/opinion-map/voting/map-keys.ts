import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { hmacSha256 } from '../../../../kernel/hmac.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

type Secretive = Pick<Kernel, 'secret'>;

const pseudonym_bytes = 16;

/** A new key from which pseudonyms of one map are made, encrypted for the database (AES-256-GCM) and bound to its map. */
export function newParticipantKey(k: Secretive, mapId: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', lockingKey(k), nonce).setAAD(Buffer.from(mapId));
  const locked = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]);
}

/** @throws Error where it was locked for another map or with another city's secret */
export function unlockParticipantKey(k: Secretive, mapId: string, locked: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', lockingKey(k), locked.subarray(0, 12))
    .setAAD(Buffer.from(mapId))
    .setAuthTag(locked.subarray(12, 28));
  return Buffer.concat([decipher.update(locked.subarray(28)), decipher.final()]);
}

function lockingKey(k: Secretive): Buffer {
  return Buffer.from(hkdfSync('sha256', k.secret, '', 'consultations.opinion_map', 32));
}

/** The pseudonym of an account in one map, in hex: the same on every device, and of no use in another map. */
export function accountPseudonym(participantKey: Buffer, accountId: string): string {
  return hmacSha256(participantKey)(`account ${accountId}`, 'hex').slice(0, pseudonym_bytes * 2);
}

/** The pseudonym of whoever has a cookie with this random number. */
export function visitorPseudonym(participantKey: Buffer, random: string): string {
  return hmacSha256(participantKey)(`visitor ${random}`, 'hex').slice(0, pseudonym_bytes * 2);
}
