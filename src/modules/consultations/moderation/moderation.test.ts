import { beforeAll, describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, sql } from '../../../kernel/db/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { anonymous } from '../../people/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { commentsOf } from '../comments/comment.queries.ts';
import { withdrawContribution } from '../comments/withdraw-contribution.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation, makeContribution } from '../consultations.factory.ts';
import { contributionById, updateContributionState } from '../contribution.queries.ts';
import { appealHiding } from './appeal-hiding.ts';
import { hideContribution } from './hide-contribution.ts';
import { keepContribution } from './keep-contribution.ts';
import { listModerations, listToModerate } from './moderation.queries.ts';
import { reportContribution } from './report-contribution.ts';
import { ruleAppeal } from './rule-appeal.ts';

const k = await testKernel();
type Account = Awaited<ReturnType<typeof makeAccount>>;
let consultation: ConsultationOf<'ideas'>;
let convener: Account;
let [author, one, two]: Account[] = [];
const hiding = { rule: '2', reason: '写了别人的电话号码。' };

beforeAll(async () => {
  await inTransaction(k.db, (tx) =>
    k.settings.set(
      tx,
      citySettings,
      {
        ...k.settings.get(citySettings),
        texts: {
          rules: {
            'zh-CN': '1. **不辱骂他人。** 说事不骂人。\n2. **不公开他人的个人信息。** 电话、住址都算。',
            en: '1. **No insults.**\n2. **No personal data of others.**',
          },
        },
      },
      k.clock.now(),
      null,
    ),
  );
  ({ consultation, convener } = await makeConsultation(k, 'ideas'));
  author = await makeAccount(k, { name: '作者' });
  one = await makeAccount(k, { name: '审核员一', roles: [{ role: 'moderator', departmentId: null }] });
  two = await makeAccount(k, { name: '审核员二', roles: [{ role: 'moderator', departmentId: null }] });
});

const made = (text?: string) =>
  makeContribution(k, consultation, { accountId: (author as Account).accountId, ...(text ? { text } : {}) });
const stateOf = async (id: string) => (await contributionById(k.db, id))?.state;
const inbox = async (account: Account | undefined) =>
  (await k.notify.inbox(k.db, account?.accountId ?? '', 'zh-CN')).map(({ title, text }) => `${title} ${text}`);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

it('an appeal does not wait for ever once its author took the words back', async () => {
  const { id } = await made();
  await hideContribution(k, one as Account, id, hiding);
  await appealHiding(k, author as Account, id, { text: '那是我自己单位的电话。' });
  await withdrawContribution(k, author as Account, id);
  const headers = { cookie: await sessionCookie(k, two as Account) };
  const app = await testApp(k);
  const desk = await app.inject({ url: `/contributions/moderation/${id}?queue=appeals`, headers });
  expect(desk.body).toContain(`/contributions/moderation/${id}/rule`);
  const ruling = { ruling: 'upheld', reason: '作者已经自己撤回了。' } as const;
  expect(await code(ruleAppeal(k, two as Account, id, ruling))).toBe('done');
  expect((await listToModerate(k.db, 'appeals', null, 100)).map((each) => each.id)).not.toContain(id);
  expect(await stateOf(id)).toBe('withdrawn');
});

