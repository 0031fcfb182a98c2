import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { type MadeCase, makeCase, makeCategory } from '../cases.factory.ts';
import { bySwagger, expectValid, ours, parseXml, theirs } from './validators.fixture.ts';

let k: TestKernel;
let app: App;
let departmentId: string;
let districtId: string;
let made: MadeCase;
let secret: { confidential: MadeCase; hidden: MadeCase; submitted: MadeCase; withdrawn: MadeCase };
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
});

const get = (url: string, headers = {}) => app.inject({ url: `/open311/v2${url}`, headers });
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

it('says where it is and who answers for it', async () => {
  const json = (await get('/discovery.json')).json();
  expectValid(ours.discovery, json);
  expect(json.endpoints[0].url).toBe('http://tongxin.test/open311/v2');
  const xml = parseXml((await get('/discovery.xml')).body).discovery;
  expect(xml.endpoints.endpoint[0].formats.format).toEqual(['text/xml', 'application/json']);
});
