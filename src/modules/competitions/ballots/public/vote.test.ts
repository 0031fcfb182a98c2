import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { solve } from '../../../../kernel/proof-of-work/solve-proof.island.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { castMany, makeBallot } from '../ballots.factory.ts';
import { closeBallot } from '../close/close-ballot.ts';
import { marksFrom, provesFrom } from '../integrity/pressure.ts';
import { sealBallots } from '../log/seal.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const here = { 'sec-fetch-site': 'same-origin' };
const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));

async function vote(slug: string, cookie: string | undefined, payload: unknown, headers: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: `/competitions/${slug}/vote`,
    headers: { ...here, 'content-type': 'application/json', ...(cookie ? { cookie } : {}), ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
}
const newCookie = async () => sessionCookie(k, await makeAccount(k));
const codeOf = (response: { body: string }) => JSON.parse(response.body).error?.code;

describe('a ballot as JSON', () => {
  it('is taken from whoever is signed in, once', async () => {
    const { competition } = await makeBallot(k);
    const cookie = await newCookie();
    const response = await vote(competition.slug, cookie, { choices: [2, 1] });
    expect(response.statusCode).toBe(201);
    expect(response.headers['cache-control']).toBe('no-store');
    const { receipt, leaf } = response.json();
    expect(receipt).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(JSON.parse(leaf).c).toEqual([1, 2]);
    const again = await vote(competition.slug, cookie, { choices: [3] });
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'competitions.ballot_cast_already']);
    const changed = await vote(competition.slug, undefined, { choices: [3], receipt });
    expect(changed.statusCode).toBe(201);
    const replayed = await vote(competition.slug, cookie, { choices: [1], receipt });
    expect([replayed.statusCode, codeOf(replayed)]).toEqual([409, 'competitions.receipt_replaced']);
  });

  it('is refused with a reason whatever is sent', async () => {
    const { competition } = await makeBallot(k);
    const other = await makeBallot(k, { entries: 30 });
    const cookie = await newCookie();
    const refuse = async (payload: unknown, code: string, status = 422, as: string | undefined = cookie) => {
      const response = await vote(competition.slug, as, payload);
      expect([response.statusCode, codeOf(response)]).toEqual([status, code]);
    };
    await refuse({ choices: [1] }, 'kernel.sign_in_first', 401, 'look=zh-CN.default.auto');
    await refuse({ choices: [1] }, 'kernel.sign_in_first', 401, `${cookie.slice(0, -6)}AAAAA%3D`);
    for (const body of [
      {},
      [],
      null,
      1,
      'x',
      { choices: '1' },
      { choices: {} },
      { choices: [null] },
      { choices: ['\u0000'] },
    ])
      await refuse(JSON.stringify(body), 'competitions.ballot_unknown_entry');
    await refuse({ choices: times(10_000, (n) => n) }, 'competitions.ballot_unknown_entry');
    await refuse({ choices: [29] }, 'competitions.ballot_unknown_entry');
    await refuse({ choices: [1, 2, 3, 4] }, 'competitions.ballot_too_many');
    await refuse({ choices: [1], receipt: 'no receipt' }, 'competitions.receipt_unreadable');
    await refuse({ choices: [1], receipt: ['7Q4K'] }, 'competitions.receipt_unreadable');
    await refuse({ choices: [1], receipt: '7Q4K-M9TX-2HVA-9C3D' }, 'competitions.receipt_unknown', 404);
    expect((await vote(competition.slug, cookie, '{"choices":')).statusCode).toBe(400);
    expect((await vote(competition.slug, cookie, { choices: [1], more: 'x'.repeat(70_000) })).statusCode).toBe(413);
    expect((await vote(competition.slug, cookie, '{"__proto__":{"choices":[1]}}')).statusCode).toBe(400);
    for (const slug of ['nothing-here', 'x', '%00', `${'a'.repeat(150)}`])
      expect((await vote(slug, cookie, { choices: [1] })).statusCode).toBe(404);
    expect(
      (await vote(competition.slug, cookie, { choices: [1] }, { 'sec-fetch-site': 'cross-site' })).statusCode,
    ).toBe(403);
    expect((await vote(other.competition.slug, cookie, { choices: [29] })).statusCode).toBe(201);
  });

  it('needs proof of work where an address range sends much, is marked, and is refused beyond the limit', async () => {
    k.limits.factor = 1;
    const { competition, ballot } = await makeBallot(k, { settings: { perRangeHour: 60 } });
    const cookies = await Promise.all(times(62, newCookie));
    const codes: (string | undefined)[] = [];
    for (const cookie of cookies) codes.push(codeOf(await vote(competition.slug, cookie, { choices: [1] })));
    k.limits.factor = 1000;
    expect(codes.slice(0, provesFrom).every((code) => code === undefined)).toBe(true);
    expect(codes.slice(provesFrom, 60)).toEqual(times(60 - provesFrom, () => 'proof.missing'));
    expect(codes.slice(60)).toEqual(times(2, () => 'competitions.ballot_range_busy'));
    expect(marksFrom).toBeGreaterThan(provesFrom);
    await sealBallots(k, ballot, { all: true });
  });
});