describe('hiding', () => {
  it('reaches what went into another, which is read on its own page still', async () => {
    const { id } = await made();
    const reporter = await makeAccount(k);
    await inTransaction(k.db, (tx) => updateContributionState(tx, id, 'merged'));
    expect(await code(reportContribution(k, reporter, id, { rule: '2', reason: '写了我的电话号码。' }))).toBe('done');
    const cookie = await sessionCookie(k, one as Account);
    const app = await testApp(k);
    const desk = await app.inject({ url: `/contributions/moderation/${id}`, headers: { cookie } });
    expect(desk.body).toContain(`/contributions/moderation/${id}/hide`);
    expect(await code(hideContribution(k, one as Account, id, hiding))).toBe('done');
    expect(await stateOf(id)).toBe('hidden');
  });

  it('takes a moderator of the city who neither wrote it nor convenes it', async () => {
    const { id } = await made();
    const both = await makeAccount(k, {
      roles: [
        { role: 'moderator', departmentId: null },
        { role: 'convener', departmentId: consultation.departmentId },
      ],
    });
    const others = ['operator', 'handler', 'editor', 'leader', 'auditor', 'administrator', 'organiser'] as const;
    for (const role of others) {
      const staff = await makeAccount(k, { roles: [{ role, departmentId: null }] });
      expect(await code(hideContribution(k, staff, id, hiding))).toBe('kernel.not_allowed');
    }
    for (const who of [anonymous, author, convener, both, { ...(one as Account), secondFactor: false }])
      expect(await code(hideContribution(k, who as Account, id, hiding))).toBe('kernel.not_allowed');
    const own = await makeContribution(k, consultation, { accountId: (one as Account).accountId });
    expect(await code(hideContribution(k, one as Account, own.id, hiding))).toBe('consultations.moderation.own_words');
    expect(await stateOf(id)).toBe('visible');
  });

  it('takes a published rule and a reason', async () => {
    const { id } = await made();
    for (const wrong of [
      { rule: '9' },
      { rule: '' },
      { rule: 'x'.repeat(5000) },
      { reason: '太短' },
      { reason: 'x'.repeat(501) },
    ])
      expect(await code(hideContribution(k, one as Account, id, { ...hiding, ...wrong }))).not.toBe('done');
    expect(await stateOf(id)).toBe('visible');
  });

  it('tells the author the rule and the reason; the log says both and nothing of the words or who', async () => {
    const { id, number } = await made('王小明的电话是 13800138000');
    await hideContribution(k, one as Account, id, hiding);
    await settle(k);
    const [told] = await inbox(author);
    expect(told).toContain(`第 ${number} 号点子`);
    expect(told).toContain('2 不公开他人的个人信息');
    expect(told).toContain(hiding.reason);
    const [entry] = await listModerations(k.db, null, 1);
    expect(entry).toMatchObject({ rule: '2 不公开他人的个人信息', reason: hiding.reason, number });
    expect(JSON.stringify(entry)).not.toMatch(/王小明|13800138000|临河居民|审核员/);
  });

  it('by two moderators at once happens once, and the other hears that it is decided', async () => {
    const { id } = await made();
    const outcomes = await Promise.all([one, two].map((who) => code(hideContribution(k, who as Account, id, hiding))));
    expect(outcomes.sort()).toEqual(['consultations.moderation.decided_already', 'done']);
    const { rows } = await sql`select 1 from consultations.moderation where contribution_id = ${id}`.execute(k.db);
    expect(rows).toHaveLength(1);
  });

  it('and leaving it where it is at once are one decision', async () => {
    const { id } = await made();
    await reportContribution(k, await makeAccount(k), id, { rule: 'other', reason: '这里写得不对。' });
    const outcomes = await Promise.all([
      code(hideContribution(k, one as Account, id, hiding)),
      code(keepContribution(k, two as Account, id, { answer: '没有违反规则。' })),
    ]);
    expect(outcomes.filter((each) => each === 'consultations.moderation.decided_already').length).toBeLessThanOrEqual(
      1,
    );
    const { rows } = await sql<{
      outcome: string;
    }>`select outcome from consultations.report where contribution_id = ${id}`.execute(k.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.outcome).toBe(outcomes[1] === 'done' ? 'kept' : 'hidden');
  });
});

describe('an appeal', () => {
  it('is made by the author once within thirty days, and ruled on once by another moderator', async () => {
    const { id } = await made();
    await hideContribution(k, one as Account, id, hiding);
    const appeal = { text: '这是我自己的电话，愿意公开。' };
    for (const who of [anonymous, one, two, convener])
      expect(await code(appealHiding(k, who as Account, id, appeal))).toBe('consultations.contribution_not_found');
    const outcomes = await Promise.all([1, 2].map(() => code(appealHiding(k, author as Account, id, appeal))));
    expect(outcomes.sort()).toEqual(['consultations.moderation.appealed_already', 'done']);
    expect((await listToModerate(k.db, 'appeals', null, 10)).map((each) => each.id)).toEqual([id]);
    const ruling = { ruling: 'restored', reason: '核实过，是作者自己的电话。' } as const;
    expect(await code(ruleAppeal(k, one as Account, id, ruling))).toBe('consultations.moderation.own_decision');
    const three = await makeAccount(k, { roles: [{ role: 'moderator', departmentId: null }] });
    const ruled = await Promise.all([two, three].map((who) => code(ruleAppeal(k, who as Account, id, ruling))));
    expect(ruled.sort()).toEqual(['consultations.moderation.decided_already', 'done']);
    expect(await stateOf(id)).toBe('visible');
    await settle(k);
    expect((await inbox(author))[0]).toContain(ruling.reason);
    // Another decision is another appeal.
    await hideContribution(k, two as Account, id, hiding);
    expect(await code(appealHiding(k, author as Account, id, appeal))).toBe('done');
  });

  it('comes too late after thirty days, and not without anything hidden', async () => {
    const { id } = await made();
    const appeal = { text: '这是我自己的电话，愿意公开。' };
    expect(await code(appealHiding(k, author as Account, id, appeal))).toBe('consultations.moderation.nothing_hidden');
    await hideContribution(k, one as Account, id, hiding);
    const now = k.clock.now();
    k.clock.set(new Date(now.getTime() + 31 * 86_400_000));
    expect(await code(appealHiding(k, author as Account, id, appeal))).toBe('consultations.moderation.appeal_too_late');
    k.clock.set(now);
    expect(
      await code(ruleAppeal(k, two as Account, id, { ruling: 'upheld', reason: '没有人申诉，也想先复核一下。' })),
    ).toBe('consultations.moderation.not_appealed');
  });
});

