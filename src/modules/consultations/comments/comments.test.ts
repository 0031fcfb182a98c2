import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId, sql } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { type Actor, anonymous, forgetBooks } from '../../people/index.ts';
import { makeOrganisation } from '../../people/organisations/organisations.factory.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { contributionById } from '../contribution.queries.ts';
import { publishText } from '../documents/documents.factory.ts';
import { hideContribution } from '../moderation/hide-contribution.ts';
import { setSupport } from '../support/set-support.ts';
import {
  answersOf,
  type CommentKey,
  type CommentSort,
  commentCounts,
  commentsOf,
  keyOf,
  publicComment,
} from './comment.queries.ts';
import { paragraphsToChoose } from './paragraph.ts';
import { sayComment } from './say-comment.ts';
import { withdrawContribution } from './withdraw-contribution.ts';

const k = await testKernel();
const app = await testApp(k);
type Account = Awaited<ReturnType<typeof makeAccount>>;
let consultation: ConsultationOf<'draft'>;
let convener: Account;
let someone: Account;
let moderator: Account;
let anchor: string;
const text = `第一章 总则
第一条 为了管好河滨步道，制定本办法。
第二条 步道每天六时开放，二十二时关闭。
第三条 步道上不骑电动车。`;

beforeAll(async () => {
  await inTransaction(k.db, (tx) =>
    k.settings.set(
      tx,
      citySettings,
      { ...k.settings.get(citySettings), texts: { rules: { 'zh-CN': '1. **不辱骂他人。** 说事不骂人。' } } },
      k.clock.now(),
      null,
    ),
  );
  ({ consultation, convener } = await makeConsultation(k, 'draft'));
  someone = await makeAccount(k, { name: '李四光' });
  moderator = await makeAccount(k, { roles: [{ role: 'moderator', departmentId: null }] });
  await publishText(k, convener, consultation.id, text);
  anchor =
    (await paragraphsToChoose(k.db, consultation.id)).find(({ label }) => label.startsWith('第二条'))?.anchor ?? '';
  expect(anchor).not.toBe('');
});

const say = (actor: Actor, given: Partial<Parameters<typeof sayComment>[3]> = {}, id = consultation.id) =>
  sayComment(k, actor, id, { text: '开放时间请再早一点。', ...given });
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const get = async (url: string, cookie?: string) => {
  const answer = await app.inject({ url, headers: cookie ? { cookie } : {} });
  return { status: answer.statusCode, text: answer.body, location: answer.headers.location };
};

