import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import readExcelFile from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { decideMany, decideOpinion } from '../desk/decide-opinions.ts';
import { makeDraft, makeOpinions } from '../desk/desk.factory.ts';
import { keepLikeness } from '../desk/likeness/keep-likeness.ts';
import { linkAdopted, linkOpinions } from '../desk/link-opinions.ts';
import { publishText } from '../documents/documents.factory.ts';
import { takeIn } from '../intake/take-in.ts';
import { publishResult } from './publish-result.ts';
import { changesOfVersion, countFigures } from './result.queries.ts';
import { figuresOf } from './result.rules.ts';
import { writeSummary } from './write-summary.ts';

let k: TestKernel;
let app: App;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const code = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

const hostile = '=HYPERLINK("http://x.test","点我")<script>alert(1)</script>\u202e反过来';
const secretName = '秘密的张三丰';

type Made = Awaited<ReturnType<typeof makeDraft>> & { author: Actor & { accountId: string }; first: number };

/** A draft with everything that can become of an opinion. */
async function makeFull(): Promise<Made> {
  const draft = await makeDraft(k);
  const { consultation, convener, anchors } = draft;
  const author = await makeAccount(k, { name: '王作者' });
  const three = anchors.第三条 ?? '';
  const four = anchors.第四条 ?? '';
  const at = { accountId: author.accountId };
  const first = await makeOpinions(
    k,
    consultation.id,
    { text: '步道应当早上五点半开放，六点太晚，老人晨练都起得早。', anchor: three, ...at, shownAs: '晨练的人' },
    { text: '开放时间提前到早上五点半吧，老人晨练起得早。', anchor: three },
    { text: hostile, anchor: four, ...at },
    { text: '遛狗不牵绳的要罚款。', anchor: four, way: 'paper', shownAs: secretName },
    { text: '请问停车场几点开？' },
    { text: '隔壁小区太吵。' },
    { text: '撤回的话不能看见', state: 'withdrawn', shownAs: '撤回的人' },
    { text: '隐藏的话不能看见', state: 'hidden', shownAs: '隐藏的人' },
  );
  await makeOpinions(k, consultation.id, { text: '同意楼上', answers: first, anchor: three });
  await keepLikeness(k, consultation.id);
  const decide = (
    offset: number,
    verdict: 'adopted' | 'partly' | 'not_adopted' | 'off_topic' | 'enquiry',
    reason: string,
  ) => decideMany(k, convener, consultation, { numbers: String(first + offset), verdict, reason });
  await decideMany(k, convener, consultation, {
    numbers: `${first},${first + 1}`,
    verdict: 'adopted',
    reason: '改为五时三十分。',
  });
  await decide(2, 'not_adopted', hostile);
  await decide(3, 'partly', '写明由城管执法。');
  await decide(4, 'enquiry', '六点开。');
  await decide(5, 'off_topic', '请打热线。');
  return { ...draft, author, first };
}

async function publish({ consultation, convener }: Pick<Made, 'consultation' | 'convener'>) {
  await writeSummary(k, convener, consultation.id, { summary: '## 主要意见\n\n开放时间**提前**。' });
  return publishResult(k, convener, consultation.id);
}

const expected = {
  ...{ received: 8, withdrawn: 1, hidden: 1, offTopic: 1, enquiry: 1, adopted: 2, partly: 1, notAdopted: 1 },
  ...{ undecided: 0, answers: 1 },
};

