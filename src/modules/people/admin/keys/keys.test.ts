import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import { type App, declareApiScopes, requireApiKey } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { audited, makeVisitor, type Visitor } from '../admin.factory.ts';

let k: Kernel;
let app: App;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  declareApiScopes({ 'test.read': 'people.admin.keys.scopes' });
  app.get('/_key', { config: { programs: true } }, async (request) => requireApiKey(k, request, 'test.read'));
  admin = await makeVisitor(k, app, [{ role: 'administrator' }]);
});

it('shows a key once, opens with it, and shuts it out when it is revoked', async () => {
  const made = await admin.post('/admin/api-keys', { name: '城管<b>平台', scopes: 'test.read' });
  const key = /tx_[\w-]{43}/.exec(made.text)?.[0] ?? '';
  expect(made.text).not.toContain('城管<b>');
  const open = () => app.inject({ url: '/_key', headers: { 'x-api-key': key } });
  expect((await open()).statusCode).toBe(200);
  const list = await admin.get('/admin/api-keys');
  expect(list.text).not.toContain(key);
  const id = /api-keys\/([\w-]+)\/revoke/.exec(list.text)?.[1] ?? '';
  expect((await admin.post(`/admin/api-keys/${id}/revoke`)).status).toBe(303);
  expect((await open()).statusCode).toBe(401);
  const entries = [...(await audited(k, 'people.api_key_created')), ...(await audited(k, 'people.api_key_revoked'))];
  expect(entries.map(({ object_id }) => object_id)).toEqual([id, id]);
  expect(JSON.stringify(entries)).not.toContain(key);
});

it('wants a name and a right that exists', async () => {
  const answer = await admin.post('/admin/api-keys', { name: ' ', scopes: 'everything' });
  expect([answer.status, answer.text.includes('请写明给谁用'), answer.text.includes('至少选一项')]).toEqual([
    422,
    true,
    true,
  ]);
});
