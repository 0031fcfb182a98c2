import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import type { Actor } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { assignOpinions, colleaguesOf } from './assign-opinions.ts';
import { decideMany, decideOpinion } from './decide-opinions.ts';
import { makeDraft, makeOpinions } from './desk.factory.ts';
import { numbersOf, numbersText } from './desk.rules.ts';
import { keepTemplate } from './keep-templates.ts';
import { keepLikeness } from './likeness/keep-likeness.ts';
import { headSizes, opinionByNumber, pastDecisions } from './opinion.queries.ts';
import { progressOf } from './progress.queries.ts';

let k: TestKernel;
let draft: Awaited<ReturnType<typeof makeDraft>>;
let second: Actor & { accountId: string };

beforeAll(async () => {
  k = await testKernel();
  draft = await makeDraft(k);
  second = await makeAccount(k, {
    name: '李召集',
    roles: [{ role: 'convener', departmentId: draft.consultation.departmentId }],
  });
});

const yes = { verdict: 'adopted', reason: '写进第三条。' } as const;
const no = { verdict: 'not_adopted', reason: '上位法另有规定。' } as const;
const code = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

async function opinions(n: number, text = '请早点开门。'): Promise<number> {
  return makeOpinions(k, draft.consultation.id, ...Array.from({ length: n }, (_, at) => ({ text: `${text}${at}` })));
}

