import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testKernel, testNow } from '../../../../../test/harness.ts';
import { makeAccount } from '../../people.factory.ts';
import { leaveRegister } from '../membership/leave-register.ts';
import { membershipsOf } from '../membership.queries.ts';
import { makeMember } from '../register.factory.ts';
import { isPublished } from '../register.queries.ts';
import { runRegisterClock } from '../run-register-clock.ts';
import {
  decideSuspension,
  earliestHearing,
  liftSuspension,
  makeStatement,
  proposeSuspension,
} from './suspend-member.ts';
import { suspensionsOf } from './suspension.queries.ts';

const k = await testKernel();
beforeEach(() => k.clock.set(testNow));

const hearingDay = new Date('2026-11-26T02:00:00Z');
const proposal = {
  rule: 'acted_as_office',
  facts: '11 月 3 日以“市政府特约”名义向三家商户收费。',
  hearingOn: '2026-11-26',
} as const;
const suspend = { decision: 'suspend', reasons: '本人承认，三家商户都有收据。', until: '2027-01-31' } as const;
const dismiss = { decision: 'dismiss', reasons: '收据不是本人开的。' } as const;

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}

async function parties() {
  const member = await makeMember(k, { entry: { penName: '秋水', publicFields: ['pen_name'] } });
  const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
  const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
  return { member, secretary, committee };
}

/** A suspension that was proposed and whose day of hearing has come. */
async function heard() {
  const made = await parties();
  await proposeSuspension(k, made.secretary, made.member.number, proposal);
  k.clock.set(hearingDay);
  return made;
}

const stateOf = async (accountId: string) => (await membershipsOf(k.db, accountId))[0]?.state;

describe('proposing', () => {
  it('takes a secretary, a published rule, facts, and days to prepare', async () => {
    const { member, secretary, committee } = await parties();
    // Thursday 19 November and five working days: Thursday 26.
    expect(await earliestHearing(k, testNow)).toBe('2026-11-26');
    expect(await codeOf(proposeSuspension(k, secretary, member.number, { ...proposal, hearingOn: '2026-11-25' }))).toBe(
      'people.hearing_too_soon',
    );
    for (const actor of [committee, member, await makeAccount(k, { roles: [{ role: 'auditor' }, { role: 'leader' }] })])
      expect(await codeOf(proposeSuspension(k, actor, member.number, proposal))).toBe('kernel.not_allowed');
    for (const [wrong, message] of [
      [{ ...proposal, rule: 'his_opinions' as never }, 'people.register.wrong.rule'],
      [{ ...proposal, facts: '  ' }, 'people.register.wrong.facts'],
      [{ ...proposal, hearingOn: '2026-02-30' }, 'people.register.wrong.day'],
    ] as const)
      await expect(proposeSuspension(k, secretary, member.number, wrong)).rejects.toThrow(message);
    expect(await codeOf(proposeSuspension(k, secretary, 'M2026-9999', proposal))).toBe('kernel.not_found');
    await proposeSuspension(k, secretary, member.number, proposal);
    expect(await codeOf(proposeSuspension(k, secretary, member.number, proposal))).toBe('people.suspension_open');
    expect(await stateOf(member.accountId)).toBe('active');
    expect(await isPublished(k.db, member.accountId)).toBe(true);
  });

  it('is one at a time, also when two propose at the same moment', async () => {
    const { member, secretary } = await parties();
    const second = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const codes = await Promise.all(
      [secretary, second].map((actor) => codeOf(proposeSuspension(k, actor, member.number, proposal))),
    );
    expect(codes.sort()).toEqual(['done', 'people.suspension_open']);
  });

  it('tells the member without a word of the facts, and the committee', async () => {
    const { member, secretary, committee } = await parties();
    await proposeSuspension(k, secretary, member.number, { ...proposal, facts: 'SECRET-facts 三家商户' });
    await settle(k);
    const rows = await k.db
      .selectFrom('kernel.notification')
      .select(['kind', 'params'])
      .where('account_id', 'in', [member.accountId, committee.accountId])
      .execute();
    expect([...new Set(rows.map(({ kind }) => kind))].sort()).toEqual([
      'people.suspension_proposed',
      'people.work_hearing',
    ]);
    expect(JSON.stringify(rows)).not.toContain('SECRET');
    const events = await k.db.selectFrom('kernel.event').select('payload').execute();
    expect(JSON.stringify(events)).not.toContain('SECRET');
  });
});

