import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test, vi } from 'vitest';
import { callOut, isCallable, isPublicAddress, RefusedAddress } from './outgoing.ts';

/** What the names of this test lead to. */
const names = vi.hoisted(() => new Map<string, string[]>());
vi.mock('node:dns', () => ({
  lookup: (
    name: string,
    _: object,
    callback: (error: Error | null, found: { address: string; family: number }[]) => void,
  ) => {
    const found = names.get(name)?.map((address) => ({ address, family: 4 }));
    callback(found ? null : new Error(`ENOTFOUND ${name}`), found ?? []);
  },
}));

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '223.5.5.5', '2400:3200::1', '2606:4700::1111'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fe80::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  'https://fcm.googleapis.com/fcm/send/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/x',
  'https://web.push.apple.com/Q',
  'https://8.8.8.8/x',
])('%s may be called', (url) => {
  expect(isCallable(url)).toBe(true);
});

test.each([
  'http://fcm.googleapis.com/fcm/send/abc',
  'https://fcm.googleapis.com:8443/x',
  'https://user@fcm.googleapis.com/x',
  'https://127.0.0.1/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://localhost/x',
  'https://sub.localhost/x',
  'https://metadata.google.internal/x',
  'https://printer/x',
  'https://nas.local/x',
  'ftp://example.org/x',
  'javascript:alert(1)',
  'not an address',
  `https://example.org/${'a'.repeat(2_000)}`,
])('%s may not', (url) => {
  expect(isCallable(url)).toBe(false);
});

test('a private address is called only where the operator configured its origin', async () => {
  const origin = await serve((_, response) => response.writeHead(201, { 'content-type': 'text/plain' }).end('made'));
  await expect(callOut({ url: `${origin}/x`, method: 'POST', headers: {}, body: 'x' })).rejects.toThrow(RefusedAddress);
  expect(await callOut({ url: `${origin}/x`, method: 'POST', headers: {}, body: 'x', trusted: [origin] })).toEqual({
    status: 201,
    type: 'text/plain',
    body: 'made',
  });
  await expect(
    callOut({ url: `${origin}/x`, method: 'POST', headers: {}, trusted: [origin.replace(/:\d+$/, ':1')] }),
  ).rejects.toThrow(RefusedAddress);
});

test('a public name that leads to a private address is refused at the moment of connecting', async () => {
  names.set('rebind.example.org', ['8.8.8.8', '127.0.0.1']);
  names.set('public.example.org', ['192.0.2.1']);
  await expect(callOut({ url: 'https://rebind.example.org/x', method: 'GET', headers: {} })).rejects.toThrow(
    RefusedAddress,
  );
  await expect(callOut({ url: 'https://public.example.org/x', method: 'GET', headers: {} })).rejects.toThrow(
    RefusedAddress,
  );
  await expect(callOut({ url: 'https://nowhere.example.org/x', method: 'GET', headers: {} })).rejects.toThrow(
    'ENOTFOUND',
  );
});

test('redirects are not followed, long answers and slow ones are given up', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    else if (request.url === '/long') response.end(Buffer.alloc(1_000_000));
    // Anything else: no answer.
  });
  const call = (path: string, timeout_ms = 15_000) =>
    callOut({ url: origin + path, method: 'GET', headers: {}, trusted: [origin], timeout_ms });
  expect((await call('/redirect')).status).toBe(302);
  await expect(call('/long')).rejects.toThrow('too large');
  await expect(call('/slow', 300)).rejects.toThrow(/abort|timeout/i);
});
