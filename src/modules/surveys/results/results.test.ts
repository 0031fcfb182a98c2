import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { makeResponses } from '../answer/answer.factory.ts';
import type { Answers } from '../questionnaire.rules.ts';
import { makeSurvey } from '../surveys.factory.ts';
import { crossTable } from './cross.rules.ts';
import { loadResults } from './load-results.ts';
import { protectRow, protectTable } from './protect.rules.ts';
import { concludeSurvey, publishResults, quoteAnswer } from './publish-results.ts';
import { recount, rollUp, rollUpSurvey } from './roll-up.ts';
import { binOf, tellingWords } from './tally.rules.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const t = (key: string) => key;
const countsOf = async (surveyId: string) => {
  const { rows } = await sql<{
    row: string;
  }>`select concat_ws('|', by_question, by_value, question, kind, value, n) as row
    from surveys.tally where survey_id = ${surveyId} order by 1`.execute(k.db);
  const { rows: words } = await sql<{ row: string }>`select concat_ws('|', question, word, n) as row from surveys.word
    where survey_id = ${surveyId} order by 1`.execute(k.db);
  return [...rows, ...words].map(({ row }) => row);
};
const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

describe('small groups', () => {
  it('are hidden, and with them as many as keep them from being worked out', () => {
    expect(protectRow([40, 30, 3, 20], 5, true)).toEqual([40, 30, null, null]);
    expect(protectRow([40, 30, 3, 20], 5, false)).toEqual([40, 30, null, 20]);
    expect(protectRow([40, 2, 3, 20], 5, true)).toEqual([40, null, null, 20]);
    expect(protectRow([40, 1, 1, 20], 5, true)).toEqual([40, null, null, null]);
    expect(protectRow([40, 0, 20], 5, true)).toEqual([40, 0, 20]);
    expect(protectRow([4], 5, true)).toEqual([null]);
  });

  it('can never be worked out of a row whose total is known', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 10 }),
        (counts, least) => {
          const shown = protectRow(counts, least, true);
          const hidden = counts.filter((_, at) => shown[at] === null);
          for (const [at, n] of shown.entries())
            if (n !== null) expect([0, counts[at]].includes(n) && (n === 0 || n >= least)).toBe(true);
          const others = counts.filter((n) => n > 0).length;
          if (hidden.length > 0 && others >= 2) expect(hidden.length).toBeGreaterThanOrEqual(2);
        },
      ),
    );
  });

  it('can never be worked out of one row or one column of a table', () => {
    const table = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.nat(25), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(table, (cells) => {
        const shown = protectTable(cells, 5, true);
        const lonely = (given: (number | null)[], plain: number[]) =>
          given.filter((n) => n === null).length === 1 && plain.filter((n) => n > 0).length > 1;
        for (const [at, row] of shown.entries()) expect(lonely(row, cells[at] ?? [])).toBe(false);
        for (let column = 0; column < (cells[0]?.length ?? 0); column++)
          expect(
            lonely(
              shown.map((row) => row[column] ?? null),
              cells.map((row) => row[column] ?? 0),
            ),
          ).toBe(false);
      }),
    );
  });

  it('of a column say nothing at all', () => {
    const cell = (byValue: string, value: string, n: number) => ({
      byValue,
      question: 'q',
      kind: 'value' as const,
      value,
      n,
    });
    const answered = (byValue: string, n: number) => ({
      byValue,
      question: 'q',
      kind: 'answered' as const,
      value: '',
      n,
    });
    const cells = [cell('a', 'x', 9), cell('a', 'y', 8), answered('a', 17), cell('b', 'x', 3), answered('b', 3)];
    const more = [...cells, cell('c', 'x', 6), cell('c', 'y', 6), answered('c', 12)];
    const columns = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    const rows = [
      { value: 'x', label: 'X' },
      { value: 'y', label: 'Y' },
    ];
    const table = crossTable(cells, columns, { key: 'q', rows, additive: true }, 5);
    // With two groups, one and the whole say what the other is.
    expect(table.totals).toEqual([null, null]);
    expect(table.cells.flat()).toEqual([null, null, null, null]);
    const wide = crossTable(more, [...columns, { value: 'c', label: 'C' }], { key: 'q', rows, additive: true }, 5);
    expect(wide.totals).toEqual([17, null, null]);
    expect(wide.cells.map((row) => row.slice(1))).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('counting', () => {
  it('rounds to two figures', () => {
    expect([0, 7, 42, 1234, 0.126, -55, 98765].map(binOf)).toEqual([0, 7, 42, 1200, 0.13, -55, 99000]);
  });

  it('takes words that say something, each once', () => {
    const words = tellingWords('公交车太少，公交车要多。！！123 https');
    expect(words).toContain('公交车');
    expect(words.filter((word) => word === '公交车')).toHaveLength(1);
    expect(words).not.toContain('123');
    expect(tellingWords('\u0000\ud800')).toEqual([]);
  });

  it('in parts comes to the same as anew, whatever is counted at the same time', async () => {
    const { survey } = await makeSurvey(k);
    await makeResponses(k, survey, 300, 1);
    await Promise.all([rollUp(k), rollUpSurvey(k, survey.id), rollUpSurvey(k, survey.id)]);
    await makeResponses(k, survey, 200, 2);
    await rollUp(k);
    const inParts = await countsOf(survey.id);
    await recount(k, survey.id);
    expect(await countsOf(survey.id)).toEqual(inParts);
    const view = await loadResults(k, survey, { locale: 'zh-CN', t });
    expect(view.responses).toBe(500);
    const { rows } = await sql<{ way: string; n: number }>`select answers ->> 'way' as way, count(*)::int as n
      from surveys.response where survey_id = ${survey.id} group by 1`.execute(k.db);
    const way = view.results.find(({ question }) => question.name === 'way');
    for (const line of way?.lines ?? [])
      if (line.n !== null)
        expect([line.value, line.n]).toEqual([line.value, rows.find((row) => row.way === line.value)?.n ?? 0]);
    expect(way?.answered).toBe(500);
  });

  it('knows who was asked: a question behind a condition has fewer', async () => {
    const { survey } = await makeSurvey(k);
    await makeResponses(k, survey, 40, 3, {
      answers: (at): Answers => (at < 10 ? { way: 'bus', lines: ['l1'] } : { way: 'foot' }),
    });
    await rollUp(k);
    const { results } = await loadResults(k, survey, { locale: 'en', t });
    expect(results.find(({ question }) => question.name === 'lines')).toMatchObject({ asked: 10, answered: 10 });
    expect(results.find(({ question }) => question.name === 'minutes')).toMatchObject({ asked: 40, answered: 0 });
  });

  it('shows nothing below the smallest group, and the public sees a running survey move by whole groups', async () => {
    const { survey } = await makeSurvey(k, { results: 'live' });
    await makeResponses(k, survey, 4, 4);
    await rollUp(k);
    const desk = await loadResults(k, survey, { locale: 'en', t });
    expect(desk.results.every(({ lines, rows, ranks }) => lines.length + rows.length + ranks.length === 0)).toBe(true);
    const seen = () => loadResults(k, survey, { locale: 'en', t, shown: true }).then(({ responses }) => responses);
    expect(await seen()).toBe(0);
    await makeResponses(k, survey, 3, 5);
    await rollUp(k);
    expect(await seen()).toBe(7);
    await makeResponses(k, survey, 4, 6);
    await rollUp(k);
    expect(await seen()).toBe(7);
  });
});

describe('publishing', () => {
  it('is for conveners, after the close, and not where results stay inside', async () => {
    const open = await makeSurvey(k);
    const text = '大家最想要的是多几班车，交通局下月起加密。';
    expect(await code(publishResults(k, open.convener, open.survey.id, { text }))).toBe('surveys.wrong_state');
    const inside = await makeSurvey(k, { state: 'closed', results: 'none' });
    expect(await code(publishResults(k, inside.convener, inside.survey.id, { text }))).toBe('surveys.results.never');
    const { survey, convener } = await makeSurvey(k, { state: 'closed' });
    expect(await code(publishResults(k, open.convener, survey.id, { text }))).toBe('kernel.not_allowed');
    const both = [publishResults(k, convener, survey.id, { text }), publishResults(k, convener, survey.id, { text })];
    expect((await Promise.all(both.map(code))).sort()).toEqual(['done', 'surveys.wrong_state']);
    expect(await code(concludeSurvey(k, convener, survey.id, { text: `${text}已经落实。` }))).toBe('done');
  });

  it('shows the page, its plots, open data and codebook to everybody, and written answers only where they were chosen', async () => {
    const { survey, convener } = await makeSurvey(k, { state: 'closed' });
    const secret = 'SECRET-自由文字-7F';
    await makeResponses(k, survey, 60, 7);
    await makeResponses(k, survey, 1, 8, { answers: () => ({ way: 'bus', wish: secret }) });
    await rollUp(k);
    const base = `/surveys/${survey.slug}/results`;
    expect((await app.inject(base)).statusCode).toBe(404);
    await publishResults(k, convener, survey.id, { text: '六十人回答，最想要的是多几班车。' });
    const page = await app.inject(base);
    expect(page.statusCode).toBe(200);
    for (const address of [base, `${base}.csv`, `${base}/codebook.csv`, `${base}/plot/way.svg`]) {
      const answer = await app.inject(address);
      expect([address, answer.statusCode]).toEqual([address, 200]);
      expect(answer.body).not.toContain(secret);
    }
    expect((await app.inject(`${base}/plot/nothing.svg`)).statusCode).toBe(404);
    const { rows } = await sql<{ id: string }>`select id from surveys.response where survey_id = ${survey.id}
      and answers ->> 'wish' = ${secret}`.execute(k.db);
    await quoteAnswer(k, convener, survey.id, { response: rows[0]?.id ?? '', question: 'wish', on: true });
    k.cache.clear();
    expect((await app.inject(base)).body).toContain(secret);
  });
});

describe('the desk', () => {
  it('opens for those who run it and for those who may read; answers leave only with the former', async () => {
    const { survey, convener } = await makeSurvey(k);
    await makeResponses(k, survey, 30, 9);
    await rollUp(k);
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    const resident = await makeAccount(k);
    const base = `/questionnaires/${survey.slug}/results`;
    const get = async (actor: typeof convener, address: string) =>
      (await app.inject({ url: address, headers: { cookie: await sessionCookie(k, actor) } })).statusCode;
    expect(await get(convener, base)).toBe(200);
    expect(await get(convener, `${base}?by=way%3Dbus`)).toBe(200);
    expect(await get(convener, `${base}/cross?a=way&b=content`)).toBe(200);
    expect(await get(convener, `${base}/answers.csv`)).toBe(200);
    expect(await get(convener, `${base}/answers.xlsx`)).toBe(200);
    expect(await get(convener, `${base}/texts/wish`)).toBe(200);
    expect(await get(convener, `${base}/plot/days.svg`)).toBe(200);
    expect(await get(auditor, base)).toBe(200);
    expect(await get(auditor, `${base}/answers.csv`)).toBe(403);
    expect(await get(auditor, `${base}/texts/wish`)).toBe(403);
    expect(await get(resident, base)).toBe(403);
  });
});
