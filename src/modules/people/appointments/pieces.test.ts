import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { activitiesOf } from '../activity/activity.queries.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { makeAppointment, makePiece } from './appointments.factory.ts';
import { findPiece } from './piece.queries.ts';
import { runAppointmentClock } from './remind-of-appointments.ts';
import { sendPiece } from './send-piece.ts';
import { answerPiece, hidePiece, publishPiece, withdrawPiece } from './settle-piece.ts';

const k = await testKernel();
const app = await testApp(k);
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

  it('is taken from the public by the secretariat with a reason that stays', async () => {
    const made = await makeAppointment(k);
    const address = await makePiece(k, made, { state: 'published', advice: 'SECRET-电话' });
    await expect(hidePiece(k, made.officer, address, { reason: '含他人电话' })).rejects.toThrow('kernel.not_allowed');
    await hidePiece(k, made.secretary, address, { reason: '含他人电话' });
    await expect(hidePiece(k, made.secretary, address, { reason: '再次' })).rejects.toThrow('people.piece_hidden');
    k.cache.clear();
    const page = (await get(`/appointments/${address.number}`)).text + (await publicPages());
    expect(page).toContain('含他人电话');
    expect(page).not.toContain('SECRET');
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
