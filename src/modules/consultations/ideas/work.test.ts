import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testKernel } from '../../../../test/harness.ts';
import { newId, sql } from '../../../kernel/db/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { anonymous, type Role } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { withdrawContribution } from '../comments/withdraw-contribution.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { setSupport } from '../support/set-support.ts';
import { answersOf, draftOf, followUpsOf } from './answer.queries.ts';
import { draftAnswer, publishAnswer } from './answer-idea.ts';
import { concludeCall } from './conclude-call.ts';
import { assignIdeas, examineIdea } from './examine-idea.ts';
import { followUpIdea } from './follow-up-idea.ts';
import { ideaById } from './idea.queries.ts';
import { makeIdea, workOn } from './ideas.factory.ts';
import { mayArrange, mayOpenDesk, mayWorkOn } from './ideas.policy.ts';
import { sayIdea } from './say-idea.ts';
import { remindOfPromises } from './tell-people.ts';
import { agreeToThanks, takeThanksBack } from './thank-author.ts';
import { thanksByCode, thanksFor, thanksOf } from './thanks.queries.ts';

const k = await testKernel();

type Account = Awaited<ReturnType<typeof makeAccount>>;
let call: ConsultationOf<'ideas'>;
let convener: Account;
let otherOffice: string;
let colleague: Account;
beforeAll(async () => {
  ({ consultation: call, convener } = await makeConsultation(k, 'ideas'));
  otherOffice = await makeDepartment(k, { name: '市政局' });
  colleague = await makeAccount(k, { name: '王工', roles: [{ role: 'convener', departmentId: otherOffice }] });
});

const today = () => localDate(k.clock.now(), k.config.TIME_ZONE);
const inDays = (n: number) => addDays(today(), n);
const code = (promise: Promise<unknown>) => promise.then(() => 'done').catch((error) => error.code ?? error.name);
const fieldsOf = (promise: Promise<unknown>) =>
  promise.then(() => ({})).catch((error) => Object.keys(error.fields ?? error.flatten?.().fieldErrors ?? {}));
const answer = { outcome: 'taken_up', text: '同意，列入今年计划，六月前装好。' } as const;

describe('policy', () => {
  const roles: Role[] = ['operator', 'dispatcher', 'handler', 'reviewer', 'editor', 'moderator', 'administrator'];
  it('lets conveners of the call arrange, conveners of an office work on what it was given, others read or nothing', async () => {
    const facts = { departmentId: call.departmentId };
    const own = { departmentId: otherOffice };
    const may = (actor: Parameters<typeof mayArrange>[0]) => [
      mayArrange(actor, facts),
      mayWorkOn(actor, facts, { departmentId: null }),
      mayWorkOn(actor, facts, own),
      mayOpenDesk(actor, facts, [otherOffice]),
      mayOpenDesk(actor, facts, []),
    ];
    expect(may(convener)).toEqual([true, true, true, true, true]);
    expect(may(colleague)).toEqual([false, false, true, true, false]);
    expect(may({ ...convener, secondFactor: false })).toEqual([false, false, false, false, false]);
    expect(may(anonymous)).toEqual([false, false, false, false, false]);
    for (const role of ['leader', 'auditor'] as const) {
      const reader = await makeAccount(k, { roles: [{ role }] });
      expect(may(reader)).toEqual([false, false, false, true, true]);
    }
    for (const role of roles) {
      const other = await makeAccount(k, { roles: [{ role }] });
      expect([role, ...may(other)]).toEqual([role, false, false, false, false, false]);
    }
    const resident = await makeAccount(k);
    expect(may(resident)).toEqual([false, false, false, false, false]);
  });
});

