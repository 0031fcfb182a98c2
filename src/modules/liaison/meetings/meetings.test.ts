import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeMember } from '../../people/register/register.factory.ts';
import { browse, type Cast, makeCast } from '../exchange/exchange.factory.ts';
import { addDecision, followDecision } from './decide.ts';
import { saveSeries } from './keep-series.ts';
import { loadMeeting } from './load-meeting.ts';
import { makeTestMeeting, makeTestSeries } from './meetings.factory.ts';
import { isPossible, type MeetingAct, meetingStates } from './meetings.rules.ts';
import { addToMinutes, confirmMinutes, writeMinutes } from './minutes.ts';
import { changeChair, changeMeetingTime, holdMeeting, inviteToMeeting } from './plan-meeting.ts';
import { remindOfMeetings } from './tell-participants.ts';

let k: TestKernel;
let app: App;
let cast: Cast;
let member: Awaited<ReturnType<typeof makeMember>>;
let seriesId: string;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  cast = await makeCast(k);
  member = await makeMember(k);
  seriesId = await makeTestSeries(k, cast.office, {
    departmentIds: [cast.department],
    organisationIds: [cast.mine.id],
    memberNumbers: member.number,
  });
});

const make = (given: Partial<Parameters<typeof makeTestMeeting>[1]> = {}) =>
  makeTestMeeting(k, { keeper: cast.office, chair: cast.leader, seriesId, ...given });
const people = () => ({
  officer: cast.officer,
  leader: cast.leader,
  otherOfficer: cast.otherOfficer,
  otherLeader: cast.otherLeader,
  office: cast.office,
  cityLeader: cast.cityLeader,
  auditor: cast.auditor,
  handler: cast.handler,
  secretary: cast.secretary,
  administrator: cast.administrator,
  partnersAdministrator: cast.mine.administrator,
  partnersOfficer: cast.mine.officer,
  partnersMember: cast.mine.member,
  otherPartner: cast.theirs.administrator,
  resident: cast.resident,
  member,
});
const allowed = async (work: (actor: Actor) => Promise<unknown>) => {
  const names: string[] = [];
  for (const [name, actor] of Object.entries(people()))
    await work(actor).then(
      () => names.push(name),
      (error: { status?: number }) => expect([403, 404]).toContain(error.status),
    );
  return names.sort();
};
const said = { text: '已经办了一半', how: 'progress' } as const;

it('rules: nothing of confirmed minutes changes but by additions', () => {
  const acts: MeetingAct[] = [
    'change',
    'invite',
    'cancel',
    'hold',
    'agenda',
    'minutes',
    'confirm',
    'add_to_minutes',
    'decide',
    'attach',
  ];
  expect(acts.filter((act) => isPossible({ state: 'held', confirmed: true }, act))).toEqual(['add_to_minutes']);
  for (const state of meetingStates) expect(isPossible({ state, confirmed: false }, 'add_to_minutes')).toBe(false);
  expect(acts.filter((act) => isPossible({ state: 'cancelled', confirmed: false }, act))).toEqual([]);
});

