import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testKernel, testNow } from '../../../../../test/harness.ts';
import { changeAccount } from '../../admin/accounts/change-account.ts';
import { changeProfile } from '../../me/change-profile.ts';
import { deleteAccount } from '../../me/delete-account.ts';
import { withdrawConsent } from '../../me/withdraw-consent.ts';
import { makeAccount } from '../../people.factory.ts';
import { sampleApplication } from '../application/application.factory.ts';
import { applicationsOf } from '../application/application.queries.ts';
import { applyForMembership } from '../application/apply-for-membership.ts';
import { entryOf } from '../entry.queries.ts';
import { membershipsOf, termsOf } from '../membership.queries.ts';
import { makeMember } from '../register.factory.ts';
import { consentsGiven, isPublished } from '../register.queries.ts';
import { runRegisterClock } from '../run-register-clock.ts';
import { changeEntry } from './change-entry.ts';
import { leaveRegister } from './leave-register.ts';
import { askRenewal, decideRenewal } from './renew-membership.ts';
import { renewalsOf } from './renewal.queries.ts';
import { termEnd } from './term.ts';

const k = await testKernel();
beforeEach(() => k.clock.set(testNow));

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}

async function kindsTold(accountId: string): Promise<string[]> {
  await settle(k);
  const rows = await k.db
    .selectFrom('kernel.notification')
    .select('kind')
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
}