describe('a comment', () => {
  it('takes an account, a consultation that runs, and a place that is in the text', async () => {
    expect(await code(say(anonymous))).toBe('kernel.sign_in_first');
    expect(await code(say(someone, { anchor: 'a-99-none' }))).toBe('consultations.comments.no_paragraph');
    for (const [given, expected] of [
      [{ from: 2, to: 40 }, 'consultations.not_started'],
      [{ from: -40, to: -1 }, 'consultations.over'],
      [{ state: 'draft' }, 'consultations.not_found'],
      [{ settings: { ways: ['email'] } }, 'consultations.comments.way_closed'],
    ] as const) {
      const made = await makeConsultation(k, 'draft', given as never);
      expect(await code(say(someone, {}, made.consultation.id))).toBe(expected);
    }
    const ideas = await makeConsultation(k, 'ideas');
    expect(await code(say(someone, {}, ideas.consultation.id))).toBe('consultations.not_found');
    expect(await code(say(someone, {}, newId()))).toBe('consultations.not_found');
  });

  it('is refused beside its field where it is empty, unseen or too long', async () => {
    for (const wrong of ['', ' \n ', '\u200b\u202e', '好', 'x'.repeat(5001), '长'.repeat(400_000)])
      await expect(say(someone, { text: wrong })).rejects.toThrow();
  });

  it('keeps no invisible characters, and NUL is nothing', async () => {
    const { id } = await say(someone, { text: 'a\u202eb\u0000c <script>alert(1)</script>', shownAs: '老\u200b李' });
    const made = await contributionById(k.db, id);
    expect(made).toMatchObject({ text: 'ab c <script>alert(1)</script>', shownAs: '老李' });
    const page = await get(`/consultations/${consultation.slug}/opinions/${made?.number}`);
    expect(page.text).not.toContain('<script>alert');
  });

  it('sent with the same form is one, also at the same time, and somebody else’s form is theirs', async () => {
    const token = newId();
    const said = await Promise.all(Array.from({ length: 6 }, () => say(someone, { token })));
    expect(new Set(said.map(({ id }) => id)).size).toBe(1);
    const other = await makeAccount(k);
    expect((await say(other, { token })).id).not.toBe(said[0]?.id);
  });

  it('is answered one level deep, and its author hears of it', async () => {
    const author = await makeAccount(k, { name: '作者' });
    const { id, number } = await say(author, { anchor });
    const answers = await Promise.all(
      [1, 2, 3].map((n) => say(someone, { answers: String(number), text: `回应 ${n}` })),
    );
    const [first] = await answersOf(k.db, [id], { most: 10 });
    expect(first).toMatchObject({ parentId: id, anchor });
    expect(await code(say(someone, { answers: String(answers[0]?.number) }))).toBe('consultations.comments.no_answer');
    expect(await code(say(someone, { answers: '999999' }))).toBe('consultations.comments.no_answer');
    const [parent] = (await commentsOf(k.db, consultation.id, { anchor })).filter((each) => each.id === id);
    expect(parent?.answers).toBe(3);
    await settle(k);
    const [told] = await k.notify.inbox(k.db, author.accountId ?? '', 'zh-CN');
    expect(told?.title).toContain('有人回应了您的意见');
    await withdrawContribution(k, someone, answers[1]?.id ?? '');
    await hideContribution(k, moderator, answers[2]?.id ?? '', { rule: '1', reason: '这里在骂人，违反规则。' });
    const [after] = (await commentsOf(k.db, consultation.id, { anchor })).filter((each) => each.id === id);
    expect(after?.answers).toBe(1);
  });

  it('says its place has changed or is gone since', async () => {
    const made = await makeConsultation(k, 'draft');
    const { slug, id } = made.consultation;
    await publishText(k, made.convener, id, text);
    const places = await paragraphsToChoose(k.db, id);
    const at = (label: string) => places.find((each) => each.label.startsWith(label))?.anchor ?? '';
    for (const label of ['第一条', '第二条', '第三条']) await say(someone, { anchor: at(label) }, id);
    const changed = text
      .replace('六时开放', '五时三十分开放')
      .replace('第三条 步道上不骑电动车。', '第三条 不搭帐篷过夜，也不生火做饭。');
    await publishText(k, made.convener, id, changed);
    const page = await get(`/consultations/${slug}/opinions`);
    expect(page.text).toContain('说这条意见时是第 1 稿，这一段后来改过了。');
    expect(page.text).toContain('说这条意见时是第 1 稿，新的一稿里已经没有这一段。');
    expect(page.text).toContain(`/consultations/${slug}/compare?from=1`);
    expect(page.text.match(/说这条意见时是第/g)).toHaveLength(2);
    expect(await code(say(someone, { anchor: at('第三条') }, id))).toBe('consultations.comments.no_paragraph');
    // The new version came while somebody wrote about the first one; versions that are not there count for nothing.
    const slow = await say(someone, { anchor: at('第二条'), version: '1', text: '早上六点太晚。' }, id);
    const wrong = await say(someone, { anchor: at('第二条'), version: '9', text: '五点半正好。' }, id);
    expect((await publicComment(k.db, id, slow.number))?.versionNo).toBe(1);
    expect((await publicComment(k.db, id, wrong.number))?.versionNo).toBe(2);
    const cookie = await sessionCookie(k, someone);
    expect((await get(`/consultations/${slug}/say?anchor=${at('第二条')}`, cookie)).text).toContain(
      'name="version" value="2"',
    );
  });
});

