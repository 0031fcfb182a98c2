import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { sessionCookie } from '../../people/people.factory.ts';
import { makeResponses } from '../answer/answer.factory.ts';
import type { Answers } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { makeSurvey } from '../surveys.factory.ts';
import { loadResults } from './load-results.ts';
import { recount, rollUp } from './roll-up.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const t = (key: string) => key;
const label = (en: string) => ({ en });
const choices = (...names: string[]) => names.map((name) => ({ name, label: label(name) }));
const made = (questions: unknown[], languages = ['en']) =>
  definitionSchema.parse({ languages, sections: [{ id: 'p', questions }] });

/** Results of made-up answers to these questions. */
async function resultsOf(questions: unknown[], n: number, answers: (at: number) => Answers) {
  const { survey } = await makeSurvey(k, { definition: made(questions), state: 'published' });
  await makeResponses(k, survey, n, 1, { answers });
  await rollUp(k);
  const { results } = await loadResults(k, survey, { locale: 'en', t });
  const of = (name: string) => results.find(({ question }) => question.name === name);
  return { of, survey };
}

describe('a hidden count cannot be worked out', () => {
  it('from how many were asked what follows, and other questions stay', async () => {
    const way = (at: number) => (at < 3 ? 'taxi' : at < 12 ? 'foot' : 'bus');
    const { of, survey } = await resultsOf(
      [
        { type: 'one', name: 'way', label: label('Way'), choices: choices('bus', 'foot', 'taxi') },
        { type: 'one', name: 'shoes', label: label('Shoes'), relevant: "${way} = 'foot'", choices: choices('y', 'n') },
        { type: 'one', name: 'seat', label: label('Seat'), relevant: "${way} = 'bus'", choices: choices('y', 'n') },
      ],
      60,
      (at): Answers => ({
        way: way(at),
        ...(way(at) === 'foot' ? { shoes: 'y' } : way(at) === 'bus' ? { seat: 'y' } : {}),
      }),
    );
    expect(of('way')?.lines.map(({ n }) => n)).toEqual([48, null, null]);
    expect(of('shoes')).toMatchObject({ asked: null, answered: null, lines: [], withheld: true });
    expect(of('seat')).toMatchObject({ asked: 48, answered: 48, withheld: false });
    const csv = (await app.inject(`/surveys/${survey.slug}/results.csv`)).body;
    expect(csv).not.toMatch(/\b(9|3)\b/);
    expect((await app.inject(`/surveys/${survey.slug}/results`)).body).not.toContain('9 of 9');
  });

  it('from the mean of a scale, nor from the mean place of two', async () => {
    const { of } = await resultsOf(
      [
        { type: 'scale', name: 'content', label: label('Content') },
        { type: 'ranking', name: 'order', label: label('Order'), choices: choices('a', 'b') },
      ],
      60,
      (at): Answers => ({ content: at < 2 ? 1 : at < 6 ? 2 : 5, order: at < 3 ? ['b', 'a'] : ['a', 'b'] }),
    );
    expect(of('content')?.lines.map(({ n }) => n)).toEqual([null, null, 0, 0, 54]);
    expect(of('content')?.mean).toBeNull();
    expect(of('order')?.ranks.map(({ first }) => first)).toEqual([null, null]);
    for (const { mean } of of('order')?.ranks ?? []) expect((mean ?? 0) * 10).toBeCloseTo(Math.round((mean ?? 0) * 10));
  });

  it('from values that few gave: numbers at the ends, months and places', async () => {
    const { of } = await resultsOf(
      [
        { type: 'number', name: 'age', label: label('Age') },
        { type: 'date', name: 'born', label: label('Born') },
        { type: 'place', name: 'home', label: label('Home') },
      ],
      60,
      (at): Answers => ({
        age: at === 0 ? 103 : at === 1 ? 1e9 : 20 + at,
        born: at < 2 ? `190${at}-04-01` : '1990-05-01',
        home: at === 0 ? { latitude: 30.777, longitude: 104.777 } : { latitude: 30.01, longitude: 104.01 },
      }),
    );
    const said = JSON.stringify([of('age')?.lines, of('born')?.lines, of('home')?.lines]);
    for (const secret of ['103', '1000000000', '1900', '1901', '30.76', '104.76']) expect(said).not.toContain(secret);
    expect(of('age')?.lines.length).toBeGreaterThan(4);
    expect(of('age')?.lines.at(-1)?.label).toMatch(/^≥ /);
    expect(of('home')?.lines.map(({ value, n }) => [value, n])).toEqual([
      ['30.00,104.00', null],
      ['$rest', null],
    ]);
  });

  it('from the last step of a survey that everybody watched', async () => {
    const { survey, definition } = await makeSurvey(k, { results: 'live' });
    await makeResponses(k, survey, 40, 1);
    await rollUp(k);
    const address = `/surveys/${survey.slug}/results.csv`;
    const before = (await app.inject(address)).body;
    await makeResponses(k, survey, 1, 2);
    await rollUp(k);
    for (const state of ['closed', 'published']) {
      await sql`update surveys.survey set state = ${state}, closed_at = now(),
        published_at = case when ${state} = 'published' then now() end where id = ${survey.id}`.execute(k.db);
      expect((await app.inject(address)).body).toBe(before);
    }
    expect(definition.languages).toContain('en');
    const page = await app.inject({ url: `/surveys/${survey.slug}/results`, headers: { 'accept-language': 'en' } });
    expect(page.body).toContain('The last answer is in none of the figures');
  });
});

