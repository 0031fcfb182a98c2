import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { closeTeam, decideOnTeam, nameLeader } from './decide-team.ts';
import { hoursOf } from './hours.queries.ts';
import { answerInvitation, answerRequest, askToJoin, inviteToTeam, leaveTeam, showName } from './join-team.ts';
import { answerLead, offerLead, removePerson, setDeputy } from './lead-team.ts';
import { findPost } from './post.queries.ts';
import { describeTeam, proposeTeam } from './propose-team.ts';
import { taskById } from './task.queries.ts';
import { findTeam } from './team.queries.ts';
import { claimHours, correctHours, decideHours, withdrawHours } from './team-hours.ts';
import { peopleOf, personOf } from './team-person.queries.ts';
import { appealHiding, hidePost, publishPost, ruleOnAppeal, withdrawPost } from './team-posts.ts';
import { changeTask, endTask, giveTaskBack, setTask, takeTask } from './team-tasks.ts';
import { makeTeam } from './teams.factory.ts';

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

const task = { title: '周六翻译', place: '图书馆', day: '2026-11-28', from: '09:00', until: '11:30', places: 2 };
const reason = '这里写清楚了原因，够十个字。';
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
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code as string,
  );
const wrongField = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error) =>
      Object.keys(
        error.fields ?? Object.fromEntries((error.issues ?? []).map((i: { path: string[] }) => [i.path[0], 1])),
      ),
  );

describe('a team begins', () => {
  it('with a member or staff who proposes it, and the secretariat that approves it', async () => {
    const team = await makeTeam(k, { state: 'proposed', name: '老街翻译队' });
    expect(team.slug).toBe('laojiefanyidui');
    expect((await get(`/teams/${team.slug}`)).status).toBe(404);
    expect((await get('/teams')).text).not.toContain('老街翻译队');
    for (const role of ['committee', 'auditor', 'administrator', 'moderator', 'leader', 'liaison_officer'] as const)
      expect(
        await refused(decideOnTeam(k, await makeAccount(k, { roles: [{ role }] }), team.slug, { decision: 'approve' })),
      ).toBe('kernel.not_allowed');
    await decideOnTeam(k, team.secretary, team.slug, { decision: 'approve' });
    await fresh();
    expect((await get(`/teams/${team.slug}`)).text).toContain('老街翻译队');
    expect((await get('/teams?purpose=translation')).text).toContain('老街翻译队');
    expect((await get('/teams?purpose=charity')).text).not.toContain('老街翻译队');
    expect(await refused(decideOnTeam(k, team.secretary, team.slug, { decision: 'approve' }))).toBe(
      'people.team_wrong_state',
    );
  });

  it('never by the word of whoever proposed it', async () => {
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const team = await makeTeam(k, { leader: secretary, state: 'proposed' });
    expect(await refused(decideOnTeam(k, secretary, team.slug, { decision: 'approve' }))).toBe('kernel.not_allowed');
    await expect(
      k.db
        .updateTable('people.team')
        .set({ state: 'active', decided_by: secretary.accountId, decided_at: k.clock.now() })
        .where('id', '=', team.teamId)
        .execute(),
    ).rejects.toThrow(/team_check|violates check/);
  });

  it('needs a reason where it is declined, and says it to whoever proposed it', async () => {
    const team = await makeTeam(k, { state: 'proposed' });
    expect(await wrongField(decideOnTeam(k, team.secretary, team.slug, { decision: 'decline', reason: '不' }))).toEqual(
      ['reason'],
    );
    await decideOnTeam(k, team.secretary, team.slug, { decision: 'decline', reason });
    expect((await get('/me/teams', team.leader)).text).toContain(reason);
    expect((await get(`/teams/${team.slug}`)).status).toBe(404);
  });

  it('not by somebody who is neither, not with a purpose of its own, an office’s name or one that is taken', async () => {
    const about = '把老街的故事译成几种文字，每周六在图书馆见面一次。';
    const given = { name: '某队', purpose: 'reading', about, charter: 'yes' } as const;
    expect(await refused(proposeTeam(k, await makeAccount(k), given))).toBe('kernel.not_allowed');
    const suspended = await makeMember(k);
    await k.db
      .updateTable('people.membership')
      .set({ state: 'suspended' })
      .where('id', '=', suspended.membershipId)
      .execute();
    expect(await refused(proposeTeam(k, suspended, given))).toBe('kernel.not_allowed');
    const member = await makeMember(k);
    await makeDepartment(k, { name: '市水务局' });
    expect(await wrongField(proposeTeam(k, member, { ...given, name: '市水务局之友' }))).toEqual(['name']);
    expect(await wrongField(proposeTeam(k, member, { ...given, purpose: 'comments' as 'reading' }))).toEqual([
      'purpose',
    ]);
    expect(await wrongField(proposeTeam(k, member, { ...given, charter: '' as 'yes' }))).toEqual(['charter']);
    await makeTeam(k, { name: '同名队' });
    expect(await wrongField(proposeTeam(k, member, { ...given, name: '同名队' }))).toEqual(['name']);
    const departmentId = await makeDepartment(k);
    const handler = await makeAccount(k, { roles: [{ role: 'handler', departmentId }] });
    expect(
      await refused(proposeTeam(k, handler, { ...given, name: '甲队', departmentId: await makeDepartment(k) })),
    ).toBe('kernel.not_allowed');
    expect(await proposeTeam(k, handler, { ...given, name: 'new', departmentId })).toBe('team-new');
  });
});