describe('publishing a result', () => {
  it('needs the period to be over, every opinion decided and a summary, and is for conveners', async () => {
    const { consultation, convener } = await makeDraft(k);
    const number = await makeOpinions(k, consultation.id, { text: '好。' });
    expect(await code(publishResult(k, convener, consultation.id))).toBe('consultations.result.undecided');
    await decideOpinion(k, convener, consultation, { number, verdict: 'adopted', reason: '好。' });
    expect(await code(publishResult(k, convener, consultation.id))).toBe('consultations.result.no_summary');
    await writeSummary(k, convener, consultation.id, { summary: '一条意见。' });
    expect(await code(writeSummary(k, convener, consultation.id, { summary: '别的。' }))).toBe(
      'kernel.changed_meanwhile',
    );
    const { departmentId } = consultation;
    for (const role of ['handler', 'auditor', 'leader', 'moderator'] as const) {
      const actor = await makeAccount(k, { roles: [{ role, departmentId: role === 'handler' ? departmentId : null }] });
      expect(await code(publishResult(k, actor, consultation.id)), role).toBe('kernel.not_allowed');
      expect(await code(writeSummary(k, actor, consultation.id, { summary: '我的。', version: 1 })), role).toBe(
        'kernel.not_allowed',
      );
    }
    expect(await code(publishResult(k, convener, consultation.id))).toBe('done');
    expect(await code(publishResult(k, convener, consultation.id))).toBe('consultations.wrong_state');
    // Decisions stand; what is restored later can still be decided, and its author is told.
    expect(
      await code(decideOpinion(k, convener, consultation, { number, revision: 1, verdict: 'partly', reason: '改' })),
    ).toBe('consultations.desk.result_published');
    const late = await makeOpinions(k, consultation.id, { text: '恢复的' });
    expect(
      await code(decideOpinion(k, convener, consultation, { number: late, verdict: 'partly', reason: '补答。' })),
    ).toBe('done');
    const running = await makeDraft(k, { from: -2, to: 30 });
    await writeSummary(k, running.convener, running.consultation.id, { summary: '早了。' });
    expect(await code(publishResult(k, running.convener, running.consultation.id))).toBe(
      'consultations.result.still_running',
    );
  });

  it('waits for whoever decides at the same moment, and happens once', async () => {
    const { consultation, convener } = await makeDraft(k);
    const number = await makeOpinions(k, consultation.id, { text: '好。' });
    await writeSummary(k, convener, consultation.id, { summary: '一条意见。' });
    const [, ...published] = await Promise.all([
      code(decideOpinion(k, convener, consultation, { number, verdict: 'adopted', reason: '好。' })),
      code(publishResult(k, convener, consultation.id)),
      code(publishResult(k, convener, consultation.id)),
    ]);
    expect(published.filter((one) => one === 'done').length).toBeLessThanOrEqual(1);
    const state = await countFigures(k.db, consultation.id);
    if (published.includes('done')) expect(state.undecided).toBe(0);
    for (const one of published)
      expect(['done', 'consultations.result.undecided', 'consultations.wrong_state']).toContain(one);
  });
});