describe('what is drawn and named', () => {
  it('leaves the desk only for whoever asked, and the public plot for everybody', async () => {
    const { survey, convener } = await makeSurvey(k, { state: 'published' });
    await makeResponses(k, survey, 40, 1);
    await rollUp(k);
    const cookie = await sessionCookie(k, convener);
    const desk = `/questionnaires/${survey.slug}/results/plot/way.svg`;
    for (const address of [desk, `${desk}?by=way%3Dbus`]) {
      const answer = await app.inject({ url: address, headers: { cookie } });
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-cache']);
      expect((await app.inject(address)).statusCode).not.toBe(200);
    }
    const open = await app.inject(`/surveys/${survey.slug}/results/plot/way.svg?by=way%3Dbus`);
    expect(open.headers['cache-control']).toContain('public');
    expect(open.body).toBe((await app.inject(`/surveys/${survey.slug}/results/plot/way.svg`)).body);
  });

  it('survives languages that nobody knows', async () => {
    const definition = made(
      [{ type: 'one', name: 'q', label: { 'zh-12': '?' }, choices: choices('y', 'n') }],
      ['zh-12', 'xx-abcdefgh-1b'],
    );
    const { survey, convener } = await makeSurvey(k, { definition, state: 'published' });
    await makeResponses(k, survey, 30, 1);
    await rollUp(k);
    const cookie = await sessionCookie(k, convener);
    const at = async (url: string) => (await app.inject({ url, headers: { cookie } })).statusCode;
    expect(await at(`/surveys/${survey.slug}/results`)).toBe(200);
    expect(await at(`/questionnaires/${survey.slug}/results`)).toBe(200);
    expect(await at(`/questionnaires/${survey.slug}/xlsform.xlsx`)).toBe(200);
  });
});

it('what cannot be counted of one survey keeps no other waiting', async () => {
  const made = [await makeSurvey(k), await makeSurvey(k), await makeSurvey(k)];
  for (const { survey } of made) await makeResponses(k, survey, 6, 1);
  const ids = made.map(({ survey }) => survey.id).sort();
  await sql`update surveys.response set answers = '{"way": 1, "stops": [null]}', form_version = 99
    where survey_id = ${ids[0]}`.execute(k.db);
  await expect(rollUp(k)).rejects.toThrow();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from surveys.fresh_batch
    where survey_id = any(${ids}::uuid[])`.execute(k.db);
  expect(rows[0]?.n).toBe(1);
  await sql`delete from surveys.fresh_batch where survey_id = ${ids[0]}`.execute(k.db);
});

it('counting anew waits for whoever is handing in', async () => {
  const { survey } = await makeSurvey(k);
  await makeResponses(k, survey, 10, 1);
  let done = false;
  const counted = await inTransaction(k.db, async (tx) => {
    await sql`select from surveys.survey where id = ${survey.id} for share`.execute(tx);
    const work = recount(k, survey.id).then(() => {
      done = true;
    });
    await wait(400);
    expect(done).toBe(false);
    return { work };
  });
  await counted.work;
  expect((await loadResults(k, survey, { locale: 'en', t })).responses).toBe(10);
});
