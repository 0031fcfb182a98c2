import { timingSafeEqual } from 'node:crypto';
import { type Hmac, hmacSha256 } from '../../../kernel/hmac.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

const name = 'tongxin.session_token=';
const longest = 300;

let last: { secret: string; hmac: Hmac } | null = null;

/** A process has one secret; tests have several. */
function hmacOf(secret: string): Hmac {
  if (last?.secret !== secret) last = { secret, hmac: hmacSha256(secret) };
  return last.hmac;
}

/**
 * The session token in a Cookie header whose signature is right (HMAC-SHA256 of the token, as the session library signs
 * it); null without one. Says nothing about whether the session still holds: no database is asked.
 */
export function signedToken(k: Pick<Kernel, 'secret'>, cookie: string | undefined): string | null {
  const start = cookie?.indexOf(name) ?? -1;
  if (cookie === undefined || start < 0) return null;
  // Over https the name has the prefix __Secure-; any other letter before it makes it another cookie.
  const before = cookie.slice(0, start);
  if (before !== '' && !/(^|;\s*)(__Secure-)?$/.test(before)) return null;
  const from = start + name.length;
  const end = cookie.indexOf(';', from);
  const raw = cookie.slice(from, end < 0 ? undefined : end);
  if (raw.length > longest) return null;
  const value = raw.includes('%') ? decoded(raw) : raw;
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const right = Buffer.from(hmacOf(k.secret)(token, 'base64'), 'base64');
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return '';
  }
}
