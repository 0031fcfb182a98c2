import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testKernel, testNow } from '../../../../../test/harness.ts';
import { waitForLocks } from '../../../../../test/locks.ts';
import { inTransaction, sql } from '../../../../kernel/db/index.ts';
import type { Actor } from '../../actor.ts';
import { makeAccount } from '../../people.factory.ts';
import { entryOf } from '../entry.queries.ts';
import { membershipsOf } from '../membership.queries.ts';
import { consentsGiven } from '../register.queries.ts';
import { runRegisterClock } from '../run-register-clock.ts';
import { allFine, makeApplication, sampleApplication, worksMissing } from './application.factory.ts';
import { applicationsOf, decisionOn, findApplication, insertDecision } from './application.queries.ts';
import {
  type ApplicationAct,
  type ApplicationState,
  applicationActs,
  applicationStates,
  isOpen,
  nextApplicationState,
} from './application.rules.ts';
import { applyForMembership } from './apply-for-membership.ts';
import { checkApplication } from './check-application.ts';
import { decideApplication } from './decide-application.ts';
import { declareNominations } from './nomination-source.ts';
import { withdrawApplication } from './withdraw-application.ts';

const k = await testKernel();
beforeEach(() => k.clock.set(testNow));

const yes = { decision: 'approve', reasons: '作品扎实，邻里都认可。' } as const;
const no = { decision: 'decline', reasons: '作品不是本人的。' } as const;

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}

describe('applying', () => {
  it('keeps what was said, with the consents that were given, and tells the secretariat', async () => {
    const { applicant, number, secretary } = await makeApplication(k);
    expect(await entryOf(k.db, applicant.accountId)).toMatchObject({
      penName: '柏舟慢写',
      skills: ['写作', '校对'],
      accounts: [{ platform: '图文号' }],
    });
    expect([...(await consentsGiven(k.db, applicant.accountId))].sort()).toEqual([
      'people.directory',
      'people.register',
    ]);
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['kind', 'link', 'params'])
      .where('account_id', '=', secretary.accountId)
      .where('link', '=', `/secretariat/applications/${number}`)
      .execute();
    expect(told).toEqual([
      { kind: 'people.work_to_check', link: `/secretariat/applications/${number}`, params: { number } },
    ]);
  });

  it('is one at a time, also when two are sent at the same moment', async () => {
    for (let round = 0; round < 4; round++) {
      const person = await makeAccount(k);
      const codes = await Promise.all(
        Array.from({ length: 4 }, () => codeOf(applyForMembership(k, person, sampleApplication))),
      );
      expect(codes.sort()).toEqual(['done', ...Array(3).fill('people.application_open')]);
      expect(await applicationsOf(k.db, person.accountId)).toHaveLength(1);
    }
  });

  it('is held to one open application by the database itself', async () => {
    const { applicant } = await makeApplication(k);
    await expect(
      k.db
        .insertInto('people.application')
        .values({
          id: '019a0000-0000-7000-8000-000000000001',
          number: 'A2026-9999',
          account_id: applicant.accountId,
          state: 'submitted',
          handed_in_at: testNow,
          state_since: testNow,
        })
        .execute(),
    ).rejects.toThrow('application_open_idx');
  });

  it('takes no member, nobody without a name, and nothing without consent', async () => {
    const { applicant } = await makeApplication(k, { state: 'approved' });
    expect(await codeOf(applyForMembership(k, applicant, sampleApplication))).toBe('people.member_already');
    const person = await makeAccount(k);
    await expect(applyForMembership(k, person, { ...sampleApplication, agreed: false as never })).rejects.toThrow(
      'people.register.wrong.agree_first',
    );
    await expect(
      applyForMembership(k, person, { ...sampleApplication, consents: { directory: false } }),
    ).rejects.toThrow('people.register.wrong.directory_first');
    await expect(
      applyForMembership(k, person, { ...sampleApplication, contactEmail: '', contactPhone: '' }),
    ).rejects.toThrow('people.register.wrong.contact');
    for (const url of ['javascript:alert(1)', 'https://user:pw@example.test/', 'ftp://example.test', 'https://x']) {
      const accounts = [{ platform: '图文号', name: '一', url }];
      await expect(applyForMembership(k, person, { ...sampleApplication, accounts })).rejects.toThrow(
        'people.register.wrong.url',
      );
    }
    expect(await entryOf(k.db, person.accountId)).toBeNull();
    expect(await applicationsOf(k.db, person.accountId)).toEqual([]);
  });

  it('takes back the application with everything said in it', async () => {
    const { applicant, number } = await makeApplication(k, { state: 'withdrawn' });
    expect(await entryOf(k.db, applicant.accountId)).toBeNull();
    expect(await findApplication(k.db, number)).toMatchObject({ state: 'withdrawn', referees: '' });
    expect((await consentsGiven(k.db, applicant.accountId)).size).toBe(0);
    expect(await codeOf(withdrawApplication(k, applicant))).toBe('people.application_moved_on');
    expect(await codeOf(applyForMembership(k, applicant, sampleApplication))).toBe('done');
  });

  it('hands in again what was sent back, under the same number', async () => {
    const { applicant, number, secretary } = await makeApplication(k, { state: 'returned' });
    const again = await applyForMembership(k, applicant, { ...sampleApplication, penName: '新笔名' });
    expect(again.number).toBe(number);
    expect(await findApplication(k.db, number)).toMatchObject({ state: 'submitted', round: 2 });
    // Whoever has the first version before them does not judge the second.
    expect(await codeOf(checkApplication(k, secretary, number, 1, allFine))).toBe('people.application_moved_on');
    expect(await codeOf(checkApplication(k, secretary, number, 2, allFine))).toBe('done');
  });

  it('ends an application that nobody completed', async () => {
    const { applicant, number } = await makeApplication(k, { state: 'returned' });
    k.clock.set(new Date('2027-02-16T02:00:00Z'));
    expect((await runRegisterClock(k)).leftLying).toBe(0);
    k.clock.set(new Date('2027-02-19T02:00:00Z'));
    expect((await runRegisterClock(k)).leftLying).toBe(1);
    expect((await findApplication(k.db, number))?.state).toBe('withdrawn');
    expect(await entryOf(k.db, applicant.accountId)).toBeNull();
  });
});

