import { beforeEach, describe, expect, it } from 'vitest';
import { testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { findCaseById } from '../case.queries.ts';
import { type MadeCase, makeCase } from '../cases.factory.ts';
import { addNote, giveOpinion } from './ask-author.ts';
import { recordContact } from './record-contact.ts';
import { workingReply } from './reply.queries.ts';
import { requestExtension } from './request-extension.ts';
import { returnReply } from './review-reply.ts';
import { saveReply } from './write-reply.ts';

const k = await testKernel();
const app = await testApp(k);
beforeEach(() => k.clock.set(testNow));

type Who = { accountId: string | null };
const cookies = new Map<string, Promise<string>>();
function cookieOf(who: Who): Promise<string> {
  const id = who.accountId ?? '';
  let cookie = cookies.get(id);
  if (!cookie) {
    cookie = sessionCookie(k, who);
    cookies.set(id, cookie);
  }
  return cookie;
}
const textOf = (html: string) => html.replaceAll('<wbr/>', '');

async function get(who: Who, url: string) {
  const answer = await app.inject({ url, headers: { cookie: await cookieOf(who) } });
  return { status: answer.statusCode, text: textOf(answer.body), to: String(answer.headers.location ?? '') };
}

async function post(who: Who, url: string, fields: Record<string, string> = {}) {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: await cookieOf(who),
      origin: 'http://tongxin.test',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields).toString(),
  });
  return { status: answer.statusCode, text: textOf(answer.body), to: String(answer.headers.location ?? '') };
}

const at = (made: MadeCase, part = '') => `/desk/${made.number}${part}`;
const stateOf = async (made: MadeCase) => (await findCaseById(k.db, made.caseId))?.state;
const answer = '您反映的情况属实，昨天夜里已经修好七盏灯，请您看看。';

describe('one matter through the desk', () => {
  it('is signed, contacted, asked about, answered, returned, mended and published by posts alone', async () => {
    const made = await makeCase(k, { state: 'dispatched' });
    const { handler, reviewer } = made.staff;
    expect((await get(handler, '/desk')).text).toContain(made.number);
    const opened = await get(handler, at(made, '?queue=sign'));
    expect(opened.text).toContain(`action="/desk/${made.number}/sign?queue=sign"`);
    expect(opened.text).toContain('data-key="s"');
    expect((await post(handler, at(made, '/sign?queue=sign'))).to).toBe(at(made, '?queue=sign&done=sign'));
    expect(await stateOf(made)).toBe('signed');
    await post(handler, at(made, '/contact'), { how: 'phone', note: '约了今晚去看' });
    expect(await stateOf(made)).toBe('in_progress');
    expect((await post(handler, at(made, '/question'), { text: '是几号楼前面？' })).status).toBe(303);
    const sent = await post(handler, at(made, '/reply'), { text: answer, version: '0', deed: 'send' });
    expect(sent.to).toBe(at(made, '?done=replied&version=0'));
    const toReview = await get(reviewer, at(made));
    expect(toReview.text).toContain('data-key="v"');
    expect(toReview.text).toContain(answer);
    await post(reviewer, at(made, '/send-back'), { note: '请写清是哪几盏。' });
    expect((await get(handler, at(made, '/reply'))).text).toContain('请写清是哪几盏。');
    const version = String((await workingReply(k.db, made.caseId))?.version);
    await post(handler, at(made, '/reply'), { text: `${answer}是三到九号灯。`, version, deed: 'send' });
    expect((await post(reviewer, at(made, '/review'))).status).toBe(303);
    expect(await stateOf(made)).toBe('reviewed');
    expect((await get(handler, `/cases/${made.number}`)).text).toContain('是三到九号灯。');
  });

  it('says what is wrong beside the field, in an open form, with everything typed', async () => {
    const made = await makeCase(k, { state: 'signed' });
    const { handler } = made.staff;
    const short = await post(handler, at(made, '/return'), {
      reason: '不归我',
      suggestedDepartmentId: made.departmentId,
    });
    expect(short.status).toBe(422);
    expect(short.text).toMatch(/<textarea[^>]*id="f-return-reason"[^>]*aria-invalid="true"[^>]*>不归我<\/textarea>/);
    expect(short.text).toContain('class="dialog open"');
    const long = await post(handler, at(made, '/extension'), {
      working_days: '11',
      reason: '够长的理由：灯具在路上。',
    });
    expect(long.status).toBe(422);
    expect(long.text).toContain('延期加起来最多 10 个工作日。');
    expect(long.text).toContain('够长的理由：灯具在路上。');
    for (const working_days of ['', 'x', '-1', '1.5'])
      expect(
        (await post(handler, at(made, '/extension'), { working_days, reason: '够长的理由：灯具在路上。' })).status,
      ).toBe(422);
    expect((await post(handler, at(made, '/no-such-deed'))).status).toBe(404);
  });

  it('answers a second click, a wrong order and a late hour with the case as it is', async () => {
    const made = await makeCase(k, { state: 'dispatched' });
    const { handler, reviewer } = made.staff;
    expect((await post(reviewer, at(made, '/review'))).status).toBe(409);
    const outcomes = await Promise.all([post(handler, at(made, '/sign')), post(handler, at(made, '/sign'))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([303, 409]);
    // Dispatched on Thursday: a return can be asked for until the end of Monday 23.
    k.clock.set(new Date('2026-11-23T15:59:59Z'));
    expect((await get(handler, at(made))).text).toContain('id="deed-return"');
    k.clock.set(new Date('2026-11-23T16:00:00Z'));
    const page = await get(handler, at(made));
    expect(page.text).not.toContain('id="deed-return"');
    expect(page.text).toContain('期限已过，不能再申请');
    const late = await post(handler, at(made, '/return'), { reason: '这段路由另一个单位养护，不归我局。' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('这段路由另一个单位养护，不归我局。');
    // Due at the end of Thursday 26.
    k.clock.set(new Date('2026-11-26T16:00:00Z'));
    const over = await post(handler, at(made, '/extension'), { working_days: '3', reason: '够长的理由：灯具在路上。' });
    expect(over.status).toBe(409);
    expect(over.text).toContain('够长的理由：灯具在路上。');
  });

  it('has one extension asked for at a time, also when asked for twice at once', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const ask = () =>
      requestExtension(k, made.staff.handler, made.caseId, { working_days: 3, reason: '灯具要从外地调来，下周到货。' });
    const outcomes = await Promise.allSettled([ask(), ask()]);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason))).toEqual([
      expect.stringContaining('cases.waiting_for_ruling'),
    ]);
    expect((await get(made.staff.handler, at(made))).text).not.toContain('id="deed-extension"');
  });
});

