import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { type MadeCase, makeCase, makeCategory } from '../cases.factory.ts';
import { rollUpAll } from '../statistics/roll-up.ts';
import type { OpenApi } from './openapi-document.ts';

let k: TestKernel;
let app: App;
let departmentId: string;
let districtId: string;
let categoryId: string;
let made: MadeCase;
let anonymous: MadeCase;
let secret: MadeCase[];
/** Whatever of the planted data must never come out. */
const leaks =
  /张秘密|13812345678|secret@|来自保密|被隐藏的来信|未受理的来信|撤回的来信|内部备注|草稿里的话|18号|501|103\.6123|40\.1234|接线员甲|经办戊/;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  departmentId = await makeDepartment(k, { code: 'cg', name: '城管局' });
  districtId = await makeDistrict(k, { code: 'la', name: '柳岸区' });
  categoryId = await makeCategory(k, { name: '路灯照明', departmentId, limitKind: 'utility' });
  const author = { name: '张秘密', phone: '13812345678', email: 'secret@example.test', departmentId };
  const place = { districtId, categoryId, address: '学院路18号院3号楼2单元501室', lon: 103.612345, lat: 40.123456 };
  made = await makeCase(k, {
    ...author,
    ...place,
    state: 'closed',
    author: null,
    replyText: '您反映的路灯已经在昨天晚上全部修好，请您看看。',
    promises: [{ text: '十二月底以前把整条路的路灯换成新的。', dueOn: '2026-12-31' }],
  });
  anonymous = await makeCase(k, {
    ...author,
    author: null,
    confidential: true,
    title: '来自保密的一封信',
    state: 'in_progress',
  });
  secret = [
    anonymous,
    await makeCase(k, { ...author, title: '被隐藏的来信内容', author: await makeAccount(k, { name: '张秘密' }) }),
    await makeCase(k, { ...author, state: 'submitted', title: '未受理的来信内容' }),
    await makeCase(k, { ...author, state: 'withdrawn', title: '撤回的来信内容' }),
  ];
  await k.pool.query('update cases.case set hidden = true where id = $1', [secret[1]!.caseId]);
  await k.pool.query(
    `insert into cases.note (id, case_id, by_id, text, at) select gen_random_uuid(), $1, $2, '内部备注', now()`,
    [made.caseId, made.staff.handler.accountId],
  );
  const draft = await makeCase(k, { departmentId, state: 'in_progress' });
  await k.pool.query(
    `insert into cases.reply (id, case_id, round, department_id, text, state, created_at, updated_at)
     values (gen_random_uuid(), $1, 1, $2, '草稿里的话', 'draft', now(), now())`,
    [draft.caseId, departmentId],
  );
  await settle(k);
  await rollUpAll(k);
});

const get = (url: string, headers = {}) => app.inject({ url: `/api/v1${url}`, headers });
const letter = {
  title: '第二中学门口的路灯',
  body: '晚上七点以后，第二中学门口的路灯一盏也不亮，请派人修一修。',
  kind: 'help',
};

