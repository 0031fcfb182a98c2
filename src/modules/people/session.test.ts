import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../test/harness.ts';
import type { App } from '../../kernel/http/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { makeAccount, makeDepartment, sessionCookie } from './people.factory.ts';
import { identify } from './session.ts';

let k: Kernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  app.get('/_who', async (request) => (await identify(k, request)) ?? { nobody: true });
});

it('knows who is signed in by the session cookie, with roles', async () => {
  const departmentId = await makeDepartment(k);
  const actor = await makeAccount(k, { name: '周测', roles: [{ role: 'handler', departmentId }] });
  const cookie = await sessionCookie(k, actor);
  const answer = await app.inject({ url: '/_who', headers: { cookie } });
  expect(answer.json()).toMatchObject({
    accountId: actor.accountId,
    isStaff: true,
    roles: ['handler'],
    secondFactor: true,
  });
});

it('takes a cookie with a wrong signature for nobody', async () => {
  const actor = await makeAccount(k);
  const cookie = (await sessionCookie(k, actor)).slice(0, -6);
  expect((await app.inject({ url: '/_who', headers: { cookie } })).json()).toEqual({ nobody: true });
});