describe('an idea', () => {
  it('comes in while the call runs, once for each form', async () => {
    const author = await makeAccount(k, { name: '许静' });
    const form = { title: '早市迁到广场', text: '文昌街早市占道，建议迁到新华广场东侧。', formToken: 'x'.repeat(30) };
    const first = await sayIdea(k, author, call.id, form);
    expect(await sayIdea(k, author, call.id, form)).toMatchObject({ id: first.id, again: true });
    expect(await ideaById(k.db, first.id)).toMatchObject({ stage: 'open', shownAs: '许**', title: '早市迁到广场' });
    const closed = await makeConsultation(k, 'ideas', { from: -20, to: -1 });
    const ahead = await makeConsultation(k, 'ideas', { from: 2, to: 20 });
    const prepared = await makeConsultation(k, 'ideas', { state: 'draft' });
    const draft = await makeConsultation(k, 'draft');
    expect(await code(sayIdea(k, author, closed.consultation.id, form))).toBe('consultations.over');
    expect(await code(sayIdea(k, author, ahead.consultation.id, form))).toBe('consultations.not_started');
    expect(await code(sayIdea(k, author, prepared.consultation.id, form))).toBe('consultations.not_found');
    expect(await code(sayIdea(k, author, draft.consultation.id, form))).toBe('consultations.not_found');
    expect(await code(sayIdea(k, anonymous, call.id, form))).toBe('kernel.sign_in_first');
  });

  it('bears hostile input and says beside the field what is wrong', async () => {
    const author = await makeAccount(k, { name: '李工' });
    const say = (given: object) =>
      sayIdea(k, author, call.id, { title: '修一修人行道', text: '人行道的砖松了很久。', ...given });
    expect(await fieldsOf(say({ title: '好' }))).toEqual(['title']);
    expect(await fieldsOf(say({ title: '很'.repeat(61) }))).toEqual(['title']);
    expect(await fieldsOf(say({ text: 'a'.repeat(1_000_000) }))).toEqual(['text']);
    expect(await fieldsOf(say({ text: '\u202e\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b' }))).toEqual(
      ['text'],
    );
    expect(await fieldsOf(say({ categoryId: newId() }))).toEqual(['categoryId']);
    expect(await fieldsOf(say({ districtId: "'; drop table x" }))).toEqual(['districtId']);
    expect(await fieldsOf(say({ lat: '999', lon: '103' }))).toEqual(['lat']);
    expect(await fieldsOf(say({ lat: '40' }))).toEqual(['lat']);
    expect(await code(say({ fileIds: ['x'] }))).toBe('files.gone');
    expect(await fieldsOf(say({ speaksFor: newId() }))).toEqual(['speaksFor']);
    const { id } = await say({ title: '<script>alert(1)</script>', text: '=HYPERLINK("http://x") & 再多写几个字' });
    expect((await ideaById(k.db, id))?.title).toBe('<script>alert(1)</script>');
  });

  it('goes from open to done, each step by whoever may', async () => {
    const { id, author } = await makeIdea(k, call);
    const stranger = await makeAccount(k, { roles: [{ role: 'convener', departmentId: await makeDepartment(k) }] });
    const examine = {
      departmentId: otherOffice,
      handlerId: colleague.accountId,
      answerBy: inDays(10),
      words: '正在看线路',
    };
    expect(await code(examineIdea(k, stranger, id, examine))).toBe('kernel.not_allowed');
    expect(await code(draftAnswer(k, convener, id, { ...answer, doneBy: inDays(30) }))).toBe(
      'consultations.ideas.wrong_stage',
    );
    await examineIdea(k, convener, id, examine);
    expect(await ideaById(k.db, id)).toMatchObject({
      stage: 'examined',
      departmentId: otherOffice,
      answerBy: inDays(10),
    });
    // The office works on it, but gives it to nobody else.
    expect(
      await code(examineIdea(k, colleague, id, { ...examine, departmentId: call.departmentId, handlerId: '' })),
    ).toBe('kernel.not_allowed');
    expect(await code(publishAnswer(k, colleague, id, 1))).toBe('consultations.ideas.no_draft');
    await draftAnswer(k, colleague, id, { ...answer, doneBy: inDays(30) });
    expect((await ideaById(k.db, id))?.stage).toBe('examined');
    await publishAnswer(k, colleague, id, 1);
    expect(await ideaById(k.db, id)).toMatchObject({ stage: 'answered', outcome: 'taken_up', doneBy: inDays(30) });
    await followUpIdea(k, colleague, id, { text: '灯杆已经运到现场。', doneBy: inDays(40) });
    await followUpIdea(k, colleague, id, { text: '全部亮灯，欢迎来看。', finished: 'yes' });
    expect(await ideaById(k.db, id)).toMatchObject({ stage: 'done', doneBy: inDays(40) });
    expect(await followUpsOf(k.db, id)).toHaveLength(2);
    expect(await code(followUpIdea(k, colleague, id, { text: '又一次办成了。', finished: 'yes' }))).toBe(
      'consultations.ideas.wrong_stage',
    );
    expect(await code(draftAnswer(k, colleague, id, { ...answer, doneBy: inDays(30) }))).toBe(
      'consultations.ideas.wrong_stage',
    );
    await settle(k);
    const { rows } = await sql<{ kind: string }>`select kind from kernel.notification
      where account_id = ${author.accountId} order by created_at, id`.execute(k.db);
    expect(rows.map(({ kind }) => kind).sort()).toEqual(
      ['idea_answered', 'idea_done', 'idea_examined', 'idea_followed_up', 'idea_thanks'].map(
        (kind) => `consultations.${kind}`,
      ),
    );
  });

  it('that is not taken up is answered with reasons, promises nothing and is followed by nothing', async () => {
    const { id } = await makeIdea(k, call);
    await workOn(k, convener, id, { departmentId: call.departmentId });
    const no = { outcome: 'not_taken_up', text: '经费不足，明年再研究。' } as const;
    expect(await fieldsOf(draftAnswer(k, convener, id, { ...no, doneBy: inDays(3) }))).toEqual(['doneBy']);
    expect(await fieldsOf(draftAnswer(k, convener, id, { ...answer, doneBy: '' }))).toEqual(['doneBy']);
    expect(await fieldsOf(draftAnswer(k, convener, id, { ...answer, doneBy: inDays(-1) }))).toEqual(['doneBy']);
    expect(await fieldsOf(draftAnswer(k, convener, id, { ...answer, doneBy: '2026-02-30' }))).toEqual(['doneBy']);
    await draftAnswer(k, convener, id, no);
    await publishAnswer(k, convener, id, 1);
    expect(await ideaById(k.db, id)).toMatchObject({ stage: 'answered', outcome: 'not_taken_up', doneBy: null });
    expect(await code(followUpIdea(k, convener, id, { text: '其实已经办了。' }))).toBe(
      'consultations.ideas.not_adopted',
    );
  });

  it("gets one answer from two who publish at once, and neither overwrites the other's draft", async () => {
    const { id } = await makeIdea(k, call);
    await workOn(k, convener, id, { departmentId: call.departmentId });
    const drafts = await Promise.allSettled([
      draftAnswer(k, convener, id, { ...answer, doneBy: inDays(5) }),
      draftAnswer(k, convener, id, { ...answer, text: '另一位同事同时写的答复。', doneBy: inDays(6) }),
    ]);
    expect(drafts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await code(draftAnswer(k, convener, id, { ...answer, doneBy: inDays(5), version: 7 }))).toBe(
      'consultations.ideas.changed',
    );
    const published = await Promise.allSettled([1, 2, 3].map(() => publishAnswer(k, convener, id, 1)));
    expect(published.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await answersOf(k.db, id)).toHaveLength(1);
    expect(await draftOf(k.db, id)).toBeUndefined();
  });

  it('is answered in the name of the office that has it, whoever began the draft', async () => {
    const { id } = await makeIdea(k, call);
    await workOn(k, convener, id, { departmentId: call.departmentId });
    await draftAnswer(k, convener, id, { ...answer, doneBy: inDays(5) });
    await assignIdeas(k, convener, call.id, { ids: [id], departmentId: otherOffice });
    for (const version of [2 ** 31, 1e300, -1, 0.5, 2])
      expect(await code(publishAnswer(k, colleague, id, version))).toBe('consultations.ideas.changed');
    expect(await fieldsOf(draftAnswer(k, colleague, id, { ...answer, doneBy: inDays(5), version: 2 ** 31 }))).toEqual([
      'version',
    ]);
    await publishAnswer(k, colleague, id, 1);
    expect((await answersOf(k.db, id))[0]?.departmentId).toBe(otherOffice);
    expect((await ideaById(k.db, id))?.departmentId).toBe(otherOffice);
  });

  it('tells each supporter once, and whoever gets it at the desk', async () => {
    const { id, author } = await makeIdea(k, call);
    const fan = await makeAccount(k);
    await setSupport(k, fan, id, true);
    await examineIdea(k, convener, id, {
      departmentId: otherOffice,
      handlerId: colleague.accountId,
      answerBy: inDays(3),
    });
    await settle(k);
    const told = async (account: Account) => {
      const { rows } = await sql<{ kind: string; link: string }>`select kind, link from kernel.notification
        where account_id = ${account.accountId} and params ->> 'title' = ${(await ideaById(k.db, id))?.title}`.execute(
        k.db,
      );
      return rows.map(({ kind }) => kind);
    };
    expect(await told(fan)).toEqual(['consultations.idea_examined']);
    expect(await told(author)).toEqual(['consultations.idea_examined']);
    expect(await told(colleague)).toContain('consultations.idea_given');
  });

  it('whose promised day is over is reminded of once, and again after a new day', async () => {
    const { consultation, convener: own } = await makeConsultation(k, 'ideas');
    const { id } = await makeIdea(k, consultation);
    await workOn(k, own, id, { departmentId: consultation.departmentId });
    const before = k.clock.now();
    k.clock.advance(11 * 86_400_000);
    expect(await remindOfPromises(k)).toBeGreaterThanOrEqual(1);
    expect(await remindOfPromises(k)).toBe(0);
    await examineIdea(k, own, id, { departmentId: consultation.departmentId, answerBy: inDays(2) });
    k.clock.advance(3 * 86_400_000);
    expect(await remindOfPromises(k)).toBe(1);
    k.clock.set(before);
  });
});