describe('writing together', () => {
  it('shows the second who saved first, with both texts, and saves theirs knowingly the next time', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const colleague = await makeAccount(k, {
      name: '同事庚',
      roles: [{ role: 'handler', departmentId: made.departmentId }],
    });
    await saveReply(k, colleague, made.caseId, {
      text: '庚写的：昨天去看过',
      promises: [{ text: '庚答应的事', dueOn: '2026-12-01' }],
    });
    const mine = {
      text: '我写的：今天去看过',
      'promises.0.text': '我答应的事',
      'promises.0.dueOn': '2026-12-02',
      version: '0',
    };
    const second = await post(made.staff.handler, at(made, '/reply'), { ...mine, deed: 'save' });
    expect(second.status).toBe(409);
    for (const kept of ['庚写的：昨天去看过', '庚答应的事', '我写的：今天去看过', '我答应的事', '同事庚'])
      expect(second.text).toContain(kept);
    expect(second.text).toContain('name="version" value="1"');
    expect((await workingReply(k.db, made.caseId))?.text).toBe('庚写的：昨天去看过');
    const third = await post(made.staff.handler, at(made, '/reply'), { ...mine, version: '1', deed: 'save' });
    expect(third.to).toBe(at(made, '/reply?saved=1'));
    expect(await workingReply(k.db, made.caseId)).toMatchObject({ text: mine.text, version: 2 });
  });

  it('keeps the words of whoever writes while the case moves on', async () => {
    const made = await makeCase(k, { state: 'replied' });
    const late = await post(made.staff.handler, at(made, '/reply'), {
      text: '我还想补一句话',
      version: '1',
      deed: 'save',
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain('我还想补一句话');
  });

  it('adds rows and templates without saving, and fills in what is known', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const { handler } = made.staff;
    await post(handler, '/desk/templates/new', {
      departmentId: made.departmentId,
      title: '收到',
      body: '{称呼}：{编号}收到了，{电话}，{科室}会去看。',
    });
    const row = await k.db
      .selectFrom('cases.template')
      .select('id')
      .where('department_id', '=', made.departmentId)
      .executeTakeFirst();
    const rows = await post(handler, at(made, '/reply'), { text: '写了一半', version: '0', deed: 'more' });
    expect(rows.status).toBe(200);
    expect(rows.text.match(/type="date"/g)).toHaveLength(6);
    const filled = await post(handler, at(made, '/reply'), {
      text: '写了一半',
      version: '0',
      deed: 'template',
      template: row?.id ?? '',
    });
    expect(filled.text).toContain(`市信 ${made.number}收到了`);
    expect(filled.text).toContain('{科室}');
    expect(filled.text).toContain('写了一半');
    expect(filled.text).not.toContain('{称呼}');
    expect(await workingReply(k.db, made.caseId)).toBeUndefined();
    const ten = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`promises.${i}.text`, `第 ${i} 件`]));
    const most = await post(handler, at(made, '/reply'), { ...ten, text: '', version: '0', deed: 'more' });
    expect(most.text.match(/type="date"/g)).toHaveLength(10);
  });

  it('previews the saved draft as everybody will see it', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const saved = await post(made.staff.handler, at(made, '/reply'), {
      text: answer,
      'promises.0.text': '换好灯具',
      'promises.0.dueOn': '2026-12-01',
      version: '0',
      deed: 'preview',
    });
    expect(saved.to).toContain('/preview');
    const preview = await get(made.staff.handler, saved.to);
    expect(preview.text).toContain('换好灯具（12 月 1 日前）');
    expect(preview.text).toContain('name="promises.0.dueOn" value="2026-12-01"');
  });
});

