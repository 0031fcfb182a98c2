import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { mergeDepartment } from '../../people/admin/departments/merge-department.ts';
import { deleteAccount } from '../../people/me/delete-account.ts';
import { personalDataOf } from '../../people/me/personal-data.ts';
import { withdrawConsent } from '../../people/me/withdraw-consent.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { contactHistory, contactOf } from '../contacts/named-contact.queries.ts';
import { makeEntry, makeLiaisonMatter, makeNamedContact } from '../liaison.factory.ts';
import { offerMatter } from '../matters/hand-on.ts';
import { matterByNumber } from '../matters/matter.queries.ts';
import { additionsOf, entriesOfMember, lastContacts, unanswered } from './entry.queries.ts';
import { addToEntry, sendMessage, writeEntry } from './write-entry.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const call = {
  kind: 'call',
  held: '2026-11-19T09:30',
  minutes: '15',
  place: '',
  talked: '谈了场地',
  asked: '',
} as const;
const entries = (memberId: string) => entriesOfMember(k.db, memberId, null, 50);

describe('writing down a contact', () => {
  it('is done by the contact and by the member, and both see all of it', async () => {
    const made = await makeNamedContact(k);
    await makeEntry(k, made);
    await makeEntry(k, made, { by: made.member, kind: 'visit', talked: '我去了一趟窗口' });
    expect((await entries(made.member.accountId)).map(({ side, contactId }) => [side, contactId])).toEqual([
      ['member', made.contact.accountId],
      ['contact', made.contact.accountId],
    ]);
    await settle(k);
    const told = async (id: string) => (await k.notify.inbox(k.db, id, 'zh-CN')).map(({ kind }) => kind);
    expect(await told(made.member.accountId)).toContain('liaison.entry');
    expect(await told(made.contact.accountId)).toContain('liaison.work_entry');
  });

  it('becomes a matter in the same breath where something is to be done', async () => {
    const made = await makeNamedContact(k);
    const { id, matter } = await makeEntry(k, made, { matter: '找一间直播间' });
    expect(await matterByNumber(k.db, matter ?? '')).toMatchObject({
      entry_id: id,
      title: '找一间直播间',
      side: 'contact',
      owner_id: made.contact.accountId,
    });
  });

  it.each([
    ['held', '2026-02-31T10:00'],
    ['held', '2026-11-20T10:00'],
    ['held', '2026-11-19T25:00'],
    ['held', '2019-01-01T10:00'],
    ['minutes', '0'],
    ['minutes', '1.5'],
    ['minutes', '100000'],
    ['kind', 'opinion'],
    ['talked', ''],
    ['talked', '字'.repeat(4001)],
    ['asked', '字'.repeat(2001)],
    ['place', '地'.repeat(101)],
    ['matter', '短'],
  ])('refuses %s %s', async (name, value) => {
    const made = await makeNamedContact(k);
    await expect(
      writeEntry(k, made.contact, made.member.accountId, { ...call, [name]: value } as never),
    ).rejects.toThrow();
    expect(await entries(made.member.accountId)).toEqual([]);
  });

  it('keeps hostile words as words', async () => {
    const made = await makeNamedContact(k);
    const talked = `<script>alert(1)</script>'; drop table liaison.entry; --\u0000\uD800`;
    await makeEntry(k, made, { talked });
    const [entry] = await entries(made.member.accountId);
    expect(entry?.talked).toBe(`<script>alert(1)</script>'; drop table liaison.entry; --\uFFFD`);
  });

  it('sent twice, also at the same moment, is written once', async () => {
    const made = await makeNamedContact(k);
    const token = 'the-same-form-sent-thrice';
    const written = await Promise.all(
      [1, 2, 3].map(() =>
        writeEntry(k, made.contact, made.member.accountId, { ...call, token, matter: '找一间直播间' }),
      ),
    );
    expect(new Set(written.map(({ id }) => id)).size).toBe(1);
    expect(await entries(made.member.accountId)).toHaveLength(1);
  });

  it('is for nobody but the two: not for the office, another contact, another member, a former contact', async () => {
    const made = await makeNamedContact(k);
    const other = await makeNamedContact(k, { departmentId: made.departmentId });
    for (const actor of [made.office, other.contact, other.member])
      await expect(writeEntry(k, actor, made.member.accountId, call)).rejects.toMatchObject({
        code: 'liaison.contact_changed',
      });
  });
});

describe('what stands is added to, never changed', () => {
  it('by both, as addition or correction, in order; answers belong to messages', async () => {
    const made = await makeNamedContact(k);
    const { id } = await makeEntry(k, made);
    await addToEntry(k, made.member, id, { kind: 'correction', text: '不是直播间，是录音棚' });
    await addToEntry(k, made.contact, id, { kind: 'addition', text: '已经记下' });
    expect((await additionsOf(k.db, [id])).map(({ kind, side }) => [kind, side])).toEqual([
      ['correction', 'member'],
      ['addition', 'contact'],
    ]);
    await expect(addToEntry(k, made.member, id, { kind: 'answer', text: '答一句' })).rejects.toMatchObject({
      code: 'kernel.invalid',
    });
    const stranger = (await makeNamedContact(k)).member;
    await expect(addToEntry(k, stranger, id, { kind: 'addition', text: '插一句' })).rejects.toMatchObject({
      code: 'liaison.contact_changed',
    });
  });

  it('a message waits until the contact answers it, and counts as contact from then on', async () => {
    const made = await makeNamedContact(k);
    const { accountId } = made.member;
    const { id } = await sendMessage(k, made.member, accountId, { text: '请问场地有消息吗' });
    const since = new Date('2026-10-01T00:00:00Z');
    expect((await unanswered(k.db, [accountId])).has(accountId)).toBe(true);
    expect((await lastContacts(k.db, [accountId], since)).has(accountId)).toBe(false);
    await addToEntry(k, made.member, id, { kind: 'answer', text: '补一句：白天用' });
    expect((await unanswered(k.db, [accountId])).has(accountId)).toBe(true);
    await addToEntry(k, made.contact, id, { kind: 'answer', text: '下周有' });
    expect((await unanswered(k.db, [accountId])).has(accountId)).toBe(false);
    expect((await lastContacts(k.db, [accountId], since)).has(accountId)).toBe(true);
  });
});