describe('minutes', () => {
  it('are confirmed by the chair alone, once, as they were read, and then only added to', async () => {
    const id = await make({
      state: 'held',
      decisions: [{ text: '供暖信息每周更新', owner: `department:${cast.department}` }],
    });
    const { meeting } = await loadMeeting(k, cast.leader, id);
    expect(
      await allowed((actor) =>
        confirmMinutes(k, actor, id, -1).catch((error) =>
          error.code === 'kernel.changed_meanwhile' ? 'may' : Promise.reject(error),
        ),
      ),
    ).toEqual(['leader']);
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => confirmMinutes(k, cast.leader, id, meeting.minutesRevision)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const code = 'liaison.meetings.confirmed_already';
    await expect(writeMinutes(k, cast.office, id, { minutes: '改一改', minutesRevision: 1 })).rejects.toMatchObject({
      code,
    });
    await expect(
      addDecision(k, cast.office, id, { text: '再加', owner: `department:${cast.department}`, dueOn: '2026-12-30' }),
    ).rejects.toMatchObject({ code });
    await addToMinutes(k, cast.office, id, { text: '补充：名单另发。' });
    const after = await loadMeeting(k, cast.leader, id);
    expect([after.meeting.minutes, after.additions.map((each) => each.text)]).toEqual([
      '各方通报了情况。',
      ['补充：名单另发。'],
    ]);
  });

  it('of two who write at once the second is told; a decision added meanwhile is not confirmed unread', async () => {
    const id = await make({ state: 'held' });
    const both = await Promise.allSettled(
      ['甲的', '乙的'].map((minutes) => writeMinutes(k, cast.office, id, { minutes, minutesRevision: 1 })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { meeting } = await loadMeeting(k, cast.leader, id);
    await addDecision(k, cast.office, id, {
      text: '悄悄加的',
      owner: `organisation:${cast.mine.id}`,
      dueOn: '2026-12-30',
    });
    await expect(confirmMinutes(k, cast.leader, id, meeting.minutesRevision)).rejects.toMatchObject({
      code: 'kernel.changed_meanwhile',
    });
  });

  it('are not written before the meeting was held, which it cannot be before its time', async () => {
    const id = await make({ state: 'invited' });
    await expect(writeMinutes(k, cast.office, id, { minutes: '早了' })).rejects.toMatchObject({
      code: 'liaison.meetings.wrong_state',
    });
    await expect(holdMeeting(k, cast.office, id)).rejects.toMatchObject({ code: 'liaison.meetings.wrong_state' });
    await expect(inviteToMeeting(k, cast.office, id)).rejects.toMatchObject({ code: 'liaison.meetings.wrong_state' });
  });
});

it('where the chair has left, somebody else is named and confirms', async () => {
  const own = await makeTestSeries(k, cast.office, { departmentIds: [cast.department] });
  const id = await make({ seriesId: own, state: 'held' });
  expect(await allowed((actor) => changeChair(k, actor, id, cast.otherLeader.accountId))).toEqual(['office']);
  const { meeting } = await loadMeeting(k, cast.office, id);
  await expect(confirmMinutes(k, cast.leader, id, meeting.minutesRevision)).rejects.toMatchObject({ status: 403 });
  await confirmMinutes(k, cast.otherLeader, id, meeting.minutesRevision);
  await expect(changeChair(k, cast.office, id, cast.leader.accountId)).rejects.toMatchObject({
    code: 'liaison.meetings.confirmed_already',
  });
});

describe('decisions', () => {
  it('stand on the next agenda by themselves until they are settled, once', async () => {
    const series = await makeTestSeries(k, cast.office, {
      departmentIds: [cast.department, cast.other],
      organisationIds: [cast.mine.id],
    });
    const planned = await make({
      seriesId: series,
      state: 'held',
      decisions: [
        { text: '附表给可复制的格式', owner: `department:${cast.department}` },
        { text: '每月公布转办情况', owner: `organisation:${cast.mine.id}` },
      ],
    });
    const next = await make({ seriesId: series, state: 'planned' });
    expect((await loadMeeting(k, cast.office, next)).agenda).toHaveLength(0);
    const { meeting } = await loadMeeting(k, cast.leader, planned);
    await confirmMinutes(k, cast.leader, planned, meeting.minutesRevision);
    const carried = (await loadMeeting(k, cast.office, next)).agenda;
    expect(carried.map((item) => item.title)).toEqual(['附表给可复制的格式', '每月公布转办情况']);
    await inviteToMeeting(k, cast.office, next);
    expect((await loadMeeting(k, cast.office, next)).agenda).toHaveLength(2);
    const [ours = '', theirs = ''] = (await loadMeeting(k, cast.office, planned)).decisions.map((each) => each.id);
    expect(await allowed((actor) => followDecision(k, actor, ours, said))).toEqual([
      'cityLeader',
      'leader',
      'office',
      'officer',
    ]);
    expect(await allowed((actor) => followDecision(k, actor, theirs, said))).toEqual([
      'office',
      'partnersAdministrator',
      'partnersOfficer',
    ]);
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => followDecision(k, cast.officer, ours, { text: '已经全部改好', how: 'done' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const later = await make({ seriesId: series, state: 'planned', daysFromNow: 40 });
    expect((await loadMeeting(k, cast.office, later)).agenda.map((item) => item.title)).toEqual(['每月公布转办情况']);
    await expect(followDecision(k, cast.officer, theirs, { text: '不想办了', how: 'dropped' })).rejects.toMatchObject({
      status: 403,
    });
  });

  it('are not followed before the minutes are confirmed', async () => {
    const id = await make({ state: 'held', decisions: [{ text: '还没定稿', owner: `department:${cast.department}` }] });
    const decision = (await loadMeeting(k, cast.office, id)).decisions[0]?.id ?? '';
    await expect(followDecision(k, cast.officer, decision, said)).rejects.toMatchObject({
      code: 'liaison.meetings.wrong_state',
    });
  });

  it('are reminded of once before, once when late', async () => {
    const id = await make({
      state: 'confirmed',
      decisions: [{ text: '到期的事', owner: `department:${cast.department}` }],
    });
    await settle(k);
    const link = `/liaison/decisions/${(await loadMeeting(k, cast.office, id)).decisions[0]?.id}`;
    const kinds = async () =>
      (await k.notify.inbox(k.db, cast.officer.accountId, 'zh-CN'))
        .filter((item) => item.link === link)
        .map((item) => item.kind)
        .sort();
    expect(await kinds()).toEqual(['liaison.decision_yours']);
    const at = (days: number) => ({
      ...k,
      clock: { now: () => new Date(k.clock.now().getTime() + days * 86_400_000) },
    });
    for (const days of [4, 4, 12, 12]) await remindOfMeetings(at(days));
    expect(await kinds()).toEqual(['liaison.decision_late', 'liaison.decision_near', 'liaison.decision_yours']);
  });
});

describe('who sees a meeting', () => {
  it('is who takes part, the liaison office and auditors', async () => {
    const id = await make();
    expect(await allowed((actor) => loadMeeting(k, actor, id))).toEqual(
      [
        'auditor',
        'cityLeader',
        'leader',
        'member',
        'office',
        'officer',
        'partnersAdministrator',
        'partnersOfficer',
      ].sort(),
    );
    const hosted = { title: '会', kind: 'other', rhythm: 'none', departmentIds: cast.department } as const;
    expect(await allowed((actor) => saveSeries(k, actor, null, { ...hosted, departmentId: cast.department }))).toEqual([
      'office',
      'officer',
    ]);
    expect(await allowed((actor) => saveSeries(k, actor, null, hosted))).toEqual(['office']);
    expect(await allowed(async (actor) => inviteToMeeting(k, actor, await make({ state: 'planned' })))).toEqual([
      'office',
    ]);
  });

  it('others find nothing of it on any page, file or list', async () => {
    const secret = 'SECRET-meeting-4410';
    const own = await makeTestSeries(k, cast.office, { title: secret, departmentIds: [cast.department] });
    const id = await make({
      seriesId: own,
      state: 'confirmed',
      minutes: secret,
      decisions: [{ text: secret, owner: `department:${cast.department}` }],
    });
    const decision = (await loadMeeting(k, cast.office, id)).decisions[0]?.id;
    await settle(k);
    for (const actor of [
      cast.otherOfficer,
      cast.otherLeader,
      cast.mine.administrator,
      cast.resident,
      member,
      cast.handler,
    ]) {
      const browser = await browse(k, app, actor);
      for (const url of [
        `/liaison/meetings/${id}`,
        `/liaison/meetings/series/${own}`,
        `/liaison/meetings/${id}/minutes.pdf`,
        `/liaison/meetings/${id}/invitation.ics`,
        `/liaison/decisions/${decision}`,
        '/liaison/meetings',
        '/liaison/decisions',
        '/liaison/decisions.csv',
        '/me/notifications',
      ]) {
        const page = await browser.get(url);
        expect([url, page.text.includes(secret)]).toEqual([url, false]);
        if (url.includes(id) || url.includes(own) || url.includes(String(decision)))
          expect([url, page.status]).toEqual([url, 404]);
      }
      expect(JSON.stringify(await k.notify.inbox(k.db, actor.accountId ?? '', 'zh-CN'))).not.toContain(secret);
    }
    expect(JSON.stringify(await k.db.selectFrom('kernel.event').selectAll().execute())).not.toContain(secret);
    expect((await (await browse(k, app, cast.officer)).get(`/liaison/meetings/${id}`)).text).toContain(secret);
    expect((await (await browse(k, app, cast.officer)).get('/liaison/decisions.csv')).text).toContain(secret);
  });
});

describe('pages and files', () => {
  it('open for staff and for partners; the calendar entry is taken for the old one when it changes', async () => {
    const id = await make();
    const partner = await browse(k, app, cast.mine.officer);
    for (const url of [
      '/liaison/meetings',
      `/liaison/meetings/${id}`,
      `/liaison/meetings/series/${seriesId}`,
      '/liaison/decisions',
    ])
      expect([url, (await partner.get(url)).status]).toEqual([url, 200]);
    const before = (await partner.get(`/liaison/meetings/${id}/invitation.ics`)).text.replaceAll('\r\n ', '');
    expect(before).toContain('DTSTART:20261124T013000Z');
    expect(before).toContain('SEQUENCE:0');
    const { meeting } = await loadMeeting(k, cast.office, id);
    await changeMeetingTime(k, cast.office, id, {
      day: '2026-11-25',
      from: '14:00',
      until: '15:30',
      place: '新闻办；二楼, 会议室',
      chairId: cast.leader.accountId,
      revision: meeting.revision,
    });
    const after = (await partner.get(`/liaison/meetings/${id}/invitation.ics`)).text.replaceAll('\r\n ', '');
    expect(after).toContain('SEQUENCE:1');
    expect(after).toContain('LOCATION:新闻办；二楼\\, 会议室');
    const uid = (text: string) => /UID:(.*)/.exec(text)?.[1];
    expect(uid(after)).toBe(uid(before));
  });

  it('keep what was typed where it is refused, and take hostile words as words', async () => {
    const id = await make({ state: 'held' });
    const office = await browse(k, app, cast.office);
    const refused = await office.post(`/liaison/meetings/${id}/decisions`, {
      text: '没有期限的决定',
      owner: 'department:nix',
    });
    expect([refused.status, refused.text.includes('value="没有期限的决定"')]).toEqual([422, true]);
    await office.post(`/liaison/meetings/${id}/minutes`, {
      minutes: '<img src=x onerror=alert(1)>',
      minutesRevision: '1',
    });
    const page = await office.get(`/liaison/meetings/${id}`);
    expect(page.text).not.toContain('<img src=x');
    const pdf = await office.get(`/liaison/meetings/${id}/minutes.pdf`);
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await office.post(`/liaison/meetings/${id}/confirm`, {})).status).toBe(403);
    expect((await office.get('/liaison/meetings/nix')).status).toBe(404);
    const huge = await office.post(`/liaison/meetings/series/${seriesId}/plan`, {
      day: '2026-13-40',
      from: '25:00',
      until: '',
      place: '长'.repeat(900),
      chairId: 'x',
    });
    expect(huge.status).toBe(422);
  });
});