it('lets nothing internal out: notes, contacts, opinions, reasons, drafts and what the reviewer said', async () => {
  const secret = (what: string) => `植入的内部${what}，不能出去`;
  const helping = await makeDepartment(k);
  const made = await makeCase(k, {
    state: 'replied',
    coHandlerIds: [helping],
    replyText: `${secret('草稿')}，写得够长了，一共二十个字以上。`,
  });
  const { handler, reviewer } = made.staff;
  await returnReply(k, reviewer, made.caseId, { note: secret('审核意见') });
  await addNote(k, handler, made.caseId, { text: secret('备注') });
  await recordContact(k, handler, made.caseId, { how: 'phone', note: secret('联系记录') });
  await requestExtension(k, handler, made.caseId, { working_days: 3, reason: secret('延期理由') });
  const helper = await makeAccount(k, { roles: [{ role: 'handler', departmentId: helping }] });
  await giveOpinion(k, helper, made.caseId, { departmentId: helping, text: secret('协办意见') });
  const inside = await get(handler, at(made));
  for (const what of ['备注', '联系记录', '延期理由', '协办意见', '审核意见', '草稿'])
    expect(inside.text).toContain(secret(what));
  const outside = [
    '/',
    '/cases',
    `/cases/${made.number}`,
    '/cases/feed.xml',
    `/me/cases/${made.number}`,
    '/moderation-log',
    '/promises',
  ];
  let opened = 0;
  for (const who of [{ accountId: null }, made.author, await makeAccount(k)])
    for (const url of outside) {
      const page = who.accountId === null ? await app.inject({ url }) : await get(who, url);
      const body = 'body' in page ? page.body : page.text;
      if (body.includes(made.number)) opened++;
      expect(textOf(body)).not.toContain('植入的内部');
    }
  expect(opened).toBeGreaterThan(3);
});

it('records who looked at the author, and shows nothing of a confidential one', async () => {
  const looks = async (made: MadeCase) =>
    (
      await k.db
        .selectFrom('kernel.audit_entry')
        .select('actor_id')
        .where('object_id', '=', made.caseId)
        .where('action', '=', 'cases.author_read')
        .execute()
    ).map((row) => row.actor_id);
  const author = { name: '沈知微', phone: '13900001234', email: 'zhiwei@example.test' };
  const open = await makeCase(k, { state: 'in_progress', author: null, ...author });
  const { handler } = open.staff;
  expect((await get(handler, at(open))).text).not.toContain(author.phone);
  expect(await looks(open)).toEqual([]);
  expect((await get(handler, at(open, '?who=1'))).text).toContain(author.phone);
  expect(await looks(open)).toEqual([handler.accountId]);
  const hidden = await makeCase(k, { state: 'in_progress', author: null, confidential: true, ...author });
  const refused = await get(hidden.staff.handler, at(hidden, '?who=1'));
  expect(refused.status).toBe(403);
  for (const page of [
    refused,
    await get(hidden.staff.handler, at(hidden)),
    await get(hidden.staff.handler, at(hidden, '/reply')),
  ])
    for (const planted of Object.values(author)) expect(page.text).not.toContain(planted);
  expect(await looks(hidden)).toEqual([]);
});

