import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import { toAppError } from '../../../kernel/http/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { type Actor, type Role, roles } from '../../people/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { type Consultation, consultationById, insertStep } from '../consultation.queries.ts';
import { makeConsultation, makeContribution } from '../consultations.factory.ts';
import { importDocument } from '../documents/import-document.ts';
import { publishVersion } from '../documents/publish-version.ts';
import { addAnnex, annexPurpose } from './annexes.ts';
import { announceHearing, cancelHearing } from './announce-hearing.ts';
import { cancelConsultation } from './cancel-consultation.ts';
import { type ChangeInput, changeConsultation } from './change-consultation.ts';
import { notesOf, stepsOf } from './convene.queries.ts';
import { createConsultation } from './create-consultation.ts';
import { hearingById, placeOf, placesOf } from './hearing.queries.ts';
import { leaveNote } from './leave-note.ts';
import { openConsultation } from './open-consultation.ts';
import { missingOf } from './opening.ts';
import { eraseFromHearings, leaveHearing, signUpForHearing } from './sign-up-for-hearing.ts';

let k: TestKernel;
let departmentId: string;
let convener: Actor & { accountId: string };
let today: string;

beforeAll(async () => {
  k = await testKernel();
  departmentId = await makeDepartment(k, { name: '城市管理局' });
  convener = await makeAccount(k, { name: '周召集', roles: [{ role: 'convener', departmentId }] });
  today = localDate(k.clock.now(), k.config.TIME_ZONE);
});

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );
const fields = async (work: Promise<unknown>) =>
  work.then(
    () => ({}),
    (error) => {
      const wrong = toAppError(error).fields;
      if (!wrong) throw error;
      return Object.fromEntries(Object.entries(wrong).map(([name, { key }]) => [name, key.split('.').at(-1)]));
    },
  );

async function made(kind: 'draft' | 'ideas' | 'map' = 'draft', startsOn = today): Promise<Consultation> {
  const input = { kind, title: '河滨步道管理办法', departmentId, startsOn };
  const { id } = await createConsultation(k, convener, input);
  return (await consultationById(k.db, id)) as Consultation;
}
const inputOf = (given: Consultation, more: Partial<ChangeInput> = {}): ChangeInput => {
  const { title, slug, summary, explanation, audience, contact, startsOn, endsOn, shortReason } = given;
  return { title, slug, summary, explanation, audience, contact, startsOn, endsOn, shortReason, note: '', ...more };
};

describe('making', () => {
  it('gets an address from its title, thirty days, and is seen in no list', async () => {
    const consultation = await made();
    expect(consultation).toMatchObject({ state: 'draft', startsOn: today, endsOn: addDays(today, 29) });
    expect(consultation.slug).toMatch(/^hebin/);
    const second = await made();
    expect(second.slug).not.toBe(consultation.slug);
  });

  it('is for conveners of the department alone', async () => {
    const other = await makeDepartment(k, { name: '另一个局' });
    for (const role of roles as readonly Role[]) {
      const here = await makeAccount(k, { roles: [{ role, departmentId }] });
      const there = await makeAccount(k, { roles: [{ role, departmentId: other }] });
      const input = { kind: 'ideas' as const, title: '今年办哪些实事', departmentId, startsOn: today };
      const may = role === 'convener' ? 'done' : 'kernel.not_allowed';
      expect([role, await code(createConsultation(k, here, input))]).toEqual([role, may]);
      expect([role, await code(createConsultation(k, there, input))]).toEqual([role, 'kernel.not_allowed']);
    }
    const resident = await makeAccount(k);
    const input = { kind: 'map' as const, title: '夜市开到几点', departmentId, startsOn: today };
    expect(await code(createConsultation(k, resident, input))).toBe('kernel.not_allowed');
  });

  it('says beside the field what is wrong with hostile and empty input', async () => {
    const input = { kind: 'draft', title: ' ', slug: '../x', departmentId: 'none', startsOn: '2026-02-30' } as const;
    expect(await fields(createConsultation(k, convener, input))).toEqual({
      title: 'title',
      slug: 'slug',
      startsOn: 'day',
    });
    const late = {
      kind: 'draft' as const,
      title: '早于开始',
      departmentId,
      startsOn: today,
      endsOn: addDays(today, -1),
    };
    expect(await fields(createConsultation(k, convener, late))).toEqual({ endsOn: 'ends_before' });
    const huge = { kind: 'draft' as const, title: '长'.repeat(81), departmentId, startsOn: today };
    expect(await fields(createConsultation(k, convener, huge))).toEqual({ title: 'too_long' });
  });
});

