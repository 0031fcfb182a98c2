import { expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import type { Role } from '../../people/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { makeCase } from '../cases.factory.ts';
import { promisesOfCase } from '../promises/promises.queries.ts';
import { keepTemplate } from './keep-template.ts';
import { saveReply } from './write-reply.ts';

const k = await testKernel();
const app = await testApp(k);

const helping = await makeDepartment(k);
const other = await makeDepartment(k);
const planted = {
  draft: '这是还没有送审的草稿，写着灯具库存',
  title: '植入题目：地下车库进水',
  body: '植入正文：地下二层进水，水深到小腿，电梯停了两天没有人管。',
};
const made = await makeCase(k, {
  state: 'in_progress',
  coHandlerIds: [helping],
  confidential: true,
  title: planted.title,
  body: planted.body,
});
const answered = await makeCase(k, {
  departmentId: made.departmentId,
  state: 'reviewed',
  confidential: true,
  promises: [{ text: '植入承诺：装好挡水板', dueOn: '2026-12-01' }],
});
const [promise] = await promisesOfCase(k.db, answered.caseId);
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');
const file = await k.files.accept(pdf, { name: '内部.pdf', purpose: 'case', ownerId: made.staff.handler.accountId });
await saveReply(k, made.staff.handler, made.caseId, { text: planted.draft, fileIds: [file.id] });
const template = await keepTemplate(k, made.staff.handler, null, {
  departmentId: made.departmentId,
  title: '本单位的模板',
  body: '{称呼}：本单位的模板正文，别的单位看不到。',
});

const staffOf = async (role: Role, departmentId: string | null) =>
  sessionCookie(k, await makeAccount(k, { roles: [{ role, departmentId }] }));
const lead = made.departmentId;
const cookies: Record<string, string> = {
  nobody: '',
  resident: await sessionCookie(k, await makeAccount(k)),
  author: await sessionCookie(k, made.author),
  'lead handler': await staffOf('handler', lead),
  'lead reviewer': await staffOf('reviewer', lead),
  'city reviewer': await staffOf('reviewer', null),
  'helping handler': await staffOf('handler', helping),
  'other handler': await staffOf('handler', other),
  'other reviewer': await staffOf('reviewer', other),
  operator: await staffOf('operator', null),
  dispatcher: await staffOf('dispatcher', null),
  supervisor: await staffOf('supervisor', null),
  moderator: await staffOf('moderator', null),
  leader: await staffOf('leader', null),
  auditor: await staffOf('auditor', null),
  administrator: await staffOf('administrator', null),
  'handler without second factor': await sessionCookie(
    k,
    await makeAccount(k, { roles: [{ role: 'handler', departmentId: lead }] }),
    false,
  ),
};

const desk = ['lead handler', 'lead reviewer', 'city reviewer', 'helping handler', 'other handler', 'other reviewer'];
const leads = ['lead handler', 'lead reviewer', 'city reviewer'];
/** Page → who may open it. Everybody else is refused, or led to sign in. */
const pages: Record<string, string[]> = {
  '/desk': desk,
  '/desk?queue=working': desk,
  '/desk?q=地下': desk,
  '/desk/templates': desk,
  '/desk/templates/new': desk,
  '/desk/promises': desk,
  [`/desk/templates/${template.id}`]: leads,
  [`/desk/${made.number}`]: [...leads, 'helping handler'],
  [`/desk/${made.number}/reply`]: leads,
  [`/desk/${made.number}/preview`]: leads,
  [`/desk/${made.number}/draft`]: leads,
  [`/desk/promises/${promise?.id}`]: leads,
  '/desk/2026-0101-9999': [],
  '/desk/promises/0190a1b2-0000-7000-8000-000000000000': [],
};

for (const [url, allowed] of Object.entries(pages))
  it(`opens ${url.replace(/[0-9a-f-]{36}|\d{4}-\d{4}-\d{4}/, '…')} to ${allowed.length} of the roles alone`, async () => {
    for (const [who, cookie] of Object.entries(cookies)) {
      const { statusCode, body, headers } = await app.inject({ url, headers: { cookie } });
      if (allowed.includes(who)) {
        expect([who, statusCode]).toEqual([who, 200]);
        continue;
      }
      const led = who === 'nobody' || who === 'handler without second factor';
      expect([who, statusCode]).toEqual([who, led ? 303 : 403]);
      if (led) expect(headers.location).toMatch(/^\/(sign-in|second-factor)/);
      for (const secret of Object.values(planted)) expect(body).not.toContain(secret);
    }
  });

it('lets nobody do at a desk what is not theirs, whatever they post', async () => {
  const deeds = [
    'sign',
    'start',
    'contact',
    'question',
    'note',
    'return',
    'extension',
    'ending',
    'review',
    'send-back',
    'reply',
  ];
  const before = await k.db.selectFrom('cases.step').select('id').where('case_id', '=', made.caseId).execute();
  for (const [who, cookie] of Object.entries(cookies)) {
    if (leads.includes(who)) continue;
    for (const deed of deeds) {
      if (who === 'helping handler' && deed === 'note') continue;
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: `/desk/${made.number}/${deed}`,
        headers: { cookie, origin: 'http://tongxin.test', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          text: '写几个字，够长的理由在这里。',
          reason: '够长的理由写在这里，不归我局。',
          note: '够长的理由写在这里',
          how: 'phone',
          working_days: '3',
          version: '1',
          deed: 'send',
        }).toString(),
      });
      expect([who, deed, statusCode]).toEqual([who, deed, who === 'nobody' ? 401 : 403]);
      for (const secret of Object.values(planted)) expect(body).not.toContain(secret);
    }
  }
  expect(await k.db.selectFrom('cases.step').select('id').where('case_id', '=', made.caseId).execute()).toEqual(before);
});

