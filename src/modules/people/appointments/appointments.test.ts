import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { mergeDepartment } from '../admin/departments/merge-department.ts';
import { consentsOf } from '../me/consent.queries.ts';
import { deleteAccount } from '../me/delete-account.ts';
import { withdrawConsent } from '../me/withdraw-consent.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { acceptAppointment, declineAppointment, withdrawProposal } from './answer-proposal.ts';
import { findAppointment, findByNumber, termsOf } from './appointment.queries.ts';
import { makeAppointment, makePiece } from './appointments.factory.ts';
import { endAppointment } from './end-appointment.ts';
import { decideSeat, enterSeat, removeSeat, showSeat } from './keep-seats.ts';
import { findPiece } from './piece.queries.ts';
import { proposeAppointment } from './propose-appointment.ts';
import { runAppointmentClock } from './remind-of-appointments.ts';
import { answerFurtherTerm, offerFurtherTerm } from './renew-appointment.ts';
import { publicSeats, seatsOf } from './seat.queries.ts';
import { answerPiece } from './settle-piece.ts';

const k = await testKernel();
const app = await testApp(k);
beforeEach(() => k.clock.set(testNow));

const accepting = { publicName: 'name', agreed: 'yes' } as const;
const get = async (url: string, actor?: { accountId: string | null }) => {
  const answer = await app.inject({
    url,
    headers: { 'accept-language': 'zh-CN', ...(actor ? { cookie: await sessionCookie(k, actor) } : {}) },
  });
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', ''), raw: answer.rawPayload };
};
const post = async (url: string, actor: { accountId: string | null }, form: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: await sessionCookie(k, actor),
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://tongxin.test',
      'accept-language': 'zh-CN',
    },
    payload: new URLSearchParams(form).toString(),
  });
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