describe('many at once', () => {
  it('are given to an office; those elsewhere stay as they are', async () => {
    const [a, b] = [await makeIdea(k, call), await makeIdea(k, call)];
    const { consultation: elsewhere } = await makeConsultation(k, 'ideas');
    const c = await makeIdea(k, elsewhere);
    const given = { ids: [a.id, b.id, c.id], departmentId: otherOffice, handlerId: colleague.accountId };
    expect(await code(assignIdeas(k, colleague, call.id, given))).toBe('kernel.not_allowed');
    expect(await assignIdeas(k, convener, call.id, given)).toBe(2);
    expect(await ideaById(k.db, b.id)).toMatchObject({ departmentId: otherOffice, handlerId: colleague.accountId });
    expect((await ideaById(k.db, c.id))?.departmentId).toBeNull();
    expect(await fieldsOf(assignIdeas(k, convener, call.id, { ...given, ids: [] }))).toEqual(['ids']);
    expect(await fieldsOf(assignIdeas(k, convener, call.id, { ...given, handlerId: convener.accountId }))).toEqual([
      'handlerId',
    ]);
  });
});

describe('the end of a call', () => {
  it('waits for the last answer', async () => {
    const { consultation, convener: own } = await makeConsultation(k, 'ideas', { to: 1 });
    const { id } = await makeIdea(k, consultation);
    expect(await code(concludeCall(k, own, consultation.id))).toBe('consultations.wrong_state');
    const before = k.clock.now();
    k.clock.advance(3 * 86_400_000);
    expect(await code(concludeCall(k, own, consultation.id))).toBe('consultations.ideas.unanswered');
    await workOn(k, own, id, { departmentId: consultation.departmentId, outcome: 'partly' });
    await concludeCall(k, own, consultation.id);
    // What was promised is still followed up.
    await followUpIdea(k, own, id, { text: '已经办了一半。' });
    k.clock.set(before);
  });
});

