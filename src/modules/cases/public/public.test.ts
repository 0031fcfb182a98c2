import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { countingQueries } from '../../../kernel/db/counting-queries.fixture.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { makeAccount, makeDepartment, makeDistrict, sessionCookie } from '../../people/people.factory.ts';
import { makeCase, makeCategory } from '../cases.factory.ts';
import { addNote, askAuthor } from '../desk/ask-author.ts';
import { recordContact } from '../desk/record-contact.ts';
import { reviewReply } from '../desk/review-reply.ts';
import { signCase } from '../desk/sign-case.ts';
import { sendReply } from '../desk/write-reply.ts';
import { dispatchCase } from '../dispatch/dispatch-case.ts';
import { flushSearches } from './search-words.ts';

const k = await testKernel();
const app = await testApp(k);
await inTransaction(k.db, (tx) =>
  k.settings.set(
    tx,
    citySettings,
    { texts: { rules: { 'zh-CN': '## 规矩\n\n1. **说真事。** 不编。\n2. **不写别人的隐私。** 电话住址都不写。\n' } } },
    k.clock.now(),
    null,
  ),
);

/** Pages break titles between words. */
const textOf = (html: string) => html.replaceAll('<wbr/>', '');
const get = async (url: string, cookie = '') => {
  const answer = await app.inject({ url, headers: { cookie } });
  return { status: answer.statusCode, text: textOf(answer.body), headers: answer.headers };
};
const post = (url: string, fields: Record<string, string>, cookie = '') =>
  app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://tongxin.test', cookie },
  });
const fresh = async () => {
  await settle(k);
  k.cache.clear();
};

/** Statements that a request sends to the database. */
const countQueries = (work: () => Promise<unknown>) => countingQueries(k.pool)(work);

const secrets = {
  name: '郝秘密',
  phone: '13912345678',
  email: 'geheim@example.test',
  note: '内部备注不外传甲乙丙',
  contact: '电话里说的私事丁戊',
  house: '7 号楼 3 单元 402',
};

describe('what everybody sees', () => {
  it('holds nothing of the author, of internal notes or of steps that are not public', async () => {
    const made = await makeCase(k, {
      author: null,
      name: secrets.name,
      phone: secrets.phone,
      email: secrets.email,
      title: '秘密测试用的楼道灯坏了',
      address: `云锦花园 ${secrets.house}`,
      state: 'in_progress',
    });
    await addNote(k, made.staff.handler, made.caseId, { text: secrets.note });
    await recordContact(k, made.staff.handler, made.caseId, { how: 'phone', note: secrets.contact });
    await askAuthor(k, made.staff.handler, made.caseId, { text: '请问是哪一层的灯？' });
    await fresh();
    const pages = [
      `/cases/${made.number}`,
      '/',
      '/cases',
      '/cases?q=楼道灯',
      '/cases/feed.xml',
      '/cases/feed.xml?q=楼道灯',
    ];
    for (const url of pages) {
      const { status, text } = await get(encodeURI(url));
      expect(status, url).toBe(200);
      for (const secret of [...Object.values(secrets), made.trackingCode ?? ''])
        expect(text, url).not.toContain(secret);
    }
    const page = await get(`/cases/${made.number}`);
    for (const shown of ['楼道灯坏了', '郝**', '云锦花园', '请问是哪一层的灯', '打过电话'])
      expect(page.text).toContain(shown);
    expect((await get(encodeURI('/cases?q=楼道灯'))).text).toContain(made.number);
  });

  it('does not hold confidential, unaccepted, withdrawn or hidden letters anywhere', async () => {
    const title = '不许看见的一封信';
    const made = await Promise.all([
      makeCase(k, {
        title,
        confidential: true,
        state: 'closed',
        promises: [{ text: `${title}的承诺`, dueOn: '2026-12-01' }],
      }),
      makeCase(k, { title, state: 'submitted' }),
      makeCase(k, { title, state: 'withdrawn' }),
    ]);
    await fresh();
    for (const { number } of made) expect((await get(`/cases/${number}`)).status).toBe(404);
    for (const url of [
      '/',
      '/cases',
      `/cases?q=${title}`,
      '/promises',
      '/cases/feed.xml',
      `/cases/similar?title=${title}`,
    ])
      expect((await get(encodeURI(url))).text, url).not.toContain(
        title.slice(0, 6) + (url.includes('q=') ? '的一封信</a>' : ''),
      );
    for (const { number } of made) expect((await get(`/cases/${number}/mine`)).status).toBe(404);
  });
});

