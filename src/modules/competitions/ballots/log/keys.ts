import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Kernel } from '../../../../kernel/kernel.ts';

type Secretive = Pick<Kernel, 'secret'>;

/** Encrypts a key of a ballot for the database (AES-256-GCM under a key made from the city's own), bound to its stage. */
export function lockKey(k: Secretive, stageId: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', lockingKey(k), nonce).setAAD(Buffer.from(stageId));
  const locked = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]);
}

/** @throws Error where it was locked for another stage or with another city's secret */
export function unlockKey(k: Secretive, stageId: string, locked: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', lockingKey(k), locked.subarray(0, 12))
    .setAAD(Buffer.from(stageId))
    .setAuthTag(locked.subarray(12, 28));
  return Buffer.concat([decipher.update(locked.subarray(28)), decipher.final()]);
}

function lockingKey(k: Secretive): Buffer {
  return Buffer.from(hkdfSync('sha256', k.secret, '', 'competitions.ballots', 32));
}

/** New keys of a ballot, the private ones locked. */
export function newKeys(k: Secretive, stageId: string): { publicKey: Buffer; privateKey: Buffer; rollKey: Buffer } {
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url'),
    privateKey: lockKey(k, stageId, pair.privateKey.export({ format: 'der', type: 'pkcs8' })),
    rollKey: lockKey(k, stageId, randomBytes(32)),
  };
}

/** The key that signs heads. */
export function signingKey(k: Secretive, stageId: string, locked: Buffer): KeyObject {
  return createPrivateKey({ key: unlockKey(k, stageId, locked), format: 'der', type: 'pkcs8' });
}