describe('a name in front', () => {
  it('is typed or the account’s, and nobody takes an office’s, an organisation’s or the city’s', async () => {
    await makeDepartment(k, { name: '河滨管理处' });
    await forgetBooks(k);
    const department = '河滨管理处';
    await expect(say(someone, { shownAs: department })).rejects.toMatchObject({ code: 'kernel.invalid' });
    await expect(say(someone, { shownAs: ` ${department.slice(0, 2)} ${department.slice(2)}` })).rejects.toMatchObject({
      code: 'kernel.invalid',
    });
    const typed = await contributionById(k.db, (await say(someone, { shownAs: '临河居民' })).id);
    expect(typed?.shownAs).toBe('临河居民');
    const own = await contributionById(k.db, (await say(someone)).id);
    expect(own?.shownAs).toBe('李**');
  });

  it('of an organisation takes its administrator or liaison officer, and that it is verified', async () => {
    const [administrator, officer, member] = [await makeAccount(k), await makeAccount(k), await makeAccount(k)];
    const people = [
      { accountId: administrator.accountId, part: 'administrator' as const },
      { accountId: officer.accountId, part: 'liaison_officer' as const },
      { accountId: member.accountId, part: 'member' as const },
    ];
    const { id: verified } = await makeOrganisation(k, { name: '河滨社区服务中心', people });
    const { id: unverified } = await makeOrganisation(k, { name: '还没核验的公司', verified: false, people });
    for (const [who, organisation] of [
      [member, verified],
      [someone, verified],
      [administrator, unverified],
      [administrator, newId()],
    ] as const)
      await expect(say(who, { speaksFor: organisation })).rejects.toMatchObject({ code: 'kernel.invalid' });
    await expect(say(member, { shownAs: '河滨社区服务中心' })).rejects.toMatchObject({ code: 'kernel.invalid' });
    await say(officer, { speaksFor: verified });
    const { number } = await say(administrator, { speaksFor: verified });
    const page = await get(`/consultations/${consultation.slug}/opinions/${number}`);
    expect(page.text).toContain('河滨社区服务中心');
    expect(page.text).toContain('已核验单位');
  });
});

describe('the list', () => {
  it('pages through every order without leaving out or doubling', async () => {
    const made = await makeConsultation(k, 'draft');
    const { id } = made.consultation;
    const people = await Promise.all([1, 2, 3].map(() => makeAccount(k)));
    const said = [];
    for (let n = 0; n < 11; n += 1) said.push(await say(someone, { text: `第 ${n} 条意见` }, id));
    for (const [at, { id: contribution }] of said.entries())
      for (const person of people.slice(0, at % 4)) await setSupport(k, person, contribution, true);
    for (const at of [3, 3, 7]) await say(someone, { answers: String(said[at]?.number), text: '回应一下' }, id);
    const all = async (sort: CommentSort) => {
      const numbers: number[] = [];
      for (let after: CommentKey | null = null; ; ) {
        const page = await commentsOf(k.db, id, { sort, after, limit: 3 });
        numbers.push(...page.map(({ number }) => number));
        const last = page.at(-1);
        if (page.length < 3 || !last) return numbers;
        after = keyOf(sort, last);
      }
    };
    expect(await all('newest')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await all('oldest')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await all('supported')).toEqual([4, 8, 3, 7, 11, 2, 6, 10, 1, 5, 9]);
    expect(await all('answered')).toEqual([4, 8, 1, 2, 3, 5, 6, 7, 9, 10, 11]);
    expect(await commentCounts(k.db, id)).toEqual(new Map([[null, 11]]));
    for (const sort of ['newest', 'oldest', 'supported', 'answered', 'nonsense'])
      expect((await get(`/consultations/${made.consultation.slug}/opinions?sort=${sort}&after=5_5`)).status).toBe(200);
  });

  it('bears hostile addresses', async () => {
    const base = `/consultations/${consultation.slug}/opinions`;
    for (const query of [
      '?anchor=%00',
      '?anchor=%27%3B--',
      '?after=99999999999_1',
      '?after=x_y',
      `?anchor=${'a'.repeat(500)}`,
      '?sort[]=1',
      '?anchor=nowhere',
    ])
      expect((await get(`${base}${query}`)).status).toBe(200);
    for (const number of ['0', '-1', 'x', '99999999999', '1e3', '999'])
      expect((await get(`${base}/${number}`)).status).toBe(404);
  });

  it('has nothing of a consultation in preparation, and no draft’s list for other kinds', async () => {
    const prepared = await makeConsultation(k, 'draft', { state: 'draft' });
    const ideas = await makeConsultation(k, 'ideas');
    for (const { slug } of [prepared.consultation, ideas.consultation])
      for (const path of ['opinions', 'opinions/1'])
        expect((await get(`/consultations/${slug}/${path}`)).status).toBe(404);
  });
});