describe('the feed', () => {
  it("gives people's words to readers as text, whatever stands in them", async () => {
    await makeCase(k, { title: '路口<script>alert(1)</script>的灯', state: 'in_progress' });
    await fresh();
    const { text } = await get(encodeURI('/cases/feed.xml?q=路口'));
    expect(text).toContain('&lt;script&gt;');
    const inside = [...text.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g)].map(([, words]) => words);
    expect(inside.join(' ')).not.toContain('<script');
  });
});

describe('the public list', () => {
  it('finds two-character words and narrows by kind, matter, district, office, status and day', async () => {
    const [districtId, departmentId] = [await makeDistrict(k, { code: 'qa' }), await makeDepartment(k, { code: 'da' })];
    const parentId = await makeCategory(k, { name: '水电' });
    const categoryId = await makeCategory(k, { name: '暖气', parentId });
    const made = await makeCase(k, {
      title: '三单元的暖气一直不热',
      kind: 'complaint',
      districtId,
      departmentId,
      categoryId,
      state: 'closed',
    });
    await fresh();
    const category = (await get('/cases')).text;
    expect(category).toContain('三单元的暖气一直不热');
    const holds = async (query: string) => (await get(`/cases?${encodeURI(query)}`)).text.includes(made.number);
    for (const query of [
      'q=暖气',
      'q=单元 暖气',
      'kind=complaint',
      'district=qa',
      'department=da',
      'status=closed',
      'from=2026-11-19&until=2026-11-19',
      'q=暖气&kind=complaint&district=qa',
    ])
      expect(await holds(query), query).toBe(true);
    for (const query of [
      'q=暖宝',
      'kind=thanks',
      'district=nowhere',
      'status=open',
      'from=2026-11-20',
      'until=2026-11-18',
      'kind=nonsense',
    ])
      expect(await holds(query), query).toBe(false);
  });

  it('shows every letter once, newest first, from page to page', async () => {
    const departmentId = await makeDepartment(k, { code: 'paged' });
    const numbers: string[] = [];
    for (let i = 0; i < 45; i++) numbers.push((await makeCase(k, { departmentId, state: 'dispatched' })).number);
    await fresh();
    const seen: string[] = [];
    let url: string | undefined = '/cases?department=paged';
    for (let page = 0; url && page < 5; page++) {
      const { text } = await get(url);
      seen.push(...[...text.matchAll(/<a href="\/cases\/(\d{4}-[\d-]+)">/g)].map((match) => match[1] ?? ''));
      url = /<a class="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(numbers.reverse());
  });

  it('asks the database as often for twenty letters as for one', async () => {
    await get('/cases');
    // What the searches before counted would be written at some moment of its own.
    await flushSearches(k);
    k.cache.clear();
    const many = await countQueries(() => get('/cases'));
    k.cache.clear();
    const few = await countQueries(() => get('/cases?district=qa'));
    expect(many).toBeGreaterThan(0);
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(2);
    expect(await countQueries(() => get('/cases'))).toBeLessThanOrEqual(2);
    expect(await countQueries(() => get('/cases'))).toBe(0);
  });

  it('takes hostile addresses for empty ones', async () => {
    for (const url of [
      '/cases?q=%00',
      "/cases?q='%20%26%20(",
      '/cases?after=x',
      '/cases?after=999999999999999_x',
      '/cases?from=2026-13-45',
      '/cases?q[]=a&q[]=b',
      '/cases/%2e%2e',
      `/cases/${'9'.repeat(190)}`,
    ])
      expect([200, 404], url).toContain((await get(url)).status);
  });

  it('offers words that enough different people looked for and that found something', async () => {
    await makeCase(k, { title: '路灯坏了三盏没人修' });
    await fresh();
    const search = (q: string, n: number) =>
      app.inject({ url: `/cases?q=${encodeURIComponent(q)}`, remoteAddress: `10.0.${n >> 8}.${n & 255}` });
    for (let n = 0; n < 25; n++) {
      await search('路灯', n);
      await search('没有的词', n);
      await search('13900000000', n);
    }
    for (let n = 0; n < 30; n++) await search('三盏', 1);
    await flushSearches(k);
    k.cache.clear();
    const { text } = await get('/');
    expect(text).toContain('>路灯</a>');
    for (const word of ['没有的词', '13900000000', '>三盏</a>']) expect(text).not.toContain(word);
  });
});

describe('hiding a letter', () => {
  it('takes a published rule, tells the author, is logged, and another moderator rules on the appeal', async () => {
    const author = await makeAccount(k);
    const made = await makeCase(k, { author, title: '写了邻居电话的一封信', state: 'dispatched' });
    const one = await makeAccount(k, { roles: [{ role: 'moderator' }] });
    const two = await makeAccount(k, { roles: [{ role: 'moderator' }] });
    const [cookieOne, cookieTwo, cookie] = await Promise.all([
      sessionCookie(k, one),
      sessionCookie(k, two),
      sessionCookie(k, author),
    ]);
    expect(
      (await post(`/moderation/${made.number}/hide`, { rule: '2', reason: '信里写了邻居的电话号码。' }, cookie))
        .statusCode,
    ).toBe(403);
    expect(
      (await post(`/moderation/${made.number}/hide`, { rule: '9', reason: '信里写了邻居的电话号码。' }, cookieOne))
        .statusCode,
    ).toBe(422);
    expect((await get(`/cases/${made.number}`)).status).toBe(200);
    expect(
      (await post(`/moderation/${made.number}/hide`, { rule: '2', reason: '信里写了邻居的电话号码。' }, cookieOne))
        .statusCode,
    ).toBe(303);
    await settle(k);
    const hidden = await get(`/cases/${made.number}`);
    expect(hidden.status).toBe(410);
    expect(hidden.text).toContain('2 不写别人的隐私');
    expect(hidden.text).not.toContain('邻居电话的一封信');
    const log = await get('/moderation-log');
    expect(log.text).toContain('信里写了邻居的电话号码。');
    expect(log.text).not.toContain('邻居电话的一封信');
    expect((await k.notify.inbox(k.db, author.accountId, 'zh-CN')).map((item) => item.kind)).toContain('cases.hidden');
    const mine = await get(`/me/cases/${made.number}`, cookie);
    expect(mine.text).toContain('邻居电话的一封信');
    expect(
      (await post(`/me/cases/${made.number}/appeal`, { text: '那是我自己的电话，不是邻居的。' }, cookie)).statusCode,
    ).toBe(303);
    expect(
      (await post(`/me/cases/${made.number}/appeal`, { text: '再申诉一次看看行不行呢。' }, cookie)).statusCode,
    ).toBe(409);
    const ruling = { ruling: 'restored', reason: '核实过，是作者自己的电话。' };
    expect((await post(`/moderation/${made.number}/rule`, ruling, cookieOne)).statusCode).toBe(422);
    expect((await post(`/moderation/${made.number}/rule`, ruling, cookieTwo)).statusCode).toBe(303);
    await settle(k);
    expect((await get(`/cases/${made.number}`)).status).toBe(200);
    expect((await get('/moderation-log')).text).toContain('核实过，是作者自己的电话。');
  });
});

describe('who is told', () => {
  it('the author of every step, followers of public ones, an author without account where they left word', async () => {
    const author = await makeAccount(k, { name: '许晚晴' });
    const follower = await makeAccount(k);
    const made = await makeCase(k, { author, state: 'accepted' });
    await post(`/cases/${made.number}/follow`, {}, await sessionCookie(k, follower));
    await settle(k);
    await dispatchCase(k, made.staff.dispatcher, made.caseId, { leadDepartmentId: made.departmentId });
    await signCase(k, made.staff.handler, made.caseId);
    await sendReply(k, made.staff.handler, made.caseId, { text: '已经修好，请您看看，如果还不亮请再告诉我们。' });
    await reviewReply(k, made.staff.reviewer, made.caseId);
    await settle(k);
    const kinds = async (id: string) => (await k.notify.inbox(k.db, id, 'zh-CN')).map((item) => item.kind).sort();
    expect(await kinds(author.accountId)).toEqual(['cases.accepted', 'cases.dispatched', 'cases.replied']);
    expect(await kinds(follower.accountId)).toEqual(['cases.followed.replied']);
    const told = await k.notify.inbox(k.db, follower.accountId, 'zh-CN');
    expect(JSON.stringify(told)).not.toContain('许');
    const anonymous = await makeCase(k, {
      author: null,
      email: 'nobody@example.test',
      confidential: true,
      state: 'reviewed',
    });
    await settle(k);
    const sent = await k.notify.loopback.list({ to: 'nobody@example.test' });
    expect(sent.length).toBeGreaterThan(0);
    expect(JSON.stringify(sent)).not.toContain(anonymous.trackingCode);
  });
});
