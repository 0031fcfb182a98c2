import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel, testNow } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { type Role, roles } from '../../actor.ts';
import { postForm } from '../../form-post.fixture.ts';
import { looksAt } from '../../me/export-data.ts';
import { makeAccount, makeDistrict, sessionCookie } from '../../people.factory.ts';
import { allFine, makeApplication } from '../application/application.factory.ts';
import { applicationsOf } from '../application/application.queries.ts';
import { checkApplication } from '../application/check-application.ts';
import { decideApplication } from '../application/decide-application.ts';
import { leaveRegister } from '../membership/leave-register.ts';
import { membershipsOf } from '../membership.queries.ts';
import { makeMember } from '../register.factory.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});
beforeEach(() => k.clock.set(testNow));

const get = (url: string, cookie = '') => app.inject({ url, headers: cookie ? { cookie } : {} });

describe('/secretariat', () => {
  const open: readonly Role[] = ['secretary', 'committee', 'auditor'];

  it('is open to the secretariat, the committee and auditors with their second factor alone', async () => {
    const { number, memberNumber } = await makeApplication(k, { state: 'approved' });
    const pages = [
      '/secretariat',
      '/secretariat?list=hearings',
      `/secretariat/applications/${number}`,
      '/secretariat/members',
      `/secretariat/members/${memberNumber}`,
      '/secretariat/members.csv',
      '/secretariat/members.xlsx',
      '/secretariat/list.csv?list=check',
    ];
    for (const role of roles) {
      const actor = await makeAccount(k, { roles: [{ role }] });
      const cookie = await sessionCookie(k, actor);
      const without = await sessionCookie(k, actor, false);
      for (const page of pages) {
        expect([role, page, (await get(page, cookie)).statusCode]).toEqual([
          role,
          page,
          open.includes(role) ? 200 : 403,
        ]);
        expect((await get(page, without)).statusCode).not.toBe(200);
      }
    }
    const resident = await sessionCookie(k, await makeAccount(k));
    for (const page of pages) {
      expect((await get(page, resident)).statusCode).toBe(403);
      expect((await get(page)).statusCode).toBe(303);
    }
  });

  it('lets no role but its own do anything', async () => {
    const { number, applicant } = await makeApplication(k);
    const member = await makeMember(k);
    const deeds: [string, Record<string, string>, readonly Role[]][] = [
      [`/secretariat/applications/${number}/check`, { round: '1', outcome: 'pass' }, ['secretary']],
      [`/secretariat/applications/${number}/decide`, { decision: 'approve', reasons: '作品扎实。' }, ['committee']],
      [
        `/secretariat/members/${member.number}/suspend`,
        { rule: 'acted_as_office', facts: '收费三次', hearingOn: '2026-12-01' },
        ['secretary'],
      ],
      [`/secretariat/members/${member.number}/suspension`, { decision: 'dismiss', reasons: '不成立' }, ['committee']],
      [`/secretariat/members/${member.number}/lift`, { reasons: '不成立' }, ['committee']],
      [`/secretariat/members/${member.number}/renewal`, { decision: 'grant', reasons: '' }, ['committee']],
    ];
    for (const role of roles.filter((one) => one !== 'secretary' && one !== 'committee')) {
      const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role }] }));
      for (const [url, fields] of deeds) {
        const code = (await postForm(app, url, fields, { cookie })).statusCode;
        expect([role, url, [403, 409, 422].includes(code)]).toEqual([role, url, true]);
      }
    }
    expect((await applicationsOf(k.db, applicant.accountId))[0]?.state).toBe('submitted');
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
  });

  it('takes an application from the check to the decision', async () => {
    const { number, secretary, committee, applicant } = await makeApplication(k, { name: '莫柏舟' });
    const [checks, decides] = [await sessionCookie(k, secretary), await sessionCookie(k, committee)];
    expect((await get('/secretariat', checks)).body).toContain(number);
    const url = `/secretariat/applications/${number}`;
    const empty = await postForm(app, `${url}/check`, { round: '1' }, { cookie: checks });
    expect(empty.statusCode).toBe(422);
    for (const link of ['#check-form-name_ok', '#check-form-outcome']) expect(empty.body).toContain(`href="${link}"`);
    const fine = Object.fromEntries(
      ['name', 'contact', 'category', 'works', 'references'].map((item) => [`${item}_ok`, 'yes']),
    );
    const vague = { ...fine, round: '1', outcome: 'return', works_ok: 'no', note: '' };
    expect((await postForm(app, `${url}/check`, vague, { cookie: checks })).body).toContain('说清楚这一项差什么');
    const pass = { ...fine, round: '1', outcome: 'pass', recommendation: 'approve', note: '核对过了' };
    expect((await postForm(app, `${url}/check`, pass, { cookie: checks })).headers.location).toBe(`${url}?said=passed`);
    const page = (await get(url, decides)).body;
    expect(page).toContain('核对过了');
    expect(page).toContain('decide-form');
    const decision = { decision: 'approve', reasons: '作品扎实，邻里认可。' };
    const done = await postForm(app, `${url}/decide`, decision, { cookie: decides });
    expect(done.headers.location).toBe(`${url}?said=approved`);
    expect(await membershipsOf(k.db, applicant.accountId)).toHaveLength(1);
    expect((await get('/me/membership', await sessionCookie(k, applicant))).body).toContain('作品扎实，邻里认可。');
  });

  it('shows whoever comes second what was decided and by whom, and keeps what they wrote', async () => {
    const { number, committee } = await makeApplication(k, { state: 'checked' });
    const second = await makeAccount(k, { roles: [{ role: 'committee' }] });
    await decideApplication(k, committee, number, { decision: 'decline', reasons: '作品不是本人的。' });
    const answer = await postForm(
      app,
      `/secretariat/applications/${number}/decide`,
      { decision: 'approve', reasons: '我看过原稿，是本人的。' },
      { cookie: await sessionCookie(k, second) },
    );
    expect(answer.statusCode).toBe(409);
    for (const text of ['这份申请已经有了决定', '委员老方', '作品不是本人的。', '我看过原稿，是本人的。'])
      expect(answer.body).toContain(text);
  });

  it('says why somebody with two roles may not decide', async () => {
    const both = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
    const { number } = await makeApplication(k);
    await checkApplication(k, both, number, 1, allFine);
    const page = (await get(`/secretariat/applications/${number}`, await sessionCookie(k, both))).body;
    expect(page).toContain('这份申请是您核验的');
    expect(page).not.toContain('decide-form');
  });

  it('pages through a list by key, narrows it and exports the whole of it', async () => {
    const district = await makeDistrict(k, { code: 'shuixi', name: '水西区' });
    const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'secretary' }] }));
    const made: string[] = [];
    for (let i = 0; i < 53; i++) {
      const { number } = await makeApplication(k, { input: { district: 'shuixi', penName: `笔名${i}` } });
      made.push(number);
    }
    expect(district).toBeTruthy();
    const first = (await get('/secretariat?list=check&district=shuixi', cookie)).body;
    const shown = (page: string) => made.filter((number) => page.includes(`>${number}<`));
    expect(shown(first)).toHaveLength(50);
    const next = /href="([^"]+)" rel="next"|rel="next"[^>]*href="([^"]+)"/.exec(first) ?? [];
    const href = (next[1] ?? next[2] ?? '').replaceAll('&amp;', '&');
    expect(shown((await get(href, cookie)).body)).toHaveLength(3);
    const csv = (await get('/secretariat/list.csv?list=check&district=shuixi', cookie)).body;
    expect(csv.trim().split('\r\n')).toHaveLength(54);
    expect((await get('/secretariat?list=check&district=shuixi&category=streamer', cookie)).body).toContain(
      '没有等待核验的申请',
    );
    for (const after of ['x', "2026-11-19T00:00:00Z~'; drop", '2026-99-99~x', '~'])
      expect((await get(`/secretariat?after=${encodeURIComponent(after)}`, cookie)).statusCode).toBe(200);
  });
});

