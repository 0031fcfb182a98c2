import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type App, createApiKey, revokeApiKey } from '../../../kernel/http/index.ts';
import { makeAccount, makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { type MadeCase, makeCase, makeCategory } from '../cases.factory.ts';
import { georeport } from './georeport.fixture.ts';
import { titleFrom } from './post-request.ts';

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  formats: { 'date-time': isMoment, uri: isAddress, uid: true, double: true, uint: true },
});

function isMoment(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value))
  );
}
function isAddress(value: string): boolean {
  return URL.canParse(value);
}
const ours = Object.fromEntries(
  Object.entries(georeport).map(([name, schema]) => [name, ajv.compile(schema)]),
) as Record<keyof typeof georeport, ValidateFunction>;

// Schemas of the open311 community, where somebody has put them beside the repository; never part of it.
const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/open311');
const readJson = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
type Definitions = Record<string, { properties?: Record<string, unknown> }>;
const theirs = existsSync(folder)
  ? {
      request: ajv.compile({ $id: 'request.json', ...readJson('request.json') }),
      service: ajv.compile({ $id: 'service.json', ...readJson('service.json') }),
      definition: ajv.compile(readJson('service-definition.json')),
      swagger: readJson('swagger.json').definitions as Definitions,
    }
  : null;
const bySwagger = (name: string) =>
  ajv.compile({ definitions: theirs?.swagger, $ref: `#/definitions/${name}` } as never);

function expectValid(validate: ValidateFunction, value: unknown): void {
  const valid = validate(value);
  expect(validate.errors ?? [], JSON.stringify(value).slice(0, 300)).toEqual([]);
  expect(valid).toBe(true);
}

let k: TestKernel;
let app: App;
let key: string;
let keyId: string;
let departmentId: string;
let districtId: string;
let made: MadeCase;
let secret: { confidential: MadeCase; hidden: MadeCase; submitted: MadeCase; withdrawn: MadeCase };
const letter = '晚上七点以后，第二中学门口的路灯一盏也不亮，孩子下晚自习看不清路，请派人修一修。';
const leaks = /张秘密|许隐私|13812345678|secret@|来自保密|被隐藏的|未受理的|撤回的|内部备注|草稿里的话/;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  departmentId = await makeDepartment(k, { name: '城管局' });
  districtId = await makeDistrict(k, { code: 'la', name: '柳岸区' });
  const top = await makeCategory(k, { name: '城市管理', departmentId });
  await makeCategory(k, { name: '路灯照明', parentId: top, departmentId, limitKind: 'utility' });
  await makeCategory(k, { name: '<停车> & "占道"', parentId: top });
  const categoryId = (await k.pool.query(`select id from cases.category where name->>'zh-CN' = '路灯照明'`)).rows[0].id;
  const author = { name: '张秘密', phone: '13812345678', email: 'secret@example.test' };
  const place = { districtId, categoryId, address: '学院路18号院3号楼2单元501室', lon: 103.612345, lat: 40.123456 };
  made = await makeCase(k, {
    ...author,
    ...place,
    departmentId,
    state: 'closed',
    author: null,
    replyText: '您反映的路灯已经在昨天晚上全部修好，请您看看。',
  });
  await makeCase(k, {
    ...author,
    departmentId,
    title: '门口<b>积水</b>&\u0007"深"',
    author: await makeAccount(k, { name: '许隐私' }),
  });
  secret = {
    confidential: await makeCase(k, { ...author, departmentId, confidential: true, title: '来自保密的来信' }),
    hidden: await makeCase(k, { ...author, departmentId, title: '被隐藏的来信内容' }),
    submitted: await makeCase(k, { ...author, departmentId, state: 'submitted', title: '未受理的来信内容' }),
    withdrawn: await makeCase(k, { ...author, departmentId, state: 'withdrawn', title: '撤回的来信内容' }),
  };
  await k.pool.query('update cases.case set hidden = true where id = $1', [secret.hidden.caseId]);
  await k.pool.query(
    `insert into cases.note (id, case_id, by_id, text, at) select gen_random_uuid(), $1, $2, '内部备注', now()`,
    [made.caseId, made.staff.handler.accountId],
  );
  const draft = await makeCase(k, { departmentId, state: 'in_progress' });
  await k.pool.query(
    `insert into cases.reply (id, case_id, round, department_id, text, state, created_at, updated_at) values (gen_random_uuid(), $1, 1, $2, '草稿里的话', 'draft', now(), now())`,
    [draft.caseId, departmentId],
  );
  await settle(k);
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
const lists = new Set(['service', 'request', 'attribute', 'value', 'error', 'endpoint', 'format']);
const parser = new XMLParser({ isArray: (name) => lists.has(name), parseTagValue: false });
function parseXml(body: string) {
  expect(XMLValidator.validate(body)).toBe(true);
  return parser.parse(body);
}
const whole = (more: Record<string, string> = {}) => ({
  api_key: key,
  service_code: 'general',
  description: letter,
  address_string: '第二中学门口',
  ...more,
});

