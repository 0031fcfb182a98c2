import { lookup as dnsLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

type OutgoingRequest = {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string | number>;
  body?: string | Buffer;
  timeout_ms?: number;
  /** origins the operator configured: these alone may be private addresses, other ports or plain http */
  trusted?: readonly string[];
};
type OutgoingResponse = { status: number; type: string; body: string };

/** An address that this server does not call on behalf of strangers. */
export class RefusedAddress extends Error {
  constructor(reason: string) {
    super(`refused to call: ${reason}`);
    this.name = 'RefusedAddress';
  }
}

const largestResponse_bytes = 64 * 1024;

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}

// The whole of IPv6 but 2000::/3 is not public; in it, these wrap or stand for something else.
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address is one of the public internet. An IPv4 address written as IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

/**
 * Whether an address that a browser or a person gave may be called: https on its usual port, a public host, no user
 * name in it. A name can still turn out to lead to a private address; `callOut` looks at what it resolves to.
 */
export function isCallable(given: string, trusted: readonly string[] = []): boolean {
  try {
    checkUrl(given, trusted);
    return true;
  } catch {
    return false;
  }
}

function checkUrl(given: string, trusted: readonly string[]): { url: URL; isTrusted: boolean } {
  if (given.length > 2_000 || !URL.canParse(given)) throw new RefusedAddress('not an address');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RefusedAddress('scheme');
  if (url.username || url.password) throw new RefusedAddress('user name in the address');
  if (trusted.includes(url.origin)) return { url, isTrusted: true };
  if (url.protocol !== 'https:') throw new RefusedAddress('not https');
  if (url.port) throw new RefusedAddress('port');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (
    isIP(host)
      ? !isPublicAddress(host)
      : !host.includes('.') || /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host)
  )
    throw new RefusedAddress('not a public host');
  return { url, isTrusted: false };
}

/** Resolves as usual and refuses a name that leads to any address that is not public, at the moment of connecting. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address))) {
      return callback(new RefusedAddress('the name leads to an address that is not public'), '', 0);
    }
    if (options.all) return (callback as unknown as (error: null, found: typeof addresses) => void)(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};

/**
 * One request to the outside. Redirects are not followed; an answer is read up to 64 kB.
 * @throws RefusedAddress, or Error when there was no answer in time (10 s)
 */
export async function callOut({
  url: given,
  method,
  headers,
  body,
  timeout_ms = 10_000,
  trusted = [],
}: OutgoingRequest): Promise<OutgoingResponse> {
  const { url, isTrusted } = checkUrl(given, trusted);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers,
        signal: AbortSignal.timeout(timeout_ms),
        agent: false,
        ...(!isTrusted && { lookup: publicLookup }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size_bytes = 0;
        response.on('data', (chunk: Buffer) => {
          size_bytes += chunk.length;
          if (size_bytes > largestResponse_bytes) outgoing.destroy(new Error('the answer is too large'));
          else chunks.push(chunk);
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