function publishedName(accountId: string) {
  return k.db
    .selectFrom('people.directory_entry')
    .select(['name', 'shown'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

const public_ = { entry: { penName: '秋水', publicFields: ['pen_name' as const] } };
const nearEnd = new Date('2028-11-20T02:00:00Z');

/** A member whose term ends on 2028-12-31, with the clock near its end. */
async function nearItsEnd() {
  const member = await makeMember(k, public_);
  k.clock.set(nearEnd);
  return member;
}

it('ends a term on the day before its anniversary', () => {
  expect(termEnd('2026-11-19', 3)).toBe('2029-11-18');
  expect(termEnd('2027-01-01', 1)).toBe('2027-12-31');
  expect(termEnd('2028-02-29', 1)).toBe('2029-02-28');
  expect(termEnd('2028-02-29', 4)).toBe('2032-02-28');
});

describe('changing the entry', () => {
  it('shows at once what is public and no longer what is not', async () => {
    const member = await makeMember(k, public_);
    const { agreed: _, referees: __, ...entry } = sampleApplication;
    await changeEntry(k, member, { ...entry, penName: '长河', publicFields: ['pen_name'] });
    const shown = () => publishedName(member.accountId);
    expect(await shown()).toEqual({ name: '长河', shown: { pen_name: '长河' } });
    await changeEntry(k, member, { ...entry, publicFields: [], consents: {} });
    expect(await shown()).toBeUndefined();
    expect(await entryOf(k.db, member.accountId)).toMatchObject({ publicFields: [], works: [{ year: 2026 }] });
  });

  it('is for members, and links no organisation that the person does not belong to', async () => {
    const { agreed: _, referees: __, ...entry } = sampleApplication;
    expect(await codeOf(changeEntry(k, await makeAccount(k), entry))).toBe('people.not_a_member');
    const member = await makeMember(k);
    await k.db
      .insertInto('people.organisation')
      .values({
        id: '019a0000-0000-7000-8000-0000000000aa',
        slug: 'tv',
        kind: 'site',
        name: '云川电视台',
        created_at: testNow,
      })
      .execute();
    await changeEntry(k, member, { ...entry, organisation: '云川电视台' });
    expect(await entryOf(k.db, member.accountId)).toMatchObject({
      organisationId: null,
      organisationName: '云川电视台',
    });
  });

  it('shows a corrected real name at once where the name is public', async () => {
    const member = await makeMember(k, { name: '温故', entry: { publicFields: ['name'] } });
    await changeProfile(k, member, { name: '温知新', displayName: '温先生', locale: 'zh-CN' });
    expect(await publishedName(member.accountId)).toEqual({ name: '温知新', shown: { name: '温知新' } });
    // The same correction by an administrator.
    const administrator = await makeAccount(k, { roles: [{ role: 'administrator' }] });
    await changeAccount(k, administrator, member.accountId, { name: '温新', email: member.email, phone: null });
    expect((await publishedName(member.accountId))?.name).toBe('温新');
  });

  it('ends what rested on a consent that is no longer given', async () => {
    const member = await makeMember(k);
    const { agreed: _, referees: __, ...entry } = sampleApplication;
    await changeEntry(k, member, { ...entry, consents: { directory: true, namedContact: true } });
    expect((await consentsGiven(k.db, member.accountId)).has('people.named_contact')).toBe(true);
    await changeEntry(k, member, entry);
    expect((await consentsGiven(k.db, member.accountId)).has('people.named_contact')).toBe(false);
  });
});

describe('leaving', () => {
  it('ends the membership at once and leaves nothing of what was said', async () => {
    const member = await makeMember(k, public_);
    expect(await isPublished(k.db, member.accountId)).toBe(true);
    await leaveRegister(k, member);
    expect(await isPublished(k.db, member.accountId)).toBe(false);
    expect(await entryOf(k.db, member.accountId)).toBeNull();
    expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'ended', endReason: 'left' }]);
    expect(await codeOf(leaveRegister(k, member))).toBe('people.not_a_member');
    expect(await kindsTold(member.accountId)).toEqual(['people.member_left']);
    const events = await k.db
      .selectFrom('kernel.event')
      .select(['type', 'payload'])
      .where('subject', '=', member.membershipId)
      .execute();
    expect(events).toEqual([
      {
        type: 'people.member_left',
        payload: { accountId: member.accountId, membershipId: member.membershipId, reason: 'left' },
      },
    ]);
  });

  it('follows from withdrawing the consent and from closing the account', async () => {
    const person = await makeAccount(k);
    await applyForMembership(k, person, sampleApplication);
    const consent = await k.db
      .selectFrom('people.consent')
      .select('id')
      .where('account_id', '=', person.accountId)
      .where('purpose', '=', 'people.register')
      .executeTakeFirstOrThrow();
    await withdrawConsent(k, person, consent.id);
    expect(await applicationsOf(k.db, person.accountId)).toMatchObject([{ state: 'withdrawn', referees: '' }]);
    expect(await entryOf(k.db, person.accountId)).toBeNull();

    const member = await makeMember(k, public_);
    await deleteAccount(k, member);
    expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'ended', endReason: 'erased' }]);
    expect(await isPublished(k.db, member.accountId)).toBe(false);
  });

  it('leaves no open application behind when the account is closed at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await makeAccount(k);
      const [applied] = await Promise.all([
        codeOf(applyForMembership(k, person, sampleApplication)),
        deleteAccount(k, person),
      ]);
      expect(['done', 'people.account_disabled', 'people.welcome_first']).toContain(applied);
      const left = await applicationsOf(k.db, person.accountId);
      expect(left.filter(({ state }) => state !== 'withdrawn')).toEqual([]);
      expect(await entryOf(k.db, person.accountId)).toBeNull();
    }
  });

  it('withdraws the directory consent by itself without ending the membership', async () => {
    const member = await makeMember(k, public_);
    const { agreed: _, referees: __, ...entry } = sampleApplication;
    await changeEntry(k, member, entry);
    const consent = await k.db
      .selectFrom('people.consent')
      .select('id')
      .where('account_id', '=', member.accountId)
      .where('purpose', '=', 'people.directory')
      .executeTakeFirstOrThrow();
    await withdrawConsent(k, member, consent.id);
    expect(await isPublished(k.db, member.accountId)).toBe(false);
    expect((await entryOf(k.db, member.accountId))?.publicFields).toEqual([]);
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
  });
});

