import { beforeEach, describe, expect, it } from 'vitest';
import { settle, testKernel, testNow } from '../../../../test/harness.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { findCaseById } from '../case.queries.ts';
import { type MadeCase, makeCase } from '../cases.factory.ts';
import { reassignCase } from '../dispatch/rule-return.ts';
import { workingReply } from './reply.queries.ts';
import { requestReturn } from './request-return.ts';
import { returnReply, reviewReply } from './review-reply.ts';
import { signCase } from './sign-case.ts';
import { saveReply, sendReply } from './write-reply.ts';

const k = await testKernel();
beforeEach(() => k.clock.set(testNow));

const text = '您反映的情况属实，昨天夜里已经修好七盏灯，请您看看。';

async function published(caseId: string) {
  return k.db
    .selectFrom('cases.reply')
    .select(['id', 'text', 'reviewer_id'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'published')
    .execute();
}

async function another(made: MadeCase, role: 'handler' | 'reviewer') {
  return makeAccount(k, { name: '同事庚', roles: [{ role, departmentId: made.departmentId }] });
}

describe('the shared draft', () => {
  it('keeps exactly one of two texts saved over the same version, whoever comes first', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const colleague = await another(made, 'handler');
    let version = 0;
    for (let round = 0; round < 8; round++) {
      const outcomes = await Promise.allSettled([
        saveReply(k, made.staff.handler, made.caseId, { text: `甲写的第 ${round} 稿`, version }),
        saveReply(k, colleague, made.caseId, { text: `庚写的第 ${round} 稿`, version }),
      ]);
      const won = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
      const lost = outcomes[1 - won];
      expect(lost?.status === 'rejected' && String(lost.reason)).toContain('kernel.changed_meanwhile');
      const stored = await workingReply(k.db, made.caseId);
      expect(stored?.text).toBe(`${won === 0 ? '甲' : '庚'}写的第 ${round} 稿`);
      expect(stored?.version).toBe(version + 1);
      version++;
    }
  });

  it('refuses every version but the stored one', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    for (let version = 0; version < 4; version++)
      expect(await saveReply(k, made.staff.handler, made.caseId, { text: `稿 ${version}`, version })).toEqual({
        version: version + 1,
      });
    for (const version of [0, 1, 2, 3, 5, 99])
      await expect(saveReply(k, made.staff.handler, made.caseId, { text: '旧稿', version })).rejects.toThrow(
        'kernel.changed_meanwhile',
      );
    expect((await workingReply(k.db, made.caseId))?.text).toBe('稿 3');
  });

  it('may be unfinished, and is sent only when it is whole', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const { handler } = made.staff;
    const half = { text: '还没写完', promises: [{ text: '换灯', dueOn: '' }] };
    expect(await saveReply(k, handler, made.caseId, half)).toEqual({ version: 1 });
    const fieldsOf = async (draft: Parameters<typeof sendReply>[3]) =>
      sendReply(k, handler, made.caseId, { ...draft, version: 1 }).catch((error) => error.fields);
    expect(await fieldsOf(half)).toEqual({
      text: { key: 'cases.field.reply_too_short', params: { n: 20 } },
      'promises.0.dueOn': { key: 'cases.field.date_needed' },
    });
    expect(await fieldsOf({ text: `${text}电话 {电话}。` })).toEqual({
      text: { key: 'cases.field.placeholder_left', params: { placeholder: '{电话}' } },
    });
    const past = [
      { text: '换灯', dueOn: '2026-11-19' },
      { text: '', dueOn: '2026-12-01' },
    ];
    expect(await fieldsOf({ text, promises: past })).toEqual({
      'promises.0.dueOn': { key: 'cases.field.date_past' },
      'promises.1.text': { key: 'cases.field.promise_text_needed' },
    });
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('in_progress');
    await sendReply(k, handler, made.caseId, { text, promises: [{ text: '换灯', dueOn: '2026-11-20' }], version: 1 });
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('replied');
    await expect(sendReply(k, handler, made.caseId, { text, version: 2 })).rejects.toThrow('cases.wrong_state');
    await expect(saveReply(k, handler, made.caseId, { text, version: 2 })).rejects.toThrow('cases.wrong_state');
  });

  it('sends what was written or nothing: a colleague who saved meanwhile is not published under another name', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const colleague = await another(made, 'handler');
    await saveReply(k, colleague, made.caseId, { text: `${text}（庚）` });
    await expect(sendReply(k, made.staff.handler, made.caseId, { text, version: 0 })).rejects.toThrow(
      'kernel.changed_meanwhile',
    );
    expect((await workingReply(k.db, made.caseId))?.text).toBe(`${text}（庚）`);
    expect((await findCaseById(k.db, made.caseId))?.state).toBe('in_progress');
  });

  it('is none of the department that has the case after it was reassigned', async () => {
    const made = await makeCase(k, { state: 'signed' });
    await saveReply(k, made.staff.handler, made.caseId, { text: '第一家单位的草稿' });
    await requestReturn(k, made.staff.handler, made.caseId, { reason: '这段路由另一个单位养护，不归我局。' });
    const other = await makeDepartment(k);
    await reassignCase(k, made.staff.dispatcher, made.caseId, { leadDepartmentId: other, reason: '按养护清单改派。' });
    const handler = await makeAccount(k, { roles: [{ role: 'handler', departmentId: other }] });
    await expect(saveReply(k, made.staff.handler, made.caseId, { text: '还是我', version: 1 })).rejects.toThrow(
      'kernel.not_allowed',
    );
    await signCase(k, handler, made.caseId);
    await saveReply(k, handler, made.caseId, { text: '第二家单位的草稿' });
    expect(await workingReply(k.db, made.caseId)).toMatchObject({
      text: '第二家单位的草稿',
      department_id: other,
      version: 1,
      writer_ids: [handler.accountId],
    });
  });
});

