import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectMessages } from '../../../scripts/messages.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { createDb, createPool, type Db, inTransaction } from '../db/index.ts';
import { createI18n, type Locale } from '../i18n/index.ts';
import { fixedClock } from '../time/index.ts';
import { askPlainly, judgePlainly, readAnswer } from './plain-question.ts';
import { ProofOfWork } from './proof-of-work.ts';
import { solve } from './solve-proof.island.ts';

let database: TestDatabase;
const clock = fixedClock('2031-11-19T10:00:00+08:00');
const secret = 'a secret of thirty-two characters';
const i18n = createI18n({
  messages: collectMessages(path.resolve(import.meta.dirname, '../../..')).tables,
  onProblem: 'throw',
});
let pool: pg.Pool;
let db: Db;
let proof: ProofOfWork;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ ...database, size: 6 });
  db = createDb(pool);
  proof = new ProofOfWork({ db, secret, clock, i18n });
  proof.rounds = 10;
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => clock.set('2031-11-19T10:00:00+08:00'));

const spend = (fields: Record<string, unknown>) => inTransaction(db, (tx) => proof.check(tx, fields));

/** Reads the question as a person does. */
function answerTo(question: string, locale: Locale): number {
  const t = i18n.t(locale);
  const words = Array.from({ length: 21 }, (_, n) => [t(`proof.number.${n}`), n] as const).sort(
    (a, b) => b[0].length - a[0].length,
  );
  let rest = question.toLowerCase();
  const numbers: [number, number][] = [];
  for (const [word, n] of words) {
    for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word)) {
      numbers.push([at, n]);
      rest = rest.slice(0, at) + '#'.repeat(word.length) + rest.slice(at + word.length);
    }
  }
  const [a = 0, b = 0] = numbers.sort(([x], [y]) => x - y).map(([, n]) => n);
  if (/加|plus/.test(question)) return a + b;
  if (/减|減|minus/.test(question)) return a - b;
  if (/大|largest/.test(question)) return Math.max(...numbers.map(([, n]) => n));
  return 2 * a;
}

describe('work done by the browser', () => {
  it('lets one request through, once', async () => {
    const { challenge } = await proof.challenge('zh-CN');
    const solution = await solve(JSON.parse(challenge));
    await spend({ proof_solution: solution });
    await expect(spend({ proof_solution: solution })).rejects.toMatchObject({ code: 'proof.used', status: 422 });
  });

  it('that is rolled back can be used again, and two at once cannot both have it', async () => {
    const { challenge } = await proof.challenge('en');
    const fields = { proof_solution: await solve(JSON.parse(challenge)) };
    const failing = inTransaction(db, async (tx) => {
      await proof.check(tx, fields);
      throw new Error('something else was wrong');
    });
    await expect(failing).rejects.toThrow('something else');
    const ticket = await proof.verify(fields);
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map(() => inTransaction(db, (tx) => proof.spend(tx, ticket))),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(
      results
        .filter((result) => result.status === 'rejected')
        .map((result) => (result as PromiseRejectedResult).reason.code),
    ).toEqual(Array(3).fill('proof.used'));
  });

  it('is judged by the clock of the city', async () => {
    const { challenge } = await proof.challenge('zh-CN');
    const proof_solution = await solve(JSON.parse(challenge));
    clock.advance(7 * 3600_000);
    await expect(spend({ proof_solution })).rejects.toMatchObject({ code: 'proof.expired' });
    clock.advance(-2 * 3600_000);
    await spend({ proof_solution });
  });

  it('is refused where it was made up, changed or made for another city', async () => {
    const { challenge } = await proof.challenge('zh-CN');
    const solved = JSON.parse(await solve(JSON.parse(challenge)));
    const later = structuredClone(solved);
    later.challenge.parameters.data.expires += 1e9;
    const cheaper = structuredClone(solved);
    cheaper.challenge.parameters.cost = 1;
    const lucky = structuredClone(solved);
    lucky.solution.derivedKey = `${lucky.challenge.parameters.keyPrefix}${'0'.repeat(32)}`;
    const foreign = new ProofOfWork({ db, secret: 'another secret of 32 characters..', clock, i18n });
    foreign.rounds = 10;
    const other = JSON.parse(await solve(JSON.parse((await foreign.challenge('en')).challenge)));
    for (const payload of [later, cheaper, lucky, other]) {
      await expect(spend({ proof_solution: JSON.stringify(payload) })).rejects.toMatchObject({ code: 'proof.wrong' });
    }
    const noise = [
      '{}',
      '[]',
      'null',
      '"x"',
      '{"challenge":{"parameters":{"nonce":"00"}},"solution":{}}',
      '{"challenge":{"parameters":{"nonce":"zz","salt":1}},"solution":1}',
      '\u0000',
      'x'.repeat(3000),
    ];
    for (const text of noise)
      await expect(spend({ proof_solution: text })).rejects.toMatchObject({ code: 'proof.wrong' });
    for (const value of [undefined, '', ['a'], 7, 'x'.repeat(5000)])
      await expect(spend({ proof_solution: value })).rejects.toMatchObject({ code: 'proof.missing' });
  });
});

