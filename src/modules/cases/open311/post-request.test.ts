import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type App, createApiKey, revokeApiKey } from '../../../kernel/http/index.ts';
import { makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { makeCategory } from '../cases.factory.ts';
import { titleFrom } from './post-request.ts';
import { bySwagger, expectValid, ours, parseXml, theirs } from './validators.fixture.ts';

let k: TestKernel;
let app: App;
let key: string;
let keyId: string;
let districtId: string;
const letter = '晚上七点以后，第二中学门口的路灯一盏也不亮，孩子下晚自习看不清路，请派人修一修。';
const leaks = /来自保密/;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  districtId = await makeDistrict(k, { code: 'la', name: '柳岸区' });
  await makeCategory(k, { name: '路灯照明', departmentId: await makeDepartment(k), limitKind: 'utility' });
  const given = await inTransaction(k.db, (tx) =>
    createApiKey(tx, { name: '随手拍', scopes: ['open311'], by: null, at: k.clock.now() }),
  );
  key = given.key;
  keyId = given.id;
});

const get = (url: string, headers = {}) => app.inject({ url: `/open311/v2${url}`, headers });
const post = (fields: Record<string, string> | string, url = '/requests.json', headers = {}) =>
  app.inject({
    method: 'POST',
    url: `/open311/v2${url}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  });
const whole = (more: Record<string, string> = {}) => ({
  api_key: key,
  service_code: 'general',
  description: letter,
  address_string: '第二中学门口',
  ...more,
});

describe('a letter brought by a program', () => {
  it('is taken in with its parts, and opened again by its tracking code', async () => {
    const answer = await post(
      whole({
        lat: '40.5',
        long: '103.25',
        email: 'p@example.test',
        first_name: '小明',
        last_name: '许',
        phone: '138 1234 5678',
        'attribute[KIND]': 'complaint',
        'attribute[DISTRICT]': 'la',
        media_url: 'https://pictures.example/1.jpg',
        service_code: (await get('/services.json')).json()[0].service_code,
      }),
    );
    expect(answer.statusCode, answer.body).toBe(200);
    expectValid(ours.posted, answer.json());
    if (theirs) expectValid(bySwagger('RequestResponse'), answer.json()[0]);
    const [{ service_request_id: number, service_notice: notice }] = answer.json();
    const { rows } = await k.pool.query(
      `select c.*, a.name, a.display_name, a.phone, a.email, m.url from cases.case c join cases.author a on a.case_id = c.id
       left join cases.media_link m on m.case_id = c.id where c.number = $1`,
      [number],
    );
    expect(rows[0]).toMatchObject({
      state: 'submitted',
      channel: 'api',
      kind: 'complaint',
      title: '晚上七点以后，第二中学门口的路灯一盏也不亮，孩子下晚自习看不清路，请派人修一修',
      body: letter,
      district_id: districtId,
      address: '第二中学门口',
      lat: 40.5,
      lon: 103.25,
      limit_kind: 'utility',
      confidential: false,
      name: '许小明',
      display_name: '许**',
      phone: '13812345678',
      email: 'p@example.test',
      source: 'open311:随手拍',
      url: 'https://pictures.example/1.jpg',
    });
    const code = /查询码 ([0-9A-Z-]{14})/.exec(notice)?.[1];
    const token = await get(`/tokens/${code}.json`);
    expectValid(ours.token, token.json());
    if (theirs) expectValid(bySwagger('TokenResponse'), token.json()[0]);
    expect(token.json()).toEqual([{ service_request_id: number, token: code }]);
    expect(parseXml((await get(`/tokens/${code}.xml`)).body).service_requests.request[0]).toEqual({
      service_request_id: number,
      token: code,
    });
    expect((await get('/tokens/ABCD-ABCD-ABCD.json')).statusCode).toBe(404);
    // Not public before somebody has accepted it.
    expect((await get(`/requests/${number}.json`)).statusCode).toBe(404);
  });

  it('is one letter however often it is sent under one reference, also at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(whole({ client_reference: 'app-7' }))));
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    const again = await post(whole({ description: `${letter}换了说法` }), '/requests.json', {
      'idempotency-key': 'app-7',
    });
    expect(again.body).toBe(answers[0]!.body);
    const { rows } = await k.pool.query(`select count(*)::int as n from cases.case where source_ref = $1`, [
      `${keyId}:app-7`,
    ]);
    expect(rows[0].n).toBe(1);
    // Without a reference each is a new one.
    const [a, b] = [await post(whole()), await post(whole())];
    expect(a.json()[0].service_request_id).not.toBe(b.json()[0].service_request_id);
  });

  it('needs a key that opens this door', async () => {
    const missing = await post({ ...whole(), api_key: '' });
    expect(missing.statusCode).toBe(403);
    expectValid(ours.errors, missing.json());
    expect((await post(whole({ api_key: `${key}x` }))).statusCode).toBe(403);
    const other = await inTransaction(k.db, (tx) =>
      createApiKey(tx, { name: 'x', scopes: ['cases.write'], by: null, at: k.clock.now() }),
    );
    expect((await post(whole({ api_key: other.key }))).statusCode).toBe(403);
    const gone = await inTransaction(k.db, (tx) =>
      createApiKey(tx, { name: 'y', scopes: ['open311'], by: null, at: k.clock.now() }),
    );
    await inTransaction(k.db, (tx) => revokeApiKey(tx, gone.id, k.clock.now()));
    const xml = await post(whole({ api_key: gone.key }), '/requests.xml');
    expect([xml.statusCode, parseXml(xml.body).errors.error[0].code]).toEqual([403, '403']);
    expect((await post({ ...whole(), api_key: '' }, `/requests.json?api_key=${key}`)).statusCode).toBe(200);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no service', { service_code: '' }, 'service_code'],
    ['an unknown service', { service_code: 'zz' }, 'service_code'],
    ['no place', { address_string: '' }, 'address_string'],
    ['half a point', { lat: '40.1' }, 'long'],
    ['a point outside the world', { lat: '91', long: '10' }, 'lat'],
    ['no number', { lat: '1e1', long: '10' }, 'lat'],
    ['an unknown address_id', { address_id: 'zz' }, 'address_id'],
    ['an unknown district', { 'attribute[DISTRICT]': 'zz' }, 'attribute[DISTRICT]'],
    ['an unknown kind', { 'attribute[KIND]': 'zz' }, 'attribute[KIND]'],
    ['neither yes nor no', { 'attribute[CONFIDENTIAL]': 'maybe' }, 'attribute[CONFIDENTIAL]'],
    ['too little said', { description: '灯坏了' }, 'description'],
    ['far too much said', { description: '灯'.repeat(9000) }, 'description'],
    ['no telephone', { phone: '12' }, 'phone'],
    ['no e-mail address', { email: 'a@' }, 'email'],
    ['a script as picture', { media_url: 'javascript:alert(1)' }, 'media_url'],
    ['a picture inside the house', { media_url: 'http://localhost/x' }, 'media_url'],
    ['a picture with a password', { media_url: 'https://a:b@example.test/x' }, 'media_url'],
    ['a wrong reference', { client_reference: '编号 一' }, 'client_reference'],
  ])('with %s is refused beside the parameter', async (_, more, parameter) => {
    const answer = await post(whole(more));
    expect(answer.statusCode, answer.body).toBe(400);
    expectValid(ours.errors, answer.json());
    expect(answer.json().map((error: { description: string }) => error.description.split(':')[0])).toContain(parameter);
  });

  it('in another encoding, of another type or far too large is refused', async () => {
    const gbk = `api_key=${key}&service_code=general&address_string=x&description=%C2%B7%B5%C6%BB%B5%C1%CB%C7%EB%C5%C9%C8%CB%D0%DE`;
    expect((await post(gbk)).json()[0].description).toContain('UTF-8');
    const huge = await post(whole({ description: 'x'.repeat(1_200_000) }));
    expect(huge.statusCode).toBe(413);
    expectValid(ours.errors, huge.json());
    const typed = await app.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': 'text/csv' },
      payload: 'a,b',
    });
    expect(typed.statusCode).toBe(415);
    expectValid(ours.errors, typed.json());
    const empty = await app.inject({ method: 'POST', url: `/open311/v2/requests.json?api_key=${key}` });
    expect(empty.statusCode).toBe(400);
    const broken = await app.inject({
      method: 'POST',
      url: `/open311/v2/requests.json?api_key=${key}`,
      headers: { 'content-type': 'application/json' },
      payload: '{"a":',
    });
    expect(broken.statusCode).toBe(400);
    expectValid(ours.errors, broken.json());
    // A zero byte is left out, the last of several counts.
    const odd = await post(`${new URLSearchParams(whole({ description: `${letter}\u0000` }))}&address_string=last`);
    expect(odd.statusCode, odd.body).toBe(200);
    const { rows } = await k.pool.query('select address, body from cases.case where number = $1', [
      odd.json()[0].service_request_id,
    ]);
    expect(rows[0]).toEqual({ address: 'last', body: letter });
  });

  it('can be confidential and then stays out of everything public', async () => {
    const answer = await post(whole({ 'attribute[CONFIDENTIAL]': 'yes', 'attribute[TITLE]': '来自保密的第二封' }));
    const [{ service_request_id: number }] = answer.json();
    await k.pool.query(`update cases.case set accepted_at = now(), state = 'accepted' where number = $1`, [number]);
    expect((await get(`/requests/${number}.json`)).statusCode).toBe(404);
    expect((await get('/requests.json')).body).not.toMatch(leaks);
  });
});

it('makes a title of the first sentence', () => {
  expect(titleFrom('路灯坏了。请修。')).toBe('路灯坏了');
  expect(titleFrom('啊！路灯坏了，请修一修')).toBe('啊！路灯坏了，请修一修');
  expect(titleFrom('The lamp at no. 3.5 is out. Please mend it.')).toBe('The lamp at no. 3.5 is out');
  expect([...titleFrom('很长'.repeat(60))]).toHaveLength(40);
});
