import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Kernel } from '../../../kernel/kernel.ts';

const period_seconds = 30;
const secret_bytes = 20;

/** A new secret for an authenticator app. */
export function newSecret(): Buffer {
  return randomBytes(secret_bytes);
}

/** Encrypts a secret for the database (AES-256-GCM under a key made from the city's own), bound to its account. */
export function sealSecret(k: Kernel, accountId: string, secret: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(k), nonce).setAAD(Buffer.from(accountId));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error where it was sealed for another account or with another city's key */
export function openSecret(k: Kernel, accountId: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(k), sealed.subarray(0, 12))
    .setAAD(Buffer.from(accountId))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

function sealingKey(k: Kernel): Buffer {
  return Buffer.from(hkdfSync('sha256', k.secret, '', 'people.second_factor', 32));
}

/** Number of the half minute that a moment lies in. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / period_seconds);
}

/** The six figures of a step (RFC 6238, SHA-1, 30 s). */
export function codeOf(secret: Buffer, step: number): string {
  return generator(secret).generate({ timestamp: step * period_seconds * 1000 });
}

/**
 * The step whose code was typed, among the present one and its two neighbours (clocks differ); null for none.
 */
export function matchStep(secret: Buffer, typed: string, now: Date): number | null {
  const digits = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const here = stepAt(now);
  return (
    [here, here - 1, here + 1].find((step) =>
      timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(digits)),
    ) ?? null
  );
}

/** The secret as people type it into an app: groups of four. */
export function keyWords(secret: Buffer): string {
  return (new Secret({ buffer: toArrayBuffer(secret) }).base32.match(/.{1,4}/g) ?? []).join(' ');
}

/** otpauth:// address for the QR code. */
export function enrolmentUri(secret: Buffer, issuer: string, label: string): string {
  return generator(secret, issuer, label).toString();
}

function generator(secret: Buffer, issuer = '', label = ''): TOTP {
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: period_seconds,
    secret: new Secret({ buffer: toArrayBuffer(secret) }),
  });
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

// Without the letters and figures that are mistaken for one another on paper.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten codes for the day the device is lost, each good for once: 2^49 possibilities. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 10 }, () => `${group()}-${group()}`);
}

/** What is stored of a recovery code; spaces, hyphens and capitals do not matter. Null for what cannot be one. */
export function recoveryHash(k: Kernel, accountId: string, typed: string): Buffer | null {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return plain.length === 10
    ? createHmac('sha256', k.secret).update(`people.recovery_code ${accountId} ${plain}`).digest()
    : null;
}
