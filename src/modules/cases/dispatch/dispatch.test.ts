import { describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import type { AppError } from '../../../kernel/errors/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { findCaseById } from '../case.queries.ts';
import { makeCase, makeStaff } from '../cases.factory.ts';
import { requestEnding } from '../desk/request-ending.ts';
import { requestExtension } from '../desk/request-extension.ts';
import { reviewReply } from '../desk/review-reply.ts';
import { sendReply } from '../desk/write-reply.ts';
import { acceptCase } from '../intake/accept-case.ts';
import { sendBackCase } from '../intake/close-case.ts';
import { mergeCases } from '../intake/merge-cases.ts';
import { decideCase } from './decide-case.ts';
import { insertDispatch } from './dispatch.queries.ts';
import { dispatchCase } from './dispatch-case.ts';
import { ruleExtension } from './rule-extension.ts';
import { reassignCase, refuseReturn } from './rule-return.ts';
import { superviseCase } from './supervise-case.ts';

async function dispatchesOf(k: TestKernel, caseId: string) {
  return k.db
    .selectFrom('cases.dispatch')
    .select(['lead_department_id', 'ended_how'])
    .where('case_id', '=', caseId)
    .orderBy('at')
    .execute();
}

function outcomes(results: PromiseSettledResult<unknown>[]): string[] {
  return results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as AppError).code)).sort();
}

describe('two dispatchers at once', () => {
  it('send one letter to one department: one wins, the other hears that it has moved on', async () => {
    const k = await testKernel();
    const departments = [await makeDepartment(k), await makeDepartment(k)];
    const others = await Promise.all([1, 2].map(() => makeAccount(k, { roles: [{ role: 'dispatcher' }] })));
    for (let round = 0; round < 5; round++) {
      const { caseId } = await makeCase(k, { state: 'submitted' });
      const results = await Promise.allSettled(
        others.map((actor, i) =>
          decideCase(k, actor, caseId, { leadDepartmentId: departments[i] ?? '', opinion: `第${i}位的意见` }),
        ),
      );
      expect(outcomes(results)).toEqual(['cases.wrong_state', 'done']);
      const rows = await dispatchesOf(k, caseId);
      expect(rows).toHaveLength(1);
      expect((await findCaseById(k.db, caseId))?.lead_department_id).toBe(rows[0]?.lead_department_id);
    }
  });

  /** Both transactions have begun and hold no lock on the case when each writes its dispatch. */
  async function race(k: TestKernel): Promise<string[]> {
    const { caseId, departmentId } = await makeCase(k, { state: 'accepted' });
    const at = k.clock.now();
    const row = {
      caseId,
      round: 1,
      leadDepartmentId: departmentId,
      opinion: '',
      by: null,
      at,
      signDueAt: at,
      dueAt: at,
    };
    return outcomes(await Promise.allSettled([1, 2].map(() => inTransaction(k.db, (tx) => insertDispatch(tx, row)))));
  }

  it('are parted by the index even where no row is locked; without it both would stand', async () => {
    const k = await testKernel();
    expect(await race(k)).toEqual(['done', 'kernel.changed_meanwhile']);
    await sql`drop index cases.dispatch_standing_idx`.execute(k.db);
    expect(await race(k)).toEqual(['done', 'done']);
  });

  it('rule on one return: one ruling stands', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'return_requested' });
    const other = await makeDepartment(k);
    const results = await Promise.allSettled([
      reassignCase(k, made.staff.dispatcher, made.caseId, { leadDepartmentId: other, reason: '归另一个单位管' }),
      refuseReturn(k, made.staff.dispatcher, made.caseId, { reason: '职责清单上就是本单位' }),
    ]);
    expect(outcomes(results)).toEqual(['cases.wrong_state', 'done']);
    const standing = (await dispatchesOf(k, made.caseId)).filter(({ ended_how }) => ended_how === null);
    expect(standing).toHaveLength(1);
  });

  it('merge two letters into each other: one stays open, nobody waits for the other', async () => {
    const k = await testKernel();
    const { operator } = await makeStaff(k, await makeDepartment(k));
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await makeCase(k), await makeCase(k)];
      const results = await Promise.allSettled([
        mergeCases(k, operator, { caseIds: [a.caseId], intoId: b.caseId }),
        mergeCases(k, operator, { caseIds: [b.caseId], intoId: a.caseId }),
      ]);
      expect(outcomes(results)).toEqual(['cases.wrong_state', 'done']);
      const states = [await findCaseById(k.db, a.caseId), await findCaseById(k.db, b.caseId)].map((row) => row?.state);
      expect(states.sort()).toEqual(['accepted', 'merged']);
    }
  });

  it('order supervision twice: one order stands', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'in_progress' });
    const order = { order: '三天内到现场解决', dueOn: '2026-11-25' };
    const results = await Promise.allSettled([
      superviseCase(k, made.staff.supervisor, made.caseId, order),
      superviseCase(k, made.staff.supervisor, made.caseId, order),
    ]);
    expect(outcomes(results)).toEqual(['done', 'kernel.changed_meanwhile']);
  });
});