describe('being asked to serve', () => {
  it('holds nothing and shows nothing until the person accepts', async () => {
    const { id, person, officer } = await makeAppointment(k, { state: 'proposed', field: 'LATER-范围' });
    expect(await publicPages()).not.toContain('LATER-范围');
    expect(await toldOf(person.accountId)).toEqual(['people.appointment_proposed']);
    // The department knows the member by number only.
    const seen = await get(`/secretariat/appointments/${id}`, officer);
    expect(seen.text).toContain(person.number);
    expect(seen.text).not.toContain(person.name);
    await acceptAppointment(k, person, id, accepting);
    const appointment = await findAppointment(k.db, id);
    expect(appointment).toMatchObject({ state: 'held', publicName: person.name, startsOn: '2026-11-19' });
    expect(await publicPages()).toContain('LATER-范围');
    await settle(k);
    expect(await toldOf(officer.accountId)).toContain('people.work_appointment_accepted');
  });

  it('is answered once, by the person alone; taken back only before', async () => {
    const { id, person, officer, secretary } = await makeAppointment(k, { state: 'proposed' });
    for (const other of [officer, secretary, await makeMember(k)])
      await expect(acceptAppointment(k, other, id, accepting)).rejects.toThrow('kernel.not_allowed');
    await expect(acceptAppointment(k, person, id, { publicName: 'name' } as never)).rejects.toThrow();
    const outcomes = await Promise.allSettled([
      acceptAppointment(k, person, id, accepting),
      declineAppointment(k, person, id),
      withdrawProposal(k, officer, id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(declineAppointment(k, person, id)).rejects.toThrow('people.appointment_answered');
  });

  it('comes from the department or the secretariat, to members, once for the same, and to nobody from themself', async () => {
    const departmentId = await makeDepartment(k);
    const other = await makeDepartment(k);
    const person = await makeMember(k);
    const input = {
      member: person.number,
      departmentId,
      kind: 'advisor',
      field: '照明',
      startsOn: '2026-11-19',
    } as const;
    const as = (role: 'leader' | 'secretary' | 'committee' | 'handler' | 'auditor', of?: string) =>
      makeAccount(k, { roles: [{ role, departmentId: of ?? null }] });
    for (const actor of [
      await as('committee'),
      await as('auditor'),
      await as('handler', departmentId),
      await as('leader', other),
      person,
    ])
      await expect(proposeAppointment(k, actor, input)).rejects.toThrow(/not_allowed|oneself/);
    const leader = await as('leader', departmentId);
    const both = await Promise.allSettled([
      proposeAppointment(k, leader, input),
      proposeAppointment(k, await as('secretary'), input),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(proposeAppointment(k, leader, input)).rejects.toThrow('people.appointment_twice');
    const stranger = await makeAccount(k);
    await expect(proposeAppointment(k, leader, { ...input, member: stranger.name })).rejects.toThrow('kernel.invalid');
    // A name is looked up for the secretariat alone.
    await expect(proposeAppointment(k, leader, { ...input, member: person.name })).rejects.toThrow('kernel.invalid');
    const own = await makeMember(k, { roles: [{ role: 'secretary' }] });
    await expect(proposeAppointment(k, own, { ...input, member: own.number })).rejects.toThrow(
      'people.appointment_oneself',
    );
  });

  it('refuses days that make no sense', async () => {
    const person = await makeMember(k);
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const input = {
      member: person.number,
      departmentId: await makeDepartment(k),
      kind: 'advisor',
      field: '照明',
    } as const;
    for (const days of [
      { startsOn: '2020-01-01' },
      { startsOn: '2026-11-19', endsOn: '2026-11-19' },
      { startsOn: '2026-11-19', endsOn: '2040-01-01' },
      { startsOn: '2026-02-30' },
    ])
      await expect(proposeAppointment(k, secretary, { ...input, ...days })).rejects.toThrow();
  });

  it('numbers what is accepted within the year without gaps or doubles, however many at once', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => makeAppointment(k, { state: 'proposed' })));
    await Promise.all(many.map(({ id, person }) => acceptAppointment(k, person, id, accepting)));
    const numbers = (
      await k.db.selectFrom('people.appointment').select('number').where('number', 'is not', null).execute()
    )
      .map(({ number }) => Number(number?.slice(5)))
      .sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    k.clock.set(new Date('2027-01-04T02:00:00Z'));
    const next = await makeAppointment(k, { startsOn: '2027-01-04' });
    expect(next.number).toBe('2027-0001');
  });
});

describe('a letter of appointment', () => {
  it('is a PDF with the name, the department and the term, for the person and their department alone', async () => {
    const made = await makeAppointment(k, { field: '公交站点' });
    const url = `/me/appointments/${made.number}/letter.pdf`;
    const letter = await get(url, made.person);
    expect(letter.status).toBe(200);
    const text = execFileSync('pdftotext', ['-', '-'], { input: letter.raw, encoding: 'utf8' }).replace(/\s/g, '');
    for (const part of [
      made.person.name,
      made.number,
      '公交站点',
      '2028年11月18日',
      `/appointments/verify/${made.number}`,
    ])
      expect(text).toContain(part);
    expect((await get(url, await makeMember(k))).status).toBe(404);
    expect((await get(`/secretariat/appointments/${made.id}/letter.pdf`, made.officer)).status).toBe(200);
    const elsewhere = await makeAccount(k, { roles: [{ role: 'leader', departmentId: await makeDepartment(k) }] });
    expect((await get(`/secretariat/appointments/${made.id}/letter.pdf`, elsewhere)).status).toBe(403);
  });

  it('is verified by anybody, with nothing but what is public', async () => {
    const person = await makeMember(k, { name: 'SECRET-真名', entry: { penName: '河畔' } });
    const { id, number, officer } = await makeAppointment(k, { person, state: 'proposed' }).then(async (made) => {
      await acceptAppointment(k, person, made.id, { publicName: 'pen_name', agreed: 'yes' });
      return { ...made, number: (await findAppointment(k.db, made.id))?.number };
    });
    const verify = () => get(`/appointments/verify/${number}`);
    expect((await verify()).text).toContain('这份聘书有效');
    expect((await verify()).text).toContain('河畔');
    expect((await verify()).text + (await get(`/appointments/${number}`)).text + (await publicPages())).not.toContain(
      'SECRET',
    );
    k.clock.set(new Date('2028-11-18T15:59:59Z'));
    expect((await verify()).text).toContain('这份聘书有效');
    k.clock.set(new Date('2028-11-18T16:00:00Z'));
    expect((await verify()).text).toContain('已经失效');
    k.clock.set(testNow);
    await endAppointment(k, officer, id, { reason: 'SECRET-理由' });
    expect((await verify()).text).toContain('已经失效');
    expect((await verify()).text).not.toContain('SECRET');
    for (const unknown of ['2026-9999', 'nothing', '2026-0001%20or%201=1'])
      expect((await get(`/appointments/verify/${unknown}`)).status).toBe(404);
  });
});

describe('a term', () => {
  it('goes on when the department asks and the person agrees, from the day after', async () => {
    const { id, person, officer } = await makeAppointment(k, { endsOn: '2026-12-31' });
    await offerFurtherTerm(k, officer, id, { endsOn: '2027-12-31' });
    await expect(offerFurtherTerm(k, officer, id, {})).rejects.toThrow('people.appointment_renewal_waits');
    await expect(answerFurtherTerm(k, officer, id, true)).rejects.toThrow('kernel.not_allowed');
    await answerFurtherTerm(k, person, id, true);
    expect((await termsOf(k.db, id)).map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ['2026-11-19', '2026-12-31'],
      ['2027-01-01', '2027-12-31'],
    ]);
    await expect(answerFurtherTerm(k, person, id, true)).rejects.toThrow('people.appointment_no_renewal');
    k.clock.set(new Date('2027-06-01T02:00:00Z'));
    await runAppointmentClock(k);
    expect((await findAppointment(k.db, id))?.state).toBe('held');
  });

  it('ends by itself after its last day, once; both sides are told before', async () => {
    const { id, person, officer } = await makeAppointment(k, { endsOn: '2026-12-31' });
    await runAppointmentClock(k);
    await runAppointmentClock(k);
    await settle(k);
    expect((await toldOf(person.accountId)).filter((kind) => kind === 'people.appointment_ending')).toHaveLength(1);
    expect(await toldOf(officer.accountId)).toContain('people.work_appointment_ending');
    k.clock.set(new Date('2026-12-31T16:00:00Z'));
    const runs = await Promise.all([runAppointmentClock(k), runAppointmentClock(k)]);
    expect(runs.reduce((sum, { ended }) => sum + ended, 0)).toBe(1);
    expect(await findAppointment(k.db, id)).toMatchObject({
      state: 'ended',
      endKind: 'term_over',
      endedOn: '2027-01-01',
    });
  });

  it('ends early with the reason: resigning needs none, recalling does', async () => {
    const one = await makeAppointment(k);
    await expect(endAppointment(k, one.officer, one.id, { reason: ' ' })).rejects.toThrow('kernel.invalid');
    await expect(endAppointment(k, await makeMember(k), one.id, { reason: '不' })).rejects.toThrow(
      'kernel.not_allowed',
    );
    await endAppointment(k, one.person, one.id, { reason: '' });
    expect(await findAppointment(k.db, one.id)).toMatchObject({ state: 'ended', endKind: 'resigned' });
    await expect(endAppointment(k, one.person, one.id, { reason: '' })).rejects.toThrow('people.appointment_over');
  });

  it('ends when the person withdraws their consent on their own page, and the name goes from past ones too', async () => {
    const named = await makeMember(k, { name: '程念安' });
    const past = await makeAppointment(k, { person: named });
    await endAppointment(k, named, past.id, { reason: '' });
    const { id, number, person } = await makeAppointment(k, { person: named });
    const [consent] = (await consentsOf(k.db, person.accountId)).filter(
      ({ purpose }) => purpose === 'people.appointments',
    );
    await withdrawConsent(k, { ...person, sessionId: '' } as never, consent?.id ?? '');
    expect(await findAppointment(k.db, id)).toMatchObject({ state: 'ended', endKind: 'resigned' });
    await settle(k);
    const pages = [past.number, number].flatMap((each) => [`/appointments/${each}`, `/appointments/verify/${each}`]);
    for (const url of [...pages, '/appointments.csv'])
      expect([url, (await get(url)).text.includes(person.name)]).toEqual([url, false]);
    expect(await publicPages()).not.toContain(person.name);
  });
});

describe('what happens around an appointment', () => {
  it('moves to the department that another is merged into, and is not doubled there', async () => {
    const to = await makeDepartment(k);
    const one = await makeAppointment(k);
    const twice = await makeAppointment(k, { departmentId: one.departmentId });
    const there = await makeAppointment(k, { departmentId: to, person: twice.person });
    const address = await makePiece(k, one);
    const answered = await makePiece(k, one, { state: 'published' });
    const admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    await mergeDepartment(k, admin, one.departmentId, to);
    expect(await findAppointment(k.db, one.id)).toMatchObject({ departmentId: to, state: 'held' });
    expect(await findAppointment(k.db, twice.id)).toMatchObject({
      departmentId: to,
      state: 'ended',
      endKind: 'merged',
    });
    expect((await findAppointment(k.db, there.id))?.state).toBe('held');
    // What was answered keeps the name of the office that answered.
    expect((await findPiece(k.db, answered.number, answered.n))?.answerDepartmentId).toBe(one.departmentId);
    const leader = await makeAccount(k, { roles: [{ role: 'leader', departmentId: to }] });
    await answerPiece(k, leader, address, { text: '接着办。' });
  });

  it('loses the name and what was never published when the account is closed', async () => {
    const made = await makeAppointment(k, { person: await makeMember(k, { name: 'SECRET-姓名' }) });
    const shown = await makePiece(k, made, { state: 'published', advice: '公开的建议' });
    const unseen = await makePiece(k, made, { state: 'answered', advice: 'SECRET-未公开' });
    await enterSeat(k, made.person, { body: 'SECRET-机构', level: 'city', kind: 'deputy', startsOn: '2026-01-01' });
    await deleteAccount(k, { ...made.person, sessionId: '' } as never);
    expect(await findByNumber(k.db, made.number)).toMatchObject({ accountId: null, publicName: '', endKind: 'erased' });
    expect((await findPiece(k.db, shown.number, shown.n))?.advice).toBe('公开的建议');
    expect((await findPiece(k.db, unseen.number, unseen.n))?.advice).toBe('');
    k.cache.clear();
    const pages = [`/appointments/${made.number}`, `/appointments/verify/${made.number}`];
    const seen =
      (await Promise.all(pages.map((url) => get(url)))).map(({ text }) => text).join() + (await publicPages());
    expect(seen).not.toContain('SECRET');
    expect(seen).toContain('公开的建议');
  });

  it('works from form to form as people use it', async () => {
    const departmentId = await makeDepartment(k);
    const officer = await makeAccount(k, { roles: [{ role: 'liaison_officer', departmentId }] });
    const person = await makeMember(k);
    const bad = await post('/secretariat/appointments', officer, {
      member: 'M0000-0000',
      departmentId,
      kind: 'inspector',
      field: '灯',
      startsOn: '2026-11-19',
    });
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('没有这个编号的成员');
    const asked = await post('/secretariat/appointments', officer, {
      member: person.number.toLowerCase(),
      departmentId,
      kind: 'inspector',
      field: '候车环境',
      startsOn: '2026-11-19',
      endsOn: '',
      reason: '',
    });
    expect(asked.statusCode).toBe(303);
    const id = String(asked.headers.location).split(/[/?]/)[3];
    expect((await get('/me/appointments', person)).text).toContain('候车环境');
    expect((await post(`/me/appointments/proposals/${id}/accept`, person, { publicName: 'name' })).statusCode).toBe(
      422,
    );
    expect((await post(`/me/appointments/proposals/${id}/accept`, person, accepting)).statusCode).toBe(303);
    const number = (await findAppointment(k.db, id ?? ''))?.number;
    const sent = await post(`/me/appointments/${number}/write`, person, {
      kind: 'advice',
      title: '加灯',
      advice: '站台加一盏灯。',
    });
    expect(sent.statusCode).toBe(303);
    expect((await get('/secretariat/appointments?list=waiting', officer)).text).toContain('加灯');
    const answer = `/secretariat/appointments/pieces/${number}/1/answer`;
    expect((await post(answer, officer, { text: '' })).statusCode).toBe(422);
    expect((await post(answer, officer, { text: '长'.repeat(4000) })).statusCode).toBe(303);
    const twice = await post(answer, officer, { text: '再答' });
    expect(twice.statusCode).toBe(409);
    const publishing = { title: '加灯', advice: '站台加一盏灯。', checked: 'yes' };
    expect((await post(`/me/appointments/${number}/1/publish`, person, publishing)).statusCode).toBe(303);
    k.cache.clear();
    expect((await get(`/appointments/${number}`)).text).toContain('站台加一盏灯。');
    expect((await get('/secretariat/appointments/list.csv', officer)).text).toContain('候车环境');
    for (const list of ['open', 'proposed', 'waiting', 'over', 'seats'])
      expect((await get(`/secretariat/appointments?list=${list}`, officer)).status).toBe(200);
  });
});

describe('seats', () => {
  it('are shown when confirmed by somebody else, when the member says so, and while they stand in the directory', async () => {
    const member = await makeMember(k, { entry: { penName: '河畔', publicFields: ['pen_name'] } });
    const hidden = await makeMember(k, { name: 'SECRET-代表' });
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const seat = {
      body: '栖川市人民代表大会',
      level: 'city',
      kind: 'deputy',
      startsOn: '2026-01-01',
      shown: 'yes',
    } as const;
    const shown = () => publicSeats(k.db, '2026-11-19', 50);
    const id = await enterSeat(k, member, seat);
    const other = await enterSeat(k, hidden, { ...seat, body: 'SECRET-机构' });
    expect(await shown()).toEqual([]);
    await expect(
      decideSeat(k, { ...secretary, accountId: member.accountId }, id, { outcome: 'confirmed', reason: '' }),
    ).rejects.toThrow('kernel.not_allowed');
    await expect(decideSeat(k, member, id, { outcome: 'confirmed', reason: '' })).rejects.toThrow('kernel.not_allowed');
    await expect(decideSeat(k, secretary, id, { outcome: 'declined', reason: '' })).rejects.toThrow('kernel.invalid');
    await decideSeat(k, secretary, id, { outcome: 'confirmed', reason: '' });
    await decideSeat(k, secretary, other, { outcome: 'confirmed', reason: '' });
    await expect(decideSeat(k, secretary, id, { outcome: 'confirmed', reason: '' })).rejects.toThrow(
      'people.seat_decided',
    );
    expect(await shown()).toMatchObject([{ name: '河畔', body: seat.body }]);
    expect(await publicPages()).not.toContain('SECRET');
    await expect(showSeat(k, hidden, id, false)).rejects.toThrow('kernel.not_found');
    await showSeat(k, member, id, false);
    expect(await shown()).toEqual([]);
    await removeSeat(k, member, id);
    expect(await seatsOf(k.db, member.accountId)).toEqual([]);
    await expect(enterSeat(k, await makeAccount(k), seat)).rejects.toThrow('people.seat_not_a_member');
  });
});
