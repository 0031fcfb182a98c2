import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import type { PushSubscription } from './channels.ts';

export type Received = {
  payload: Record<string, unknown>;
  urgency: string;
  ttl: number;
  audience: string;
  subject: string;
  key: string;
};

/** A push service with one browser behind it: checks VAPID and decrypts as RFC 8291 says, with nothing of the sender's code. */
export async function pushService(): Promise<{
  origin: string;
  subscription: PushSubscription;
  received: Received[];
  answer: { status: number };
}> {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const received: Received[] = [];
  const answer = { status: 201 };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    if (answer.status < 300) received.push(read(request, body, browser, auth));
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const subscription = {
    endpoint: `${origin}/push/${randomBytes(8).toString('hex')}`,
    p256dh: browser.getPublicKey('base64url'),
    auth: auth.toString('base64url'),
  };
  return { origin, subscription, received, answer };
}

function read(request: IncomingMessage, body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): Received {
  if (request.headers['content-encoding'] !== 'aes128gcm') throw new Error('not aes128gcm');
  const { audience, subject, key } = readVapid(request.headers.authorization ?? '');
  const payload = JSON.parse(decrypt(body, browser, auth).toString('utf8')) as Record<string, unknown>;
  return {
    payload,
    urgency: String(request.headers.urgency),
    ttl: Number(request.headers.ttl),
    audience,
    subject,
    key,
  };
}

/** RFC 8188: salt, record size, length of the key id, the sender's public key, one record. */
function decrypt(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const length = body[20] ?? 0;
  const senderKey = body.subarray(21, 21 + length);
  const record = body.subarray(21 + length);
  const shared = browser.computeSecret(senderKey);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), senderKey]);
  const secret = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  return plain.subarray(0, end);
}

function readVapid(authorization: string): { audience: string; subject: string; key: string } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')))
    throw new Error('VAPID signature');
  const { aud, sub, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    sub: string;
    exp: number;
  };
  if (exp * 1000 < Date.now()) throw new Error('VAPID expired');
  return { audience: aud, subject: sub, key };
}