describe('taking back', () => {
  it('is the author’s alone, deletes words and name, and ends with the outcome', async () => {
    const { id, number } = await say(someone, { text: '藏不住的原话', shownAs: '藏不住的人' });
    const other = await makeAccount(k);
    for (const who of [anonymous, other, convener, moderator])
      expect(await code(withdrawContribution(k, who, id))).toBe('consultations.comments.not_yours');
    const outcomes = await Promise.all([1, 2].map(() => code(withdrawContribution(k, someone, id))));
    expect(outcomes.sort()).toEqual(['consultations.comments.not_withdrawable', 'done']);
    const { rows } = await sql`select * from consultations.contribution where id = ${id}`.execute(k.db);
    expect(JSON.stringify(rows)).not.toContain('藏不住');
    expect((await get(`/consultations/${consultation.slug}/opinions/${number}`)).status).toBe(404);
    const answered = await makeConsultation(k, 'draft');
    const said = await say(someone, {}, answered.consultation.id);
    await sql`update consultations.consultation set state = 'answered', answered_at = ${k.clock.now()}
      where id = ${answered.consultation.id}`.execute(k.db);
    expect(await code(withdrawContribution(k, someone, said.id))).toBe('consultations.comments.outcome_published');
  });
});

describe('the form', () => {
  let cookie: string;
  beforeAll(async () => {
    cookie = await sessionCookie(k, someone);
  });
  const url = () => `/consultations/${consultation.slug}/say`;
  const headers = () => ({ cookie });

  it('asks to sign in, shows the paragraph, and leads to one’s own page', async () => {
    expect((await get(`${url()}?anchor=${anchor}`)).location).toMatch(/^\/sign-in\?back=/);
    const page = await get(`${url()}?anchor=${anchor}`, cookie);
    expect(page.text).toContain('步道每天六时开放');
    const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const sent = { text: '请改成五点半开放。', anchor, answers: '', token };
    const answer = await postForm(app, url(), sent, headers());
    expect(answer.statusCode).toBe(303);
    expect((await postForm(app, url(), sent, headers())).headers.location).toBe(answer.headers.location);
    const own = await get(String(answer.headers.location), cookie);
    expect(own.text).toContain('已发表');
    expect(own.text).toContain('请改成五点半开放。');
    const other = await sessionCookie(k, await makeAccount(k));
    expect((await get(String(answer.headers.location), other)).status).toBe(404);
  });

  it('keeps a megabyte that is refused, with the error beside it', async () => {
    const long = '意见'.repeat(170_000);
    expect(Buffer.byteLength(long)).toBeGreaterThan(1_000_000);
    const answer = await postForm(app, url(), { text: long, anchor: '', token: 'abc' }, headers());
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('最多写 5000 个字');
    expect(answer.body).toContain(long);
    expect(answer.body).toContain('name="token" value="abc"');
  });

  it('says why nothing can be said', async () => {
    const over = await makeConsultation(k, 'draft', { from: -40, to: -1 });
    const page = await get(`/consultations/${over.consultation.slug}/say`, cookie);
    expect(page.status).toBe(409);
    expect(page.text).toContain('不再收新的意见');
    expect((await get(`${url()}?anchor=none`, cookie)).status).toBe(404);
    expect((await get(`${url()}?answers=99999`, cookie)).status).toBe(409);
  });

  it('refuses a form of another site', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: url(),
      headers: { cookie, 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'text=hello',
    });
    expect(answer.statusCode).toBe(403);
  });
});
