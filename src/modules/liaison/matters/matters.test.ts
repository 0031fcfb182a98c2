import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import { makeCase, makeStaff } from '../../cases/cases.factory.ts';
import { dispatchCase } from '../../cases/dispatch/dispatch-case.ts';
import { acceptCase } from '../../cases/intake/accept-case.ts';
import { declineCase } from '../../cases/intake/decline-case.ts';
import { mergeCases } from '../../cases/intake/merge-cases.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { endContact } from '../contacts/assign-contact.ts';
import { handOver } from '../contacts/hand-over.ts';
import { moveContacts } from '../contacts/merge.queries.ts';
import { looksAt } from '../contacts/personal-data.queries.ts';
import { makeColleague, makeLiaisonMatter, makeNamedContact, stateOfMatter } from '../liaison.factory.ts';
import { scopeOf } from '../scope.ts';
import { closeUnrated } from './close-unrated.ts';
import { allMatters } from './export-matters.ts';
import { giveMatter, offerMatter, refuseMatter, takeMatter, withdrawOffer } from './hand-on.ts';
import { matterByNumber, stepsOf } from './matter.queries.ts';
import { matterToCase } from './matter-to-case.ts';
import { openMatter } from './open-matter.ts';
import { addToMatter, dropMatter, rateMatter, reopenMatter } from './settle-matter.ts';
import { answerMatter, postponeMatter, reportStep } from './work-on-matter.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});
const stars = { solved: 'yes', outcome: 5, attitude: 4, speed: 3, text: '' } as const;
const acts = async (id: string) => (await stepsOf(k.db, id)).map(({ act }) => act);
const inbox = async (accountId: string) => (await k.notify.inbox(k.db, accountId, 'zh-CN')).map(({ kind }) => kind);

