import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type App, createApiKey } from '../../../kernel/http/index.ts';
import { makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { makeCategory } from '../cases.factory.ts';

let k: TestKernel;
let app: App;
let key: string;
let categoryId: string;
const body = '晚上七点以后，第二中学门口的路灯一盏也不亮，孩子下晚自习看不清路，请派人修一修。';

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  await makeDistrict(k, { code: 'la', name: '柳岸区' });
  categoryId = await makeCategory(k, { name: '路灯照明', departmentId: await makeDepartment(k), limitKind: 'utility' });
  key = await newKey(['cases.write']);
});

async function newKey(scopes: string[]): Promise<string> {
  const made = await inTransaction(k.db, (tx) =>
    createApiKey(tx, { name: '随手拍', scopes, by: null, at: k.clock.now() }),
  );
  return made.key;
}
const get = (url: string, headers = {}) => app.inject({ url: `/api/v1${url}`, headers });
const post = (payload: object | string, headers: Record<string, string> = { authorization: `Bearer ${key}` }) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/cases',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
const letter = { title: '第二中学门口的路灯', body, kind: 'help' };

describe('bringing a letter', () => {
  it('takes it in, once under one reference, and lets its author follow it', async () => {
    const whole = {
      ...letter,
      district: 'la',
      category: (await get('/categories')).json().data[0].code,
      address: '学院路',
      lon: 103.6,
      lat: 40.1,
      name: '许小明',
      phone: '13900001111',
      reference: 'app-1',
    };
    const first = await post(whole);
    expect(first.statusCode, first.body).toBe(201);
    const { number, trackingCode } = first.json();
    expect(first.json()).toMatchObject({ replayed: false, href: 'http://tongxin.test/cases/track' });
    const again = await Promise.all([
      post(whole),
      post({ ...whole, title: '换了标题再送一次' }),
      post({ ...letter }, { authorization: `Bearer ${key}`, 'idempotency-key': 'app-1' }),
    ]);
    for (const answer of again) {
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json()).toMatchObject({ number, trackingCode, replayed: true });
    }
    const tracked = await get(`/cases/${number}/track`, { 'x-tracking-code': trackingCode });
    expect(tracked.json()).toMatchObject({ number, title: letter.title, status: 'waiting', district: { code: 'la' } });
    expect(tracked.body).not.toContain('13900001111');
    const { rows } = await k.pool.query('select channel, source, category_id from cases.case where number = $1', [
      number,
    ]);
    expect(rows[0]).toEqual({ channel: 'api', source: 'api:随手拍', category_id: categoryId });
    // Another key's reference of the same name is another letter.
    const other = await post(whole, { authorization: `Bearer ${await newKey(['cases.write'])}` });
    expect([other.statusCode, other.json().number === number]).toEqual([201, false]);
  });

  it('is not counted as imported', async () => {
    const { rows } = await k.pool.query(`select bool_or(imported) as any from cases.round_fact where channel = 'api'`);
    expect(rows[0].any).toBe(false);
  });

  it('needs a key with the right', async () => {
    expect((await post(letter, {})).json().error.code).toBe('kernel.api_key_missing');
    expect((await post(letter, { authorization: `Bearer ${key}x` })).json().error.code).toBe('kernel.api_key_wrong');
    const refused = await post(letter, { authorization: `Bearer ${await newKey(['open311'])}` });
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'kernel.api_key_scope']);
    // Whoever has no key learns nothing about the letter.
    expect((await post({ title: 1 }, {})).json().error.code).toBe('kernel.api_key_missing');
    // A page of another site cannot make a visitor's browser send one: a key is not a cookie.
    const cross = await post(letter, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(cross.json().error.code).toBe('kernel.api_key_missing');
  });

  it.each<[string, object, string]>([
    ['no title', { title: undefined }, 'title'],
    ['a short title', { title: '灯' }, 'title'],
    ['a title of blanks', { title: '          ' }, 'title'],
    ['a long title', { title: '灯'.repeat(81) }, 'title'],
    ['a short letter', { body: '灯坏了' }, 'body'],
    ['a long letter', { body: '灯'.repeat(8001) }, 'body'],
    ['no kind', { kind: undefined }, 'kind'],
    ['an unknown kind', { kind: 'zz' }, 'kind'],
    ['a number as title', { title: 7 }, 'title'],
    ['an unknown district', { district: 'zz' }, 'district'],
    ['an unknown category', { category: 'zz' }, 'category'],
    ['half a point', { lon: 103 }, 'lon'],
    ['a point outside the world', { lon: 181, lat: 0 }, 'lon'],
    ['text as point', { lon: '103', lat: 40 }, 'lon'],
    ['no telephone', { phone: '12' }, 'phone'],
    ['no e-mail address', { email: 'x' }, 'email'],
    ['a wrong reference', { reference: '一' }, 'reference'],
    ['a broken encoding', { body: `${body}\ufffd` }, 'body'],
    ['a zero byte', { title: '第二中学\u0000门口' }, 'title'],
    ['half a character', { address: '学院路\ud800' }, 'address'],
  ])('with %s is refused beside the field', async (_, wrong, field) => {
    const answer = await post({ ...letter, ...wrong });
    expect(answer.statusCode, answer.body).toBe(422);
    const { error } = answer.json();
    expect(Object.keys(error.fields)).toEqual([field]);
    expect(k.i18n.has(error.fields[field].key), error.fields[field].key).toBe(true);
  });

  it('malformed, far too large or of another type is refused plainly', async () => {
    expect((await post('{"title": ')).statusCode).toBe(400);
    expect((await post('[]')).statusCode).toBe(422);
    expect((await post('null')).statusCode).toBe(422);
    expect((await post({ ...letter, body: 'x'.repeat(1_200_000) })).statusCode).toBe(413);
    expect((await post('<a/>', { authorization: `Bearer ${key}`, 'content-type': 'text/xml' })).statusCode).toBe(415);
    const gbk = Buffer.concat([
      Buffer.from(`{"kind":"help","title":"`),
      Buffer.from('c2b7b5c6bbb5c1cb', 'hex'),
      Buffer.from(`","body":"${body}"}`),
    ]);
    expect(
      (
        await app.inject({
          method: 'POST',
          url: '/api/v1/cases',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          payload: gbk,
        })
      ).statusCode,
    ).toBe(422);
    // What the shape does not name is left out, not kept.
    const more = await post({
      ...letter,
      urgent: true,
      state: 'closed',
      authorAccountId: '1',
      __proto__: { confidential: true },
    });
    expect(more.statusCode).toBe(201);
    const { rows } = await k.pool.query('select urgent, state, confidential from cases.case where number = $1', [
      more.json().number,
    ]);
    expect(rows[0]).toEqual({ urgent: false, state: 'submitted', confidential: false });
  });
});