describe('when somebody withdraws or goes', () => {
  async function withWords() {
    const made = await makeNamedContact(k);
    const { id } = await makeEntry(k, made, { talked: 'SECRET-talked', asked: 'SECRET-asked', place: 'SECRET-place' });
    await addToEntry(k, made.member, id, { kind: 'addition', text: 'SECRET-added' });
    const matter = await makeLiaisonMatter(k, made, { title: 'SECRET-title', text: 'SECRET-text' });
    const closed = await makeLiaisonMatter(k, made, { state: 'closed', title: 'SECRET-closed' });
    return { made, matter, closed };
  }

  it('withdrawing the consent ends the contact at once', async () => {
    const { made } = await withWords();
    const { rows } = await k.pool.query(
      `select id from people.consent where account_id = $1 and purpose = 'people.named_contact'`,
      [made.member.accountId],
    );
    await withdrawConsent(k, made.member, rows[0].id);
    expect(await contactOf(k.db, made.member.accountId)).toBeUndefined();
    expect((await contactHistory(k.db, made.member.accountId))[0]).toMatchObject({ endReason: 'consent_withdrawn' });
    await expect(writeEntry(k, made.contact, made.member.accountId, call)).rejects.toMatchObject({
      code: 'liaison.no_contact',
    });
  });

  it('closing the account takes every word away, and leaves numbers, days and stars', async () => {
    const { made, matter, closed } = await withWords();
    await offerTo(made, matter.id);
    const { accountId } = made.member;
    const data = personalDataOf(k).find(({ module }) => module === 'liaison');
    expect(JSON.stringify(await data?.export(k.db, accountId))).toContain('SECRET-added');
    expect(await data?.count(k.db, accountId)).toBe(4);
    await deleteAccount(k, made.member);
    expect(JSON.stringify(await data?.export(k.db, accountId))).not.toContain('SECRET');
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({ state: 'dropped', erased: true, title: '' });
    expect(await matterByNumber(k.db, closed.number)).toMatchObject({ state: 'closed', erased: true });
    const [entry] = await entries(accountId);
    expect(entry).toMatchObject({ talked: '', asked: '', place: '', erased: true, kind: 'call' });
    for (const table of [
      'entry',
      'entry_addition',
      'matter',
      'matter_step',
      'matter_handing',
      'named_contact',
      'contact_wish',
    ]) {
      const { rows } = await k.pool.query(`select * from liaison.${table}`);
      expect(JSON.stringify(rows.filter((row) => row.member_id === accountId))).not.toContain('SECRET');
    }
  });

  async function offerTo(made: Awaited<ReturnType<typeof makeNamedContact>>, matterId: string) {
    const other = await makeNamedContact(k);
    await offerMatter(k, made.contact, matterId, { department: other.departmentId, text: 'SECRET-offer' });
  }

  it('while the contact writes: the entry is refused in clear words, or erased with the rest', async () => {
    for (let round = 0; round < 5; round++) {
      const made = await makeNamedContact(k);
      const [written] = await Promise.allSettled([
        makeEntry(k, made, { talked: 'SECRET-late' }),
        deleteAccount(k, made.member),
      ]);
      if (written.status === 'rejected')
        expect(['liaison.not_a_member', 'liaison.no_contact']).toContain(written.reason.code);
      expect(JSON.stringify(await entries(made.member.accountId))).not.toContain('SECRET');
    }
  });
});

it('a department that goes into another takes contacts and open matters along, and what is closed keeps its name', async () => {
  const made = await makeNamedContact(k);
  const open = await makeLiaisonMatter(k, made);
  const closed = await makeLiaisonMatter(k, made, { state: 'closed' });
  const to = await makeDepartment(k);
  const administrator = await makeAccount(k, { roles: [{ role: 'administrator' }] });
  await mergeDepartment(k, administrator, made.departmentId, to);
  await settle(k);
  expect(await contactOf(k.db, made.member.accountId)).toMatchObject({
    departmentId: to,
    contactId: made.contact.accountId,
  });
  expect((await contactHistory(k.db, made.member.accountId)).map(({ endReason }) => endReason).sort()).toEqual([
    'department_merged',
    null,
  ]);
  expect(await matterByNumber(k.db, open.number)).toMatchObject({
    department_id: to,
    owner_id: made.contact.accountId,
  });
  expect(await matterByNumber(k.db, closed.number)).toMatchObject({ department_id: made.departmentId });
  await writeEntry(k, made.contact, made.member.accountId, call);
});
