import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testKernel, testNow } from '../../../../test/harness.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { findCaseById } from '../case.queries.ts';
import { type MakeCase, makeCase } from '../cases.factory.ts';
import { runClocks } from '../clocks/run-clocks.ts';
import { reviewReply } from '../desk/review-reply.ts';
import { sendReply } from '../desk/write-reply.ts';
import { promisesOfCase } from './promises.queries.ts';
import { breakPromises, keepPromise } from './settle-promise.ts';

const k = await testKernel();
beforeEach(() => k.clock.set(testNow));

const evidence = '11 月 20 日夜里换好七盏灯，试灯全亮。';
const afterDue = new Date('2026-11-21T16:00:01Z'); // 22 November 00:00:01 in the city

async function promised(given: MakeCase = {}, dueOn = '2026-11-21') {
  const made = await makeCase(k, { state: 'reviewed', promises: [{ text: '换好七盏路灯', dueOn }], ...given });
  const [promise] = await promisesOfCase(k.db, made.caseId);
  if (!promise) throw new Error('no promise');
  return { made, promise };
}

async function reopenings(caseId: string) {
  return k.db.selectFrom('cases.reopening').select(['why', 'round']).where('case_id', '=', caseId).execute();
}

async function steps(caseId: string, act: string) {
  const rows = await k.db
    .selectFrom('cases.step')
    .select('id')
    .where('case_id', '=', caseId)
    .where('act', '=', act)
    .execute();
  return rows.length;
}

describe('a promise that is not kept', () => {
  it('is broken only after the end of its day, once, however many jobs run, and takes the case up again', async () => {
    const { made, promise } = await promised();
    k.clock.set(new Date('2026-11-21T15:59:59Z'));
    expect(await breakPromises(k)).toBe(0);
    k.clock.set(afterDue);
    const counts = await Promise.all([breakPromises(k), breakPromises(k), breakPromises(k)]);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await promisesOfCase(k.db, made.caseId)).toMatchObject([{ id: promise.id, state: 'broken' }]);
    expect(await reopenings(made.caseId)).toEqual([{ why: 'promise', round: 2 }]);
    expect(await steps(made.caseId, 'promise_broken')).toBe(1);
    const row = await findCaseById(k.db, made.caseId);
    expect(row).toMatchObject({ state: 'sent_back', round: 2, lead_department_id: made.departmentId });
    // Taken up on Sunday 22 November: five working days are the end of Friday 27.
    expect(row?.due_at?.toISOString()).toBe('2026-11-27T15:59:59.999Z');
    expect(await breakPromises(k)).toBe(0);
  });

  it('reopens a closed and an archived case too, by the same job that closes and archives', async () => {
    for (const state of ['closed', 'archived'] as const) {
      const { made } = await promised({ state });
      k.clock.set(afterDue);
      await runClocks(k);
      expect((await findCaseById(k.db, made.caseId))?.state).toBe('sent_back');
      k.clock.set(testNow);
    }
  });

  it('reopens once for two promises of one reply, and tells of the second by itself', async () => {
    const { made } = await promised({
      promises: [
        { text: '换好七盏路灯', dueOn: '2026-11-21' },
        { text: '装好两盏新灯', dueOn: '2026-11-21' },
      ],
    });
    k.clock.set(afterDue);
    await breakPromises(k);
    expect((await promisesOfCase(k.db, made.caseId)).map((promise) => promise.state)).toEqual(['broken', 'broken']);
    expect(await reopenings(made.caseId)).toHaveLength(1);
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['kind'])
      .where('account_id', '=', made.staff.handler.accountId)
      .where('kind', 'in', ['cases.work_promise_broken', 'cases.work_sent_back'])
      .orderBy('kind')
      .execute();
    expect(told.map((one) => one.kind)).toEqual(['cases.work_promise_broken', 'cases.work_sent_back']);
  });
});

