import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { castMany, makeBallot } from '../ballots.factory.ts';
import { closeBallot } from '../close/close-ballot.ts';
import { sealBallots } from '../log/seal.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const testNow = '2026-11-19T02:00:00Z';
const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));
const newCookie = async () => sessionCookie(k, await makeAccount(k));

const get = (url: string, cookie?: string) => app.inject({ url, headers: cookie ? { cookie } : {} });
const send = (url: string, fields: [string, string][], cookie?: string) =>
  app.inject({
    method: 'POST',
    url,
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      ...(cookie ? { cookie } : {}),
    },
    payload: new URLSearchParams(fields).toString(),
  });
const codeIn = (body: string) => /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/.exec(body)?.[0] ?? '';

describe('the ballot as a form', () => {
  it('is one cached page for everybody, and says to each who is signed in what they may', async () => {
    const { competition } = await makeBallot(k);
    const page = `/competitions/${competition.slug}/vote`;
    const anybody = await get(page);
    expect(anybody.statusCode).toBe(200);
    expect(anybody.headers['cache-control']).toContain('public');
    expect(anybody.body).toContain('登录后才能投票');
    expect(anybody.body.match(/type="checkbox"/g)).toHaveLength(6);
    const cookie = await newCookie();
    const mine = await get(page, cookie);
    expect(mine.headers['cache-control']).toBe('private, no-store');
    expect(mine.body).not.toContain('登录后才能投票');
    const cast = await send(
      page,
      [
        ['choices', '1'],
        ['choices', '4'],
      ],
      cookie,
    );
    expect(cast.statusCode).toBe(201);
    expect(cast.headers['cache-control']).toBe('private, no-store');
    expect(cast.body).toContain('投票成功');
    expect(cast.body).toContain('04 手艺4');
    expect((await get(page, cookie)).body).toContain('您已经投过票了');
    const again = await send(page, [['choices', '2']], cookie);
    expect(again.statusCode).toBe(409);
    expect(again.body).toMatch(/value="2"\s+checked/);
  });

  it('keeps what was ticked when it is refused', async () => {
    const { competition } = await makeBallot(k);
    const page = `/competitions/${competition.slug}/vote`;
    const ticks: [string, string][] = [1, 2, 3, 5].map((n) => ['choices', String(n)]);
    const tooMany = await send(page, ticks, await newCookie());
    expect(tooMany.statusCode).toBe(422);
    expect(tooMany.body).toContain('最多选 3 件，您选了 4 件');
    expect(tooMany.body.match(/checked/g)).toHaveLength(4);
    const nobody = await send(page, ticks.slice(0, 2));
    expect(nobody.statusCode).toBe(401);
    expect(nobody.body.match(/checked/g)).toHaveLength(2);
    expect(nobody.body).toContain(`/sign-in?back=`);
    for (const fields of [
      [],
      [['choices', '']],
      [['choices', '0x1']],
      [['choices', '\u0000']],
      [['choices[]', '1']],
    ] as [string, string][][])
      expect((await send(page, fields, await newCookie())).statusCode).toBe(422);
  });

  it('asks for a proof where the rule says always, and keeps asking until there is one', async () => {
    k.proof.rounds = 10;
    const { competition } = await makeBallot(k, { settings: { proof: 'always' } });
    const page = `/competitions/${competition.slug}/vote`;
    expect((await get(page)).headers['cache-control']).toBe('private, no-store');
    const refused = await send(page, [['choices', '1']], await newCookie());
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('data-island="solve-proof"');
    expect(refused.body).toMatch(/value="1"\s+checked/);
  });

  it('says why it is closed', async () => {
    const early = await makeBallot(k, { from: 2, to: 3 });
    expect((await get(`/competitions/${early.competition.slug}/vote`)).body).toContain('投票还没开始');
    const cookie = await newCookie();
    expect((await send(`/competitions/${early.competition.slug}/vote`, [['choices', '1']], cookie)).statusCode).toBe(
      409,
    );
    const late = await makeBallot(k, { from: -5, to: -1 });
    expect((await get(`/competitions/${late.competition.slug}/vote`, cookie)).body).toContain('投票已经结束');
    for (const slug of ['none-such', 'X', '..%2f'])
      expect((await get(`/competitions/${slug}/vote`)).statusCode).toBe(404);
  });

  it('shows each category its own ballot', async () => {
    const { competition } = await makeBallot(k, {
      settings: { scope: 'category', most: 1 },
      categories: ['手艺', '吃食'],
    });
    const page = `/competitions/${competition.slug}/vote`;
    const cookie = await newCookie();
    expect((await get(page, cookie)).body.match(/<form id="ballot-/g)).toHaveLength(2);
    expect(
      (
        await send(
          page,
          [
            ['choices', '2'],
            ['category', '1'],
          ],
          cookie,
        )
      ).statusCode,
    ).toBe(201);
    const wrong = await send(
      page,
      [
        ['choices', '4'],
        ['category', '0'],
      ],
      cookie,
    );
    expect(wrong.statusCode).toBe(422);
    expect((await get(page, cookie)).body.match(/您已经投过票了/g)).toHaveLength(1);
  });
});

describe('a receipt', () => {
  it('is looked up by a post, and its code stands in no address', async () => {
    const { competition, ballot } = await makeBallot(k);
    const [receipt] = await castMany(k, ballot, [[2, 3], ...times(80, () => [1])]);
    const code = receipt?.code ?? '';
    const page = `/competitions/${competition.slug}/receipt`;
    expect((await get(page)).headers['cache-control']).toContain('public');
    const waits = await send(page, [['receipt', ` ${code.toLowerCase().replaceAll('-', ' ')} `]]);
    expect(waits.statusCode).toBe(200);
    expect(waits.body).toContain('等待封册');
    expect(waits.body).toContain('promise');
    expect(waits.body).not.toMatch(new RegExp(`(href|action)="[^"]*${code}`));
    await sealBallots(k, ballot);
    const sealed = await send(page, [['receipt', code]]);
    expect(sealed.body).toMatch(/第 \d+ 张，票册现有 81 张/);
    expect(sealed.body).toContain('03 手艺3');
    const json = await app.inject({
      method: 'POST',
      url: page,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      payload: JSON.stringify({ receipt: code }),
    });
    expect(json.json()).toMatchObject({ leaf: receipt?.leaf, state: 'counts', promise: null });
  });

  it('leads to a change, after which it says that it was changed', async () => {
    const { competition, ballot } = await makeBallot(k);
    const [receipt] = await castMany(k, ballot, [[2]]);
    const code = receipt?.code ?? '';
    const change = await send(`/competitions/${competition.slug}/receipt`, [
      ['receipt', code],
      ['do', 'change'],
    ]);
    expect(change.body).toMatch(/value="2"\s+checked/);
    expect(change.body).toContain(`name="receipt" value="${code}"`);
    const cast = await send(`/competitions/${competition.slug}/vote`, [
      ['receipt', code],
      ['choices', '5'],
    ]);
    expect(cast.statusCode).toBe(201);
    expect(codeIn(cast.body)).not.toBe(code);
    const old = await send(`/competitions/${competition.slug}/receipt`, [['receipt', code]]);
    expect(old.body).toContain('这一票已经被改投');
    expect(old.body).not.toContain('value="change"');
    const again = await send(`/competitions/${competition.slug}/vote`, [
      ['receipt', code],
      ['choices', '1'],
    ]);
    expect([again.statusCode, again.body.includes('请用新的回执')]).toEqual([409, true]);
  });

  it('that is none is answered in words', async () => {
    const { competition } = await makeBallot(k);
    const page = `/competitions/${competition.slug}/receipt`;
    for (const [typed, status] of [
      ['', 422],
      ['7Q4K', 422],
      ['7Q4K-M9TX-2HVA-9C3D', 404],
      ['x'.repeat(2000), 422],
      ['\u0000'.repeat(16), 422],
      ['UUUU-UUUU-UUUU-UUUU', 422],
    ] as const)
      expect((await send(page, [['receipt', typed]])).statusCode).toBe(status);
    expect((await send(page, [['receipt', 'x'.repeat(9000)]])).statusCode).toBe(413);
  });
});

describe('the page of the log', () => {
  it('shows turnout and check values while voting runs, and counts only where the rules say so', async () => {
    for (const live of ['none', 'heads'] as const) {
      const { competition, ballot } = await makeBallot(k, { settings: { live }, to: 1 });
      const page = `/competitions/${competition.slug}/ballots/${ballot.stageId}`;
      expect((await get(page)).body).toContain('还没有封册');
      await castMany(
        k,
        ballot,
        times(70, () => [2]),
      );
      await sealBallots(k, ballot);
      const running = (await get(page)).body;
      expect(running).toContain('最近封册');
      expect(running).not.toContain('ballots.jsonl');
      expect(running.includes('id="counts"')).toBe(live === 'heads');
      k.clock.set(ballot.stage.endsAt.toISOString());
      await closeBallot(k, ballot);
      await k.outbox.drain();
      k.cache.clear();
      const closed = (await get(page)).body;
      expect(closed).toContain('ballots.jsonl');
      expect(closed).toContain('id="counts"');
      k.clock.set(testNow);
    }
  });

  it('shows no counts of a showcase, and is not there for drafts and other stages', async () => {
    const { competition, ballot } = await makeBallot(k, { mode: 'showcase', settings: { live: 'heads' } });
    const page = `/competitions/${competition.slug}/ballots/${ballot.stageId}`;
    expect((await get(page)).body).not.toContain('id="counts"');
    expect((await get(`/competitions/${competition.slug}/ballots/${competition.stages[0]?.id}`)).statusCode).toBe(404);
    await k.pool.query(`update competitions.competition set state = 'draft', opened_at = null where id = $1`, [
      competition.id,
    ]);
    k.cache.clear();
    for (const url of [page, `${page}/heads.json`, `${page}/ballots.jsonl`, `${page}/proof?position=0`])
      expect((await get(url)).statusCode).toBe(404);
  });
});
