import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { activitiesOf } from '../activity/activity.queries.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { makeAppointment, makePiece } from './appointments.factory.ts';
import { eraseAppointmentData } from './appointments-personal-data.queries.ts';
import { endAllOf } from './end-appointment.ts';
import { appealHiddenPiece, hidePiece, ruleOnPieceAppeal } from './moderate-piece.ts';
import { findPiece } from './piece.queries.ts';
import { decisionsAbout } from './piece-moderation.queries.ts';
import { runAppointmentClock } from './remind-of-appointments.ts';
import { sendPiece } from './send-piece.ts';
import { answerPiece, publishPiece, withdrawPiece } from './settle-piece.ts';

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
beforeEach(() => k.clock.set(testNow));

const get = async (url: string, actor?: { accountId: string | null }) => {
  const answer = await app.inject({
    url,
    headers: { 'accept-language': 'zh-CN', ...(actor ? { cookie: await sessionCookie(k, actor) } : {}) },
  });
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', ''), raw: answer.rawPayload };
};
const publicPages = async () => {
  await settle(k);
  k.cache.clear();
  const pages = await Promise.all(
    ['/appointments', '/appointments?state=ended', '/appointments.csv'].map((url) => get(url)),
  );
  return pages.map(({ text }) => text).join('\n');
};
const toldOf = (accountId: string) =>
  k.db
    .selectFrom('kernel.notification')
    .select('kind')
    .where('account_id', '=', accountId)
    .execute()
    .then((rows) => rows.map(({ kind }) => kind));