describe('a published result', () => {
  let made: Made;
  beforeAll(async () => {
    made = await makeFull();
    expect(await publish(made)).toEqual(expected);
  });

  it('shows figures, summary and every opinion with its reason, and nothing of what is not public', async () => {
    const { slug } = made.consultation;
    const answer = await app.inject(`/consultations/${slug}/result`);
    expect(answer.statusCode).toBe(200);
    const { body } = answer;
    expect(body).toContain('收到 8 条，计入 4 条，不计入 4 条');
    expect(body).toContain('改为五时三十分');
    expect(body).toContain('2 条意见这样说');
    expect(body).toContain('晨练的人');
    expect(body).toContain('<strong>提前</strong>');
    for (const secret of [
      '撤回的话',
      '撤回的人',
      '隐藏的话',
      '隐藏的人',
      secretName,
      '王作者',
      'author@',
      '<script>alert',
      '召集人',
    ])
      expect(body, secret).not.toContain(secret);
    expect(body).toContain('秘**');
    const filtered = (await app.inject(`/consultations/${slug}/result?outcome=partly`)).body;
    expect(filtered).toContain('写明由城管执法');
    expect(filtered).not.toContain('改为五时三十分');
    expect((await app.inject(`/consultations/${slug}/result?anchor=${made.anchors.第四条}`)).body).not.toContain(
      '五点半',
    );
  });

  it('lets every figure be computed again from the open data', async () => {
    const { slug } = made.consultation;
    const json = (await app.inject(`/api/v1/consultations/${slug}/opinions?limit=3`)).json();
    expect(json).toMatchObject({ decided: true, figures: expected, next: 3 });
    const csv = await app.inject(`/api/v1/consultations/${slug}/opinions.csv`);
    const rows = parse(csv.body, { columns: true, bom: true }) as Record<string, string>[];
    const read = rows.map((row) => ({
      kind: row.kind as 'opinion' | 'answer',
      state: row.state ?? '',
      outcome: row.outcome || null,
      ground: row.ground || null,
    }));
    expect(figuresOf(read)).toEqual(expected);
    expect(rows.length).toBe(9);
    // Formulas are texts.
    expect(rows.find(({ text }) => text?.includes('HYPERLINK'))?.text).toMatch(/^'=/);
    for (const secret of [
      '撤回的话',
      '撤回的人',
      '隐藏的话',
      '隐藏的人',
      secretName,
      '王作者',
      made.author.accountId,
    ]) {
      expect(csv.body, secret).not.toContain(secret);
      expect((await app.inject(`/api/v1/consultations/${slug}/opinions?limit=1000`)).body, secret).not.toContain(
        secret,
      );
    }
    expect((await app.inject('/api/v1/openapi.json')).body).not.toContain('consultations.result.api');
    const book = (await app.inject(`/api/v1/consultations/${slug}/opinions/codebook`)).json();
    expect(book.columns.map(({ name }: { name: string }) => name)).toEqual(Object.keys(rows[0] ?? {}));
    // The codebook's own rules give the same figures.
    for (const { name, rule } of book.figures as { name: keyof typeof expected | 'counted'; rule: string }[]) {
      if (name === 'counted') continue;
      const conditions = rule.split(', ').map((one) => one.split(' = ') as [string, string]);
      const found = rows.filter((row) => conditions.every(([key, value]) => row[key] === value.replaceAll('"', '')));
      expect([name, found.length]).toEqual([name, expected[name]]);
    }
  });

  it('is a document and a table with the same rows, masked alike', async () => {
    const { slug } = made.consultation;
    const docx = await app.inject(`/consultations/${slug}/result.docx`);
    expect(docx.statusCode).toBe(200);
    const parts = unzipSync(docx.rawPayload);
    const text = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
    for (const word of ['公开征求意见汇总表', '改为五时三十分', '第三条', '2 条意见这样说', '秘**', 'HYPERLINK'])
      expect(text, word).toContain(word);
    expect(text).not.toMatch(/<script|\u202e|rows-of-the-table|撤回的话|隐藏的话|撤回的人|隐藏的人|张三丰/);
    expect(text.match(/<w:tblHeader/g)?.length).toBe(1);
    expect(strFromU8(parts['word/footer1.xml'] ?? new Uint8Array())).toContain('NUMPAGES');
    const [sheet] = await readExcelFile((await app.inject(`/consultations/${slug}/result.xlsx`)).rawPayload);
    expect(sheet?.data.length).toBe(10);
    const cells = JSON.stringify(sheet?.data);
    for (const secret of ['撤回的话', '撤回的人', '隐藏的话', '隐藏的人', '张三丰', '王作者'])
      expect(cells, secret).not.toContain(secret);
  });

  it('tells every contributor once', async () => {
    await settle(k);
    const count = async () =>
      (
        await k.db
          .selectFrom('kernel.notification')
          .select(['kind', 'params', 'link'])
          .where('account_id', '=', made.author.accountId)
          .where('kind', 'like', 'consultations.outcome%')
          .execute()
      ).map(({ kind, link }) => ({ kind, link }));
    expect(await count()).toEqual([{ kind: 'consultations.outcome_many', link: '/me/contributions' }]);
    await k.jobs.runNow('consultations.tell_outcomes', { consultationId: made.consultation.id });
    expect(await count()).toHaveLength(1);
  });
});

describe('before it is published', () => {
  it('nothing of decisions is anywhere in public', async () => {
    const made = await makeFull();
    const { slug } = made.consultation;
    for (const url of [
      `/consultations/${slug}/result`,
      `/consultations/${slug}/opinions`,
      `/consultations/${slug}/opinions/${made.first}`,
      `/api/v1/consultations/${slug}/opinions`,
      `/api/v1/consultations/${slug}/opinions.csv`,
    ]) {
      const answer = await app.inject(url);
      expect(answer.body, url).not.toMatch(/改为五时三十分|请打热线|not_adopted|off_topic/);
    }
    for (const format of ['docx', 'xlsx'])
      expect((await app.inject(`/consultations/${slug}/result.${format}`)).statusCode).toBe(404);
    for (const url of ['opinions', 'opinions/several', 'opinions/progress', 'opinions/list.docx', 'result']) {
      const cookie = await sessionCookie(k, made.author);
      const answer = await app.inject({ url: `/convene/${slug}/${url}`, headers: { cookie } });
      expect([302, 303, 401, 403], url).toContain(answer.statusCode);
    }
    // The desk's own file has them, marked as a draft.
    const cookie = await sessionCookie(k, made.convener);
    const desk = await app.inject({ url: `/convene/${slug}/opinions/list.docx`, headers: { cookie } });
    expect(strFromU8(unzipSync(desk.rawPayload)['word/document.xml'] ?? new Uint8Array())).toContain('内部草稿');
  });
});

describe('the next version', () => {
  it('says by which opinions each paragraph was changed, once the result is published', async () => {
    const made = await makeFull();
    const { consultation, convener, anchors, first } = made;
    const next = `第一章 总则
第一条 为了管好河滨步道，制定本办法。
第二条 步道全天免费开放。
第二章 使用
第三条 步道每日五时三十分至二十二时开放。
第四条 遛狗应当牵绳，不牵绳的由城管部门处理。`;
    const no = await publishText(k, convener, consultation.id, next);
    expect(await linkAdopted(k, convener, consultation.id, { versionNo: no })).toEqual({ linked: 3 });
    expect(await changesOfVersion(k.db, consultation.id, no)).toEqual(new Map());
    expect(
      await code(
        linkOpinions(k, convener, consultation.id, {
          numbers: `${first}`,
          versionNo: no,
          anchors: [anchors.第一条 ?? ''],
        }),
      ),
    ).toBe('kernel.invalid');
    expect(await code(linkOpinions(k, convener, consultation.id, { numbers: `${first + 2}`, versionNo: no }))).toBe(
      'consultations.desk.nothing_done',
    );
    await publish(made);
    const changes = await changesOfVersion(k.db, consultation.id, no);
    expect(changes.get(anchors.第三条 ?? '')).toEqual([first, first + 1]);
    expect(changes.get(anchors.第四条 ?? '')).toEqual([first + 3]);
    const page = await app.inject(`/consultations/${consultation.slug}/result`);
    expect(page.body).toContain(`第 ${no} 版作了修改`);
  });
});

describe('what stands again after the result', () => {
  it('is told to its author once, decided before or after', async () => {
    const draft = await makeDraft(k);
    const { consultation, convener } = draft;
    const [early, late] = [await makeAccount(k), await makeAccount(k)];
    const first = await makeOpinions(
      k,
      consultation.id,
      { text: '办过以后隐藏', accountId: early.accountId },
      { text: '没有办就隐藏', accountId: late.accountId },
    );
    await decideOpinion(k, convener, consultation, { number: first, verdict: 'adopted', reason: '好。' });
    const move = (state: string) =>
      k.db
        .updateTable('consultations.contribution')
        .set({ state })
        .where('consultation_id', '=', consultation.id)
        .returning('id')
        .execute();
    await move('hidden');
    await publish(draft);
    await settle(k);
    const told = async () =>
      (
        await k.db
          .selectFrom('kernel.notification')
          .select(['account_id', 'kind'])
          .where('account_id', 'in', [early.accountId, late.accountId])
          .execute()
      ).map(({ account_id: id, kind }) => `${id === early.accountId ? 'early' : 'late'} ${kind}`);
    expect(await told()).toEqual([]);
    k.clock.advance(60_000);
    const rows = await move('visible');
    for (let twice = 0; twice < 2; twice++)
      await inTransaction(k.db, (tx) =>
        k.outbox.emit(
          tx,
          k.clock.now(),
          ...rows.map(({ id }) => ({
            type: 'consultations.contribution_restored',
            subject: consultation.id,
            payload: { kind: 'draft', subjectId: id },
          })),
        ),
      );
    await settle(k);
    expect(await told()).toEqual(['early consultations.outcome_one']);
    await decideOpinion(k, convener, consultation, { number: first + 1, verdict: 'partly', reason: '补答。' });
    await settle(k);
    expect((await told()).sort()).toEqual(['early consultations.outcome_one', 'late consultations.outcome_one']);
    const { body } = await app.inject(`/consultations/${consultation.slug}/result`);
    expect(body).toContain('补答。');
  });
});

describe('whoever wrote by e-mail', () => {
  it('is told by e-mail, once for a letter', async () => {
    const draft = await makeDraft(k);
    const { consultation, convener } = draft;
    const { numbers } = await takeIn(k, convener, consultation.id, {
      ...{ way: 'email', receivedOn: '2026-11-12', name: '陈写信', email: 'writer@example.test', shownAs: '' },
      opinions: [{ text: '多装路灯。' }, { text: '多设座椅。', anchor: draft.anchors.第二条 }],
    });
    await decideMany(k, convener, consultation, { numbers: numbers.join(','), verdict: 'adopted', reason: '照改。' });
    await publish(draft);
    await settle(k);
    await k.jobs.runNow('consultations.tell_outcomes', { consultationId: consultation.id });
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['kind', 'recipient'])
      .where('account_id', 'is', null)
      .where('kind', 'like', 'consultations.outcome%')
      .execute();
    expect(told).toHaveLength(1);
  });
});
