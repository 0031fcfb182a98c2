import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../test/harness.ts';
import { inTransaction } from '../db/index.ts';
import type { Kernel } from '../kernel.ts';
import { createApiKey, listApiKeys, requireApiKey, revokeApiKey } from './api-keys.ts';
import type { App } from './server.ts';

let k: Kernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  app.all('/_key', { config: { programs: true } }, async (request) => requireApiKey(k, request, 'test.read'));
});

const make = (scopes: string[]) =>
  inTransaction(k.db, (tx) => createApiKey(tx, { name: '测试', scopes, by: null, at: k.clock.now() }));
const bearer = (key: string) => app.inject({ url: '/_key', headers: { authorization: `Bearer ${key}` } });

it('opens by header, query or form, for the scopes it was made with', async () => {
  const { id, key } = await make(['test.read']);
  expect((await bearer(key)).json()).toMatchObject({ id, name: '测试', scopes: ['test.read'] });
  expect((await app.inject({ url: `/_key?api_key=${key}` })).statusCode).toBe(200);
  expect((await app.inject({ url: '/_key', headers: { 'x-api-key': key } })).statusCode).toBe(200);
  const form = { method: 'POST', url: '/_key', payload: `api_key=${key}` } as const;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await app.inject({ ...form, headers })).statusCode).toBe(200);
  const other = await make(['test.write']);
  const refused = await bearer(other.key);
  expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'kernel.api_key_scope']);
});

it('says what is missing or wrong, and never keeps the key itself', async () => {
  const none = await app.inject({ url: '/_key' });
  expect([none.statusCode, none.json().error.code]).toEqual([401, 'kernel.api_key_missing']);
  const { key } = await make(['test.read']);
  for (const wrong of [`${key}x`, key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), "' or 1=1 --", '一']) {
    const answer = await app.inject({ url: `/_key?api_key=${encodeURIComponent(wrong)}` });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'kernel.api_key_wrong']);
  }
  const { rows } = await k.pool.query('select row_to_json(a)::text as row from kernel.api_key a');
  expect(rows.some(({ row }) => row.includes(key))).toBe(false);
});

it('opens nothing once revoked, and notes when it was last used', async () => {
  const { id, key } = await make(['test.read']);
  await bearer(key);
  expect((await listApiKeys(k)).find((entry) => entry.id === id)?.lastUsedAt).toEqual(k.clock.now());
  expect(await inTransaction(k.db, (tx) => revokeApiKey(tx, id, k.clock.now()))).toBe(true);
  expect(await inTransaction(k.db, (tx) => revokeApiKey(tx, id, k.clock.now()))).toBe(false);
  expect((await bearer(key)).json().error.code).toBe('kernel.api_key_wrong');
});