describe('reading', () => {
  it('lists public letters and nothing of their authors', async () => {
    const answer = await get('/cases');
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    const { data } = answer.json();
    expect(data.map((row: { number: string }) => row.number)).toContain(made.number);
    for (const { number } of secret) expect(answer.body).not.toContain(number);
    expect(data.find((row: { number: string }) => row.number === made.number)).toMatchObject({
      status: 'closed',
      solved: true,
      place: '学院路',
      district: { code: 'la', name: '柳岸区' },
      department: { code: 'cg', name: '城管局' },
      submittedAt: '2026-11-19T10:00:00+08:00',
      href: `http://tongxin.test/cases/${made.number}`,
    });
  });

  it('tells a letter whole, rounded to what is public', async () => {
    const answer = await get(`/cases/${made.number}`);
    expect(answer.statusCode, answer.body).toBe(200);
    const whole = answer.json();
    expect(whole).toMatchObject({
      author: '张**',
      point: { lon: 103.612, lat: 40.123 },
      place: '学院路',
      replies: [{ text: '您反映的路灯已经在昨天晚上全部修好，请您看看。', department: { code: 'cg', name: '城管局' } }],
      promises: [{ dueOn: '2026-12-31', state: 'open', evidence: '' }],
    });
    expect(whole.steps.length).toBeGreaterThan(3);
  });

  it('leaks nothing planted, on any address', async () => {
    const urls = [
      '/cases',
      '/cases?q=路灯',
      `/cases/${made.number}`,
      '/departments',
      '/districts',
      '/categories',
      '/statistics',
      '/statistics?by=district',
      '/topics',
      '/topics?span=all',
      '/promises',
      '/promises?state=kept',
      '/openapi.json',
    ];
    for (const url of urls) {
      const answer = await get(url);
      expect(answer.statusCode, `${url} ${answer.body.slice(0, 300)}`).toBe(200);
      expect(answer.body.replace('张**', ''), url).not.toMatch(leaks);
      for (const { number, caseId } of secret)
        for (const id of [number, caseId]) expect(answer.body, url).not.toContain(id);
    }
    for (const { number } of secret) expect((await get(`/cases/${number}`)).json().error.code).toBe('cases.not_found');
  });

  it('goes on by cursor without losing or doubling any', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page++) {
      const answer = (await get(`/cases?limit=1${cursor && `&cursor=${cursor}`}`)).json();
      seen.push(...answer.data.map((row: { number: string }) => row.number));
      if (!answer.next) break;
      cursor = answer.next;
    }
    const all = (await get('/cases?limit=100')).json().data.map((row: { number: string }) => row.number);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('narrows by every filter', async () => {
    const numbers = async (query: string) =>
      (await get(`/cases?${query}`)).json().data.map((row: { number: string }) => row.number);
    for (const query of [
      'district=la',
      'status=closed',
      'q=四号院&status=closed',
      'from=2026-11-19&until=2026-11-19&district=la',
    ])
      expect(await numbers(query), query).toEqual([made.number]);
    const category = (await get('/categories')).json().data[0].code;
    expect(await numbers(`category=${category}`)).toEqual([made.number]);
    expect(await numbers('department=cg&kind=thanks')).toEqual([]);
    expect(await numbers('until=2026-11-18')).toEqual([]);
    expect(await numbers('q=？？')).toEqual([]);
  });

  it('gives the code lists, figures with their rates, promises', async () => {
    expect((await get('/departments')).json().data).toContainEqual(
      expect.objectContaining({ code: 'cg', name: '城管局' }),
    );
    expect(
      (await get('/departments?lang=en')).json().data.find((row: { code: string }) => row.code === 'cg').name,
    ).toBe('城管局');
    expect((await get('/districts')).json().data).toEqual([
      { code: 'la', name: '柳岸区', lon: 103.6, lat: 40.1, streets: ['文昌街道'] },
    ]);
    const figures = (await get('/statistics')).json();
    expect(figures).toMatchObject({ from: '2026-10-21', until: '2026-11-19', by: 'department' });
    expect(figures.total.received).toBeGreaterThanOrEqual(5);
    const inTime = figures.rates.find((rate: { name: string }) => rate.name === 'in_time');
    expect(inTime).toMatchObject({ numerator: 1, denominator: 1 });
    expect(figures.rows.find((row: { code: string }) => row.code === 'cg').counts.answered).toBe(1);
    const promises = (await get('/promises')).json();
    expect(promises).toMatchObject({
      data: [{ number: made.number, dueOn: '2026-12-31', department: { code: 'cg' } }],
      next: null,
    });
  });

  it.each([
    '/cases?kind=zz',
    '/cases?status=zz',
    '/cases?district=zz',
    '/cases?category=zz',
    '/cases?department=zz',
    '/cases?limit=0',
    '/cases?limit=101',
    '/cases?limit=x',
    '/cases?cursor=zz',
    '/cases?from=2026-02-30',
    `/cases?q=${'长'.repeat(101)}`,
    '/statistics?from=2026-01-01',
    '/statistics?by=zz',
    '/statistics?from=2026-02-01&until=2026-01-01',
    '/promises?state=zz',
    '/promises?cursor=zz',
    '/topics?span=zz',
    '/cases?lang=fr',
  ])('refuses %s beside the field', async (url) => {
    const answer = await get(encodeURI(url));
    expect(answer.statusCode, answer.body).toBe(422);
    const { error } = answer.json();
    expect(error).toMatchObject({ code: 'kernel.invalid', reference: expect.any(String) });
    for (const { key } of Object.values(error.fields as Record<string, { key: string }>))
      expect(k.i18n.has(key), key).toBe(true);
  });

  it('says plainly what is not there', async () => {
    for (const url of [
      '/nothing',
      '/cases/2020-0101-0001',
      '/cases/%00',
      '/cases/x',
      "/cases/1'--",
      `/cases/${'9'.repeat(180)}`,
    ]) {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['content-type']], url).toEqual([
        404,
        'application/json; charset=utf-8',
      ]);
    }
  });
});

