import { beforeEach, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { cookiesOf, postForm } from '../form-post.fixture.ts';
import { makeAdministrator } from './make-administrator.ts';
import { isSetUpToken, needsSetUp, setUpToken } from './set-up-state.ts';

let k: TestKernel;
let app: App;
beforeEach(async () => {
  k = await testKernel();
  await k.db.deleteFrom('kernel.setting').execute();
  await k.db.deleteFrom('kernel.calendar_day').execute();
  await k.db.deleteFrom('kernel.calendar_year').execute();
  await k.settings.load();
  app = await testApp(k);
});

const city = {
  name: '云川',
  platformName: '云川市市民参与平台',
  brand: '同心',
  hotline: '12345',
  sponsor: '云川市人民政府办公室',
  languages: ['zh-CN', 'en'],
  primaryColour: '#0f4a4e',
  accentColour: '#b5351d',
};

async function admitted(): Promise<string> {
  const answer = await postForm(app, '/set-up', { token: setUpToken(k).toLowerCase().replaceAll('-', ' ') });
  expect(answer.headers.location).toBe('/set-up/city');
  return cookiesOf(answer);
}

it('leads every page of a fresh server to the set-up, and lets nobody past without the code', async () => {
  for (const url of ['/', '/sign-in', '/me', '/cases', '/nowhere']) {
    const answer = await app.inject({ url });
    expect([url, answer.statusCode, answer.headers.location]).toEqual([url, 303, '/set-up']);
  }
  expect((await app.inject({ url: '/set-up' })).statusCode).toBe(200);
  expect((await app.inject({ url: '/robots.txt' })).statusCode).toBe(200);
  expect((await postForm(app, '/set-up', { token: '0000-0000-0000-0000' })).statusCode).toBe(403);
  expect((await postForm(app, '/set-up', { token: '' })).statusCode).toBe(403);
  for (const url of ['/set-up/city', '/set-up/administrator']) {
    expect((await app.inject({ url })).statusCode).toBe(403);
    expect((await postForm(app, url, { ...city, email: 'thief@example.test' })).statusCode).toBe(403);
    expect((await postForm(app, url, city, { cookie: 'tongxin.set_up=0000000000000000' })).statusCode).toBe(403);
  }
  expect(await k.db.selectFrom('people.account').select('id').execute()).toEqual([]);
});

it('asks for the code of this city and no other', async () => {
  expect(isSetUpToken(k, setUpToken({ ...k, secret: 'x'.repeat(40) }))).toBe(false);
  expect(isSetUpToken(k, setUpToken(k))).toBe(true);
});

it('sets a city up from its name to its first administrator, once', async () => {
  const cookie = await admitted();
  const early = await app.inject({ url: '/set-up/administrator', headers: { cookie } });
  expect(early.headers.location).toBe('/set-up/city');
  const saved = await postForm(app, '/set-up/city', city, { cookie });
  expect(saved.headers.location).toBe('/set-up/administrator');
  expect(await needsSetUp(k)).toBe(true);
  expect((await postForm(app, '/set-up/administrator', { name: '', email: 'x' }, { cookie })).statusCode).toBe(422);
  const done = await postForm(app, '/set-up/administrator', { name: '魏来舟', email: ' Wei@Example.test' }, { cookie });
  expect(done.headers.location).toBe('/set-up/ready');
  expect((await app.inject({ url: '/set-up/ready' })).body).toContain('云川');
  const { rows } = await k.pool.query(
    `select a.email, g.role, g.department_id from people.account a join people.role_grant g on g.account_id = a.id`,
  );
  expect(rows).toEqual([{ email: 'wei@example.test', role: 'administrator', department_id: null }]);
  expect(k.settings.get(citySettings)).toMatchObject({
    ready: true,
    name: { 'zh-CN': '云川', en: '云川' },
    languages: ['zh-CN', 'en'],
  });
  // Deadlines need the calendar at once.
  expect((await k.calendar.current()).years.map(({ year }) => year)).toContain(2026);
  expect((await app.inject({ url: '/set-up' })).headers.location).toBe('/');
  expect((await postForm(app, '/set-up/city', city, { cookie })).statusCode).toBe(409);
  expect(
    (await postForm(app, '/set-up/administrator', { name: '第二', email: 'b@example.test' }, { cookie })).statusCode,
  ).toBe(409);
  const asked = await postForm(app, '/sign-in', { address: 'wei@example.test', back: '/admin/departments' });
  const [message] = await k.notify.loopback.list({ limit: 1 });
  const code = /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
  const opened = await postForm(
    app,
    '/sign-in/code',
    { code, back: '/admin/departments' },
    { cookie: cookiesOf(asked) },
  );
  expect(opened.headers.location).toBe('/second-factor?back=%2Fadmin%2Fdepartments');
  const next = await app.inject({
    url: '/second-factor?back=/admin/departments',
    headers: { cookie: cookiesOf(opened) },
  });
  expect(next.headers.location).toBe('/second-factor/set-up?back=%2Fadmin%2Fdepartments');
});

it('refuses colours that cannot be read, with the measured contrast, and keeps what was typed', async () => {
  const cookie = await admitted();
  const pale = await postForm(app, '/set-up/city', { ...city, primaryColour: '#e0e0b0' }, { cookie });
  expect(pale.statusCode).toBe(422);
  expect(pale.body).toMatch(/对比只有 1\.\d+:1/);
  expect(pale.body).toContain('value="云川市市民参与平台"');
  const alike = await postForm(app, '/set-up/city', { ...city, accentColour: '#0f4a52' }, { cookie });
  expect(alike.body).toContain('和主色太像');
  const bare = await postForm(app, '/set-up/city', { name: '' }, { cookie });
  expect((bare.body.match(/class="err"/g) ?? []).length).toBe(7);
  expect(k.settings.has(citySettings)).toBe(false);
});

it('makes one administrator when two people finish at the same moment', async () => {
  const cookie = await admitted();
  await postForm(app, '/set-up/city', city, { cookie });
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      postForm(app, '/set-up/administrator', { name, email: `${name}@example.test` }, { cookie }),
    ),
  );
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 409, 409]);
  expect(await k.db.selectFrom('people.account').select('id').execute()).toHaveLength(1);
});

it('can be skipped by the command, which also helps somebody who has an account already', async () => {
  const input = { name: '运维', email: 'ops@example.test' };
  const first = await makeAdministrator(k, input, { first: false });
  const again = await makeAdministrator(k, input, { first: false });
  expect([first.made, again.made, first.accountId === again.accountId]).toEqual([true, false, true]);
  expect(await needsSetUp(k)).toBe(false);
  const grants = await inTransaction(k.db, (tx) => tx.selectFrom('people.role_grant').select('role').execute());
  expect(grants).toEqual([{ role: 'administrator' }]);
});