describe('opening', () => {
  it('names what is missing, and opens once it is there', async () => {
    const consultation = await made();
    expect(await missingOf(k.db, consultation, today)).toEqual(['summary', 'explanation', 'email', 'text']);
    expect(await code(openConsultation(k, convener, consultation.id))).toBe('consultations.not_ready');
    await changeConsultation(k, convener, consultation.id, {
      ...inputOf(consultation, { summary: '步道几点开', explanation: '为什么要改' }),
      settings: { ways: ['paragraph'] },
    });
    await importDocument(k, convener, consultation.id, { text: '第一条 步道六点开放。\n第二条 步道不骑车。' });
    await publishVersion(k, convener, consultation.id, {});
    await openConsultation(k, convener, consultation.id);
    expect((await consultationById(k.db, consultation.id))?.state).toBe('open');
    expect(await code(openConsultation(k, convener, consultation.id))).toBe('consultations.wrong_state');
  });

  it('takes fewer than thirty days of a draft only with a reason; the database agrees', async () => {
    const consultation = await made();
    const short = inputOf(consultation, { endsOn: addDays(today, 28) });
    await changeConsultation(k, convener, consultation.id, short);
    const after = (await consultationById(k.db, consultation.id)) as Consultation;
    expect(await missingOf(k.db, after, today)).toContain('short_reason');
    const { sql } = await import('kysely');
    await expect(
      sql`update consultations.consultation set state = 'open', opened_at = now() where id = ${consultation.id}`.execute(
        k.db,
      ),
    ).rejects.toThrow(/check/);
  });
});

describe('changing', () => {
  it('needs a public note once it is open, only gets longer, and leaves its first day', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const more = (given: Partial<ChangeInput>) =>
      changeConsultation(k, other, consultation.id, inputOf(consultation, given));
    expect(await fields(more({ title: '新的名称' }))).toEqual({ note: 'note' });
    expect(await fields(more({ endsOn: addDays(consultation.endsOn, -1), note: '缩短一天' }))).toEqual({
      endsOn: 'only_longer',
    });
    await more({
      endsOn: addDays(consultation.endsOn, 10),
      startsOn: addDays(today, 3),
      note: '延长十天，请大家再看看。',
    });
    const after = (await consultationById(k.db, consultation.id)) as Consultation;
    expect(after).toMatchObject({ startsOn: consultation.startsOn, endsOn: addDays(consultation.endsOn, 10) });
    expect((await notesOf(k.db, consultation.id)).map(({ text }) => text)).toEqual(['延长十天，请大家再看看。']);
  });

  it('by two at once leaves the second with what the first did', async () => {
    const consultation = await made('ideas');
    const input = (title: string) => inputOf(consultation, { title, version: consultation.version });
    const both = await Promise.all([
      code(changeConsultation(k, convener, consultation.id, input('第一个名称'))),
      code(changeConsultation(k, convener, consultation.id, input('第二个名称'))),
    ]);
    expect(both.sort()).toEqual(['done', 'kernel.changed_meanwhile']);
  });

  it('is over once it is called off, and everything is in the record', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    await makeContribution(k, consultation);
    await leaveNote(k, other, consultation.id, { text: '下周公布第二稿。' });
    await cancelConsultation(k, other, consultation.id, { reason: '上级已经有统一规定。' });
    expect(await code(leaveNote(k, other, consultation.id, { text: '还想说一句。' }))).toBe(
      'consultations.wrong_state',
    );
    const steps = await stepsOf(k.db, consultation.id, null, 10);
    expect(steps.map(({ act }) => act)).toEqual(['cancel', 'note']);
    expect((await notesOf(k.db, consultation.id))[0]?.text).toBe('上级已经有统一规定。');
  });
});