it('reminds of the forum where the post stood, until the answer there is recorded', async () => {
  const made = await makeCase(k, { state: 'reviewed', channel: 'forum' });
  await k.db
    .insertInto('cases.forum_source')
    .values({ case_id: made.caseId, url: 'https://forum.example.test/t/1', site: '同城论坛', handle: '路人' })
    .execute();
  const { handler } = made.staff;
  const page = await get(handler, at(made));
  expect(page.text).toContain('id="deed-forum-answer"');
  const wrong = await post(handler, at(made, '/forum-answer'), { answerUrl: 'javascript:alert(1)', text: answer });
  expect(wrong.status).toBe(422);
  await post(handler, at(made, '/forum-answer'), { answerUrl: 'https://forum.example.test/t/1#9', text: answer });
  expect((await get(handler, at(made))).text).not.toContain('id="deed-forum-answer"');
});

describe('files', () => {
  const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

  async function upload(who: Who, url: string, fields: Record<string, string>, files: Record<string, string>) {
    const boundary = 'planted-boundary';
    const parts = [
      ...Object.entries(fields).map(
        ([name, value]) => `content-disposition: form-data; name="${name}"\r\n\r\n${value}`,
      ),
      ...Object.entries(files).map(
        ([name, bytes]) =>
          `content-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n${bytes}`,
      ),
    ];
    const answered = await app.inject({
      method: 'POST',
      url,
      headers: {
        cookie: await cookieOf(who),
        origin: 'http://tongxin.test',
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      payload: `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`,
    });
    return { status: answered.statusCode, text: textOf(answered.body), to: String(answered.headers.location ?? '') };
  }

  it('that are refused lose neither the words nor the files that are good', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const refused = await upload(
      made.staff.handler,
      at(made, '/reply'),
      { text: answer, version: '0', deed: 'save' },
      { '好的.pdf': pdf, '坏的.pdf': 'MZ this is a program' },
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(answer);
    expect(refused.text).toContain('好的.pdf');
    const kept = /name="files_kept" value="([0-9a-f-]{36})"/.exec(refused.text)?.[1] ?? '';
    const saved = await post(made.staff.handler, at(made, '/reply'), {
      text: answer,
      version: '0',
      files_kept: kept,
      deed: 'save',
    });
    expect(saved.status).toBe(303);
    expect((await get(made.staff.handler, at(made, '/preview'))).text).toContain('好的.pdf');
    expect((await get(made.staff.handler, at(made, '/reply'))).text).toContain(`value="${kept}" checked`);
  });

  it('show that a promise was kept, on the desk and in public', async () => {
    const made = await makeCase(k, { state: 'reviewed', promises: [{ text: '换好路灯', dueOn: '2026-12-01' }] });
    const { handler } = made.staff;
    const list = await get(handler, '/desk/promises');
    const href = /\/desk\/promises\/[0-9a-f-]{36}/.exec(list.text)?.[0] ?? '';
    const short = await upload(handler, href, { evidence: '做了' }, { '验收.pdf': pdf });
    expect(short.status).toBe(422);
    const kept = /name="files_kept" value="([0-9a-f-]{36})"/.exec(short.text)?.[1] ?? '';
    const done = await post(handler, href, { evidence: '11 月 20 日夜里换好七盏灯，试灯全亮。', files_kept: kept });
    expect(done.to).toBe('/desk/promises?done=kept');
    expect((await get(handler, '/desk/promises')).text).not.toContain('换好路灯');
    expect((await get(handler, href)).text).toContain('试灯全亮');
    expect((await app.inject({ url: `/cases/${made.number}` })).body).toContain('试灯全亮');
    expect((await app.inject({ url: `/files/${kept}` })).statusCode).toBe(200);
    expect((await post(handler, href, { evidence: '再写一次，写得够长。' })).status).toBe(409);
  });
});