describe('renewal', () => {
  it('is asked for near the end, answered by the committee, and adds a term', async () => {
    const member = await makeMember(k);
    expect(await codeOf(askRenewal(k, member, { note: '' }))).toBe('people.renewal_too_early');
    k.clock.set(nearEnd);
    const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }, { role: 'auditor' }] });
    expect(await codeOf(decideRenewal(k, committee, member.number, { decision: 'grant', reasons: '' }))).toBe(
      'people.renewal_not_open',
    );
    await askRenewal(k, member, { note: '想接着写' });
    expect(await codeOf(askRenewal(k, member, { note: '' }))).toBe('people.renewal_asked');
    expect(await codeOf(decideRenewal(k, secretary, member.number, { decision: 'grant', reasons: '' }))).toBe(
      'kernel.not_allowed',
    );
    await expect(decideRenewal(k, committee, member.number, { decision: 'decline', reasons: '' })).rejects.toThrow(
      'people.register.wrong.reasons',
    );
    await decideRenewal(k, committee, member.number, { decision: 'grant', reasons: '' });
    expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'active', endsOn: '2031-12-31' }]);
    expect(await termsOf(k.db, member.membershipId)).toMatchObject([
      { endsOn: '2028-12-31' },
      { startsOn: '2029-01-01', endsOn: '2031-12-31', grantedBy: committee.accountId },
    ]);
    expect(await codeOf(decideRenewal(k, committee, member.number, { decision: 'grant', reasons: '' }))).toBe(
      'people.renewal_not_open',
    );
  });

  it('is decided by nobody on themself', async () => {
    const member = await makeMember(k, { roles: [{ role: 'committee' }] });
    k.clock.set(nearEnd);
    await askRenewal(k, member, { note: '' });
    expect(await codeOf(decideRenewal(k, member, member.number, { decision: 'grant', reasons: '' }))).toBe(
      'people.conflict_own',
    );
  });

  it('is granted once when two grant at the same moment', async () => {
    const member = await nearItsEnd();
    await askRenewal(k, member, { note: '' });
    const committee = await Promise.all([1, 2, 3].map(() => makeAccount(k, { roles: [{ role: 'committee' }] })));
    const codes = await Promise.all(
      committee.map((actor) => codeOf(decideRenewal(k, actor, member.number, { decision: 'grant', reasons: '' }))),
    );
    expect(codes.sort()).toEqual(['done', 'people.renewal_not_open', 'people.renewal_not_open']);
    expect(await termsOf(k.db, member.membershipId)).toHaveLength(2);
  });

  it('never brings back a member who leaves at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      k.clock.set(testNow);
      const member = await nearItsEnd();
      await askRenewal(k, member, { note: 'SECRET-note' });
      const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
      const [renewed, left] = await Promise.all([
        codeOf(decideRenewal(k, committee, member.number, { decision: 'grant', reasons: '' })),
        codeOf(leaveRegister(k, member)),
      ]);
      expect(left).toBe('done');
      expect(['done', 'people.renewal_not_open']).toContain(renewed);
      expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'ended' }]);
      expect(await isPublished(k.db, member.accountId)).toBe(false);
      expect(await entryOf(k.db, member.accountId)).toBeNull();
      expect(await renewalsOf(k.db, member.membershipId)).toMatchObject([
        { state: renewed === 'done' ? 'granted' : 'withdrawn', note: '' },
      ]);
    }
  });
});

describe('the end of a term', () => {
  it('is said three times beforehand, each once, and then comes', async () => {
    const member = await makeMember(k, public_);
    const nights = ['2028-11-01', '2028-11-02', '2028-11-03', '2028-12-17', '2028-12-18', '2028-12-28', '2028-12-31'];
    for (const night of nights) {
      k.clock.set(new Date(`${night}T22:10:00Z`)); // 06:10 of the next day in the city
      if (night === '2028-12-31') break;
      await runRegisterClock(k);
      await runRegisterClock(k);
    }
    expect(await kindsTold(member.accountId)).toEqual(Array(3).fill('people.term_ending'));
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
    expect((await runRegisterClock(k)).ended).toBeGreaterThan(0);
    expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'ended', endReason: 'term_over' }]);
    expect(await entryOf(k.db, member.accountId)).toBeNull();
    expect((await kindsTold(member.accountId)).at(-1)).toBe('people.term_over');
  });

  it('waits for the answer to somebody who asked in time', async () => {
    const member = await nearItsEnd();
    await askRenewal(k, member, { note: '' });
    k.clock.set(new Date('2029-01-10T02:00:00Z'));
    await runRegisterClock(k);
    expect((await membershipsOf(k.db, member.accountId))[0]?.state).toBe('active');
    const committee = await makeAccount(k, { roles: [{ role: 'committee' }] });
    await decideRenewal(k, committee, member.number, { decision: 'decline', reasons: '两年没有作品。' });
    expect(await codeOf(askRenewal(k, member, { note: '' }))).toBe('people.renewal_not_open');
    await runRegisterClock(k);
    expect(await membershipsOf(k.db, member.accountId)).toMatchObject([{ state: 'ended', endReason: 'term_over' }]);
    // The answer is theirs to read.
    expect(await renewalsOf(k.db, member.membershipId)).toMatchObject([
      { state: 'declined', reasons: '两年没有作品。' },
    ]);
  });
});