describe('a report', () => {
  it('is made once by one person, says nothing of them in the record, and is answered', async () => {
    const { id } = await made();
    const reporter = await makeAccount(k, { name: '热心人' });
    const report = { rule: '1', reason: '这里在骂人，请看一看。' };
    expect(await code(reportContribution(k, anonymous, id, report))).toBe('kernel.sign_in_first');
    expect(await code(reportContribution(k, author as Account, id, report))).toBe('consultations.moderation.own_words');
    const outcomes = await Promise.all([1, 2].map(() => code(reportContribution(k, reporter, id, report))));
    expect(outcomes.sort()).toEqual(['consultations.moderation.reported_already', 'done']);
    const { rows } = await sql`select * from consultations.step where subject_id = ${id}
      union all select * from consultations.step where by_id = ${reporter.accountId}`.execute(k.db);
    expect(JSON.stringify(rows)).not.toContain(reporter.accountId);
    await settle(k);
    expect((await inbox(one))[0]).toContain('有人举报');
    expect((await listToModerate(k.db, 'reports', null, 50)).map((each) => each.id)).toContain(id);
    await keepContribution(k, one as Account, id, { answer: '话说得重，没有骂人。' });
    expect(await stateOf(id)).toBe('visible');
    await settle(k);
    expect((await inbox(reporter))[0]).toContain('话说得重，没有骂人。');
  });
});

describe('the desk', () => {
  it('says to the second moderator that it is decided, with what they wrote', async () => {
    const app = await testApp(k);
    const { id } = await made();
    const cookies = await Promise.all([one, two].map((who) => sessionCookie(k, who as Account)));
    const sent = await Promise.all(
      cookies.map((cookie, at) =>
        postForm(
          app,
          `/contributions/moderation/${id}/hide`,
          { rule: '2', reason: `第 ${at} 位审核员写的理由。` },
          { cookie },
        ),
      ),
    );
    expect(sent.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    const late = sent.findIndex(({ statusCode }) => statusCode === 409);
    expect(sent[late]?.body).toContain('另一位审核员刚刚已经处理了这一条');
    expect(sent[late]?.body).toContain(`第 ${late} 位审核员写的理由。`);
    expect(sent[late]?.body).toContain(`第 ${1 - late} 位审核员写的理由。`);
  });

  it('has nothing of a consultation in preparation', async () => {
    const app = await testApp(k);
    const prepared = await makeConsultation(k, 'map', { state: 'draft' });
    await sql`update consultations.consultation set opened_at = null where id = ${prepared.consultation.id}`.execute(
      k.db,
    );
    const { id } = await makeContribution(k, prepared.consultation, { text: '还没公布的观点' });
    const cookie = await sessionCookie(k, one as Account);
    for (const url of [
      '/contributions/moderation?queue=newest',
      `/contributions/moderation/${id}`,
      `/contributions/${id}/report`,
      `/contributions/${id}/support`,
    ])
      expect((await app.inject({ url, headers: { cookie } })).body).not.toContain('还没公布的观点');
    expect(await code(reportContribution(k, two as Account, id, { rule: 'other', reason: '随便说说而已。' }))).not.toBe(
      'done',
    );
  });
});

describe('what is hidden', () => {
  it('has neither words nor name in what everybody reads', async () => {
    const draft = await makeConsultation(k, 'draft');
    const { id } = await makeContribution(k, draft.consultation, { text: '藏起来的话', shownAs: '藏起来的人' });
    await sql`insert into consultations.comment (contribution_id, consultation_id) values (${id}, ${draft.consultation.id})`.execute(
      k.db,
    );
    await hideContribution(k, one as Account, id, hiding);
    const rows = await commentsOf(k.db, draft.consultation.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ state: 'hidden', text: '', shownAs: '', ruleNumber: '2' });
    expect(JSON.stringify(rows)).not.toContain('藏起来');
  });
});
