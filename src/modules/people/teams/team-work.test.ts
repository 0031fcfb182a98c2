import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { hoursOf } from './hours.queries.ts';
import { findPost } from './post.queries.ts';
import { taskById } from './task.queries.ts';
import { claimHours, correctHours, decideHours, withdrawHours } from './team-hours.ts';
import { appealHiding, hidePost, publishPost, ruleOnAppeal, withdrawPost } from './team-posts.ts';
import { changeTask, endTask, giveTaskBack, setTask, takeTask } from './team-tasks.ts';
import { makeTeam } from './teams.factory.ts';
import { reason, refused, saturdayTask as task, wrongField } from './teams.fixture.ts';

const k = await testKernel();
const app = await testApp(k);
await inTransaction(k.db, (tx) =>
  k.settings.set(
    tx,
    citySettings,
    { texts: { rules: { 'zh-CN': '1. **说真事。** 不编。\n2. **不写别人的隐私。** 都不写。\n' } } },
    k.clock.now(),
    null,
  ),
);

const get = async (url: string, actor?: { accountId: string | null }) => {
  const cookie = actor ? await sessionCookie(k, actor) : '';
  const answer = await app.inject({ url: encodeURI(url), headers: { cookie, 'accept-language': 'zh-CN' } });
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', ''), headers: answer.headers };
};
const fresh = async () => {
  await settle(k);
  k.cache.clear();
};
const events = async (teamId: string) =>
  (
    await k.db
      .selectFrom('kernel.event')
      .select(['type', 'payload'])
      .where('subject', '=', teamId)
      .orderBy('id')
      .execute()
  ).map(({ type, payload }) => ({ type, payload: payload as Record<string, unknown> }));

describe('tasks', () => {
  it('give their last place to one of many who take it at the same moment', async () => {
    const team = await makeTeam(k, { members: 5 });
    const taskId = await setTask(k, team.leader, team.slug, { ...task, places: 2 });
    const outcomes = await Promise.all(team.members.map((member) => refused(takeTask(k, member, team.slug, taskId))));
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(2);
    expect(outcomes.filter((each) => each === 'people.team_task_full')).toHaveLength(3);
    expect((await taskById(k.db, team.teamId, taskId))?.taken).toBe(2);
  });

  it('are taken once by a person, however often they press', async () => {
    const team = await makeTeam(k, { members: 1 });
    const [member] = team.members;
    if (!member) throw new Error('no member');
    const taskId = await setTask(k, team.leader, team.slug, { ...task, places: 5 });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => refused(takeTask(k, member, team.slug, taskId))));
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(1);
    expect(outcomes.filter((each) => each === 'people.team_task_yours')).toHaveLength(3);
    expect(await refused(changeTask(k, team.leader, team.slug, taskId, { ...task, places: 1 }))).toBe('done');
    expect((await taskById(k.db, team.teamId, taskId))?.places).toBe(1);
    await giveTaskBack(k, member, team.slug, taskId);
    expect(await refused(giveTaskBack(k, member, team.slug, taskId))).toBe('kernel.changed_meanwhile');
    await takeTask(k, team.leader, team.slug, taskId);
    expect(await refused(takeTask(k, member, team.slug, taskId))).toBe('people.team_task_full');
    await changeTask(k, team.leader, team.slug, taskId, { ...task, places: 3 });
    await takeTask(k, member, team.slug, taskId);
    expect(await refused(changeTask(k, team.leader, team.slug, taskId, { ...task, places: 1 }))).toBe(
      'people.team_task_taken',
    );
    await endTask(k, team.leader, team.slug, taskId, 'done');
    expect(await refused(takeTask(k, member, team.slug, taskId))).toBe('people.team_task_over');
    expect(await refused(endTask(k, team.leader, team.slug, taskId, 'cancelled'))).toBe('people.team_task_over');
    expect(await wrongField(setTask(k, team.leader, team.slug, { ...task, day: '2026-11-18' }))).toEqual(['day']);
    expect(await wrongField(setTask(k, team.leader, team.slug, { ...task, until: '08:00' }))).toEqual(['until']);
    expect(await refused(takeTask(k, await makeAccount(k), team.slug, taskId))).toBe('kernel.not_allowed');
  });
});