describe('one decision', () => {
  it('accepts, dispatches and merges together, or not at all', async () => {
    const k = await testKernel();
    const target = await makeCase(k, { state: 'submitted' });
    const same = await makeCase(k, { state: 'submitted' });
    const { dispatcher } = target.staff;
    const given = { leadDepartmentId: target.departmentId, coHandlerIds: [same.departmentId], mergeIds: [same.caseId] };
    // One of the merged ones has moved on: nothing of it happens.
    const gone = await makeCase(k, { state: 'declined' });
    await expect(
      decideCase(k, dispatcher, target.caseId, { ...given, mergeIds: [same.caseId, gone.caseId] }),
    ).rejects.toThrow('cases.wrong_state');
    expect((await findCaseById(k.db, target.caseId))?.state).toBe('submitted');
    expect(await dispatchesOf(k, target.caseId)).toEqual([]);

    const done = await decideCase(k, dispatcher, target.caseId, given);
    expect(done.merged).toBe(1);
    expect((await findCaseById(k.db, target.caseId))?.state).toBe('dispatched');
    expect((await findCaseById(k.db, same.caseId))?.merged_into_id).toBe(target.caseId);
    expect(await k.db.selectFrom('cases.routing_decision').select('chosen_department_id').execute()).toEqual([
      { chosen_department_id: target.departmentId },
    ]);
  });

  it('is a dispatcher’s: an operator accepts but does not dispatch', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'submitted' });
    await expect(
      decideCase(k, made.staff.operator, made.caseId, { leadDepartmentId: made.departmentId }),
    ).rejects.toThrow('kernel.not_allowed');
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('submitted');
  });
});

describe('deadlines of domain.md, by the use cases', () => {
  const shanghai = (text: string) => new Date(`${text}+08:00`);

  it('count five working days from 2025-09-30 over the holiday to 2025-10-14', async () => {
    const k = await testKernel();
    k.clock.set(shanghai('2025-09-30T10:00:00'));
    const made = await makeCase(k, { state: 'submitted', kind: 'complaint' });
    const { dueAt } = await acceptCase(k, made.staff.operator, { caseId: made.caseId });
    expect(dueAt).toEqual(shanghai('2025-10-14T23:59:59.999'));
  });

  it.each([
    ['emergency', '2026-11-19T12:00:00'],
    ['utility', '2026-11-20T10:00:00'],
    ['enquiry', '2026-11-20T23:59:59.999'],
    ['general', '2026-11-26T23:59:59.999'],
    ['difficult', '2026-12-10T23:59:59.999'],
  ] as const)('%s from Thursday 2026-11-19 10:00 is due %s', async (limitKind, due) => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'submitted' });
    const { dueAt } = await acceptCase(k, made.staff.operator, { caseId: made.caseId, limitKind });
    expect(dueAt).toEqual(shanghai(due));
  });

  it('sign within a service hour, return within two working days, contact within one', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'accepted' });
    const { signDueAt } = await dispatchCase(k, made.staff.dispatcher, made.caseId, {
      leadDepartmentId: made.departmentId,
    });
    expect(signDueAt).toEqual(shanghai('2026-11-19T11:00:00'));
    const row = await findCaseById(k.db, made.caseId);
    expect(row?.return_due_at).toEqual(shanghai('2026-11-23T23:59:59.999'));
    expect(row?.contact_due_at).toEqual(shanghai('2026-11-20T23:59:59.999'));
  });

  it('extend by ten working days at most, before the due time, once asked; reassigning moves nothing', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'in_progress' });
    const reason = '要请专家看过现场才能定';
    await expect(
      requestExtension(k, made.staff.handler, made.caseId, { working_days: 11, reason }),
    ).rejects.toBeInstanceOf(Error);
    await requestExtension(k, made.staff.handler, made.caseId, { working_days: 10, reason });
    await ruleExtension(k, made.staff.dispatcher, made.caseId, { granted: true });
    expect((await findCaseById(k.db, made.caseId))?.due_at).toEqual(shanghai('2026-12-10T23:59:59.999'));

    const returned = await makeCase(k, { state: 'return_requested' });
    const before = (await findCaseById(k.db, returned.caseId))?.due_at;
    k.clock.set(shanghai('2026-11-20T10:00:00'));
    const other = await makeDepartment(k);
    await reassignCase(k, returned.staff.dispatcher, returned.caseId, {
      leadDepartmentId: other,
      reason: '归它管，不归这里',
    });
    const after = await findCaseById(k.db, returned.caseId);
    expect([after?.due_at, after?.return_ruled, after?.return_due_at]).toEqual([before, true, null]);
  });

  it('guess nothing: a calendar that does not reach so far is an error, and nothing happened', async () => {
    const k = await testKernel();
    k.clock.set(shanghai('2035-01-05T10:00:00'));
    const made = await makeCase(k, { state: 'submitted', kind: 'complaint' });
    const error = await acceptCase(k, made.staff.operator, { caseId: made.caseId }).catch((thrown) => thrown);
    expect((error as AppError).code).toBe('time.calendar_year_missing');
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('submitted');
  });
});