describe('a proof of work', () => {
  it('lets one ballot through, and not another one', async () => {
    k.proof.rounds = 10;
    const { competition } = await makeBallot(k, { settings: { proof: 'always' } });
    const { challenge } = await k.proof.challenge('zh-CN');
    const proof_solution = await solve(JSON.parse(challenge));
    const [first, second] = [await newCookie(), await newCookie()];
    const cast = (cookie: string, fields: object) => vote(competition.slug, cookie, { choices: [1], ...fields });
    expect(codeOf(await cast(first, {}))).toBe('proof.missing');
    expect(codeOf(await cast(first, { proof_solution: '{}' }))).toBe('proof.wrong');
    const both = await Promise.all([cast(first, { proof_solution }), cast(second, { proof_solution })]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 422]);
    expect(both.map(codeOf)).toContain('proof.used');
    const refused = both[0]?.statusCode === 201 ? second : first;
    const again = await solve(JSON.parse((await k.proof.challenge('en')).challenge));
    expect((await cast(refused, { proof_solution: again })).statusCode).toBe(201);
  });
});

describe('the log', () => {
  it('is shown as heads and proofs while voting runs, and whole after the close', async () => {
    const { competition, ballot } = await makeBallot(k, { to: 1 });
    await castMany(
      k,
      ballot,
      times(70, () => [1]),
    );
    await sealBallots(k, ballot);
    await castMany(
      k,
      ballot,
      times(70, () => [2]),
    );
    await sealBallots(k, ballot);
    const log = `/competitions/${competition.slug}/ballots/${ballot.stageId}`;
    const get = (path: string) => app.inject({ url: `${log}/${path}` });
    const { heads, next } = (await get('heads.json')).json();
    expect(next).toBeNull();
    expect(heads.map(({ size }: { size: number }) => size)).toEqual([140, 70]);
    expect((await get('heads.json?before=140.running')).json().heads).toHaveLength(1);
    expect((await get('heads')).body).toContain('\nkind running\n\n— ');
    expect((await get('proof?position=3&size=140')).json().path).toHaveLength(8);
    expect((await get('consistency?from=70&to=140')).json().path.length).toBeGreaterThan(0);
    for (const path of [
      'proof',
      'proof?position=140',
      'proof?position=1&size=141',
      'proof?position=-1',
      'proof?position=1e3',
      'consistency?from=0',
      'consistency?from=90&to=80',
      'consistency?from=%00',
    ])
      expect((await get(path)).statusCode).toBe(404);
    expect((await get('ballots.jsonl')).statusCode).toBe(409);
    k.clock.set(ballot.stage.endsAt.toISOString());
    await closeBallot(k, ballot);
    k.clock.set('2026-11-19T02:00:00Z');
    const file = await get('ballots.jsonl');
    expect(file.statusCode).toBe(200);
    expect(file.body.split('\n').length).toBe(140 + 3 + 7);
    for (const url of [
      `/competitions/${competition.slug}/ballots/x/heads.json`,
      `/competitions/nothing/ballots/${ballot.stageId}/heads.json`,
    ])
      expect((await app.inject({ url })).statusCode).toBe(404);
  });
});
