import { describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { districtBook } from '../../people/index.ts';
import { makeAccount, makeDepartment, makeDistrict, sessionCookie } from '../../people/people.factory.ts';
import { findCaseById, findCaseByNumber } from '../case.queries.ts';
import { makeCase, makeCategory } from '../cases.factory.ts';
import { reviewReply } from '../desk/review-reply.ts';
import { newFormToken } from '../resident/author-key.ts';
import { earlierLetters, phoneForms } from './earlier-letters.ts';
import { placeTyped } from './place-typed.ts';
import { type TakeIn, takeIn } from './take-in.ts';

const letter: TakeIn['letter'] = {
  title: '槐荫路口的红绿灯坏了',
  body: '从昨天下午开始，槐荫路和书院巷路口四个方向的灯都不亮，放学的时候很险。',
  kind: 'help',
  name: '沈知微',
  phone: '13900001234',
};

async function operatorOf(k: TestKernel) {
  return makeAccount(k, { name: '接线员周', roles: [{ role: 'operator' }] });
}

const call = (): TakeIn => ({ channel: 'phone', token: newFormToken(), letter });

async function post(
  k: TestKernel,
  app: App,
  actor: { accountId: string | null },
  url: string,
  fields: Record<string, string>,
) {
  return app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: await sessionCookie(k, actor),
      accept: 'text/html',
      origin: 'http://tongxin.test',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields).toString(),
  });
}

describe('a call', () => {
  it('becomes one case however often its form is sent, in the caller’s name and not the operator’s', async () => {
    const k = await testKernel();
    const operator = await operatorOf(k);
    const input = call();
    const taken = await Promise.all([1, 2, 3].map(() => takeIn(k, operator, input)));
    const again = await takeIn(k, operator, input);
    const numbers = new Set(taken.map((one) => one.letter.number));
    expect([...numbers]).toEqual([again.letter.number]);
    expect(await k.db.selectFrom('cases.case').select('channel').execute()).toEqual([{ channel: 'phone' }]);
    const author = await k.db
      .selectFrom('cases.author')
      .select(['display_name', 'phone', 'account_id'])
      .executeTakeFirst();
    expect(author).toEqual({ display_name: '沈**', phone: '13900001234', account_id: null });
    const nameless = await takeIn(k, operator, { ...call(), letter: { ...letter, name: '' } });
    const unnamed = await k.db
      .selectFrom('cases.author')
      .select('display_name')
      .where('case_id', '=', nameless.letter.id)
      .executeTakeFirst();
    expect(unnamed).toEqual({ display_name: '' });
  });

  it('can be the open matter that somebody else wrote of: it is merged into it at once', async () => {
    const k = await testKernel();
    const open = await makeCase(k, { state: 'accepted' });
    const taken = await takeIn(k, open.staff.operator, { ...call(), mergeIntoId: open.caseId });
    expect(taken.merged).toBe(true);
    expect((await findCaseById(k.db, taken.letter.id))?.merged_into_id).toBe(open.caseId);
  });

  it('is taken by intake alone', async () => {
    const k = await testKernel();
    const made = await makeCase(k);
    for (const actor of [made.staff.handler, made.staff.supervisor, made.author])
      await expect(takeIn(k, actor, call())).rejects.toThrow('kernel.not_allowed');
  });
});

describe('an enquiry answered at once', () => {
  const answer = '个体工商户凭营业执照在网上办，三个工作日到账，不收费。';

  it('is led by the hotline, counts as contacted in time, and waits for another pair of eyes', async () => {
    const k = await testKernel();
    const hotline = await makeDepartment(k, { kind: 'hotline', name: '热线中心' });
    const operator = await makeAccount(k, {
      roles: [{ role: 'operator' }, { role: 'reviewer', departmentId: hotline }],
    });
    const other = await makeAccount(k, { roles: [{ role: 'reviewer', departmentId: hotline }] });
    const { letter: taken } = await takeIn(k, operator, {
      ...call(),
      letter: { ...letter, kind: 'enquiry' },
      answer,
    });
    const row = await findCaseById(k.db, taken.id);
    expect(row).toMatchObject({ state: 'replied', lead_department_id: hotline, limit_kind: 'enquiry' });
    expect(row?.contacted_at).toEqual(k.clock.now());
    await expect(reviewReply(k, operator, taken.id)).rejects.toThrow('cases.own_reply');
    await reviewReply(k, other, taken.id);
    const [reply] = await k.db.selectFrom('cases.reply').select(['text', 'state']).execute();
    expect(reply).toEqual({ text: answer, state: 'published' });
  });

  it('is refused as a whole where the answer says too little or nobody could lead; no letter is lost', async () => {
    const k = await testKernel();
    const operator = await operatorOf(k);
    await expect(takeIn(k, operator, { ...call(), answer: '能' })).rejects.toThrow('cases.intake.field.answer_short');
    expect(await k.db.selectFrom('cases.case').select('id').execute()).toEqual([]);
    await expect(takeIn(k, operator, { ...call(), answer })).rejects.toThrow('cases.intake_no_hotline');
    expect((await k.db.selectFrom('cases.case').select('state').execute()).map(({ state }) => state)).toEqual([
      'submitted',
    ]);
  });
});

