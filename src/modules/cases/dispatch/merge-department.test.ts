import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { mergeDepartment } from '../../people/admin/departments/merge-department.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { makeCase, makeCategory } from '../cases.factory.ts';
import type { CaseState } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { requestExtension } from '../desk/request-extension.ts';
import { signCase } from '../desk/sign-case.ts';
import { sendReply } from '../desk/write-reply.ts';
import { sendBackCase } from '../intake/close-case.ts';
import { dispatchCase } from './dispatch-case.ts';

let k: Kernel;
let admin: Actor;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeAccount(k, { roles: [{ role: 'administrator' }] });
});
const caseOf = (id: string) =>
  k.db
    .selectFrom('cases.case')
    .select(['state', 'lead_department_id', 'due_at', 'round'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const stepsOf = async (id: string) =>
  (
    await k.db.selectFrom('cases.step').select('act').where('case_id', '=', id).orderBy('at').orderBy('id').execute()
  ).map((row) => row.act);

describe('a department that goes into another', () => {
  it('hands over what is in hand and leaves what is answered under the old name', async () => {
    const [from, to] = [await makeDepartment(k), await makeDepartment(k)];
    const inHand: CaseState[] = ['dispatched', 'return_requested', 'signed', 'in_progress', 'replied', 'sent_back'];
    const answered: CaseState[] = ['reviewed', 'rated', 'closed', 'archived', 'withdrawn', 'ended'];
    const made = new Map<CaseState, string>();
    for (const state of [...inHand, ...answered])
      made.set(state, (await makeCase(k, { departmentId: from, state })).caseId);
    const dueBefore = await caseOf(made.get('in_progress') ?? '');
    await mergeDepartment(k, admin, from, to);
    for (const [state, id] of made) {
      const moved = inHand.includes(state);
      const now = await caseOf(id);
      // One withdrawn before dispatch never had a department.
      if (state !== 'withdrawn') expect([state, now.lead_department_id]).toEqual([state, moved ? to : from]);
      expect([state, now.state]).toEqual([state, state]);
      expect([state, (await stepsOf(id)).includes('department_merged')]).toEqual([state, moved]);
    }
    expect((await caseOf(made.get('in_progress') ?? '')).due_at).toEqual(dueBefore.due_at);
    const standing = await k.db
      .selectFrom('cases.dispatch')
      .select('lead_department_id')
      .where('case_id', '=', made.get('dispatched') ?? '')
      .where('ended_at', 'is', null)
      .execute();
    expect(standing).toEqual([{ lead_department_id: to }]);
    const asked = await k.db
      .selectFrom('cases.return_request')
      .select('department_id')
      .where('case_id', '=', made.get('return_requested') ?? '')
      .execute();
    expect(asked).toEqual([{ department_id: to }]);
    const draft = await k.db
      .selectFrom('cases.reply')
      .select(['department_id', 'state'])
      .where('case_id', '=', made.get('replied') ?? '')
      .execute();
    expect(draft).toEqual([{ department_id: to, state: 'for_review' }]);
    await settle(k);
    const app = await testApp(k);
    const { number } = await k.db
      .selectFrom('cases.case')
      .select('number')
      .where('id', '=', made.get('signed') ?? '')
      .executeTakeFirstOrThrow();
    expect((await app.inject(`/cases/${number}`)).body).toContain('部门合并');
  });

  it('gives a case that is taken up again to the department that does its work today, along a chain', async () => {
    const [a, b, c] = [await makeDepartment(k), await makeDepartment(k), await makeDepartment(k)];
    const { caseId, staff } = await makeCase(k, { departmentId: a, state: 'reviewed' });
    await mergeDepartment(k, admin, a, b);
    await mergeDepartment(k, admin, b, c);
    expect((await caseOf(caseId)).lead_department_id).toBe(a);
    await sendBackCase(k, staff.operator, caseId, { reason: '答复没有说到问的事，请重新办理。' });
    expect(await caseOf(caseId)).toMatchObject({ lead_department_id: c, state: 'sent_back', round: 2 });
    const past = await k.db
      .selectFrom('cases.past_round')
      .select('lead_department_id')
      .where('case_id', '=', caseId)
      .execute();
    expect(past).toEqual([{ lead_department_id: a }]);
  });

  it('doubles no helper and no template, and moves promises and the defaults of the catalogue', async () => {
    const [from, to, other] = [await makeDepartment(k), await makeDepartment(k), await makeDepartment(k)];
    const led = await makeCase(k, { departmentId: to, coHandlerIds: [from], state: 'dispatched' });
    const helped = await makeCase(k, { departmentId: other, coHandlerIds: [from, to], state: 'dispatched' });
    const alone = await makeCase(k, { departmentId: other, coHandlerIds: [from], state: 'dispatched' });
    const promised = await makeCase(k, {
      departmentId: from,
      state: 'closed',
      promises: [{ text: '年底以前换完全部路灯', dueOn: '2026-12-31' }],
    });
    const category = await makeCategory(k, { departmentId: from });
    const at = k.clock.now();
    await inTransaction(k.db, async (tx) => {
      await tx
        .updateTable('cases.co_handler')
        .set({ opinion: 'SAID-BEFORE', opinion_at: at })
        .where('case_id', '=', helped.caseId)
        .where('department_id', '=', from)
        .execute();
      await tx
        .updateTable('cases.category')
        .set({ co_handler_ids: [from, to, other] })
        .where('id', '=', category)
        .execute();
      const template = { title: '路灯', body: '已经修好', updated_at: at };
      await tx
        .insertInto('cases.template')
        .values([
          { id: newId(), department_id: from, ...template },
          { id: newId(), department_id: to, ...template },
          { id: newId(), department_id: from, ...template, title: '井盖' },
        ])
        .execute();
    });
    await mergeDepartment(k, admin, from, to);
    const helpers = async (id: string) =>
      k.db
        .selectFrom('cases.co_handler')
        .select(['department_id', 'opinion'])
        .where('case_id', '=', id)
        .orderBy('department_id')
        .execute();
    expect(await helpers(led.caseId)).toEqual([]);
    expect(await helpers(helped.caseId)).toEqual([{ department_id: to, opinion: 'SAID-BEFORE' }]);
    expect(await helpers(alone.caseId)).toEqual([{ department_id: to, opinion: '' }]);
    const promises = await k.db
      .selectFrom('cases.promise')
      .select('department_id')
      .where('case_id', '=', promised.caseId)
      .execute();
    expect(promises).toEqual([{ department_id: to }]);
    expect((await caseOf(promised.caseId)).lead_department_id).toBe(from);
    const templates = await k.db.selectFrom('cases.template').select('title').where('department_id', '=', to).execute();
    expect(templates.map(({ title }) => title).sort()).toEqual(['井盖', '路灯']);
    expect((await categoryBook(k)).get(category)).toMatchObject({ departmentId: to, coHandlerIds: [other] });
  });

  it('loses nothing when handlers act on its cases at the same time', async () => {
    const [from, to] = [await makeDepartment(k), await makeDepartment(k)];
    const extending = await makeCase(k, { departmentId: from, state: 'in_progress' });
    const signing = await makeCase(k, { departmentId: from, state: 'dispatched' });
    const replying = await makeCase(k, { departmentId: from, state: 'in_progress' });
    const sending = await makeCase(k, { departmentId: from, state: 'accepted' });
    const results = await Promise.allSettled([
      requestExtension(k, extending.staff.handler, extending.caseId, {
        working_days: 3,
        reason: '要等配件到货才能修。',
      }),
      signCase(k, signing.staff.handler, signing.caseId),
      sendReply(k, replying.staff.handler, replying.caseId, { text: '昨天夜里已经修好，请您看看。', promises: [] }),
      dispatchCase(k, sending.staff.dispatcher, sending.caseId, { leadDepartmentId: from }),
      mergeDepartment(k, admin, from, to),
    ]);
    expect(results.at(-1)?.status).toBe('fulfilled');
    for (const { caseId } of [extending, signing, replying]) expect((await caseOf(caseId)).lead_department_id).toBe(to);
    // Sent before, and moved; or refused because the department is closed: never left with it.
    expect((await caseOf(sending.caseId)).lead_department_id).toBe(results[3]?.status === 'fulfilled' ? to : null);
    const left = await k.db
      .selectFrom('cases.dispatch')
      .select('id')
      .where('lead_department_id', '=', from)
      .where('ended_at', 'is', null)
      .execute();
    expect(left).toEqual([]);
    // Whoever acted from a page opened before has no role there any more; told so, nothing is half done.
    for (const result of results)
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: expect.stringMatching(/^(kernel\.|cases\.)/) });
  });

  it('leaves no case with it that is taken up again at the same moment', async () => {
    for (let round = 0; round < 4; round++) {
      const [from, to] = [await makeDepartment(k), await makeDepartment(k)];
      const made = await Promise.all([1, 2].map(() => makeCase(k, { departmentId: from, state: 'reviewed' })));
      const reason = '答复没有说到问的事，请重新办理。';
      await Promise.all([
        ...made.map(({ caseId, staff }) => sendBackCase(k, staff.operator, caseId, { reason })),
        mergeDepartment(k, admin, from, to),
      ]);
      for (const { caseId } of made)
        expect(await caseOf(caseId)).toMatchObject({ lead_department_id: to, state: 'sent_back' });
    }
  });
});