describe('telling staff', () => {
  async function inboxOf(k: TestKernel, accountId: string): Promise<string[]> {
    return (await k.notify.inbox(k.db, accountId, 'zh-CN')).map(({ kind }) => kind).sort();
  }

  it('tells the handlers of the lead, at once where it is urgent, and the dispatchers of what they must rule on', async () => {
    const k = await testKernel();
    const urgent = await makeCase(k, { state: 'dispatched', urgent: true });
    const plain = await makeCase(k, { state: 'return_requested' });
    await settle(k);
    expect(await inboxOf(k, urgent.staff.handler.accountId)).toEqual(['cases.work_urgent']);
    expect(await inboxOf(k, plain.staff.handler.accountId)).toEqual(['cases.work_dispatched']);
    expect(await inboxOf(k, plain.staff.dispatcher.accountId)).toEqual([
      'cases.work_return_requested',
      'cases.work_urgent_in',
    ]);
    const [first] = await k.notify.inbox(k.db, urgent.staff.handler.accountId, 'zh-CN');
    expect(first).toMatchObject({ urgent: true, link: `/desk/${urgent.number}` });
    expect(first?.text).toContain(urgent.number);
    await settle(k);
    expect(await inboxOf(k, urgent.staff.handler.accountId)).toHaveLength(1);
  });

  it('wakes nobody for what lies long back', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'dispatched' });
    k.clock.set(new Date(k.clock.now().getTime() + 3 * 86_400_000));
    await settle(k);
    expect(await inboxOf(k, made.staff.handler.accountId)).toEqual([]);
  });
});

describe('what a department asked for', () => {
  const reason = '等上级批复管线图纸，还要几天。';

  it('is over when it has answered: no old request moves the date of the next round', async () => {
    const k = await testKernel();
    const made = await makeCase(k, { state: 'in_progress' });
    await requestExtension(k, made.staff.handler, made.caseId, { working_days: 3, reason });
    await requestEnding(k, made.staff.handler, made.caseId, { reason });
    await sendReply(k, made.staff.handler, made.caseId, { text: '管线图纸已经批下来，路面昨天修好了，请您看看。' });
    await reviewReply(k, made.staff.reviewer, made.caseId);
    await sendBackCase(k, made.staff.operator, made.caseId, { reason: '路面又塌了，请重新办理。' });
    await expect(ruleExtension(k, made.staff.dispatcher, made.caseId, { granted: true })).rejects.toMatchObject({
      code: 'kernel.changed_meanwhile',
    });
    await requestExtension(k, made.staff.handler, made.caseId, { working_days: 3, reason });
    await requestEnding(k, made.staff.handler, made.caseId, { reason });
  });

  it('adds up: ten working days of extensions in all', async () => {
    const k = await testKernel();
    const { staff, caseId } = await makeCase(k, { state: 'in_progress' });
    await requestExtension(k, staff.handler, caseId, { working_days: 6, reason });
    await ruleExtension(k, staff.dispatcher, caseId, { granted: true });
    await expect(requestExtension(k, staff.handler, caseId, { working_days: 5, reason })).rejects.toMatchObject({
      code: 'cases.extension_too_long',
    });
    await requestExtension(k, staff.handler, caseId, { working_days: 4, reason });
  });
});