describe('hours', () => {
  const hours = { day: '2026-11-18', hours: '2.5' };

  it('count once somebody else confirms them, and are corrected with a reason', async () => {
    const team = await makeTeam(k, { members: 1, deputy: true });
    const [member] = team.members;
    const { deputy } = team;
    if (!member || !deputy) throw new Error('too few');
    const own = await claimHours(k, team.leader, team.slug, hours);
    expect(await refused(decideHours(k, team.leader, team.slug, own, { decision: 'confirm' }))).toBe(
      'kernel.not_allowed',
    );
    await expect(
      k.db
        .updateTable('people.team_hours')
        .set({ state: 'confirmed', decided_by: team.leader.accountId, decided_at: k.clock.now() })
        .where('id', '=', own)
        .execute(),
    ).rejects.toThrow(/violates check/);
    expect(await refused(decideHours(k, member, team.slug, own, { decision: 'confirm' }))).toBe('kernel.not_allowed');
    await decideHours(k, deputy, team.slug, own, { decision: 'confirm' });
    expect(await refused(decideHours(k, deputy, team.slug, own, { decision: 'decline', reason }))).toBe(
      'kernel.changed_meanwhile',
    );
    expect((await events(team.teamId)).find(({ type }) => type === 'people.team_hours_confirmed')?.payload).toEqual({
      teamId: team.teamId,
      hoursId: own,
      accountId: team.leader.accountId,
    });
    expect(await refused(correctHours(k, team.leader, team.slug, own, { hours: '8', reason }))).toBe(
      'kernel.not_allowed',
    );
    await correctHours(k, deputy, team.slug, own, { hours: '2', reason });
    expect((await hoursOf(k.db, team.teamId, {}, 9))[0]).toMatchObject({
      minutes: 120,
      corrections: [{ before: 150, after: 120, reason }],
    });
    await fresh();
    const record = k.db.selectFrom('people.activity').select(['kind', 'title', 'hours']);
    expect(await record.where('account_id', '=', team.leader.accountId).execute()).toEqual([
      { kind: 'team', title: expect.stringContaining('队'), hours: '2.00' },
    ]);
    const second = await claimHours(k, member, team.slug, hours);
    expect(await refused(withdrawHours(k, team.leader, team.slug, second))).toBe('kernel.not_found');
    await withdrawHours(k, member, team.slug, second);
    expect(await refused(decideHours(k, team.leader, team.slug, second, { decision: 'confirm' }))).toBe(
      'kernel.changed_meanwhile',
    );
  });

  it('fit into a day, lie behind, and are of people of the team', async () => {
    const team = await makeTeam(k, { members: 1 });
    const [member] = team.members;
    if (!member) throw new Error('no member');
    const claim = (given: Partial<typeof hours>) => claimHours(k, member, team.slug, { ...hours, ...given });
    for (const wrong of ['0', '-1', '25', '1.1', 'x', '1e9', 'Infinity'])
      expect(await wrongField(claim({ hours: wrong })), wrong).toEqual(['hours']);
    for (const day of ['2026-11-20', '2026-02-01', '2026-02-30', ''])
      expect(await wrongField(claim({ day })), day).toEqual(['day']);
    const outcomes = await Promise.all([1, 2, 3].map(() => refused(claim({ hours: '10' }))));
    expect(outcomes.sort()).toEqual(['done', 'done', 'people.team_hours_too_many']);
    expect(await refused(claimHours(k, await makeAccount(k), team.slug, hours))).toBe('kernel.not_allowed');
  });

  it('are summed up in public only where they single nobody out', async () => {
    const team = await makeTeam(k, { members: 5 });
    const give = async (n: number) => {
      for (const member of team.members.slice(0, n)) {
        const id = await claimHours(k, member, team.slug, { day: '2026-11-17', hours: '1.5' });
        await decideHours(k, team.leader, team.slug, id, { decision: 'confirm' });
      }
      await fresh();
      return (await get(`/teams/${team.slug}`)).text;
    };
    expect(await give(4)).not.toMatch(/服务时长.{0,60}6 小时/);
    expect(await give(5)).toMatch(/13\.5 小时/);
  });
});

