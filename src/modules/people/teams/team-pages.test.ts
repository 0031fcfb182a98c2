import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { postForm } from '../form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { teamsOf } from './team.queries.ts';
import { claimHours, decideHours } from './team-hours.ts';
import { setTask, takeTask } from './team-tasks.ts';
import { makeTeam } from './teams.factory.ts';
import { saturdayTask } from './teams.fixture.ts';

const k = await testKernel();
const app = await testApp(k);
const headers = { 'accept-language': 'zh-CN' };
const about = '把老街的故事译成几种文字，每周六在图书馆见面一次。';
const proposal = { name: '读书会', purpose: 'reading', about, charter: 'yes' };

describe('forms', () => {
  it('keep what was typed and say what is wrong, however long or strange it is', async () => {
    const member = await makeMember(k);
    const cookie = await sessionCookie(k, member);
    const send = (given: Record<string, string | string[]>) =>
      postForm(app, '/teams/new', { ...proposal, ...given }, { cookie, ...headers });
    const wrong: [Record<string, string | string[]>, string][] = [
      [{ name: '' }, '请写队名'],
      [{ name: '\u200b\u0000 \u202e' }, '请写队名'],
      [{ name: '长'.repeat(41) }, '太长了'],
      [{ about: '短' }, '请写简介'],
      [{ about: '长'.repeat(2001) }, '太长了'],
      [{ about: '长'.repeat(20_000) }, '太长了'],
      [{ purpose: 'politics' }, '请选做什么'],
      [{ purpose: ['reading', 'charity'] }, '请选做什么'],
      [{ charter: '' }, '请看过'],
    ];
    for (const [given, said] of wrong) {
      const answer = await send(given);
      expect(answer.statusCode, JSON.stringify(given).slice(0, 60)).toBe(422);
      expect(answer.body).toContain(said);
      if (!('name' in given)) expect(answer.body).toContain('value="读书会"');
    }
    expect(await teamsOf(k.db, member.accountId)).toEqual([]);
    expect((await send({ name: '<b>读书</b>\u202e会' })).statusCode).toBe(303);
    const mine = await app.inject({ url: '/me/teams', headers: { cookie, ...headers } });
    expect(mine.body).toContain('&lt;b>读书&lt;/b>');
  });

  it('of somebody who may not are refused, and addresses that are nobody’s are not found', async () => {
    const cookie = await sessionCookie(k, await makeAccount(k));
    const team = await makeTeam(k);
    expect((await postForm(app, '/teams/new', proposal, { cookie })).statusCode).toBe(403);
    expect((await postForm(app, `/teams/${team.slug}/tasks`, {}, { cookie })).statusCode).toBe(403);
    expect((await postForm(app, `/secretariat/teams/${team.slug}/close`, { reason: 'x' }, { cookie })).statusCode).toBe(
      403,
    );
    expect((await postForm(app, `/teams/${team.slug}/join`, {}, {})).statusCode).toBe(401);
    for (const url of [
      '/teams/nobody',
      '/teams/nobody/mine',
      '/teams/nobody/feed.xml',
      `/teams/${'a'.repeat(3000)}`,
      '/teams/%00',
      "/teams/'--",
    ]) {
      const { statusCode } = await app.inject({ url, headers: { cookie } });
      expect([400, 404, 414], `${url.slice(0, 30)} ${statusCode}`).toContain(statusCode);
    }
    for (const url of [
      '/teams?purpose=x',
      '/teams?after=~',
      '/teams?after=a~b',
      `/teams/${team.slug}?after=1_x`,
      '/teams/log?after=9_9',
    ])
      expect((await app.inject({ url })).statusCode, url).toBe(200);
    const leader = await sessionCookie(k, team.leader);
    for (const path of [
      'people/x/remove',
      'people/x/answer',
      'tasks/x/take',
      'hours/x/decide',
      'posts/x/withdraw',
      'tasks/x',
    ]) {
      const { statusCode } = await postForm(
        app,
        `/teams/${team.slug}/${path}`,
        { answer: 'yes', decision: 'confirm' },
        { cookie: leader },
      );
      expect([404, 409, 422], `${path} ${statusCode}`).toContain(statusCode);
    }
  });
});

describe('tables for those who run a team', () => {
  it('hold its people, tasks and hours, and open nothing as a formula', async () => {
    const team = await makeTeam(k, { leader: await makeMember(k, { name: '=1+1' }), members: 1 });
    const [member] = team.members;
    if (!member) throw new Error('no member');
    const taskId = await setTask(k, team.leader, team.slug, saturdayTask);
    await takeTask(k, member, team.slug, taskId);
    const hours = await claimHours(k, member, team.slug, { day: '2026-11-18', hours: '1.25', taskId });
    await decideHours(k, team.leader, team.slug, hours, { decision: 'confirm' });
    const cookie = await sessionCookie(k, team.leader);
    const table = async (name: string) => {
      const answer = await app.inject({ url: `/teams/${team.slug}/${name}`, headers: { cookie, ...headers } });
      expect([answer.statusCode, answer.headers['cache-control']], name).toEqual([200, 'private, no-store']);
      return answer;
    };
    expect((await table('members.csv')).body).toContain("'=1+1,队长");
    expect((await table('members.csv')).body).toContain(`${member.displayName},队员,2026-11-19 10:00:00,1.25`);
    expect((await table('tasks.csv')).body).toMatch(/周六翻译,.*2026-11-28 09:00:00,2026-11-28 11:30:00,2,/);
    expect((await table('hours.csv')).body).toContain(`2026-11-18,${member.displayName},1.25,周六翻译`);
    for (const name of ['members', 'tasks', 'hours'])
      expect((await table(`${name}.xlsx`)).rawPayload.subarray(0, 2).toString()).toBe('PK');
  });
});

it('lists teams by the pinyin of their names, in pages', async () => {
  for (const name of ['左岸队', '爱心队', '冬青队']) await makeTeam(k, { name, purpose: 'charity' });
  await settle(k);
  k.cache.clear();
  const { body } = await app.inject({ url: '/teams?purpose=charity', headers });
  const names = [...body.matchAll(/<h3><a href="\/teams\/[^"]+">([^<]+)</g)].map(([, name]) => name);
  expect(names).toEqual(['爱心队', '冬青队', '左岸队']);
});
