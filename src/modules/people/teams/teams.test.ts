import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { closeTeam, decideOnTeam, nameLeader } from './decide-team.ts';
import { hoursOf } from './hours.queries.ts';
import { joinInTeams } from './join-accounts.queries.ts';
import { answerInvitation, answerRequest, askToJoin, inviteToTeam, leaveTeam, showName } from './join-team.ts';
import { answerLead, offerLead, removePerson, setDeputy } from './lead-team.ts';
import { describeTeam, proposeTeam } from './propose-team.ts';
import { taskById } from './task.queries.ts';
import { findTeam } from './team.queries.ts';
import { claimHours, decideHours } from './team-hours.ts';
import { peopleOf, personOf } from './team-person.queries.ts';
import { publishPost } from './team-posts.ts';
import { setTask, takeTask } from './team-tasks.ts';
import { makeTeam } from './teams.factory.ts';
import { reason, refused, saturdayTask as task, wrongField } from './teams.fixture.ts';

const k = await testKernel();
const app = await testApp(k);
const get = async (url: string, actor?: { accountId: string | null }) => {
  const cookie = actor ? await sessionCookie(k, actor) : '';
  const answer = await app.inject({ url: encodeURI(url), headers: { cookie, 'accept-language': 'zh-CN' } });
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', ''), headers: answer.headers };
};
const fresh = async () => {
  await settle(k);
  k.cache.clear();
};

describe('asking to join', () => {
  it('again and again does not fill the mail of those who run the team', async () => {
    const team = await makeTeam(k);
    const person = await makeAccount(k);
    const { factor } = k.limits;
    k.limits.factor = 1;
    try {
      for (let n = 0; n < 20; n++) {
        await askToJoin(k, person, team.slug, {});
        await leaveTeam(k, person, team.slug);
      }
      expect(await refused(askToJoin(k, person, team.slug, {}))).toBe('kernel.too_many');
    } finally {
      k.limits.factor = factor;
    }
  });
});

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

describe('two accounts of one person that become one', () => {
  it('keep the higher part, and hours that one confirmed for the other wait anew', async () => {
    const team = await makeTeam(k, { members: 1 });
    const [member] = team.members;
    if (!member) throw new Error('no member');
    const hours = await claimHours(k, member, team.slug, { day: '2026-11-18', hours: '1' });
    await decideHours(k, team.leader, team.slug, hours, { decision: 'confirm' });
    const taskId = await setTask(k, team.leader, team.slug, task);
    for (const actor of [team.leader, member]) await takeTask(k, actor, team.slug, taskId);
    await inTransaction(k.db, (tx) => joinInTeams(tx, team.leader.accountId, member.accountId));
    expect((await peopleOf(k.db, team.teamId)).map(({ accountId, part }) => [accountId, part])).toEqual([
      [member.accountId, 'leader'],
    ]);
    expect((await hoursOf(k.db, team.teamId, {}, 9)).map(({ state }) => state)).toEqual(['claimed']);
    expect((await taskById(k.db, team.teamId, taskId))?.taken).toBe(1);
    expect((await findTeam(k.db, team.slug))?.proposedBy).toBe(member.accountId);
  });
});

describe('what people are told', () => {
  it('reaches who it concerns and not who did it, with nothing in it of anybody', async () => {
    const team = await makeTeam(k, { name: '只说队名队' });
    const person = await makeMember(k, { name: 'SECRET-person' });
    await askToJoin(k, person, team.slug, { note: 'SECRET-note' });
    await settle(k);
    await answerRequest(k, team.leader, team.slug, await team.personId(person), { answer: 'yes' });
    await settle(k);
    await closeTeam(k, team.leader, team.slug, { reason: 'SECRET-reason-of-closing' });
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['kind', 'account_id', 'params', 'link'])
      .where('link', 'like', `%${team.slug}%`)
      .execute();
    const kindsOf = (accountId: string) => told.filter((each) => each.account_id === accountId).map(({ kind }) => kind);
    expect(kindsOf(person.accountId).sort()).toEqual(['people.teams.closed', 'people.teams.joined']);
    expect(kindsOf(team.leader.accountId).sort()).toEqual(['people.teams.approved', 'people.teams.asked']);
    expect(JSON.stringify(told)).not.toContain('SECRET');
    const logged = await k.db
      .selectFrom('kernel.audit_entry')
      .select('details')
      .where('object_id', '=', team.teamId)
      .execute();
    expect(JSON.stringify([logged, await k.db.selectFrom('kernel.event').select('payload').execute()])).not.toContain(
      'SECRET',
    );
  });
});