describe('following by code', () => {
  it('shows the author what is theirs, also while it is confidential', async () => {
    const answer = await get(`/cases/${anonymous.number}/track`, { 'x-tracking-code': anonymous.trackingCode });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.json()).toMatchObject({
      number: anonymous.number,
      title: '来自保密的一封信',
      status: 'working',
      confidential: true,
    });
    expect(answer.body).not.toMatch(/13812345678|secret@|内部备注|经办戊/);
    const spoken = (anonymous.trackingCode ?? '').toLowerCase().replaceAll('-', ' ');
    expect((await get(`/cases/${anonymous.number}/track`, { 'x-tracking-code': spoken })).statusCode).toBe(200);
  });

  it('says the same of a wrong code, a wrong number and no code', async () => {
    const answers = [
      await get(`/cases/${anonymous.number}/track`, { 'x-tracking-code': 'ABCD-EFGH-JKLM' }),
      await get(`/cases/${made.number}/track`, { 'x-tracking-code': anonymous.trackingCode }),
      await get(`/cases/${anonymous.number}/track`),
      await get('/cases/2020-0101-0001/track', { 'x-tracking-code': anonymous.trackingCode }),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error.code).toBe('cases.not_found');
    }
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 in the reader’s language, and answers are as it says', async () => {
    const zh = (await get('/openapi.json')).json() as OpenApi;
    const en = (await get('/openapi.json?lang=en')).json() as OpenApi;
    expect(zh.openapi).toBe('3.1.0');
    expect(Object.keys(zh.paths).sort()).toEqual(
      [
        '/cases',
        '/cases/{number}',
        '/cases/{number}/track',
        '/categories',
        '/competitions',
        '/competitions/{slug}',
        '/competitions/{slug}/entries',
        '/consultations',
        '/consultations/{slug}',
        '/consultations/{slug}/mail',
        '/ideas/{slug}',
        '/consultations/{slug}/opinions',
        '/consultations/{slug}/opinions.csv',
        '/consultations/{slug}/opinions/codebook',
        '/departments',
        '/districts',
        '/members',
        '/members/{number}',
        '/promises',
        '/statistics',
        '/topics',
      ]
        .map((path) => `/api/v1${path}`)
        .sort(),
    );
    for (const document of [zh, en])
      expect(JSON.stringify(document)).not.toMatch(/(cases|directory|public)\.api\.(?!title)/);
    expect(en.paths['/api/v1/cases']?.get?.summary).toBe('Find letters');
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true, date: true } });
    const calls: [string, string][] = [
      ['/cases', '/cases'],
      ['/cases/{number}', `/cases/${made.number}`],
      ['/statistics', '/statistics'],
      ['/topics', '/topics'],
      ['/promises', '/promises'],
      ['/departments', '/departments'],
      ['/districts', '/districts'],
      ['/categories', '/categories'],
    ];
    for (const [path, url] of calls) {
      const schema = zh.paths[`/api/v1${path}`]?.get?.responses['200']?.content?.['application/json'].schema;
      const validate = ajv.compile({ ...schema, components: zh.components } as never);
      validate((await get(url)).json());
      expect(validate.errors ?? [], url).toEqual([]);
    }
    const body = zh.paths['/api/v1/cases']?.post?.requestBody?.content['application/json'].schema;
    const validate = ajv.compile({ ...body, components: zh.components } as never);
    expect(validate(letter)).toBe(true);
    expect(validate({ ...letter, title: '短' })).toBe(false);
  });

  it('stands on a page that needs no script', async () => {
    for (const lang of ['zh-CN', 'en', 'zh-TW']) {
      const page = await app.inject({ url: `/api?lang=${lang}`, headers: { accept: 'text/html' } });
      expect(page.statusCode, page.body.slice(0, 500)).toBe(200);
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.body).toContain('/api/v1/cases/{number}/track');
      expect(page.body).toContain('curl');
      expect(page.body).not.toMatch(/style=|<script(?! type="module" src)|cases\.api\./);
    }
  });
});