describe('deciding', () => {
  it('keeps the decision with its reason, and the former one when it is changed', async () => {
    const { consultation, convener } = draft;
    const number = await opinions(1);
    await decideOpinion(k, convener, consultation, { number, ...yes });
    const { changed } = await decideOpinion(k, second, consultation, {
      ...{ number, revision: 1, verdict: 'enquiry', reason: '电话里答复了。' },
    });
    expect(changed).toBe(true);
    const opinion = await opinionByNumber(k.db, consultation.id, number);
    expect(opinion).toMatchObject({ outcome: 'noted', ground: 'enquiry', revision: 2, decidedBy: second.accountId });
    expect(await pastDecisions(k.db, opinion?.id ?? '')).toMatchObject([
      { revision: 1, outcome: 'adopted', reason: yes.reason, decidedBy: convener.accountId },
    ]);
  });

  it('lets one of two people at once decide, and tells the other what was decided and by whom', async () => {
    const { consultation, convener } = draft;
    for (let round = 0; round < 6; round++) {
      const number = await opinions(1);
      const outcomes = await Promise.all([
        code(decideOpinion(k, convener, consultation, { number, ...yes })),
        code(decideOpinion(k, second, consultation, { number, ...no })),
      ]);
      expect(outcomes.sort()).toEqual(['consultations.desk.decided_already', 'done']);
    }
    const number = await opinions(1);
    await decideOpinion(k, second, consultation, { number, ...no });
    await expect(decideOpinion(k, convener, consultation, { number, ...yes })).rejects.toMatchObject({
      status: 409,
      params: { number, name: '李召集', verdict: 'not_adopted' },
    });
    // A change of what somebody changed meanwhile is refused alike.
    await decideOpinion(k, second, consultation, { number, revision: 1, ...yes });
    expect(await code(decideOpinion(k, convener, consultation, { number, revision: 1, ...no }))).toBe(
      'consultations.desk.decided_already',
    );
  });

  it('needs a reason, typed or of a template of the department', async () => {
    const { consultation, convener } = draft;
    const number = await opinions(1);
    expect(await code(decideOpinion(k, convener, consultation, { number, verdict: 'partly' }))).toBe('kernel.invalid');
    await keepTemplate(k, convener, consultation.departmentId, { title: '上位法', text: '上位法已有规定。' });
    expect(await code(keepTemplate(k, convener, consultation.departmentId, { title: '上位法', text: '又一条' }))).toBe(
      'consultations.desk.title_taken',
    );
    const template = (await k.db.selectFrom('consultations.reason_template').select('id').executeTakeFirstOrThrow()).id;
    await decideOpinion(k, convener, consultation, { number, verdict: 'partly', reason: '  ', template });
    expect(await opinionByNumber(k.db, consultation.id, number)).toMatchObject({ reason: '上位法已有规定。' });
    const other = await makeDraft(k);
    const theirs = await makeOpinions(k, other.consultation.id, { text: '好。' });
    expect(
      await code(decideOpinion(k, other.convener, other.consultation, { number: theirs, verdict: 'partly', template })),
    ).not.toBe('done');
  });

  it('is for conveners of the department, and for handlers where an opinion was given to them', async () => {
    const { consultation, convener } = draft;
    const { departmentId } = consultation;
    const handler = await makeAccount(k, { name: '赵经办', roles: [{ role: 'handler', departmentId }] });
    const elsewhere = await makeDepartment(k);
    const others: Actor[] = [
      await makeAccount(k, { name: '别处', roles: [{ role: 'convener', departmentId: elsewhere }] }),
      await makeAccount(k, { name: '审计', roles: [{ role: 'auditor', departmentId: null }] }),
      await makeAccount(k, { name: '领导', roles: [{ role: 'leader', departmentId: null }] }),
      await makeAccount(k, { name: '审核', roles: [{ role: 'moderator', departmentId: null }] }),
      await makeAccount(k, { name: '市民' }),
    ];
    const first = await opinions(3);
    for (const actor of others) {
      expect(await code(decideOpinion(k, actor, consultation, { number: first, ...yes }))).toBe('kernel.not_allowed');
      expect(await code(assignOpinions(k, actor, consultation.id, { numbers: `${first}`, colleague: '' }))).toBe(
        'kernel.not_allowed',
      );
    }
    expect(await code(decideOpinion(k, handler, consultation, { number: first, ...yes }))).toBe(
      'consultations.desk.not_assigned',
    );
    const names = (await colleaguesOf(k, departmentId)).map(({ name }) => name);
    expect(names).toContain('赵经办');
    expect(names).not.toContain('别处');
    await assignOpinions(k, convener, consultation.id, {
      numbers: `${first}-${first + 1}`,
      colleague: handler.accountId,
    });
    expect(await code(decideOpinion(k, handler, consultation, { number: first, ...yes }))).toBe('done');
    // Of three only the one that is theirs and open.
    const done = await decideMany(k, handler, consultation, { numbers: `${first}-${first + 2}`, ...no });
    expect(done).toEqual({ decided: 1, left: 2 });
    expect(
      await code(
        assignOpinions(k, convener, consultation.id, { numbers: `${first}`, colleague: others[0]?.accountId ?? '' }),
      ),
    ).toBe('consultations.desk.no_colleague');
  });

  it('leaves what is not there, hidden, withdrawn or an answer', async () => {
    const { consultation, convener } = draft;
    const number = await opinions(1);
    const made = await makeOpinions(
      k,
      consultation.id,
      { text: '撤回了', state: 'withdrawn' },
      { text: '隐藏了', state: 'hidden' },
      { text: '同意', answers: number },
    );
    for (const each of [made, made + 1, made + 2, 9_999_999])
      expect(await code(decideOpinion(k, convener, consultation, { number: each, ...yes }))).toBe(
        'consultations.desk.opinion_not_found',
      );
    expect(await code(decideMany(k, convener, consultation, { numbers: `${made}-${made + 2}`, ...yes }))).toBe(
      'consultations.desk.nothing_done',
    );
  });
});

