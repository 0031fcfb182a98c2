import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { postForm } from '../form-post.fixture.ts';
import { withdrawConsent } from '../me/withdraw-consent.ts';
import { makeAccount, makeDistrict, sessionCookie } from '../people.factory.ts';
import { allFine, makeApplication } from './application/application.factory.ts';
import { applicationsOf } from './application/application.queries.ts';
import { checkApplication } from './application/check-application.ts';
import { entryOf } from './entry.queries.ts';
import { membershipsOf } from './membership.queries.ts';
import { makeMember } from './register.factory.ts';
import { proposeSuspension } from './suspension/suspend-member.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  await makeDistrict(k, { code: 'gulou', name: '鼓楼区' });
});
beforeEach(() => k.clock.set(testNow));

const get = (url: string, cookie = '') => app.inject({ url, headers: cookie ? { cookie } : {} });

/** The form of /join as a browser sends it. */
const form = {
  penName: '柏舟慢写',
  categories: ['online_writer', 'streamer'],
  stratum: 'freelance',
  intro: '写老城。',
  field: '老城故事',
  organisation: '',
  post: '',
  skills: '写作、校对，口述史',
  district: 'gulou',
  contactPhone: '13900000101',
  contactEmail: '',
  accounts_rows: '3',
  works_rows: '3',
  account2_platform: '图文号',
  account2_name: '柏舟',
  account2_url: 'example.test/bozhou',
  work1_title: '一条巷子的早晨',
  work1_kind: 'text',
  work1_year: '2026',
  work1_url: '',
  work1_note: '',
  referees: '蔡老师',
  publicFields: ['pen_name', 'works'],
  agreed: 'yes',
  consentDirectory: 'yes',
};

describe('/join', () => {
  it('explains to everybody what is kept and what a membership cannot be suspended for', async () => {
    const page = (await get('/join')).body;
    expect(page).toContain('会记下什么');
    expect(page).toContain('说了什么、怎么看一件事，不是理由');
    expect(page).toContain('/sign-in?back=/join');
    expect(page).not.toContain('<form id="join"');
  });

  it('takes an application and shows where it stands', async () => {
    const person = await makeAccount(k);
    const cookie = await sessionCookie(k, person);
    expect((await get('/join', cookie)).body).toContain('id="join"');
    const sent = await postForm(app, '/join', form, { cookie });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/me/membership?said=applied']);
    expect(await entryOf(k.db, person.accountId)).toMatchObject({
      penName: '柏舟慢写',
      skills: ['写作', '校对', '口述史'],
      contactPhone: '+8613900000101',
      accounts: [{ platform: '图文号', name: '柏舟', url: 'https://example.test/bozhou' }],
      works: [{ title: '一条巷子的早晨', year: 2026 }],
      publicFields: ['pen_name', 'works'],
    });
    const mine = (await get('/me/membership?said=applied', cookie)).body;
    expect(mine).toContain('等待核验');
    expect(mine).toContain('data-sent="join"');
    expect((await get('/join', cookie)).body).toContain('您的申请正在办');
    const again = await postForm(app, '/join', form, { cookie });
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('一条巷子的早晨');
  });

  it('keeps everything typed and says what is wrong beside the field, in the row where it is', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k));
    const wrong = { ...form, agreed: '', contactPhone: '', account2_url: 'javascript:alert(1)', work1_year: '去年' };
    const answer = await postForm(app, '/join', wrong, { cookie });
    expect(answer.statusCode).toBe(422);
    for (const link of ['#join-account2_url', '#join-work1_year', '#join-contactPhone', '#join-agreed'])
      expect(answer.body).toContain(`href="${link}"`);
    expect(answer.body).toContain('写老城。');
    expect(answer.body).toContain('value="一条巷子的早晨"');
  });

  it('adds rows without scripts and without losing a word', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k));
    const answer = await postForm(app, '/join', { ...form, more: 'accounts' }, { cookie });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('name="account6_platform"');
    expect(answer.body).not.toContain('name="account7_platform"');
    expect(answer.body).toContain('value="柏舟慢写"');
  });

  it('bears hostile and huge input', async () => {
    const person = await makeAccount(k);
    const cookie = await sessionCookie(k, person);
    const nasty = '<script>alert(1)</script>\u202e\u0007"\'';
    const huge = '长'.repeat(15_000);
    for (const value of [nasty, huge]) {
      const answer = await postForm(
        app,
        '/join',
        { ...form, penName: value, intro: value, account2_name: value, work1_title: value, skills: value },
        { cookie },
      );
      expect([303, 413, 422]).toContain(answer.statusCode);
      expect(answer.body).not.toContain('<script>alert');
    }
    for (const odd of [
      { ...form, categories: ['no_such'] },
      { ...form, stratum: 'x', district: 'nowhere' },
      { ...form, accounts_rows: '99999999', works_rows: '-1', account2_name: '' },
      { ...form, penName: ['a', 'b'], publicFields: ['password'] },
    ]) {
      const other = await sessionCookie(k, await makeAccount(k));
      expect((await postForm(app, '/join', odd as never, { cookie: other })).statusCode).toBeLessThan(500);
    }
    expect((await postForm(app, '/join', { ...form, nomination: 'x' }, { cookie })).statusCode).toBeLessThan(500);
  });
});