describe('a forum post', () => {
  const forum = { url: 'https://forum.example.test/t/4711', site: '云川论坛', handle: '湖边的人', postedAt: null };

  it('is taken over once, and the next one is told where it went', async () => {
    const k = await testKernel();
    const operator = await operatorOf(k);
    const { letter: taken } = await takeIn(k, operator, { ...call(), channel: 'forum', forum });
    const second = await takeIn(k, operator, { ...call(), channel: 'forum', forum }).catch((error) => error);
    expect(second).toMatchObject({ code: 'cases.forum_taken_as', params: { number: taken.number } });
    const raced = { ...forum, url: 'https://forum.example.test/t/4712' };
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => takeIn(k, operator, { ...call(), channel: 'forum', forum: raced })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await k.db.selectFrom('cases.forum_source').select('url').execute()).toHaveLength(2);
  });
});

describe('the caller’s earlier letters', () => {
  it('are shown to intake by their number however it is written, each look recorded once', async () => {
    const k = await testKernel();
    const operator = await operatorOf(k);
    const { letter: taken } = await takeIn(k, operator, call());
    await takeIn(k, operator, { ...call(), letter: { ...letter, phone: '13900009999' } });
    for (const phone of ['13900001234', '+86 139 0000 1234', '139-0000-1234']) {
      const letters = await earlierLetters(k, operator, phone);
      expect(letters.map(({ number }) => number)).toEqual([taken.number]);
    }
    const looks = await k.db
      .selectFrom('kernel.audit_entry')
      .select(['object_id', 'actor_id'])
      .where('action', '=', 'cases.author_read')
      .execute();
    expect(looks).toEqual([{ object_id: taken.id, actor_id: operator.accountId }]);
    expect(await earlierLetters(k, operator, '1')).toEqual([]);
    const handler = await makeAccount(k, { roles: [{ role: 'handler', departmentId: await makeDepartment(k) }] });
    await expect(earlierLetters(k, handler, '13900001234')).rejects.toThrow('kernel.not_allowed');
  });

  it('are asked for by telephone numbers only', () => {
    expect(phoneForms('槐荫路')).toBeNull();
    expect(phoneForms("139' or '1'='1")).toBeNull();
    expect(phoneForms('0335-8812345')).toContain('03358812345');
  });
});

it('knows a district by its name, its initials, or a street that it alone has', async () => {
  const k = await testKernel();
  const east = await makeDistrict(k, { name: '城东区' });
  const west = await makeDistrict(k, { name: '城西区' });
  const book = await districtBook(k);
  expect(placeTyped(book, '城东区 文昌街道')).toEqual({ districtId: east, rest: '文昌街道' });
  expect(placeTyped(book, 'cxq')).toEqual({ districtId: west, rest: '' });
  // Both have that street in this test: which one is meant cannot be known.
  expect(placeTyped(book, '文昌街道')).toBeNull();
  expect(placeTyped(book, '别的地方')).toBeNull();
});

it('takes a letter down by the form, says what is wrong beside the fields, and reads out number and code', async () => {
  const k = await testKernel();
  const app = await testApp(k);
  const operator = await operatorOf(k);
  await makeCategory(k, { name: '信号灯故障' });
  await makeDistrict(k, { name: '城东区' });
  const fields = { token: newFormToken(), do: 'take', kind: 'help', title: '灯坏', body: letter.body, phone: '12' };
  const refused = await post(k, app, operator, '/intake/new?channel=phone', { ...fields, district: '城东区 文昌街道' });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('题目太短');
  expect(refused.body).toContain('电话号码不对');
  expect(refused.body).toContain('城东区 文昌街道');
  const taken = await post(k, app, operator, '/intake/new?channel=phone', {
    ...fields,
    title: letter.title,
    phone: letter.phone ?? '',
    district: 'cdq',
    category: '信号灯',
    urgent: 'yes',
  });
  expect(taken.statusCode).toBe(200);
  const number = /2026-1119-\d{4}/.exec(taken.body)?.[0] ?? '';
  const row = await findCaseByNumber(k.db, number);
  expect(row).toMatchObject({ channel: 'phone', urgent: true, state: 'submitted' });
  expect(row?.category_id).not.toBeNull();
  expect(row?.district_id).not.toBeNull();
  expect(taken.body).toMatch(/[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/);
  const looked = await post(k, app, operator, '/intake/earlier', { phone: letter.phone ?? '' });
  expect(looked.body).toContain(letter.title);
  const similar = await post(k, app, operator, '/intake/similar', {
    title: letter.title,
    body: letter.body,
    address: '',
  });
  expect(similar.body).toContain('没有相似的正在办的信');
});