describe('an annex', () => {
  it('is nobody’s to read of a consultation that was called off before it was opened', async () => {
    const app = await testApp(k);
    const { consultation, convener: other } = await makeConsultation(k, 'draft', { state: 'draft' });
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');
    const upload = { name: '说明.pdf', purpose: annexPurpose, ownerId: other.accountId };
    const { id: fileId } = await k.files.accept(pdf, upload);
    await addAnnex(k, other, consultation.id, { title: '起草说明', fileId });
    await cancelConsultation(k, other, consultation.id, { reason: '不再征求意见。' });
    expect((await app.inject({ url: `/files/${fileId}` })).statusCode).toBe(404);
    const cookie = await sessionCookie(k, other);
    expect((await app.inject({ url: `/files/${fileId}`, headers: { cookie } })).statusCode).toBe(200);
  });
});

describe('the record', () => {
  it('names staff for what they do as such, and not for what they say as residents', async () => {
    const app = await testApp(k);
    const other = await makeAccount(k, { name: '郑双料', roles: [{ role: 'convener', departmentId }] });
    const { consultation } = await makeConsultation(k, 'draft', { departmentId });
    await leaveNote(k, other, consultation.id, { text: '下周公布第二稿。' });
    const said = {
      consultationId: consultation.id,
      byId: other.accountId,
      byAs: 'resident',
      act: 'comment_said',
    } as const;
    await inTransaction(k.db, (tx) => insertStep(tx, k.clock.now(), said));
    const cookie = await sessionCookie(k, convener);
    const page = await app.inject({ url: `/convene/${consultation.slug}/record`, headers: { cookie } });
    expect(page.body.match(/郑双料/g)).toHaveLength(1);
  });
});