describe('who acts', () => {
  it('takes a secretary to check and a committee member who did not check to decide', async () => {
    const { applicant, number, secretary, committee } = await makeApplication(k);
    const both = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
    const others = await Promise.all(
      (['auditor', 'administrator', 'leader', 'liaison_officer', 'operator'] as const).map((role) =>
        makeAccount(k, { roles: [{ role }] }),
      ),
    );
    for (const actor of [...others, committee, applicant])
      expect(await codeOf(checkApplication(k, actor, number, 1, allFine))).toBe('kernel.not_allowed');
    await checkApplication(k, both, number, 1, allFine);
    for (const actor of [...others, secretary, applicant])
      expect(await codeOf(decideApplication(k, actor, number, yes))).toBe('kernel.not_allowed');
    expect(await codeOf(decideApplication(k, both, number, yes))).toBe('people.conflict_checked');
    expect(await codeOf(decideApplication(k, { ...committee, secondFactor: false }, number, yes))).toBe(
      'kernel.not_allowed',
    );
    expect(await codeOf(decideApplication(k, committee, number, yes))).toBe('done');
  });

  it('keeps everybody from their own application and from those they nominated', async () => {
    const own = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
    const { number } = await applyForMembership(k, own, sampleApplication);
    expect(await codeOf(checkApplication(k, own, number, 1, allFine))).toBe('people.conflict_own');
    const { secretary } = await makeApplication(k);
    await checkApplication(k, secretary, number, 1, allFine);
    expect(await codeOf(decideApplication(k, own, number, yes))).toBe('people.conflict_own');

    const nominator = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'committee' }] });
    const nominationId = '019a0000-0000-7000-8000-00000000000a';
    declareNominations(k, async () => [{ id: nominationId, nominatedBy: [nominator.accountId] }]);
    const nominee = await makeAccount(k);
    expect(
      await codeOf(applyForMembership(k, nominee, sampleApplication, '019a0000-0000-7000-8000-00000000000b')),
    ).toBe('people.nomination_unusable');
    const made = await applyForMembership(k, nominee, sampleApplication, nominationId);
    // The same nomination answers one application.
    expect(await codeOf(applyForMembership(k, await makeAccount(k), sampleApplication, nominationId))).toBe(
      'people.nomination_unusable',
    );
    declareNominations(k, async () => []);
    expect(await codeOf(checkApplication(k, nominator, made.number, 1, allFine))).toBe('people.conflict_nominated');
    await checkApplication(k, secretary, made.number, 1, allFine);
    expect(await codeOf(decideApplication(k, nominator, made.number, yes))).toBe('people.conflict_nominated');
  });
});