describe('thanks', () => {
  it("take the author's word, which they can take back; the certificate follows", async () => {
    const { id, author } = await makeIdea(k, call);
    const stranger = await makeAccount(k);
    const agree = { agree: 'yes', shownAs: '许静' } as const;
    await workOn(k, convener, id, { departmentId: call.departmentId });
    expect(await code(agreeToThanks(k, author, id, agree))).toBe('consultations.ideas.not_adopted');
    await draftAnswer(k, convener, id, { ...answer, doneBy: inDays(5) });
    await publishAnswer(k, convener, id, 1);
    expect(await thanksOf(k.db, call.id, 0, 50)).toEqual([]);
    expect(await code(agreeToThanks(k, stranger, id, agree))).toBe('consultations.ideas.not_found');
    expect(await fieldsOf(agreeToThanks(k, author, id, { shownAs: '许静' } as never))).toEqual(['agree']);
    expect(await fieldsOf(agreeToThanks(k, author, id, { ...agree, shownAs: '市政局' }))).toEqual(['shownAs']);
    await agreeToThanks(k, author, id, agree);
    const thanks = await thanksFor(k.db, id);
    expect(thanks).toMatchObject({ shownAs: '许静', revokedAt: null });
    expect((await thanksOf(k.db, call.id, 0, 50)).map(({ shownAs }) => shownAs)).toEqual(['许静']);
    await takeThanksBack(k, author, id);
    expect(await thanksByCode(k.db, thanks?.code ?? '')).toMatchObject({ shownAs: '', revokedAt: expect.any(Date) });
    expect(await thanksOf(k.db, call.id, 0, 50)).toEqual([]);
    await agreeToThanks(k, author, id, agree);
    expect(await thanksByCode(k.db, thanks?.code ?? '')).toBeUndefined();
  });

  it('lose the name when their idea is taken back', async () => {
    const { id, author } = await makeIdea(k, call);
    await workOn(k, convener, id, { departmentId: call.departmentId, outcome: 'taken_up' });
    await agreeToThanks(k, author, id, { agree: 'yes', shownAs: '许静' });
    await withdrawContribution(k, author, id);
    await settle(k);
    expect(await thanksFor(k.db, id)).toMatchObject({ shownAs: '', revokedAt: expect.any(Date) });
  });
});