describe('services', () => {
  it('are the finest categories in use, in both formats alike', async () => {
    const json = await get('/services.json');
    expect([json.statusCode, json.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(json.headers['access-control-allow-origin']).toBe('*');
    const list = json.json();
    expectValid(ours.services, list);
    expect(list.map((service: { service_name: string }) => service.service_name)).toEqual([
      '路灯照明',
      '<停车> & "占道"',
      '其他来信',
    ]);
    expect(list[0]).toMatchObject({
      group: '城市管理',
      keywords: '城市管理,路灯照明',
      type: 'realtime',
      metadata: true,
    });
    for (const service of theirs ? list : []) expectValid(theirs!.service, service);
    for (const service of theirs ? list : []) expectValid(bySwagger('Service'), service);
    const xml = await get('/services.xml');
    expect(xml.headers['content-type']).toBe('text/xml; charset=utf-8');
    const parsed = parseXml(xml.body).services.service;
    expect(parsed).toEqual(
      list.map((service: object) =>
        Object.fromEntries(Object.entries(service).map(([name, value]) => [name, String(value)])),
      ),
    );
    expect((await get('/services.json?lang=en')).json().at(-1).service_name).toBe('Other letters');
  });

  it('have questions that go with them', async () => {
    const code = (await get('/services.json')).json()[0].service_code;
    const definition = (await get(`/services/${code}.json`)).json();
    expectValid(ours.definition, definition);
    if (theirs) expectValid(theirs.definition, definition);
    if (theirs) expectValid(bySwagger('ServiceDefinition'), definition);
    expect(definition.attributes.map((each: { code: string }) => each.code)).toEqual([
      'TITLE',
      'KIND',
      'DISTRICT',
      'CONFIDENTIAL',
    ]);
    const parsed = parseXml((await get(`/services/${code}.xml`)).body).service_definition;
    expect(parsed.service_code).toBe(code);
    expect(parsed.attributes.attribute).toHaveLength(4);
    expect(parsed.attributes.attribute[3].values.value).toEqual([
      { key: 'no', name: '否，公开' },
      { key: 'yes', name: '是，保密' },
    ]);
  });

  it('that do not exist are said so in the format asked for', async () => {
    const json = await get('/services/nothing.json');
    expect(json.statusCode).toBe(404);
    expectValid(ours.errors, json.json());
    const xml = await get('/services/nothing.xml');
    expect([xml.statusCode, parseXml(xml.body).errors.error[0].code]).toEqual([404, '404']);
    for (const url of [
      '/services.yaml',
      '/services',
      '/requests/%00.json',
      '/services/%00.xml',
      '/tokens/%00.json',
      '/nothing.json',
      '/services/general.html',
      '/',
    ])
      expect((await get(url)).statusCode, url).toBe(404);
    expectValid(ours.errors, (await get('/nothing.json')).json());
  });
});

describe('requests', () => {
  it('tell of public letters what everybody may know, and nothing else', async () => {
    const json = await get('/requests.json');
    const list = json.json();
    expectValid(ours.requests, list);
    for (const request of theirs ? list : []) expectValid(theirs!.request, request);
    for (const request of theirs ? list : []) expectValid(bySwagger('Request'), request);
    expect(list.find((request: { service_request_id: string }) => request.service_request_id === made.number)).toEqual({
      service_request_id: made.number,
      status: 'closed',
      status_notes: '已解决\n\n您反映的路灯已经在昨天晚上全部修好，请您看看。',
      service_name: '路灯照明',
      service_code: expect.any(String),
      description: expect.stringContaining('盏路灯不亮了\n\n从学校到四号院'),
      agency_responsible: '城管局',
      service_notice: expect.any(String),
      requested_datetime: '2026-11-19T10:00:00+08:00',
      updated_datetime: '2026-11-19T10:00:00+08:00',
      expected_datetime: '2026-11-20T10:00:00+08:00',
      address: '学院路, 柳岸区',
      address_id: 'la',
      lat: 40.123,
      long: 103.612,
    });
    const xml = await get('/requests.xml');
    expect(parseXml(xml.body).service_requests.request).toHaveLength(list.length);
    expect(xml.body).toContain('门口&lt;b&gt;积水&lt;/b&gt;&amp;&quot;深&quot;');
    for (const body of [json.body, xml.body]) expect(body).not.toMatch(leaks);
    for (const { number } of Object.values(secret)) {
      expect(json.body).not.toContain(number);
      for (const format of ['json', 'xml']) expect((await get(`/requests/${number}.${format}`)).statusCode).toBe(404);
      expect((await get(`/requests.json?service_request_id=${number}`)).json()).toEqual([]);
    }
  });

  it('are found by number, which overrides everything else', async () => {
    const one = await get(`/requests/${made.number}.json`);
    expectValid(ours.requests, one.json());
    expect(one.json()).toHaveLength(1);
    const both = await get(
      `/requests.json?service_request_id=${made.number},nothing,%20${made.number}&status=nonsense&start_date=x`,
    );
    expect(both.json()).toHaveLength(1);
    expect(parseXml((await get('/requests.xml?service_request_id=2020-0101-0001')).body)).toEqual({
      '?xml': '',
      service_requests: '',
    });
  });

  it('are narrowed by status, service and period', async () => {
    const numbers = async (query: string) =>
      (await get(`/requests.json?${query}`))
        .json()
        .map((each: { service_request_id: string }) => each.service_request_id);
    const code = (await get('/services.json')).json()[0].service_code;
    expect(await numbers('status=closed')).toEqual([made.number]);
    expect(await numbers('status=open')).not.toContain(made.number);
    expect(await numbers('status=open,closed')).toContain(made.number);
    expect(await numbers(`service_code=${code}`)).toEqual([made.number]);
    expect(await numbers('service_code=general')).not.toContain(made.number);
    expect(await numbers(`service_code=${code},general`)).toContain(made.number);
    expect(await numbers('start_date=2026-11-19T10:00:00%2B08:00&end_date=2026-11-19T10:00:00Z')).toContain(
      made.number,
    );
    expect(await numbers('start_date=2026-11-19T10:00:00+08:00')).toContain(made.number);
    expect(await numbers('start_date=2026-11-19T10:00:01+08:00')).toEqual([]);
    expect(await numbers('end_date=2026-11-19')).toEqual([]);
    expect(await numbers('end_date=2026-11-20&jurisdiction_id=yunling.gov')).toContain(made.number);
    // By default the last 90 days.
    k.clock.set(new Date('2027-02-18T02:00:00Z'));
    expect(await numbers('')).toEqual([]);
    k.clock.set(new Date('2026-11-19T02:00:00Z'));
  });

  it('asked for wrongly say what is wrong', async () => {
    for (const query of [
      'status=done',
      'service_code=zz',
      'start_date=yesterday',
      'start_date=2026-02-30',
      'start_date=2026-11-19T25:00:00Z',
      'end_date=2026-13-01T00:00:00Z',
      'start_date=2026-01-01&end_date=2026-06-01',
      'start_date=2026-06-01&end_date=2026-05-01',
      "start_date=2026-11-19'--",
    ]) {
      const answer = await get(`/requests.json?${query}`);
      expect(answer.statusCode, query).toBe(400);
      expectValid(ours.errors, answer.json());
    }
    const xml = await get('/requests.xml?status=done&lang=en');
    expect(parseXml(xml.body).errors.error).toEqual([{ code: '400', description: 'status: must be open or closed' }]);
  });
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

it('says where it is and who answers for it', async () => {
  const json = (await get('/discovery.json')).json();
  expectValid(ours.discovery, json);
  expect(json.endpoints[0].url).toBe('http://tongxin.test/open311/v2');
  const xml = parseXml((await get('/discovery.xml')).body).discovery;
  expect(xml.endpoints.endpoint[0].formats.format).toEqual(['text/xml', 'application/json']);
});

it('makes a title of the first sentence', () => {
  expect(titleFrom('路灯坏了。请修。')).toBe('路灯坏了');
  expect(titleFrom('啊！路灯坏了，请修一修')).toBe('啊！路灯坏了，请修一修');
  expect(titleFrom('The lamp at no. 3.5 is out. Please mend it.')).toBe('The lamp at no. 3.5 is out');
  expect([...titleFrom('很长'.repeat(60))]).toHaveLength(40);
});