describe('many at once', () => {
  it('decides 2,000 in one go within seconds, once however many press at the same time', async () => {
    const big = await makeDraft(k);
    const { consultation, convener } = big;
    const campaign = '河滨步道应当全天开放，不要在夜里关门，上夜班的人也要走路回家。';
    const first = await makeOpinions(
      k,
      consultation.id,
      ...Array.from({ length: 2000 }, (_, at) => ({
        text:
          at % 2 === 0
            ? `${campaign}${'！'.repeat(at % 5)}`
            : `第 ${at} 位居民：${at % 3 ? '厕所太少' : '路灯太暗'}，门牌 ${at * 7919}。`,
        anchor: at % 4 === 0 ? (big.anchors.第三条 ?? null) : null,
      })),
    );
    let started = performance.now();
    expect(await keepLikeness(k, consultation.id)).toBe(2);
    const compared_ms = performance.now() - started;
    expect(await keepLikeness(k, consultation.id)).toBe(0);
    expect((await headSizes(k.db, consultation.id, [first])).get(first)).toEqual({ all: 500, open: 500 });
    started = performance.now();
    const numbers = `${first}-${first + 1999}`;
    const other = await makeAccount(k, {
      roles: [{ role: 'convener', departmentId: consultation.departmentId }],
    });
    const both = await Promise.allSettled([
      decideMany(k, convener, consultation, { numbers, ...yes }),
      decideMany(k, other, consultation, { numbers, ...no }),
    ]);
    const decided_ms = performance.now() - started;
    const done = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(done.reduce((sum, { decided }) => sum + decided, 0)).toBe(2000);
    expect(await progressOf(k.db, consultation.id)).toEqual({ all: 2000, decided: 2000 });
    // Nothing was decided twice: no row of a former decision, and one of the two decided each.
    const { count } = await k.db
      .selectFrom('consultations.past_decision')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('consultation_id', '=', consultation.id)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(0);
    expect(compared_ms).toBeLessThan(15_000);
    expect(decided_ms).toBeLessThan(8000);
  }, 60_000);

  it('changes what is decided only when asked to', async () => {
    const { consultation, convener } = draft;
    const first = await opinions(3);
    const numbers = `${first}-${first + 2}`;
    await decideOpinion(k, convener, consultation, { number: first, ...yes });
    expect(await decideMany(k, second, consultation, { numbers, ...no })).toEqual({ decided: 2, left: 1 });
    expect(await code(decideMany(k, second, consultation, { numbers, ...no }))).toBe('consultations.desk.nothing_done');
    expect(await decideMany(k, second, consultation, { numbers, ...no, again: 'yes' })).toEqual({
      decided: 3,
      left: 0,
    });
    expect(await opinionByNumber(k.db, consultation.id, first)).toMatchObject({ outcome: 'not_adopted', revision: 2 });
  });

  it('writes and reads lists of numbers', () => {
    expect(numbersText([9, 1, 2, 3, 7, 3])).toBe('1-3,7,9');
    expect(numbersOf('1-3,7, 9')).toEqual([1, 2, 3, 7, 9]);
    for (const wrong of ['', 'a', '0', '3-1', '1-99999999', '1-30000', '1,,2', '1;2', '-1'])
      expect(numbersOf(wrong), wrong).toBeUndefined();
  });
});

describe('a colleague', () => {
  it('is told once of what was given to them, not of what they took themselves', async () => {
    const made = await makeDraft(k);
    const { consultation, convener } = made;
    const handler = await makeAccount(k, { roles: [{ role: 'handler', departmentId: consultation.departmentId }] });
    const first = await makeOpinions(k, consultation.id, { text: '一' }, { text: '二' }, { text: '三' });
    await assignOpinions(k, convener, consultation.id, {
      numbers: `${first},${first + 1}`,
      colleague: handler.accountId,
    });
    await assignOpinions(k, convener, consultation.id, { numbers: `${first + 2}`, colleague: convener.accountId });
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select(['account_id', 'params'])
      .where('kind', '=', 'consultations.opinions_assigned')
      .where('account_id', 'in', [handler.accountId, convener.accountId])
      .execute();
    expect(told).toMatchObject([{ account_id: handler.accountId, params: { count: 2 } }]);
  });
});

describe('likeness', () => {
  it('is compared anew only where something came, changed or went', async () => {
    const made = await makeDraft(k);
    const { consultation, anchors } = made;
    const three = anchors.第三条 ?? '';
    const four = anchors.第四条 ?? '';
    const first = await makeOpinions(
      k,
      consultation.id,
      { text: '步道应当早上五点半开放，六点太晚，老人晨练都起得早。', anchor: three },
      { text: '开放时间提前到早上五点半吧，老人晨练起得早。', anchor: three },
      { text: '步道应当早上五点半开放，六点太晚，老人晨练都起得早。', anchor: four },
    );
    expect(await keepLikeness(k, consultation.id)).toBe(2);
    expect((await headSizes(k.db, consultation.id, [first])).get(first)).toEqual({ all: 2, open: 2 });
    await k.db
      .updateTable('consultations.contribution')
      .set({ state: 'withdrawn' })
      .where('consultation_id', '=', consultation.id)
      .where('number', '=', first)
      .execute();
    expect(await keepLikeness(k, consultation.id)).toBe(1);
    expect(await opinionByNumber(k.db, consultation.id, first + 1)).toMatchObject({ head: first + 1 });
    const { count } = await k.db
      .selectFrom('consultations.likeness')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('consultation_id', '=', consultation.id)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(2);
  });
});