describe('deciding', () => {
  it('comes after the hearing, by the committee, and not by whoever proposed it', async () => {
    const { member, secretary } = await parties();
    const both = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
    await proposeSuspension(k, both, member.number, proposal);
    const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
    k.clock.set(new Date('2026-11-25T15:59:00Z'));
    expect(await codeOf(decideSuspension(k, committee, member.number, suspend))).toBe('people.hearing_to_come');
    k.clock.set(hearingDay);
    expect(await codeOf(decideSuspension(k, secretary, member.number, suspend))).toBe('kernel.not_allowed');
    expect(await codeOf(decideSuspension(k, both, member.number, suspend))).toBe('people.conflict_proposed');
    for (const until of ['2026-11-26', '2027-11-27'])
      expect(await codeOf(decideSuspension(k, committee, member.number, { ...suspend, until }))).toBe(
        'people.suspension_until',
      );
    await expect(decideSuspension(k, committee, member.number, { ...suspend, until: '' })).rejects.toThrow(
      'people.register.wrong.until',
    );
    await decideSuspension(k, committee, member.number, suspend);
    expect(await stateOf(member.accountId)).toBe('suspended');
    expect(await isPublished(k.db, member.accountId)).toBe(false);
  });

  it('is never about oneself', async () => {
    const member = await makeMember(k, { roles: [{ role: 'committee' }, { role: 'secretary' }] });
    expect(await codeOf(proposeSuspension(k, member, member.number, proposal))).toBe('people.conflict_own');
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    await proposeSuspension(k, secretary, member.number, proposal);
    k.clock.set(hearingDay);
    expect(await codeOf(decideSuspension(k, member, member.number, dismiss))).toBe('people.conflict_own');
  });

  it('is refused to whoever proposed it by the database itself', async () => {
    const { member, secretary } = await heard();
    await expect(
      k.db
        .updateTable('people.suspension')
        .set({ state: 'dismissed', decided_by: secretary.accountId, decided_at: testNow })
        .where('membership_id', '=', member.membershipId)
        .execute(),
    ).rejects.toThrow('suspension_check');
  });

  it('happens once when two decide at the same moment', async () => {
    const { member, committee } = await heard();
    const second = await makeAccount(k, { roles: [{ role: 'committee' }] });
    const codes = await Promise.all([
      codeOf(decideSuspension(k, committee, member.number, suspend)),
      codeOf(decideSuspension(k, second, member.number, dismiss)),
    ]);
    expect(codes.sort()).toEqual(['done', 'people.suspension_not_open']);
    const [one] = await suspensionsOf(k.db, member.membershipId);
    expect(await stateOf(member.accountId)).toBe(one?.state === 'suspended' ? 'suspended' : 'active');
  });

  it('changes nothing when it is dismissed', async () => {
    const { member, committee } = await heard();
    await decideSuspension(k, committee, member.number, dismiss);
    expect(await stateOf(member.accountId)).toBe('active');
    expect(await isPublished(k.db, member.accountId)).toBe(true);
    expect(await codeOf(makeStatement(k, member, { statement: '谢谢各位委员。' }))).toBe('people.suspension_not_open');
  });
});

it('takes the member’s words until it is decided', async () => {
  const { member, committee } = await heard();
  await makeStatement(k, member, { statement: '收据不是我开的。' });
  await makeStatement(k, member, { statement: '收据不是我开的，笔迹可以比对。' });
  expect((await suspensionsOf(k.db, member.membershipId))[0]?.statement).toBe('收据不是我开的，笔迹可以比对。');
  await decideSuspension(k, committee, member.number, suspend);
  expect(await codeOf(makeStatement(k, member, { statement: '再说一句话。' }))).toBe('people.suspension_not_open');
});

describe('the end of a suspension', () => {
  it('comes by itself after its last day', async () => {
    const { member, committee } = await heard();
    await decideSuspension(k, committee, member.number, suspend);
    k.clock.set(new Date('2027-01-31T15:59:00Z'));
    await runRegisterClock(k);
    expect(await stateOf(member.accountId)).toBe('suspended');
    k.clock.set(new Date('2027-01-31T22:10:00Z'));
    expect((await runRegisterClock(k)).lifted).toBeGreaterThan(0);
    expect(await stateOf(member.accountId)).toBe('active');
    expect(await isPublished(k.db, member.accountId)).toBe(true);
    expect((await runRegisterClock(k)).lifted).toBe(0);
  });

  it('can be decided earlier', async () => {
    const { member, committee, secretary } = await heard();
    const lift = { reasons: '钱已经退还，商户谅解。' };
    expect(await codeOf(liftSuspension(k, committee, member.number, lift))).toBe('people.suspension_not_open');
    await decideSuspension(k, committee, member.number, suspend);
    expect(await codeOf(liftSuspension(k, secretary, member.number, lift))).toBe('kernel.not_allowed');
    await liftSuspension(k, committee, member.number, lift);
    expect(await stateOf(member.accountId)).toBe('active');
    expect(await codeOf(liftSuspension(k, committee, member.number, lift))).toBe('people.suspension_not_open');
  });

  it('comes with leaving, and nothing that was written stays', async () => {
    const proposed = await heard();
    await makeStatement(k, proposed.member, { statement: 'SECRET-statement' });
    await leaveRegister(k, proposed.member);
    k.clock.set(testNow);
    const suspended = await heard();
    await decideSuspension(k, suspended.committee, suspended.member.number, suspend);
    await leaveRegister(k, suspended.member);
    expect(await suspensionsOf(k.db, proposed.member.membershipId)).toMatchObject([
      { state: 'dropped', rule: 'acted_as_office', facts: '', statement: '' },
    ]);
    expect(await suspensionsOf(k.db, suspended.member.membershipId)).toMatchObject([
      { state: 'lifted', facts: '', reasons: '' },
    ]);
    expect(await codeOf(decideSuspension(k, proposed.committee, proposed.member.number, suspend))).toBe(
      'people.not_a_member',
    );
  });
});