describe('joining', () => {
  it('takes both sides saying yes, and leaving none', async () => {
    const team = await makeTeam(k);
    const person = await makeAccount(k);
    await askToJoin(k, person, team.slug, { note: '会英语' });
    expect(await refused(askToJoin(k, person, team.slug, {}))).toBe('people.team_already');
    expect((await personOf(k.db, team.teamId, person.accountId))?.state).toBe('asked');
    expect(await refused(setTask(k, person, team.slug, task))).toBe('kernel.not_allowed');
    await answerRequest(k, team.leader, team.slug, await team.personId(person), { answer: 'yes' });
    expect((await personOf(k.db, team.teamId, person.accountId))?.state).toBe('held');
    expect(
      await refused(answerRequest(k, team.leader, team.slug, await team.personId(person), { answer: 'yes' })),
    ).toBe('kernel.changed_meanwhile');
    await leaveTeam(k, person, team.slug);
    expect(await personOf(k.db, team.teamId, person.accountId)).toBeUndefined();
    await askToJoin(k, person, team.slug, {});
    await answerRequest(k, team.leader, team.slug, await team.personId(person), { answer: 'no' });
    expect(await personOf(k.db, team.teamId, person.accountId)).toBeUndefined();
  });

  it('by invitation, which does not tell who is here', async () => {
    const team = await makeTeam(k);
    const member = await makeMember(k, { name: 'SECRET-invited' });
    for (const who of [member.number.toLowerCase(), member.email, 'nobody@example.test', 'M2026-9999', '没有的人'])
      await inviteToTeam(k, team.leader, team.slug, { who });
    expect((await get(`/teams/${team.slug}/manage`, team.leader)).text).not.toContain('SECRET-invited');
    expect((await peopleOf(k.db, team.teamId)).filter(({ state }) => state === 'offered')).toHaveLength(1);
    await answerInvitation(k, member, team.slug, { answer: 'yes' });
    expect(await refused(answerInvitation(k, member, team.slug, { answer: 'no' }))).toBe('kernel.changed_meanwhile');
    expect((await personOf(k.db, team.teamId, member.accountId))?.state).toBe('held');
  });
});

describe('the leader', () => {
  it('is one, at any time: handed over by both saying yes, and leaves only then', async () => {
    const team = await makeTeam(k, { members: 1 });
    const [member] = team.members;
    if (!member) throw new Error('no member');
    expect(await refused(leaveTeam(k, team.leader, team.slug))).toBe('people.team_leader_stays');
    expect(await refused(answerLead(k, member, team.slug, { answer: 'yes' }))).toBe('kernel.changed_meanwhile');
    await offerLead(k, team.leader, team.slug, await team.personId(member));
    await answerLead(k, member, team.slug, { answer: 'yes' });
    expect((await peopleOf(k.db, team.teamId)).map(({ accountId, part }) => [accountId, part])).toEqual([
      [member.accountId, 'leader'],
      [team.leader.accountId, 'deputy'],
    ]);
    await leaveTeam(k, team.leader, team.slug);
    const row = k.db.updateTable('people.team_person').where('team_id', '=', team.teamId);
    await expect(row.set({ part: 'member' }).execute()).rejects.toThrow('has no leader');
    await expect(row.set({ state: 'ended', until: k.clock.now() }).execute()).rejects.toThrow('has no leader');
    await expect(k.db.deleteFrom('people.team_person').where('team_id', '=', team.teamId).execute()).rejects.toThrow(
      'has no leader',
    );
    const other = await makeAccount(k);
    await askToJoin(k, other, team.slug, {});
    await answerRequest(k, member, team.slug, await team.personId(other), { answer: 'yes' });
    await expect(row.set({ part: 'leader' }).where('account_id', '=', other.accountId).execute()).rejects.toThrow(
      'team_leader_idx',
    );
  });

  it('alone names deputies, hands over, describes and closes; deputies run the rest', async () => {
    const team = await makeTeam(k, { members: 2, deputy: true });
    const { deputy, members } = team;
    const [member, other] = members;
    if (!deputy || !member || !other) throw new Error('too few');
    const id = await team.personId(member);
    for (const actor of [deputy, member, team.secretary, await makeAccount(k)]) {
      expect(await refused(setDeputy(k, actor, team.slug, id, true))).toBe('kernel.not_allowed');
      expect(await refused(offerLead(k, actor, team.slug, id))).toBe('kernel.not_allowed');
      expect(
        await refused(
          describeTeam(k, actor, team.slug, { name: '另名', about: '另一个二十个字以上的简介，说清楚做什么的。' }),
        ),
      ).toBe('kernel.not_allowed');
      if (actor !== team.secretary)
        expect(await refused(closeTeam(k, actor, team.slug, { reason }))).toBe('kernel.not_allowed');
    }
    for (const actor of [member, team.secretary, await makeAccount(k)]) {
      expect(await refused(setTask(k, actor, team.slug, task))).toBe('kernel.not_allowed');
      expect(await refused(publishPost(k, actor, team.slug, { title: '标题', body: '正文正文正文正文正文' }))).toBe(
        'kernel.not_allowed',
      );
      expect(await refused(removePerson(k, actor, team.slug, id))).toBe('kernel.not_allowed');
      expect(await refused(inviteToTeam(k, actor, team.slug, { who: 'M2026-0001' }))).toBe('kernel.not_allowed');
      for (const url of ['manage', 'members.csv', 'tasks.xlsx', 'hours.csv'])
        expect((await get(`/teams/${team.slug}/${url}`, actor)).status, url).toBe(403);
    }
    expect(await refused(removePerson(k, deputy, team.slug, await team.personId(team.leader)))).toBe(
      'kernel.not_allowed',
    );
    await removePerson(k, deputy, team.slug, id);
    await closeTeam(k, team.leader, team.slug, { reason });
    expect(await refused(askToJoin(k, member, team.slug, {}))).toBe('people.team_wrong_state');
    expect(await refused(setTask(k, team.leader, team.slug, task))).toBe('kernel.not_allowed');
    await fresh();
    expect((await get(`/teams/${team.slug}`)).text).toContain(reason);
    expect((await get('/teams')).text).not.toContain(`/teams/${team.slug}"`);
  });

  it('is named only where they agreed', async () => {
    const team = await makeTeam(k, { leader: await makeMember(k, { name: '郑有名' }) });
    await fresh();
    expect((await get(`/teams/${team.slug}`)).text).not.toContain('郑有名');
    await showName(k, team.leader, team.slug, true);
    await fresh();
    expect((await get(`/teams/${team.slug}`)).text).toContain('郑有名');
  });
});

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