describe('posts', () => {
  it('carry the team’s name, are hidden by a published rule, told, appealed, and ruled on by somebody else', async () => {
    const team = await makeTeam(k, { name: '写实队', leader: await makeMember(k, { name: 'SECRET-author' }) });
    const postId = await publishPost(k, team.leader, team.slug, {
      title: '第一次活动',
      body: '昨天我们<script>去了\n\n老街，很好看。',
    });
    await fresh();
    for (const url of [`/teams/${team.slug}`, '/teams/feed.xml', `/teams/${team.slug}/feed.xml`]) {
      const { text } = await get(url);
      expect(text, url).toContain('第一次活动');
      expect(text, url).toContain('写实队');
      expect(text, url).not.toContain('SECRET-author');
      expect(text, url).not.toContain('<script>去');
    }
    const moderator = await makeAccount(k, { roles: [{ role: 'moderator' }] });
    const another = await makeAccount(k, { roles: [{ role: 'moderator' }] });
    for (const role of ['secretary', 'administrator', 'leader', 'auditor'] as const)
      expect(
        await refused(hidePost(k, await makeAccount(k, { roles: [{ role }] }), postId, { rule: '2', reason })),
      ).toBe('kernel.not_allowed');
    expect(await wrongField(hidePost(k, moderator, postId, { rule: '9', reason }))).toEqual(['rule']);
    const both = await Promise.all(
      [moderator, another].map((actor) => refused(hidePost(k, actor, postId, { rule: '2', reason }))),
    );
    expect(both.sort()).toEqual(['done', 'kernel.changed_meanwhile']);
    await fresh();
    for (const url of [`/teams/${team.slug}`, '/teams/feed.xml', '/teams/log']) {
      const { text } = await get(url);
      expect(text, url).not.toContain('第一次活动');
      expect(text.includes('不写别人的隐私'), url).toBe(!url.includes('feed'));
    }
    const managed = (await get(`/teams/${team.slug}/manage`, team.leader)).text;
    expect(managed).toContain(reason);
    await appealHiding(k, team.leader, team.slug, postId, { text: '没有写到任何人的隐私，请再看一看。' });
    expect(
      await refused(appealHiding(k, team.leader, team.slug, postId, { text: '没有写到任何人的隐私，请再看一看。' })),
    ).toBe('people.team_appealed_already');
    const standing = await k.db
      .selectFrom('people.team_post_moderation')
      .select('by_id')
      .where('post_id', '=', postId)
      .executeTakeFirstOrThrow();
    const [same, fair] = standing.by_id === moderator.accountId ? [moderator, another] : [another, moderator];
    expect(await refused(ruleOnAppeal(k, same, postId, { ruling: 'upheld', reason }))).toBe('kernel.not_allowed');
    expect((await get('/teams/moderation', fair)).text).toContain('请再看一看');
    await ruleOnAppeal(k, fair, postId, { ruling: 'restored', reason });
    expect(await refused(ruleOnAppeal(k, fair, postId, { ruling: 'upheld', reason }))).toBe('kernel.changed_meanwhile');
    await fresh();
    expect((await get(`/teams/${team.slug}`)).text).toContain('第一次活动');
    await withdrawPost(k, team.leader, team.slug, postId);
    expect((await findPost(k.db, postId))?.withdrawnAt).not.toBeNull();
  });

  it('are not hidden by a moderator of the same team, nor appealed after thirty days', async () => {
    const leader = await makeAccount(k, { roles: [{ role: 'moderator' }] });
    const team = await makeTeam(k, { leader });
    const postId = await publishPost(k, leader, team.slug, { title: '标题', body: '正文正文正文正文正文' });
    expect(await refused(hidePost(k, leader, postId, { rule: '1', reason }))).toBe('kernel.not_allowed');
    await hidePost(k, await makeAccount(k, { roles: [{ role: 'moderator' }] }), postId, { rule: '1', reason });
    const later = { ...k, clock: { now: () => new Date(k.clock.now().getTime() + 31 * 86_400_000) } };
    expect(
      await refused(appealHiding(later, leader, team.slug, postId, { text: '没有写到任何人的隐私，请再看一看。' })),
    ).toBe('people.team_appeal_too_late');
  });
});