describe('members for staff', () => {
  it('are found by number, name, pen name, organisation and pinyin', async () => {
    const member = await makeMember(k, {
      name: '欧阳竹溪',
      entry: { penName: '溪边茶馆', organisationName: '云川写作协会' },
    });
    const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'committee' }] }));
    for (const q of [member.number, '竹溪', '茶馆', '写作协会', 'ouyangzhuxi', 'oyzx', 'xibian'])
      expect([
        q,
        (await get(`/secretariat/members?q=${encodeURIComponent(q)}`, cookie)).body.includes('欧阳竹溪'),
      ]).toEqual([q, true]);
    expect((await get('/secretariat/members?q=%25', cookie)).body).toContain('没有找到');
  });

  it('shows everything to staff, and the member who looked', async () => {
    const member = await makeMember(k, {
      entry: { penName: '秋水', contactPhone: '+8613900000177', publicFields: [] },
    });
    const secretary = await makeAccount(k, { name: '秘书小周', roles: [{ role: 'secretary' }] });
    const cookie = await sessionCookie(k, secretary);
    const page = (await get(`/secretariat/members/${member.number}`, cookie)).body;
    expect(page).toContain('139 0000 0177');
    expect(await looksAt(k, member.accountId, 10)).toMatchObject([{ by: '秘书小周' }]);
    await get('/secretariat/members.csv', cookie);
    expect(await looksAt(k, member.accountId, 10)).toHaveLength(2);
    expect((await get('/secretariat/members/M2026-9999', cookie)).statusCode).toBe(404);
    expect((await get('/secretariat/members/%00', cookie)).statusCode).toBeLessThan(500);
  });

  it('keeps nothing of whoever has left', async () => {
    const member = await makeMember(k, { name: 'SECRET-name', entry: { penName: 'SECRET-pen' } });
    await leaveRegister(k, member);
    const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'secretary' }] }));
    for (const url of [
      '/secretariat/members?state=ended',
      '/secretariat/members.csv?state=ended',
      `/secretariat/members/${member.number}`,
      '/secretariat/members?q=SECRET-n',
    ]) {
      const { body } = await get(url, cookie);
      expect([url, /SECRET-(name|pen)/.test(body)]).toEqual([url, false]);
    }
  });

  it('leaves in a table neither formulas nor more than was asked for', async () => {
    await makeMember(k, { name: '=cmd|calc', entry: { penName: '+1', categories: ['group_owner'] } });
    const cookie = await sessionCookie(k, await makeAccount(k, { roles: [{ role: 'auditor' }] }));
    const csv = (await get('/secretariat/members.csv?category=group_owner', cookie)).body;
    expect(csv).toContain("'=cmd|calc");
    expect(csv).toContain("'+1");
    expect(csv.trim().split('\r\n')).toHaveLength(2);
  });

  it('carries a suspension from its proposal to its end', async () => {
    const member = await makeMember(k);
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
    const [proposes, decides] = [await sessionCookie(k, secretary), await sessionCookie(k, committee)];
    const url = `/secretariat/members/${member.number}`;
    const proposal = { rule: 'membership_for_sale', facts: '收了三次“入会费”。', hearingOn: '2026-11-20' };
    const soon = await postForm(app, `${url}/suspend`, proposal, { cookie: proposes });
    expect(soon.statusCode).toBe(422);
    expect(soon.body).toContain('2026-11-26');
    expect(soon.body).toContain('收了三次');
    const sent = await postForm(app, `${url}/suspend`, { ...proposal, hearingOn: '2026-11-26' }, { cookie: proposes });
    expect(sent.headers.location).toBe(`${url}?said=suspend`);
    expect((await get('/secretariat?list=hearings', decides)).body).toContain(member.number);
    expect((await get(url, decides)).body).not.toContain('suspension-form');
    k.clock.set(new Date('2026-11-26T02:00:00Z'));
    const later = await sessionCookie(k, committee);
    expect((await get(url, later)).body).toContain('suspension-form');
    const decision = { decision: 'suspend', until: '2027-02-28', reasons: '有转账记录。' };
    expect((await postForm(app, `${url}/suspension`, decision, { cookie: later })).statusCode).toBe(303);
    expect((await get(`/members/${member.number.toLowerCase()}`)).statusCode).toBe(404);
    expect((await postForm(app, `${url}/lift`, { reasons: '钱已退还。' }, { cookie: later })).statusCode).toBe(303);
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
  });
});