describe('deciding', () => {
  it('makes a member for one term, or says why not and erases what was said', async () => {
    const approved = await makeApplication(k, { state: 'approved' });
    expect(await membershipsOf(k.db, approved.applicant.accountId)).toMatchObject([
      { number: approved.memberNumber, state: 'active', since: '2026-11-19', endsOn: '2029-11-18' },
    ]);
    const declined = await makeApplication(k, { state: 'declined' });
    expect(declined.application.eraseOn).toBe('2026-12-19');
    k.clock.set(new Date('2026-12-18T02:00:00Z'));
    expect((await runRegisterClock(k)).erased).toBe(0);
    expect(await entryOf(k.db, declined.applicant.accountId)).not.toBeNull();
    k.clock.set(new Date('2026-12-19T02:00:00Z'));
    expect((await runRegisterClock(k)).erased).toBe(1);
    expect(await entryOf(k.db, declined.applicant.accountId)).toBeNull();
    expect((await decisionOn(k.db, declined.application.id))?.reasons).not.toBe('');
    expect((await runRegisterClock(k)).erased).toBe(0);
  });

  it('spares what somebody said anew before the day of erasure', async () => {
    const { applicant, number } = await makeApplication(k, { state: 'declined' });
    await applyForMembership(k, applicant, { ...sampleApplication, penName: '又来了', referees: '新的证明人' });
    k.clock.set(new Date('2026-12-20T02:00:00Z'));
    await runRegisterClock(k);
    expect((await entryOf(k.db, applicant.accountId))?.penName).toBe('又来了');
    expect(await applicationsOf(k.db, applicant.accountId)).toMatchObject([
      { state: 'submitted', referees: '新的证明人' },
      { number, state: 'declined', referees: '', eraseOn: null },
    ]);
  });

  it('happens once when several decide at the same moment, whatever they decide', async () => {
    for (let round = 0; round < 4; round++) {
      const { application, number, applicant, committee } = await makeApplication(k, { state: 'checked' });
      const second = await makeAccount(k, { roles: [{ role: 'committee' }] });
      const third = await makeAccount(k, { roles: [{ role: 'committee' }] });
      const codes = await Promise.all([
        codeOf(decideApplication(k, committee, number, yes)),
        codeOf(decideApplication(k, second, number, no)),
        codeOf(decideApplication(k, third, number, yes)),
      ]);
      expect(codes.sort()).toEqual(['done', 'people.application_decided', 'people.application_decided']);
      const decision = await decisionOn(k.db, application.id);
      const memberships = await membershipsOf(k.db, applicant.accountId);
      expect(memberships).toHaveLength(decision?.approved ? 1 : 0);
      expect((await findApplication(k.db, number))?.state).toBe(decision?.approved ? 'approved' : 'declined');
    }
  });

  it('is held to one decision by the database itself', async () => {
    const { application, committee } = await makeApplication(k, { state: 'approved' });
    const second = { approved: false, reasons: '', by: committee.accountId, at: testNow };
    await expect(inTransaction(k.db, (tx) => insertDecision(tx, application.id, second))).rejects.toThrow(
      'application_decision_pkey',
    );
  });

  it('gives every member another number', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => makeApplication(k, { state: 'checked' })));
    const numbers = await Promise.all(
      made.map(({ committee, number }) => decideApplication(k, committee, number, yes)),
    );
    expect(new Set(numbers.map(({ memberNumber }) => memberNumber)).size).toBe(5);
  });

  it('comes either before or after withdrawing, never both', async () => {
    for (let round = 0; round < 4; round++) {
      const { applicant, committee, number } = await makeApplication(k, { state: 'checked' });
      const [decided, withdrawn] = await Promise.all([
        codeOf(decideApplication(k, committee, number, yes)),
        codeOf(withdrawApplication(k, applicant)),
      ]);
      expect([decided, withdrawn].filter((code) => code === 'done')).toHaveLength(1);
      const members = await membershipsOf(k.db, applicant.accountId);
      expect(members).toHaveLength(decided === 'done' ? 1 : 0);
      expect((await entryOf(k.db, applicant.accountId)) === null).toBe(decided !== 'done');
    }
  });
});

