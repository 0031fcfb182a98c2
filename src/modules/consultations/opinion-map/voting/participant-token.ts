import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Hmac, hmacSha256 } from '../../../../kernel/hmac.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { signedToken } from '../../../people/index.ts';

type Secretive = Pick<Kernel, 'secret'>;

/**
 * Who takes part, by a signed cookie of one map. `a`: the pseudonym of an account, good only beside the session in which it was
 * given; `c`: a random number of somebody who is not signed in.
 */
export type Participant = { kind: 'a' | 'c'; value: string };

export const participantCookie = 'tongxin.map';
/** Kept beside the former where somebody signed in who had voted without an account on the same device. */
export const earlierCookie = 'tongxin.map_before';

const shape = /^([ac])\.([0-9a-f]{32})\.([\w-]{43})$/;
let last: { secret: string; hmac: Hmac } | null = null;

function sign({ secret }: Secretive, text: string): string {
  if (last?.secret !== secret) last = { secret, hmac: hmacSha256(`opinion map ${secret}`) };
  return Buffer.from(last.hmac(text, 'hex'), 'hex').toString('base64url');
}

/** @param session token of the session, for an account's participant */
export function participantToken(k: Secretive, mapId: string, { kind, value }: Participant, session = ''): string {
  return `${kind}.${value}.${sign(k, `${mapId} ${kind} ${value} ${kind === 'a' ? session : ''}`)}`;
}

export function newVisitor(): Participant {
  return { kind: 'c', value: randomBytes(16).toString('hex') };
}

/** Who a Cookie header says takes part in a map; null without a cookie that holds. No database is asked. */
export function participantOf(
  k: Secretive,
  mapId: string,
  cookies: string | undefined,
  name: string = participantCookie,
): Participant | null {
  const found = shape.exec(cookieValue(cookies, name) ?? '');
  if (!found) return null;
  const [, kind, value] = found as unknown as [string, Participant['kind'], string];
  const session = kind === 'a' ? signedToken(k, cookies) : '';
  if (session === null) return null;
  const right = Buffer.from(participantToken(k, mapId, { kind, value }, session));
  const given = Buffer.from(found[0]);
  return given.length === right.length && timingSafeEqual(given, right) ? { kind, value } : null;
}

/** The first cookie of this name; the browser sends that of the narrowest path first. */
function cookieValue(cookies: string | undefined, name: string): string | undefined {
  if (!cookies) return undefined;
  let from = 0;
  for (;;) {
    const at = cookies.indexOf(`${name}=`, from);
    if (at < 0) return undefined;
    const begins = at === 0 || cookies[at - 1] === ' ' || cookies[at - 1] === ';';
    const start = at + name.length + 1;
    const end = cookies.indexOf(';', start);
    if (begins) return cookies.slice(start, end < 0 ? undefined : end);
    from = start;
  }
}