describe('/me/membership', () => {
  it('tells nobody’s but one’s own', async () => {
    expect((await get('/me/membership')).headers.location).toContain('/sign-in');
    const other = await sessionCookie(k, await makeAccount(k));
    await makeMember(k, { entry: { penName: 'SECRET-pen', publicFields: [] } });
    const page = (await get('/me/membership', other)).body;
    expect(page).toContain('您现在不在成员名册里');
    expect(page).not.toContain('SECRET');
  });

  it('says what is missing and leads back to the form with everything in it', async () => {
    const { applicant } = await makeApplication(k, { state: 'returned' });
    const cookie = await sessionCookie(k, applicant);
    expect((await get('/me/membership', cookie)).body).toContain('作品打不开，请换一个网址。');
    const join = (await get('/join', cookie)).body;
    expect(join).toContain('作品打不开');
    expect(join).toContain('value="一条巷子的早晨"');
    expect((await postForm(app, '/join', form, { cookie })).statusCode).toBe(303);
    expect((await applicationsOf(k.db, applicant.accountId))[0]).toMatchObject({ state: 'submitted', round: 2 });
  });

  it('tells the applicant neither the recommendation nor who checked', async () => {
    const made = await makeApplication(k);
    await checkApplication(k, made.secretary, made.number, 1, { ...allFine, note: 'SECRET-recommendation' });
    const page = (await get('/me/membership', await sessionCookie(k, made.applicant))).body;
    expect(page).toContain('等待评议');
    expect(page).not.toContain('SECRET');
    expect(page).not.toContain('秘书小周');
  });

  it('changes the entry, shows it at once, and leaves with one confirmation', async () => {
    const member = await makeMember(k, { entry: { penName: '秋水', publicFields: ['pen_name'] } });
    const cookie = await sessionCookie(k, member);
    const { agreed: _, ...change } = form;
    expect((await get('/me/membership/entry', cookie)).body).toContain('value="秋水"');
    expect((await postForm(app, '/me/membership/entry', { ...change, penName: '长河' }, { cookie })).statusCode).toBe(
      303,
    );
    expect((await get(`/members/${member.number.toLowerCase()}`)).body).toContain('长河');
    const unsure = await postForm(app, '/me/membership/leave', {}, { cookie });
    expect(unsure.statusCode).toBe(422);
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
    expect((await postForm(app, '/me/membership/leave', { sure: 'yes' }, { cookie })).statusCode).toBe(303);
    await settle(k);
    expect((await get(`/members/${member.number.toLowerCase()}`)).statusCode).toBe(404);
    expect((await get('/me/membership', cookie)).body).toContain(member.number);
  });

  it('is out of the public pages as soon as the consent to them is withdrawn', async () => {
    const member = await makeMember(k, { entry: { penName: 'SECRET-shown', publicFields: ['pen_name'] } });
    const cookie = await sessionCookie(k, member);
    const { agreed: _, ...change } = form;
    await postForm(app, '/me/membership/entry', { ...change, penName: 'SECRET-shown' }, { cookie });
    await settle(k);
    const url = `/members/${member.number.toLowerCase()}`;
    expect((await get(url)).body).toContain('SECRET-shown');
    expect((await get('/members')).body).toContain('SECRET-shown');
    const consent = await k.db
      .selectFrom('people.consent')
      .select('id')
      .where('account_id', '=', member.accountId)
      .where('purpose', '=', 'people.directory')
      .executeTakeFirstOrThrow();
    await withdrawConsent(k, member, consent.id);
    await settle(k);
    expect((await get(url)).statusCode).toBe(404);
    expect((await get('/members')).body).not.toContain('SECRET-shown');
  });

  it('shows a proposed suspension and takes one’s words', async () => {
    const member = await makeMember(k);
    const secretary = await makeAccount(k, { name: '秘书小冯', roles: [{ role: 'secretary' }] });
    const facts = '以“市政府特约”名义收费。';
    await proposeSuspension(k, secretary, member.number, { rule: 'acted_as_office', facts, hearingOn: '2026-11-26' });
    const cookie = await sessionCookie(k, member);
    const page = (await get('/me/membership', cookie)).body;
    expect(page).toContain(facts);
    expect(page).toContain('冒充本平台');
    expect(page).not.toContain('秘书小冯');
    expect((await postForm(app, '/me/membership/statement', { statement: '短' }, { cookie })).statusCode).toBe(422);
    const sent = await postForm(app, '/me/membership/statement', { statement: '收据不是我开的。' }, { cookie });
    expect(sent.statusCode).toBe(303);
  });

  it('answers a renewal out of time with the day from which on it can be asked', async () => {
    const member = await makeMember(k);
    const answer = await postForm(
      app,
      '/me/membership/renewal',
      { note: '' },
      { cookie: await sessionCookie(k, member) },
    );
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('2028-11-01');
  });
});