describe('hearings', () => {
  const hearing = (more = {}) => ({
    day: addDays(today, 10),
    from: '14:00',
    until: '16:30',
    place: '市民中心二楼',
    agenda: '',
    seats: '3',
    signUpUntil: addDays(today, 8),
    ...more,
  });
  const person = (n: number) => ({ name: `居民${n}`, contact: `1380000${1000 + n}` });

  it('are announced seven days ahead', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const announce = (more: object) => announceHearing(k, other, consultation.id, hearing(more) as never);
    expect(await fields(announce({ day: addDays(today, 6), signUpUntil: today }))).toEqual({ day: 'too_soon' });
    expect(await fields(announce({ until: '13:00' }))).toEqual({ until: 'until' });
    expect(await fields(announce({ signUpUntil: addDays(today, 11) }))).toEqual({ signUpUntil: 'sign_up' });
    expect(await fields(announce({ seats: '0', from: '25:00' }))).toEqual({ seats: 'seats', from: 'time' });
    expect(await code(announce({}))).toBe('done');
    const map = await makeConsultation(k, 'map');
    expect(await code(announceHearing(k, map.convener, map.consultation.id, hearing() as never))).toBe(
      'consultations.not_found',
    );
  });

  it('give every seat once when twelve sign up at the same moment, and the next one who waits moves up', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing() as never);
    const ids = { consultationId: consultation.id, hearingId };
    const people = await Promise.all(Array.from({ length: 12 }, () => makeAccount(k)));
    const states = await Promise.all(people.map((actor, n) => signUpForHearing(k, actor, ids, person(n))));
    expect(states.filter((state) => state === 'seated')).toHaveLength(3);
    const places = await placesOf(k.db, hearingId);
    expect(places.map(({ turn }) => turn)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    const seated = people[states.indexOf('seated')];
    if (!seated) throw new Error('nobody has a seat');
    const firstWaiting = places.find(({ state }) => state === 'waiting')?.accountId ?? '';
    await leaveHearing(k, seated, ids);
    await leaveHearing(k, seated, ids);
    expect((await placeOf(k.db, hearingId, firstWaiting))?.state).toBe('seated');
    expect(await hearingById(k.db, hearingId)).toMatchObject({ seated: 3, waiting: 8 });
    // Whoever comes back stands at the end; whoever signs up again keeps the place.
    expect(await signUpForHearing(k, seated, ids, person(99))).toBe('waiting');
    const again = people.find(({ accountId }) => accountId === firstWaiting);
    if (again) expect(await signUpForHearing(k, again, ids, { ...person(1), speaks: true })).toBe('seated');
    expect(await hearingById(k.db, hearingId)).toMatchObject({ seated: 3, waiting: 9 });
  });

  const toldOf = async (accountId: string | null) =>
    (
      await k.db
        .selectFrom('kernel.notification')
        .select('kind')
        .where('account_id', '=', accountId)
        .where('kind', 'like', 'consultations.hearing%')
        .execute()
    ).map(({ kind }) => kind);

  it('tell of a free seat whoever got it, each once, and nobody else', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing({ seats: '2' }) as never);
    const ids = { consultationId: consultation.id, hearingId };
    const people = await Promise.all(Array.from({ length: 5 }, () => makeAccount(k)));
    for (const [n, actor] of people.entries()) await signUpForHearing(k, actor, ids, person(n));
    const [first, second, third, fourth, fifth] = people as unknown as [Actor, Actor, Actor, Actor, Actor];
    // Somebody who waits leaves: no seat is free. Then both seats are, one after the other.
    await leaveHearing(k, fifth, ids);
    await leaveHearing(k, first, ids);
    await leaveHearing(k, second, ids);
    await settle(k);
    for (const actor of [first, second, fifth]) expect(await toldOf(actor.accountId)).toEqual([]);
    for (const actor of [third, fourth]) expect(await toldOf(actor.accountId)).toEqual(['consultations.hearing_seat']);
  });

  it('give the seat of an account that goes to whoever waits', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing({ seats: '1' }) as never);
    const ids = { consultationId: consultation.id, hearingId };
    const [one, two] = [await makeAccount(k), await makeAccount(k)];
    await signUpForHearing(k, one, ids, person(1));
    await signUpForHearing(k, two, ids, person(2));
    await inTransaction(k.db, (tx) => eraseFromHearings(k, tx, one.accountId));
    expect(await placesOf(k.db, hearingId)).toMatchObject([{ accountId: two.accountId, state: 'seated' }]);
    await settle(k);
    expect(await toldOf(two.accountId)).toEqual(['consultations.hearing_seat']);
  });

  it('give a place back until they begin', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing({ seats: '1' }) as never);
    const ids = { consultationId: consultation.id, hearingId };
    const [one, two] = [await makeAccount(k), await makeAccount(k)];
    await signUpForHearing(k, one, ids, person(1));
    await signUpForHearing(k, two, ids, person(2));
    const at = (text: string) => ({ ...k, clock: { now: () => new Date(`${addDays(today, 10)}T${text}:00+08:00`) } });
    expect(await code(signUpForHearing(at('13:00'), one, ids, person(1)))).toBe('consultations.hearing_closed');
    expect(await code(leaveHearing(at('13:00'), one, ids))).toBe('done');
    expect((await placeOf(k.db, hearingId, two.accountId))?.state).toBe('seated');
    expect(await code(leaveHearing(at('14:00'), two, ids))).toBe('consultations.hearing_closed');
  });

  it('are off with their consultation, and whoever signed up is told', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing() as never);
    const resident = await makeAccount(k);
    await signUpForHearing(k, resident, { consultationId: consultation.id, hearingId }, person(1));
    await cancelConsultation(k, other, consultation.id, { reason: '上级已经有统一规定。' });
    expect(await hearingById(k.db, hearingId)).toMatchObject({ cancelReason: '上级已经有统一规定。' });
    await settle(k);
    expect(await toldOf(resident.accountId)).toEqual(['consultations.hearing_cancelled']);
  });

  it('take nobody after they were called off', async () => {
    const { consultation, convener: other } = await makeConsultation(k, 'draft');
    const hearingId = await announceHearing(k, other, consultation.id, hearing() as never);
    const ids = { consultationId: consultation.id, hearingId };
    const resident = await makeAccount(k);
    expect(await fields(signUpForHearing(k, resident, ids, { name: ' ', contact: 'x' }))).toEqual({
      name: 'name',
      contact: 'contact',
    });
    await cancelHearing(k, other, consultation.id, hearingId, { reason: '场地停电，另行安排。' });
    expect(await code(signUpForHearing(k, resident, ids, person(1)))).toBe('consultations.hearing_closed');
    expect(await code(cancelHearing(k, other, consultation.id, hearingId, { reason: '再取消一次。' }))).toBe(
      'consultations.hearing_closed',
    );
    expect(await code(cancelHearing(k, resident, consultation.id, hearingId, { reason: '我来取消。' }))).toBe(
      'kernel.not_allowed',
    );
  });
});