describe('keeping a promise', () => {
  it('takes the department that made it, words that say something, and happens once', async () => {
    const { made, promise } = await promised();
    const stranger = (await makeCase(k, { state: 'dispatched' })).staff.handler;
    for (const actor of [stranger, made.author, made.staff.operator, made.staff.dispatcher, made.staff.supervisor])
      await expect(keepPromise(k, actor, promise.id, { evidence })).rejects.toThrow('kernel.not_allowed');
    await expect(keepPromise(k, made.staff.handler, promise.id, { evidence: '做了' })).rejects.toThrow(
      'cases.field.evidence_needed',
    );
    await expect(keepPromise(k, made.staff.handler, 'no-such', { evidence })).rejects.toThrow('cases.not_found');
    await keepPromise(k, made.staff.handler, promise.id, { evidence });
    await expect(keepPromise(k, made.staff.reviewer, promise.id, { evidence })).rejects.toThrow(
      'kernel.changed_meanwhile',
    );
    k.clock.set(afterDue);
    expect(await breakPromises(k)).toBe(0);
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('reviewed');
  });

  it('either keeps or breaks when both happen at the same moment, and never waits for itself', async () => {
    for (let round = 0; round < 6; round++) {
      k.clock.set(testNow);
      const { made, promise } = await promised();
      k.clock.set(afterDue);
      const [kept, broken] = await Promise.allSettled([
        keepPromise(k, made.staff.handler, promise.id, { evidence }),
        breakPromises(k),
      ]);
      expect(kept.status).toBe('fulfilled');
      expect(broken.status).toBe('fulfilled');
      expect(await promisesOfCase(k.db, made.caseId)).toMatchObject([{ state: 'kept' }]);
      const late = await steps(made.caseId, 'promise_broken');
      expect(await reopenings(made.caseId)).toHaveLength(late);
    }
  });

  it('counts late evidence, and shows when it came', async () => {
    const { made, promise } = await promised();
    k.clock.set(afterDue);
    await breakPromises(k);
    await keepPromise(k, made.staff.handler, promise.id, { evidence });
    const [shown] = await promisesOfCase(k.db, made.caseId);
    expect(shown).toMatchObject({ state: 'kept', evidence, settled_at: afterDue });
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('sent_back');
  });

  it('puts its pictures on the public page, and takes no file of somebody else', async () => {
    const { made, promise } = await promised();
    const { handler } = made.staff;
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');
    const upload = (ownerId: string) => k.files.accept(pdf, { name: '验收.pdf', purpose: 'case', ownerId });
    const other = await makeAccount(k);
    const foreign = await upload(other.accountId);
    await expect(keepPromise(k, handler, promise.id, { evidence, fileIds: [foreign.id] })).rejects.toThrow(
      'files.gone',
    );
    expect(await promisesOfCase(k.db, made.caseId)).toMatchObject([{ state: 'open' }]);
    const own = await upload(handler.accountId);
    await keepPromise(k, handler, promise.id, { evidence, fileIds: [own.id] });
    const attached = await k.db
      .selectFrom('cases.attachment')
      .select(['file_id', 'of', 'of_id', 'public'])
      .where('case_id', '=', made.caseId)
      .execute();
    expect(attached).toEqual([{ file_id: own.id, of: 'promise', of_id: promise.id, public: true }]);
  });
});

it('holds the promises of a second round apart from those of the first', async () => {
  const { made } = await promised();
  k.clock.set(afterDue);
  await breakPromises(k);
  await sendReply(k, made.staff.handler, made.caseId, {
    text: '灯具昨天才到货，是我们没有说清楚。这次定在下周四夜里换。',
    promises: [{ text: '换好七盏路灯，这次一定', dueOn: '2026-11-26' }],
  });
  await reviewReply(k, made.staff.reviewer, made.caseId);
  expect((await promisesOfCase(k.db, made.caseId)).map(({ text, state }) => [text, state])).toEqual([
    ['换好七盏路灯', 'broken'],
    ['换好七盏路灯，这次一定', 'open'],
  ]);
});