describe('a matter from its opening to its end', () => {
  it('has a number, a due day fifteen working days on, steps, an answer and a rating', async () => {
    const made = await makeNamedContact(k);
    const { id, number } = await makeLiaisonMatter(k, made);
    const calendar = await k.calendar.current();
    expect(await matterByNumber(k.db, number)).toMatchObject({
      number: expect.stringMatching(/^L2026-\d{4}$/),
      due_at: calendar.addWorkingDays(k.clock.now(), 15),
      owner_id: made.contact.accountId,
    });
    await reportStep(k, made.contact, id, { text: '问了两处场地' });
    await answerMatter(k, made.contact, id, { text: '下周可以用文创园的一间' });
    await rateMatter(k, made.member, id, stars);
    expect(await acts(id)).toEqual(['open', 'step', 'answer', 'rate']);
    expect(await stateOfMatter(k, number)).toBe('closed');
    await settle(k);
    expect(await inbox(made.member.accountId)).toEqual(
      expect.arrayContaining(['liaison.matter_moved', 'liaison.matter_answered']),
    );
  });

  it('is taken up again once, within thirty days', async () => {
    const made = await makeNamedContact(k);
    const { id, number } = await makeLiaisonMatter(k, made, { state: 'closed' });
    await reopenMatter(k, made.member, id, { text: '还是太吵' });
    expect(await matterByNumber(k.db, number)).toMatchObject({ state: 'in_progress', round: 2, closed_at: null });
    await answerMatter(k, made.contact, id, { text: '加装了隔音棉，请再看看' });
    await rateMatter(k, made.member, id, { ...stars, solved: 'no' });
    await expect(reopenMatter(k, made.member, id, { text: '还是不行' })).rejects.toMatchObject({
      code: 'liaison.wrong_state',
    });
    const late = await makeLiaisonMatter(k, made, { state: 'closed' });
    await k.pool.query(`update liaison.matter set closed_at = closed_at - interval '31 days' where id = $1`, [late.id]);
    await expect(reopenMatter(k, made.member, late.id, { text: '现在才发现' })).rejects.toMatchObject({
      code: 'liaison.reopen_too_late',
    });
  });

  it('taken up again it is today’s contact’s, never a former one’s, and nobody’s where all have left', async () => {
    const made = await makeNamedContact(k);
    const matters = [await makeLiaisonMatter(k, made, { state: 'closed' })];
    matters.push(await makeLiaisonMatter(k, made, { state: 'closed' }));
    const next = await makeColleague(k, made.departmentId);
    await handOver(k, made.office, {
      from: made.contact.accountId,
      members: [made.member.accountId],
      department: made.departmentId,
      contact: next.accountId,
      post: '',
      note: '调岗移交',
    });
    const [first, second] = matters;
    await reopenMatter(k, made.member, first?.id ?? '', { text: '还是太吵' });
    expect(await matterByNumber(k.db, first?.number ?? '')).toMatchObject({ owner_id: next.accountId });
    await endContact(k, made.office, made.member.number, { reason: 'left_post', note: '' });
    await reopenMatter(k, made.member, second?.id ?? '', { text: '还是太吵' });
    expect(await matterByNumber(k.db, second?.number ?? '')).toMatchObject({ owner_id: null });
  });

  it('taken up again it is in the department that the former one went into', async () => {
    const made = await makeNamedContact(k);
    const { id, number } = await makeLiaisonMatter(k, made, { state: 'closed' });
    const into = await makeDepartment(k);
    await k.pool.query(
      'update people.department set active = false, merged_into = $2, merged_at = now() where id = $1',
      [made.departmentId, into],
    );
    await inTransaction(k.db, (tx) => moveContacts(tx, made.departmentId, into, k.clock.now()));
    await reopenMatter(k, made.member, id, { text: '还是太吵' });
    expect(await matterByNumber(k.db, number)).toMatchObject({
      owner_id: made.contact.accountId,
      department_id: into,
    });
  });

  it('is closed by time ten working days after an answer that nobody rated', async () => {
    const made = await makeNamedContact(k);
    const { id, number } = await makeLiaisonMatter(k, made, { state: 'answered' });
    await closeUnrated(k);
    expect(await stateOfMatter(k, number)).toBe('answered');
    await k.pool.query(`update liaison.matter set answered_at = answered_at - interval '20 days' where id = $1`, [id]);
    await closeUnrated(k);
    expect(await matterByNumber(k.db, number)).toMatchObject({ state: 'closed', closed_how: 'time' });
  });

  it('is nobody’s but its owner’s to work on and the member’s to settle', async () => {
    const made = await makeNamedContact(k);
    const { id } = await makeLiaisonMatter(k, made, { state: 'answered' });
    const stranger = (await makeNamedContact(k)).member;
    const no = { code: 'kernel.not_allowed' };
    for (const actor of [made.member, made.office, stranger])
      await expect(reportStep(k, actor, id, { text: '办了一点' })).rejects.toMatchObject(no);
    for (const actor of [made.contact, made.office, stranger]) {
      await expect(rateMatter(k, actor, id, stars)).rejects.toMatchObject(no);
      await expect(dropMatter(k, actor, id, { text: '' })).rejects.toMatchObject(no);
      await expect(addToMatter(k, actor, id, { text: '补充一句' })).rejects.toMatchObject(no);
    }
  });

  it('says what is wrong with what was typed', async () => {
    const made = await makeNamedContact(k);
    const { id } = await makeLiaisonMatter(k, made);
    await expect(postponeMatter(k, made.contact, id, { due: '2026-11-20', text: '等场地验收' })).rejects.toMatchObject({
      fields: { due: { key: 'liaison.field.date_ahead' } },
    });
    await expect(openMatter(k, made.member, made.member.accountId, { title: '短', text: '' })).rejects.toThrow();
    await expect(
      openMatter(k, made.member, made.member.accountId, { title: '长'.repeat(81), text: '' }),
    ).rejects.toThrow();
    await expect(reportStep(k, made.contact, id, { text: '字'.repeat(100_000) })).rejects.toThrow();
    await expect(reportStep(k, made.contact, 'not-an-id', { text: '办了一点' })).rejects.toMatchObject({
      code: 'liaison.not_found',
    });
  });

  it('sent twice from one form is one matter, at once and again', async () => {
    const made = await makeNamedContact(k);
    const input = { title: '想要一间直播间', text: '', token: 'a-form-that-is-sent-twice' };
    const opened = await Promise.all([1, 2, 3].map(() => openMatter(k, made.member, made.member.accountId, input)));
    expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  });
});