it('keeps a file of a draft from everybody outside', async () => {
  const readers = [...leads, 'helping handler', 'operator', 'dispatcher', 'supervisor', 'auditor'];
  for (const [who, cookie] of Object.entries(cookies)) {
    const { statusCode } = await app.inject({ url: `/files/${file.id}`, headers: { cookie } });
    expect([who, statusCode]).toEqual([who, readers.includes(who) ? 200 : 404]);
  }
});

it('tells the program of whoever writes which version is stored, and none of its words', async () => {
  const cookie = cookies['lead handler'] ?? '';
  const answer = await app.inject({
    url: `/desk/${made.number}/draft`,
    headers: { cookie, accept: 'application/json' },
  });
  expect(answer.json()).toEqual({ version: 1, state: 'draft', by: '经办戊', at: k.clock.now().toISOString() });
  const refused = await app.inject({
    url: `/desk/${made.number}/draft`,
    headers: { cookie: cookies['helping handler'] ?? '', accept: 'application/json' },
  });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ error: { code: 'cases.not_yours' } });
});

it('keeps templates to their department', async () => {
  const post = (url: string, who: string, fields: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        cookie: cookies[who] ?? '',
        origin: 'http://tongxin.test',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams(fields).toString(),
    });
  const text = { title: '新的模板', body: '这是一份够长的模板正文。' };
  expect((await post('/desk/templates/new', 'other handler', { ...text, departmentId: lead })).statusCode).toBe(403);
  expect((await post(`/desk/templates/${template.id}`, 'other handler', text)).statusCode).toBe(403);
  expect((await post(`/desk/templates/${template.id}/remove`, 'helping handler', {})).statusCode).toBe(403);
  const list = await app.inject({ url: '/desk/templates', headers: { cookie: cookies['other handler'] ?? '' } });
  expect(list.body).not.toContain('本单位的模板');
  const short = await post('/desk/templates/new', 'lead handler', { title: '短', body: '短', departmentId: lead });
  expect(short.statusCode).toBe(422);
  expect(short.body.match(/aria-invalid="true"/g)).toHaveLength(2);
  expect((await post('/desk/templates/new', 'lead handler', { ...text, departmentId: lead })).statusCode).toBe(303);
  expect((await post(`/desk/templates/${template.id}/remove`, 'lead reviewer', {})).statusCode).toBe(303);
});

it('does not open another department’s desk to whoever may read the letter in another role', async () => {
  const open = await makeCase(k, { state: 'in_progress' });
  const both = await makeAccount(k, {
    roles: [{ role: 'moderator' }, { role: 'handler', departmentId: other }],
  });
  const page = await app.inject({ url: `/desk/${open.number}`, headers: { cookie: await sessionCookie(k, both) } });
  expect(page.statusCode).toBe(403);
  expect(page.body).not.toContain('路灯不亮');
});
