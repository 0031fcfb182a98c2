import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { waitForLocks } from '../../../../test/locks.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { lockMember } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { makeMember } from '../../people/register/register.factory.ts';
import { writeEntry } from '../entries/write-entry.ts';
import {
  makeColleague,
  makeConsentingMember,
  makeEntry,
  makeLiaisonMatter,
  makeNamedContact,
  makeOffice,
} from '../liaison.factory.ts';
import { matterByNumber } from '../matters/matter.queries.ts';
import { assignContact, endContact } from './assign-contact.ts';
import { endContactOf, startContact } from './change-contact.ts';
import { handOver } from './hand-over.ts';
import { contactHistory, contactOf } from './named-contact.queries.ts';
import { latestWish, openWishes } from './wish.queries.ts';
import { declineWish, wishForContact, withdrawWish } from './wish-for-contact.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const inbox = async (accountId: string) => (await k.notify.inbox(k.db, accountId, 'zh-CN')).map(({ kind }) => kind);

describe('naming a contact', () => {
  it('is told to both, and recorded', async () => {
    const { member, contact, departmentId } = await makeNamedContact(k, { post: '副科长' });
    await settle(k);
    expect(await contactOf(k.db, member.accountId)).toMatchObject({
      contactId: contact.accountId,
      departmentId,
      post: '副科长',
    });
    expect(await inbox(member.accountId)).toContain('liaison.contact_named');
    expect(await inbox(contact.accountId)).toContain('liaison.work_member');
  });

  it('refuses whoever did not agree, is no member, has no fitting role, or is the same person', async () => {
    const office = await makeOffice(k);
    const departmentId = await makeDepartment(k);
    const colleague = await makeColleague(k, departmentId);
    const unwilling = await makeMember(k);
    const given = (member: string, contact: string) => ({ member, department: departmentId, contact, post: '' });
    await expect(assignContact(k, office, given(unwilling.number, colleague.accountId))).rejects.toMatchObject({
      code: 'liaison.no_consent',
    });
    await expect(assignContact(k, office, given('M2026-9999', colleague.accountId))).rejects.toMatchObject({
      fields: { member: { key: 'liaison.field.member_unknown' } },
    });
    const member = await makeConsentingMember(k, { roles: [{ role: 'handler', departmentId }] });
    const operator = await makeAccount(k, { roles: [{ role: 'operator' }] });
    const cityHandler = await makeAccount(k, { roles: [{ role: 'handler' }] });
    for (const nobody of [operator, cityHandler])
      await expect(assignContact(k, office, given(member.number, nobody.accountId))).rejects.toMatchObject({
        code: 'liaison.not_qualified',
      });
    await expect(assignContact(k, office, given(member.number, member.accountId))).rejects.toMatchObject({
      code: 'liaison.not_oneself',
    });
    await expect(assignContact(k, colleague, given(member.number, colleague.accountId))).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
  });

  it('two at once name one contact', async () => {
    const office = await makeOffice(k);
    const departmentId = await makeDepartment(k);
    const member = await makeConsentingMember(k);
    const colleagues = await Promise.all([1, 2, 3].map(() => makeColleague(k, departmentId)));
    const tries = await Promise.allSettled(
      colleagues.map((contact) =>
        assignContact(k, office, {
          member: member.number,
          department: departmentId,
          contact: contact.accountId,
          post: '',
        }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const lost of tries.filter((each) => each.status === 'rejected'))
      expect(lost.reason).toMatchObject({ code: 'liaison.assigned_already' });
    expect(await contactHistory(k.db, member.accountId)).toHaveLength(1);
  });

  it('the database itself refuses a second contact', async () => {
    const { member, departmentId } = await makeNamedContact(k);
    const other = await makeColleague(k, departmentId);
    await expect(
      k.pool.query(
        `insert into liaison.named_contact (id, member_id, contact_id, department_id, since)
         values (gen_random_uuid(), $1, $2, $3, now())`,
        [member.accountId, other.accountId, departmentId],
      ),
    ).rejects.toThrow(/named_contact_open_idx/);
  });
});

describe('handing over', () => {
  it('moves members and their open matters together, with the note, and leaves closed matters where they were', async () => {
    const first = await makeNamedContact(k);
    const second = await makeNamedContact(k, { contact: first.contact, departmentId: first.departmentId });
    const open = await makeLiaisonMatter(k, first, { state: 'in_progress' });
    const closed = await makeLiaisonMatter(k, first, { state: 'closed' });
    const next = await makeColleague(k, first.departmentId);
    const moved = await handOver(k, first.office, {
      from: first.contact.accountId,
      members: [first.member.accountId, second.member.accountId],
      department: first.departmentId,
      contact: next.accountId,
      post: '科长',
      note: '直播间的事等消防验收',
    });
    expect(moved).toBe(2);
    expect((await contactOf(k.db, first.member.accountId))?.contactId).toBe(next.accountId);
    expect(await matterByNumber(k.db, open.number)).toMatchObject({ owner_id: next.accountId, state: 'in_progress' });
    expect(await matterByNumber(k.db, closed.number)).toMatchObject({ owner_id: first.contact.accountId });
    const [, before] = await contactHistory(k.db, first.member.accountId);
    expect(before).toMatchObject({ endReason: 'handed_over', note: '直播间的事等消防验收' });
    await settle(k);
    expect(await inbox(first.member.accountId)).toContain('liaison.contact_changed');
    expect(await inbox(next.accountId)).toContain('liaison.work_member');
  });

  it('is all or nothing: one member who has another contact by now stops it', async () => {
    const first = await makeNamedContact(k);
    const other = await makeNamedContact(k);
    const next = await makeColleague(k, first.departmentId);
    await expect(
      handOver(k, first.office, {
        from: first.contact.accountId,
        members: [first.member.accountId, other.member.accountId],
        department: first.departmentId,
        contact: next.accountId,
        post: '',
        note: '调岗移交',
      }),
    ).rejects.toMatchObject({ code: 'liaison.contact_changed' });
    expect((await contactOf(k.db, first.member.accountId))?.contactId).toBe(first.contact.accountId);
  });

  it('the department officer hands over within the department, not out of it', async () => {
    const made = await makeNamedContact(k);
    const officer = await makeAccount(k, { roles: [{ role: 'liaison_officer', departmentId: made.departmentId }] });
    const foreign = await makeDepartment(k);
    const [inside, outside] = [await makeColleague(k, made.departmentId), await makeColleague(k, foreign)];
    const given = { from: made.contact.accountId, members: [made.member.accountId], post: '', note: '调岗移交' };
    await expect(
      handOver(k, officer, { ...given, department: foreign, contact: outside.accountId }),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await handOver(k, officer, { ...given, department: made.departmentId, contact: inside.accountId });
    expect((await contactOf(k.db, made.member.accountId))?.contactId).toBe(inside.accountId);
  });

  it('while the former contact writes an entry: it is written before, or refused in clear words, never lost half way', async () => {
    for (let round = 0; round < 5; round++) {
      const made = await makeNamedContact(k);
      const next = await makeColleague(k, made.departmentId);
      const [written, handed] = await Promise.allSettled([
        makeEntry(k, made, { talked: '交接前的一次通话' }),
        handOver(k, made.office, {
          from: made.contact.accountId,
          members: [made.member.accountId],
          department: made.departmentId,
          contact: next.accountId,
          post: '',
          note: '调岗移交',
        }),
      ]);
      expect(handed.status).toBe('fulfilled');
      if (written.status === 'rejected') expect(written.reason).toMatchObject({ code: 'liaison.contact_changed' });
      const { rows } = await k.pool.query('select count(*)::int as n from liaison.entry where member_id = $1', [
        made.member.accountId,
      ]);
      expect(rows[0].n).toBe(written.status === 'fulfilled' ? 1 : 0);
    }
  });
});

it('an entry waits for a hand-over that has begun, and is refused by what it left', async () => {
  const made = await makeNamedContact(k);
  const next = await makeColleague(k, made.departmentId);
  let writing: Promise<unknown> = Promise.resolve();
  let settled = false;
  await inTransaction(k.db, async (tx) => {
    await lockMember(tx, made.member.accountId);
    writing = makeEntry(k, made, { talked: '交接后才写的' })
      .catch((error) => error)
      .finally(() => {
        settled = true;
      });
    await endContactOf(k, tx, made.member.accountId, { reason: 'handed_over', by: made.office });
    await startContact(k, tx, made.office, {
      memberId: made.member.accountId,
      contactId: next.accountId,
      departmentId: made.departmentId,
      post: '',
    });
    await waitForLocks(k.db, 1);
    expect(settled).toBe(false);
  });
  expect(await writing).toMatchObject({ code: 'liaison.contact_changed' });
});

describe('ending', () => {
  it('shows as vacant, the matters wait for an owner and come to whoever is named next', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    await endContact(k, made.office, made.member.number, { reason: 'left_post', note: '' });
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({ owner_id: null });
    await expect(
      endContact(k, made.office, made.member.number, { reason: 'left_post', note: '' }),
    ).rejects.toMatchObject({ code: 'liaison.no_contact' });
    const next = await makeNamedContact(k, { member: made.member });
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({
      owner_id: next.contact.accountId,
      department_id: next.departmentId,
    });
  });
});

describe('wishes', () => {
  it('are met by naming, refused with a reason, taken back; one at a time', async () => {
    const member = await makeConsentingMember(k);
    const office = await makeOffice(k);
    await wishForContact(k, member, { text: '想要文旅口的同事' });
    await expect(wishForContact(k, member, { text: '' })).rejects.toMatchObject({ code: 'liaison.wished_already' });
    await settle(k);
    expect(await inbox(office.accountId)).toContain('liaison.work_wish');
    await makeNamedContact(k, { member });
    expect(await latestWish(k.db, member.accountId)).toMatchObject({ state: 'met' });
    await wishForContact(k, member, { text: '换一位' });
    const [wish] = (await openWishes(k.db)).filter(({ memberId }) => memberId === member.accountId);
    await declineWish(k, office, wish?.id ?? '', { text: '目前人手不够，下月再安排' });
    await expect(declineWish(k, office, wish?.id ?? '', { text: '再说一遍理由' })).rejects.toMatchObject({
      code: 'liaison.wrong_state',
    });
    await wishForContact(k, member, { text: '' });
    await withdrawWish(k, member);
    expect(await latestWish(k.db, member.accountId)).toMatchObject({ state: 'withdrawn' });
  });
});

describe('what happens to people', () => {
  let made: Awaited<ReturnType<typeof makeNamedContact>>;
  beforeEach(async () => {
    made = await makeNamedContact(k);
  });
  const told = (type: string, payload: Record<string, unknown>) =>
    inTransaction(k.db, (tx) =>
      k.outbox.emit(tx, k.clock.now(), { type, subject: String(payload.accountId), payload }),
    );
  const revoke = () => k.pool.query('delete from people.role_grant where account_id = $1', [made.contact.accountId]);

  it('a contact who lost the role is none any more, also for the matters they had taken', async () => {
    const matter = await makeLiaisonMatter(k, made);
    await told('people.role_revoked', {
      accountId: made.contact.accountId,
      role: 'handler',
      departmentId: made.departmentId,
    });
    await settle(k);
    // The role is still held: another one of the same department was taken away.
    expect(await contactOf(k.db, made.member.accountId)).toBeDefined();
    await revoke();
    await told('people.role_revoked', {
      accountId: made.contact.accountId,
      role: 'handler',
      departmentId: made.departmentId,
    });
    await settle(k);
    expect(await contactOf(k.db, made.member.accountId)).toBeUndefined();
    expect((await contactHistory(k.db, made.member.accountId))[0]).toMatchObject({ endReason: 'left_post' });
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({ owner_id: null });
    expect(await inbox(made.office.accountId)).toContain('liaison.work_member_gone');
  });

  it('a disabled account is nobody’s contact', async () => {
    await k.pool.query('update people.account set disabled_at = now() where id = $1', [made.contact.accountId]);
    await told('people.account_disabled', { accountId: made.contact.accountId });
    await settle(k);
    expect(await contactOf(k.db, made.member.accountId)).toBeUndefined();
  });

  it('a member who left has no contact, and nothing is written any more', async () => {
    await k.pool.query(
      `update people.membership set state = 'ended', ended_at = now(), end_reason = 'left' where account_id = $1`,
      [made.member.accountId],
    );
    await expect(
      writeEntry(k, made.contact, made.member.accountId, {
        kind: 'call',
        held: '2026-11-19T09:00',
        talked: '打了电话',
      }),
    ).rejects.toMatchObject({ code: 'liaison.not_a_member' });
    await told('people.member_left', { accountId: made.member.accountId });
    await settle(k);
    expect((await contactHistory(k.db, made.member.accountId))[0]).toMatchObject({ endReason: 'member_left' });
  });
});