describe('what is seen and advised', () => {
  it('is for the department and the secretariat until answered, checked and published by its author', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made, { advice: 'SECRET-建议' });
    const staffUrl = `/secretariat/appointments/pieces/${address.number}/${address.n}`;
    expect((await get(staffUrl, made.officer)).text).toContain('SECRET-建议');
    const other = await makeAccount(k, { roles: [{ role: 'liaison_officer', departmentId: await makeDepartment(k) }] });
    expect((await get(staffUrl, other)).status).toBe(403);
    expect((await get(`/me/appointments/${address.number}/${address.n}`, await makeMember(k))).status).toBe(404);
    await answerPiece(k, made.officer, address, { text: '已安排维修。' });
    expect((await publicPages()) + (await get(`/appointments/${address.number}`)).text).not.toContain('SECRET');
    await publishPiece(k, made.person, address, {
      title: '漏雨',
      place: '',
      seen: '积水',
      advice: '请修。',
      checked: 'yes',
    });
    k.cache.clear();
    const page = (await get(`/appointments/${address.number}`)).text;
    expect(page).toContain('已安排维修。');
    expect(page).toContain('请修。');
    expect(page).not.toContain('SECRET');
  });

  it('is answered once, in the department’s name, by its leader or liaison officer and never by its author', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made);
    const { departmentId } = made;
    const leader = await makeAccount(k, { roles: [{ role: 'leader', departmentId }] });
    const handler = await makeAccount(k, { roles: [{ role: 'handler', departmentId }] });
    for (const actor of [
      handler,
      made.secretary,
      made.person,
      { ...made.person, roles: leader.roles, secondFactor: true },
    ])
      await expect(answerPiece(k, actor, address, { text: '好' })).rejects.toThrow('kernel.not_allowed');
    const both = await Promise.allSettled([
      answerPiece(k, made.officer, address, { text: '甲' }),
      answerPiece(k, leader, address, { text: '乙' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.piece_answered' },
    });
    await expect(withdrawPiece(k, made.person, address)).rejects.toThrow('people.piece_answered');
  });

  it('is due after fifteen working days, and the department is reminded as the light changes', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made);
    expect((await findPiece(k.db, address.number, address.n))?.dueAt.toISOString()).toBe('2026-12-10T15:59:59.999Z');
    const reminders = async () => {
      await runAppointmentClock(k);
      await settle(k);
      return (await toldOf(made.officer.accountId)).filter((kind) => kind === 'people.work_piece_due').length;
    };
    expect(await reminders()).toBe(0);
    k.clock.set(new Date('2026-12-09T02:00:00Z'));
    expect(await reminders()).toBe(1);
    expect(await reminders()).toBe(1);
    k.clock.set(new Date('2026-12-14T02:00:00Z'));
    expect(await reminders()).toBe(2);
  });

  it('is written only while the appointment is in force, about days that have come', async () => {
    const made = await makeAppointment(k, { startsOn: '2026-12-01', endsOn: '2026-12-10' });
    const piece = { kind: 'advice', title: '标题', advice: '建议' } as const;
    await expect(sendPiece(k, made.person, made.id, piece)).rejects.toThrow('people.appointment_not_begun');
    k.clock.set(new Date('2026-12-02T02:00:00Z'));
    await expect(sendPiece(k, made.officer, made.id, piece)).rejects.toThrow('kernel.not_allowed');
    const visit = { ...piece, kind: 'inspection', place: '站', seen: '看' } as const;
    await expect(sendPiece(k, made.person, made.id, { ...visit, heldOn: '2026-12-03' })).rejects.toThrow(
      'kernel.invalid',
    );
    await expect(sendPiece(k, made.person, made.id, { ...visit, heldOn: '' })).rejects.toThrow();
    const numbers = await Promise.all([1, 2, 3].map(() => sendPiece(k, made.person, made.id, piece)));
    expect(numbers.sort()).toEqual([1, 2, 3]);
    k.clock.set(new Date('2026-12-10T16:00:00Z'));
    await expect(sendPiece(k, made.person, made.id, piece)).rejects.toThrow('people.appointment_over');
  });

  it('is taken from the public by the secretariat under a published rule, with a reason that stays', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made, { state: 'published', advice: 'SECRET-电话' });
    const given = { rule: '2', reason: '文中写了他人的电话号码' };
    await expect(hidePiece(k, made.officer, address, given)).rejects.toThrow('kernel.not_allowed');
    for (const wrong of [{ rule: '9' }, { rule: '' }, { reason: '太短' }])
      await expect(hidePiece(k, made.secretary, address, { ...given, ...wrong })).rejects.toThrow();
    await hidePiece(k, made.secretary, address, given);
    await expect(hidePiece(k, made.secretary, address, given)).rejects.toThrow('people.piece_hidden');
    const page = (await publicPages()) + (await get(`/appointments/${address.number}`)).text;
    expect(page).toContain(given.reason);
    expect(page).not.toContain('SECRET');
    const { params } = await k.db
      .selectFrom('kernel.notification')
      .select('params')
      .where('account_id', '=', made.person.accountId)
      .where('kind', '=', 'people.piece_hidden')
      .executeTakeFirstOrThrow();
    expect(params).toMatchObject({ rule: '2 不写别人的隐私', reason: given.reason });
  });

  it('is looked at again by another person when its author appeals, and the public log shows it', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made, { state: 'published', advice: 'SECRET-建议' });
    await hidePiece(k, made.secretary, address, { rule: '2', reason: '文中写了他人的住址门牌' });
    await expect(appealHiddenPiece(k, made.officer, address, { text: '不服' })).rejects.toThrow('kernel.not_allowed');
    k.clock.set(new Date(testNow.getTime() + 31 * 86_400_000));
    await expect(appealHiddenPiece(k, made.person, address, { text: '不服' })).rejects.toThrow(
      'people.piece_appeal_too_late',
    );
    k.clock.set(testNow);
    const mine = `/me/appointments/${address.number}/${address.n}`;
    expect((await get(mine, made.person)).text).toContain(`${mine}/appeal`);
    await appealHiddenPiece(k, made.person, address, { text: 'SECRET-申诉' });
    await expect(appealHiddenPiece(k, made.person, address, { text: '再次' })).rejects.toThrow(
      'people.piece_appealed_already',
    );
    const another = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    await settle(k);
    expect(await toldOf(another.accountId)).toContain('people.work_piece_appealed');
    const staffUrl = `/secretariat/appointments/pieces/${address.number}/${address.n}`;
    expect((await get(staffUrl, made.secretary)).text).not.toContain(`${staffUrl}/rule`);
    expect((await get(staffUrl, another)).text).toContain(`${staffUrl}/rule`);
    const ruling = { ruling: 'restored', reason: '门牌是公共设施的编号' } as const;
    for (const actor of [made.secretary, made.officer, made.person])
      await expect(ruleOnPieceAppeal(k, actor, address, ruling)).rejects.toThrow('kernel.not_allowed');
    await ruleOnPieceAppeal(k, another, address, ruling);
    await expect(ruleOnPieceAppeal(k, another, address, ruling)).rejects.toThrow('kernel.changed_meanwhile');
    await settle(k);
    k.cache.clear();
    expect((await get(`/appointments/${address.number}`)).text).toContain('SECRET-建议');
    expect(await toldOf(made.person.accountId)).toContain('people.piece_ruled');
    const log = (await get('/appointments/log')).text;
    for (const words of ['2 不写别人的隐私', '文中写了他人的住址门牌', ruling.reason]) expect(log).toContain(words);
    expect(log).not.toContain('SECRET');
    expect(await decisionsAbout(k.db, made.person.accountId)).toMatchObject([{ appeal: 'SECRET-申诉' }]);
    await inTransaction(k.db, async (tx) => {
      await endAllOf(k, tx, made.person.accountId, 'erased', testNow);
      await eraseAppointmentData(tx, made.person.accountId);
    });
    const { rows } = await sql`select 1 from people.appointment_piece_moderation where appeal ~ 'SECRET'`.execute(k.db);
    expect(rows).toEqual([]);
  });

  it('stands in its author’s own record', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made);
    await settle(k);
    expect(await activitiesOf(k.db, made.person.accountId, null, 10)).toMatchObject([
      { kind: 'inspection', title: '候车亭漏雨', hours: 1.5 },
    ]);
    await withdrawPiece(k, made.person, address);
    await settle(k);
    expect(await activitiesOf(k.db, made.person.accountId, null, 10)).toEqual([]);
  });
});

it('does not make letters without end', async () => {
  const made = await makeAppointment(k);
  const { factor } = k.limits;
  k.limits.factor = 1;
  try {
    const letters = { name: 'people.appointment_letter', points: 20, seconds: 600 };
    await k.limits.take(letters, made.person.accountId, 19);
    const url = `/me/appointments/${made.number}/letter.pdf`;
    expect((await get(url, made.person)).status).toBe(200);
    expect((await get(url, made.person)).status).toBe(429);
  } finally {
    k.limits.factor = factor;
  }
});
