import { z } from 'zod';
import { placeholderDomain } from '../auth.ts';

/** Where a code can be sent. */
export type Address = {
  channel: 'email' | 'sms';
  /** e-mail address in small letters, or number as E.164: +8613900000101 */
  to: string;
};

const email = z.email().max(254);

/**
 * What somebody typed, as an e-mail address or a telephone number; null when it is neither. Full-width characters,
 * spaces and hyphens are forgiven; eleven digits are a mainland mobile number.
 */
export function parseAddress(typed: string): Address | null {
  const text = typed.normalize('NFKC').trim();
  if (text.includes('@')) {
    const to = text.toLowerCase();
    // Placeholders stand for people who only gave a number; nobody may claim one.
    return email.safeParse(to).success && !to.endsWith(`@${placeholderDomain}`) ? { channel: 'email', to } : null;
  }
  const digits = text.replace(/[\s()·‐-―-]/g, '');
  const mainland = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(digits);
  if (mainland) return { channel: 'sms', to: `+86${mainland[1]}` };
  return /^\+(?!86)[1-9]\d{7,14}$/.test(digits) ? { channel: 'sms', to: digits } : null;
}

/** An address for whoever may not be its owner: enough to know one's own by. */
export function coveredAddress({ channel, to }: Address): string {
  if (channel === 'sms') return spokenNumber(to).replace(/^(.{3}).*(.{2})$/, '$1***$2');
  const at = to.lastIndexOf('@');
  return `${to.slice(0, Math.min(2, at - 1))}***${to.slice(at)}`;
}

/** A number as people write it: 139 0000 0101. */
export function spokenNumber(e164: string): string {
  const mainland = /^\+86(\d{3})(\d{4})(\d{4})$/.exec(e164);
  return mainland ? mainland.slice(1).join(' ') : e164;
}