describe('the plain question', () => {
  it.each(['zh-CN', 'zh-TW', 'en'] as const)('can be answered by reading it, in %s', async (locale) => {
    for (let n = 0; n < 30; n++) {
      const { question, token } = await proof.challenge(locale);
      await spend({ proof_token: token, proof_answer: String(answerTo(question, locale)) });
      await expect(
        spend({ proof_token: token, proof_answer: String(answerTo(question, locale)) }),
      ).rejects.toMatchObject({ code: 'proof.used' });
    }
  });

  it('is used up by a wrong answer, and the field says so', async () => {
    const { question, token } = await proof.challenge('zh-CN');
    const right = answerTo(question, 'zh-CN');
    await expect(spend({ proof_token: token, proof_answer: String(right + 1) })).rejects.toMatchObject({
      code: 'proof.wrong',
      fields: { proof_answer: { key: 'errors.proof.wrong' } },
    });
    await expect(spend({ proof_token: token, proof_answer: String(right) })).rejects.toMatchObject({
      code: 'proof.used',
    });
  });

  it('is refused when it has expired or was never ours, and then nothing is written down', async () => {
    const { question, token } = await proof.challenge('en');
    const count = async () =>
      (await pool.query<{ n: number }>('select count(*) as n from kernel.spent_proof')).rows[0]?.n;
    const before = await count();
    const answer = String(answerTo(question, 'en'));
    clock.advance(7 * 3600_000);
    await expect(spend({ proof_token: token, proof_answer: answer })).rejects.toMatchObject({ code: 'proof.expired' });
    for (const forged of ['', 'a.b.c', `${token}x`, token.replace(/^./, '_'), '..', 'a'.repeat(3000)]) {
      await expect(spend({ proof_token: forged, proof_answer: answer })).rejects.toMatchObject({ code: 'proof.wrong' });
    }
    expect(await count()).toBe(before);
  });

  it('does not tell its answer', () => {
    const t = i18n.t('en');
    for (let n = 0; n < 20; n++) {
      const { token } = askPlainly(t, secret, new Date(clock.now().getTime() + 1000));
      const fits = Array.from(
        { length: 41 },
        (_, value) => judgePlainly(token, value, 'not the secret', clock.now()).verdict,
      );
      expect(new Set(fits)).toEqual(new Set(['forged']));
    }
  });

  it.each([
    ['12', 12],
    ['１２', 12],
    [' 十二 ', 12],
    ['十二。', 12],
    ['Twelve', 12],
    ['0', 0],
    ['-3', undefined],
    ['12.5', undefined],
    ['很多', undefined],
    ['', undefined],
    ['9999', undefined],
  ])('reads %j as %j', (given, value) => {
    expect(readAnswer(given, [i18n.t('zh-CN'), i18n.t('en')])).toBe(value);
  });
});

describe('sweeping', () => {
  it('forgets only what could not be used any more', async () => {
    const { challenge } = await proof.challenge('zh-CN');
    const proof_solution = await solve(JSON.parse(challenge));
    await spend({ proof_solution });
    clock.advance(5 * 3600_000);
    await proof.sweep();
    await expect(spend({ proof_solution })).rejects.toMatchObject({ code: 'proof.used' });
    clock.advance(10 * 3600_000);
    expect(await proof.sweep()).toBeGreaterThan(0);
    await expect(spend({ proof_solution })).rejects.toMatchObject({ code: 'proof.expired' });
  });
});