describe('erasing a declined application', () => {
  it('leaves alone what its person says anew at that very moment', async () => {
    const { applicant } = await makeApplication(k, { state: 'declined' });
    k.clock.set(new Date(testNow.getTime() + 400 * 86_400_000));
    // Keeps the new application from being numbered, so that it is under way while the clock runs.
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hold: Promise<void> = Promise.resolve();
    await new Promise<void>((held) => {
      hold = inTransaction(k.db, async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtext('people.application_number'))`.execute(tx);
        held();
        await released;
      });
    });
    const applying = codeOf(applyForMembership(k, applicant, sampleApplication));
    await waitForLocks(k.db, 1);
    const erasing = runRegisterClock(k);
    await waitForLocks(k.db, 2);
    release();
    await Promise.all([hold, erasing]);
    expect(await applying).toBe('done');
    expect(await entryOf(k.db, applicant.accountId)).not.toBeNull();
    expect(await consentsGiven(k.db, applicant.accountId)).toContain('people.register');
  });
});

describe('the states of an application', () => {
  it('leave no way out of an ended one and no way to a decision past the check', () => {
    for (const state of applicationStates) {
      const ways = applicationActs.map((act) => nextApplicationState(state, act)).filter((to) => to !== null);
      expect(ways.length > 0).toBe(isOpen(state));
      for (const to of ways) expect(applicationStates).toContain(to);
      if (nextApplicationState(state, 'approve')) expect(state).toBe('checked');
    }
  });

  it('follow the rules through any run of acts, and each leaves what it should', async () => {
    const random = seeded(20261119);
    for (let run = 0; run < 6; run++) {
      const { applicant, secretary, committee, number, application } = await makeApplication(k);
      let state: ApplicationState = 'submitted';
      let round = 1;
      for (let step = 0; step < 8; step++) {
        const act = applicationActs[Math.floor(random() * applicationActs.length)] as ApplicationAct;
        const expected = nextApplicationState(state, act);
        const code = await codeOf(perform(act, { applicant, secretary, committee, number, round }));
        // Whoever has no open application any more applies anew instead of handing in again.
        if (act === 'resubmit' && !isOpen(state)) {
          expect(['done', 'people.member_already']).toContain(code);
          break;
        }
        expect([act, state, code === 'done']).toEqual([act, state, expected !== null]);
        if (act === 'resubmit' && expected) round++;
        state = expected ?? state;
        const now = await findApplication(k.db, number);
        expect(now).toMatchObject({ state, round });
        const memberships = await membershipsOf(k.db, applicant.accountId);
        expect(memberships).toHaveLength(state === 'approved' ? 1 : 0);
        expect((await decisionOn(k.db, application.id)) !== undefined).toBe(
          state === 'approved' || state === 'declined',
        );
        expect((await entryOf(k.db, applicant.accountId)) === null).toBe(state === 'withdrawn');
      }
    }
  });
});

type Parties = { applicant: Actor; secretary: Actor; committee: Actor; number: string; round: number };

function perform(act: ApplicationAct, { applicant, secretary, committee, number, round }: Parties): Promise<unknown> {
  switch (act) {
    case 'return':
      return checkApplication(k, secretary, number, round, worksMissing);
    case 'pass':
      return checkApplication(k, secretary, number, round, allFine);
    case 'resubmit':
      return applyForMembership(k, applicant, sampleApplication);
    case 'approve':
      return decideApplication(k, committee, number, yes);
    case 'decline':
      return decideApplication(k, committee, number, no);
    case 'withdraw':
      return withdrawApplication(k, applicant);
  }
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