describe('handing on to another department', () => {
  async function offered() {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const departmentId = await makeDepartment(k);
    const leader = await makeAccount(k, { roles: [{ role: 'leader', departmentId }] });
    await offerMatter(k, made.contact, matter.id, { department: departmentId, text: '场地归你们管' });
    return { made, matter, departmentId, leader };
  }

  it('stays until somebody there takes it, and is theirs then', async () => {
    const { made, matter, departmentId, leader } = await offered();
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({ owner_id: made.contact.accountId });
    await settle(k);
    expect(await inbox(leader.accountId)).toContain('liaison.work_offer');
    await takeMatter(k, leader, matter.id);
    expect(await matterByNumber(k.db, matter.number)).toMatchObject({
      owner_id: leader.accountId,
      department_id: departmentId,
    });
    await expect(reportStep(k, made.contact, matter.id, { text: '办了一点' })).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    await settle(k);
    expect(await inbox(made.contact.accountId)).toContain('liaison.work_offer_ruled');
  });

  it('is refused with a reason, offered anew, taken back; never offered twice at once', async () => {
    const { made, matter, departmentId, leader } = await offered();
    const again = { department: departmentId, text: '请再看看' };
    await expect(offerMatter(k, made.contact, matter.id, again)).rejects.toMatchObject({
      code: 'liaison.offered_already',
    });
    await refuseMatter(k, leader, matter.id, { text: '这处场地归文旅局管' });
    await expect(takeMatter(k, leader, matter.id)).rejects.toMatchObject({ code: 'liaison.no_offer' });
    await offerMatter(k, made.contact, matter.id, again);
    await withdrawOffer(k, made.contact, matter.id);
    await expect(takeMatter(k, leader, matter.id)).rejects.toMatchObject({ code: 'liaison.no_offer' });
  });

  it('two take it at once: one has it', async () => {
    const { matter, departmentId, leader } = await offered();
    const other = await makeAccount(k, { roles: [{ role: 'leader', departmentId }] });
    const tries = await Promise.allSettled([takeMatter(k, leader, matter.id), takeMatter(k, other, matter.id)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not for a department in which nobody could take it, nor for others to take', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const empty = await makeDepartment(k);
    await expect(
      offerMatter(k, made.contact, matter.id, { department: empty, text: '场地归你们管' }),
    ).rejects.toMatchObject({ code: 'liaison.nobody_there' });
    const { matter: other } = await offered();
    const handler = await makeColleague(k, empty);
    await expect(takeMatter(k, handler, other.id)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
  });

  it('the liaison office gives it to somebody of the department that has it', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const colleague = await makeColleague(k, made.departmentId);
    const stranger = await makeColleague(k, await makeDepartment(k));
    await expect(giveMatter(k, made.office, matter.id, { contact: stranger.accountId })).rejects.toMatchObject({
      code: 'liaison.not_qualified',
    });
    await giveMatter(k, made.office, matter.id, { contact: colleague.accountId });
    await reportStep(k, colleague, matter.id, { text: '接着办了' });
  });
});

it('taken away in a file it is a look at the member, once in a while', async () => {
  const made = await makeNamedContact(k);
  await makeLiaisonMatter(k, made);
  await makeLiaisonMatter(k, made);
  const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
  for (let time = 0; time < 2; time++)
    for await (const line of allMatters(k, auditor, scopeOf(auditor), { state: 'open' }))
      expect(line.number).toBeTruthy();
  expect(await looksAt(k.db, made.member.accountId, 10)).toEqual([{ at: k.clock.now(), by: auditor.name }]);
});

describe('becoming a case', () => {
  it('is one case however often it is asked at once, the member’s own and not public', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const tries = await Promise.allSettled([1, 2, 3].map(() => matterToCase(k, made.contact, matter.id, {})));
    expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const lost of tries.filter((each) => each.status === 'rejected'))
      expect(lost.reason).toMatchObject({ code: 'liaison.case_exists' });
    const { rows } = await sql<{ confidential: boolean; account_id: string; number: string; channel: string }>`
      select c.confidential, a.account_id, c.number, c.channel from cases.case c join cases.author a on a.case_id = c.id
      where c.source = 'liaison' and c.source_ref = ${matter.id}`.execute(k.db);
    expect(rows).toEqual([
      {
        confidential: true,
        account_id: made.member.accountId,
        number: expect.any(String),
        channel: 'walk_in',
      },
    ]);
    const stored = await matterByNumber(k.db, matter.number);
    expect(stored).toMatchObject({ state: 'in_progress', case_number: rows[0]?.number });
    await expect(matterToCase(k, made.contact, matter.id, {})).rejects.toMatchObject({ code: 'liaison.case_exists' });
  });

  it('hears what happens there, once each, and is answered when the case is', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const departmentId = await makeDepartment(k);
    const staff = await makeStaff(k, departmentId);
    const standing = await matterToCase(k, made.contact, matter.id, {});
    await acceptCase(k, staff.operator, { caseId: standing.id });
    await dispatchCase(k, staff.dispatcher, standing.id, { leadDepartmentId: departmentId });
    await settle(k);
    const heard = (await stepsOf(k.db, matter.id)).filter(({ act }) => act === 'case_news').map(({ text }) => text);
    expect(heard).toEqual(['accept', 'dispatch']);
    await settle(k);
    const emit = (type: string, payload = {}) =>
      k.db
        .transaction()
        .execute((tx) => k.outbox.emit(tx as never, k.clock.now(), { type, subject: standing.id, payload }));
    await emit('cases.review');
    await settle(k);
    expect(await stateOfMatter(k, matter.number)).toBe('answered');
    await emit('cases.send_back');
    await settle(k);
    expect(await stateOfMatter(k, matter.number)).toBe('in_progress');
    await emit('cases.rule_ending', { granted: false });
    await settle(k);
    expect(await acts(matter.id)).toEqual(['open', 'to_case', 'case_news', 'case_news', 'case_answered', 'case_again']);
  });

  it('goes the way of the case that its own was put together with', async () => {
    const made = [await makeNamedContact(k), await makeNamedContact(k)];
    const open = await makeCase(k, { state: 'accepted' });
    await settle(k);
    const matters: { id: string; number: string }[] = [];
    for (const each of made) {
      const matter = await makeLiaisonMatter(k, each);
      const standing = await matterToCase(k, each.contact, matter.id, {});
      await mergeCases(k, open.staff.operator, { caseIds: [standing.id], intoId: open.caseId });
      matters.push(matter);
    }
    const emit = (type: string) =>
      inTransaction(k.db, (tx) => k.outbox.emit(tx, k.clock.now(), { type, subject: open.caseId, payload: {} }));
    await emit('cases.sign');
    await emit('cases.review');
    await settle(k);
    for (const { id, number } of matters) {
      expect(await acts(id)).toEqual(['open', 'to_case', 'case_news', 'case_news', 'case_answered']);
      expect(await stateOfMatter(k, number)).toBe('answered');
    }
  });

  it('stays in hand when the case is declined', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    const staff = await makeStaff(k, await makeDepartment(k));
    const standing = await matterToCase(k, made.contact, matter.id, { open: 'yes' });
    await k.pool.query(
      `insert into cases.ground (code, name, lawful_way) values ('g-liaison', '{"zh-CN":"x"}', '{"zh-CN":"y"}') on conflict do nothing`,
    );
    await declineCase(k, staff.operator, {
      caseId: standing.id,
      ground: 'g-liaison',
      explanation: '这件事应当由行业主管单位直接办理',
    } as never);
    await settle(k);
    expect(await stateOfMatter(k, matter.number)).toBe('in_progress');
    expect(await inbox(made.contact.accountId)).toContain('liaison.work_case');
    await answerMatter(k, made.contact, matter.id, { text: '我们直接协调好了，下周可以用' });
  });

  it('is for the owner alone', async () => {
    const made = await makeNamedContact(k);
    const matter = await makeLiaisonMatter(k, made);
    for (const actor of [made.member, made.office])
      await expect(matterToCase(k, actor, matter.id, {})).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const over = await makeLiaisonMatter(k, made, { state: 'closed' });
    await expect(matterToCase(k, made.contact, over.id, {})).rejects.toMatchObject({ code: 'liaison.wrong_state' });
  });
});