describe('review', () => {
  it('publishes once when two reviewers do it at the same moment', async () => {
    for (let round = 0; round < 4; round++) {
      const made = await makeCase(k, { state: 'replied', promises: [{ text: '换灯', dueOn: '2026-12-01' }] });
      const second = await another(made, 'reviewer');
      const outcomes = await Promise.allSettled([
        reviewReply(k, made.staff.reviewer, made.caseId),
        reviewReply(k, second, made.caseId),
      ]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await published(made.caseId)).toHaveLength(1);
      const promises = await k.db.selectFrom('cases.promise').select('id').where('case_id', '=', made.caseId).execute();
      expect(promises).toHaveLength(1);
      const steps = await k.db
        .selectFrom('cases.step')
        .select('id')
        .where('case_id', '=', made.caseId)
        .where('act', '=', 'review')
        .execute();
      expect(steps).toHaveLength(1);
    }
  });

  it('takes somebody who wrote none of it, however small their part was', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const both = await makeAccount(k, {
      roles: [
        { role: 'handler', departmentId: made.departmentId },
        { role: 'reviewer', departmentId: made.departmentId },
      ],
    });
    await saveReply(k, both, made.caseId, { text: '我起的头' });
    await saveReply(k, made.staff.handler, made.caseId, { text: '后来的人改过', version: 1 });
    await sendReply(k, made.staff.handler, made.caseId, { text, version: 2 });
    await expect(reviewReply(k, both, made.caseId)).rejects.toThrow('cases.own_reply');
    await expect(reviewReply(k, made.staff.handler, made.caseId)).rejects.toThrow('kernel.not_allowed');
    await reviewReply(k, made.staff.reviewer, made.caseId);
    expect(await published(made.caseId)).toMatchObject([{ text, reviewer_id: made.staff.reviewer.accountId }]);
  });

  it('returns with a note, once, and does not publish a promise whose day is over', async () => {
    const made = await makeCase(k, { state: 'replied', promises: [{ text: '换灯', dueOn: '2026-11-20' }] });
    k.clock.set(new Date('2026-11-21T02:00:00Z'));
    await expect(reviewReply(k, made.staff.reviewer, made.caseId)).rejects.toThrow('cases.promise_over');
    await returnReply(k, made.staff.reviewer, made.caseId, { note: '日期已经过了，请改。' });
    await expect(returnReply(k, made.staff.reviewer, made.caseId, { note: '再退一次。' })).rejects.toThrow(
      'cases.wrong_state',
    );
    expect(await workingReply(k.db, made.caseId)).toMatchObject({ state: 'draft', version: 2 });
    expect(await published(made.caseId)).toEqual([]);
  });

  it('tells reviewers of what was sent, and writers of what came back, but nobody of their own deed', async () => {
    const made = await makeCase(k, { state: 'replied' });
    await returnReply(k, made.staff.reviewer, made.caseId, { note: '请写清是哪天修的。' });
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['account_id', 'kind', 'link'])
      .where('kind', 'in', ['cases.work_reply_sent', 'cases.work_reply_returned'])
      .where('link', '=', `/desk/${made.number}`)
      .orderBy('kind')
      .execute();
    const link = `/desk/${made.number}`;
    expect(told).toEqual([
      { account_id: made.staff.handler.accountId, kind: 'cases.work_reply_returned', link },
      { account_id: made.staff.reviewer.accountId, kind: 'cases.work_reply_sent', link },
    ]);
  });
});

describe('files of a reply', () => {
  it('stay with the draft, are public with it, and go when they are taken out', async () => {
    const made = await makeCase(k, { state: 'in_progress' });
    const { handler } = made.staff;
    const upload = () =>
      k.files.accept(Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'), {
        name: '说明.pdf',
        purpose: 'case',
        ownerId: handler.accountId,
      });
    const [one, two] = [await upload(), await upload()];
    await saveReply(k, handler, made.caseId, { text, fileIds: [one.id, two.id] });
    await saveReply(k, handler, made.caseId, { text, fileIds: [two.id], version: 1 });
    const attached = () =>
      k.db.selectFrom('cases.attachment').select(['file_id', 'public']).where('case_id', '=', made.caseId).execute();
    expect(await attached()).toEqual([{ file_id: two.id, public: false }]);
    k.clock.set(new Date(k.clock.now().getTime() + 3 * 86_400_000));
    await k.files.sweep();
    expect(await k.files.find(one.id)).toBeUndefined();
    expect(await k.files.find(two.id)).toBeDefined();
    await sendReply(k, handler, made.caseId, { text, version: 2 });
    expect(await attached()).toEqual([{ file_id: two.id, public: false }]);
    await reviewReply(k, made.staff.reviewer, made.caseId);
    expect(await attached()).toEqual([{ file_id: two.id, public: true }]);
  });
});
