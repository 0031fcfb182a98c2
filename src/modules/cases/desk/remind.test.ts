import { beforeEach, describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { makeCase } from '../cases.factory.ts';
import { ruleExtension } from '../dispatch/rule-extension.ts';
import { promisesOfCase } from '../promises/promises.queries.ts';
import { remindDepartments } from './remind.ts';
import { requestExtension } from './request-extension.ts';

const k = await testKernel();
/** Local time of the city; 19 November 2026 is a Thursday. */
const at = (local: string) => new Date(`${local}:00+08:00`);
beforeEach(() => k.clock.set(at('2026-11-19T10:00')));

async function told(accountId: string | null, prefix: string) {
  const rows = await k.db
    .selectFrom('kernel.notification')
    .select(['kind', 'link', 'created_at'])
    .where('account_id', '=', accountId)
    .where('kind', 'like', `${prefix}%`)
    .orderBy('created_at')
    .execute();
  return rows.map(({ kind }) => kind);
}

async function runAt(...moments: string[]) {
  for (const moment of moments) {
    k.clock.set(at(moment));
    await remindDepartments(k);
    await remindDepartments(k);
  }
}

describe('a case that is near its date', () => {
  it('is said once when its light turns blue and once when it turns yellow, and never at night', async () => {
    // Accepted on Thursday: due at the end of Thursday 26; blue from Tuesday 24, yellow from Wednesday 25.
    const made = await makeCase(k, { state: 'in_progress' });
    const handler = made.staff.handler.accountId;
    await runAt('2026-11-20T10:00', '2026-11-23T16:00');
    expect(await told(handler, 'cases.work_due')).toEqual([]);
    await runAt('2026-11-24T03:00', '2026-11-24T23:30');
    expect(await told(handler, 'cases.work_due')).toEqual([]);
    await runAt('2026-11-24T09:40', '2026-11-24T15:00');
    expect(await told(handler, 'cases.work_due')).toEqual(['cases.work_due_near']);
    await runAt('2026-11-25T09:40', '2026-11-26T09:40', '2026-11-27T09:40');
    expect(await told(handler, 'cases.work_due')).toEqual(['cases.work_due_near', 'cases.work_due_next']);
  });

  it('is said to the reviewers where the reply waits for them, and to nobody once it is answered', async () => {
    const waiting = await makeCase(k, { state: 'replied' });
    const done = await makeCase(k, { state: 'reviewed' });
    await runAt('2026-11-25T09:40');
    expect(await told(waiting.staff.reviewer.accountId, 'cases.work_due')).toEqual(['cases.work_due_next']);
    expect(await told(waiting.staff.handler.accountId, 'cases.work_due')).toEqual([]);
    for (const account of [done.staff.handler, done.staff.reviewer])
      expect(await told(account.accountId, 'cases.work_due')).toEqual([]);
  });

  it('is said anew for a date that was moved', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    await runAt('2026-11-25T09:40');
    await requestExtension(k, made.staff.handler, made.caseId, {
      working_days: 5,
      reason: '灯具要从外地调来，下周到货。',
    });
    await ruleExtension(k, made.staff.dispatcher, made.caseId, { granted: true, reason: '同意，请告诉来信人。' });
    // Now due at the end of Thursday 3 December.
    await runAt('2026-11-26T09:40', '2026-12-02T09:40');
    expect(await told(made.staff.handler.accountId, 'cases.work_due')).toEqual([
      'cases.work_due_next',
      'cases.work_due_next',
    ]);
  });
});

describe('a promise that is near its day', () => {
  it('is said three working days before and one before, each once', async () => {
    const made = await makeCase(k, { state: 'reviewed', promises: [{ text: '换好路灯', dueOn: '2026-12-01' }] });
    const handler = made.staff.handler.accountId;
    const [promise] = await promisesOfCase(k.db, made.caseId);
    // Tuesday 1 December: three working days before is Thursday 26 November, one before Monday 30.
    await runAt('2026-11-25T10:00');
    expect(await told(handler, 'cases.work_promise')).toEqual([]);
    await runAt('2026-11-26T10:00', '2026-11-27T10:00');
    expect(await told(handler, 'cases.work_promise')).toEqual(['cases.work_promise_near']);
    await runAt('2026-11-30T10:00', '2026-12-01T10:00');
    expect(await told(handler, 'cases.work_promise')).toEqual(['cases.work_promise_near', 'cases.work_promise_next']);
    const links = await k.db
      .selectFrom('kernel.notification')
      .select('link')
      .where('account_id', '=', handler)
      .where('kind', 'like', 'cases.work_promise%')
      .execute();
    expect(new Set(links.map(({ link }) => link))).toEqual(new Set([`/desk/promises/${promise?.id}`]));
  });

  it('is said once when less than three working days are left from the beginning', async () => {
    const made = await makeCase(k, { state: 'reviewed', promises: [{ text: '换好路灯', dueOn: '2026-11-20' }] });
    await runAt('2026-11-19T10:00', '2026-11-20T10:00');
    expect(await told(made.staff.handler.accountId, 'cases.work_promise')).toEqual(['cases.work_promise_next']);
  });
});