describe('an account that is erased', () => {
  it('is gone from its teams; hours stay as numbers, and a deputy leads on', async () => {
    const team = await makeTeam(k, {
      members: 1,
      deputy: true,
      leader: await makeMember(k, { name: 'SECRET-leader' }),
    });
    const { deputy } = team;
    if (!deputy) throw new Error('no deputy');
    const own = await claimHours(k, team.leader, team.slug, { day: '2026-11-18', hours: '3', note: 'SECRET-note' });
    await decideHours(k, deputy, team.slug, own, { decision: 'confirm' });
    await claimHours(k, team.leader, team.slug, { day: '2026-11-17', hours: '1', note: 'SECRET-unconfirmed' });
    const taskId = await setTask(k, team.leader, team.slug, task);
    await takeTask(k, team.leader, team.slug, taskId);
    await publishPost(k, team.leader, team.slug, { title: '标题', body: '正文正文正文正文正文' });
    await deleteAccount(k, team.leader);
    await fresh();
    expect((await peopleOf(k.db, team.teamId)).map(({ accountId, part }) => [accountId, part])[0]).toEqual([
      deputy.accountId,
      'leader',
    ]);
    expect(
      (await hoursOf(k.db, team.teamId, {}, 9)).map(({ accountId, minutes, note }) => [accountId, minutes, note]),
    ).toEqual([[null, 180, '']]);
    expect((await taskById(k.db, team.teamId, taskId))?.taken).toBe(0);
    for (const url of [
      `/teams/${team.slug}`,
      `/teams/${team.slug}/manage`,
      `/teams/${team.slug}/hours.csv`,
      `/teams/${team.slug}/members.csv`,
    ])
      expect((await get(url, deputy)).text, url).not.toContain('SECRET');
  });

  it('leaves a team without a deputy waiting for the secretariat, which names a leader', async () => {
    const team = await makeTeam(k, { members: 2 });
    const proposed = await makeTeam(k, { leader: team.leader, state: 'proposed' });
    await deleteAccount(k, team.leader);
    expect((await findTeam(k.db, team.slug))?.state).toBe('vacant');
    expect(await findTeam(k.db, proposed.slug)).toBeUndefined();
    const [member] = team.members;
    if (!member) throw new Error('no member');
    expect(await refused(askToJoin(k, await makeAccount(k), team.slug, {}))).toBe('people.team_wrong_state');
    expect(await refused(nameLeader(k, member, team.slug, await team.personId(member)))).toBe('kernel.not_allowed');
    expect((await get('/secretariat/teams', team.secretary)).text).toContain(member.displayName);
    await nameLeader(k, team.secretary, team.slug, await team.personId(member));
    expect((await findTeam(k.db, team.slug))?.state).toBe('active');
  });
});
