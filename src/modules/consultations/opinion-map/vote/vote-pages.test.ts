import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { makeMap, visitorCookie } from '../opinion-map.factory.ts';
import { provesFrom } from '../voting/crowd.ts';
import { votesOfAccount } from '../voting/voter-data.ts';

let k: TestKernel;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const site = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };
const get = (url: string, cookie = '') => app.inject({ url, headers: { ...site, cookie } });
const post = (url: string, fields: Record<string, string>, cookie = '') =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...site, 'content-type': 'application/x-www-form-urlencoded', cookie },
    payload: new URLSearchParams(fields).toString(),
  });
const json = (url: string, body: unknown, cookie = '') =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...site, 'content-type': 'application/json', cookie },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
type Answered = Awaited<ReturnType<typeof get>>;
const cookiesOf = ({ cookies }: Answered) =>
  cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
const asked = ({ body }: Answered) => Number(/name="statement" value="(\d+)"/.exec(body)?.[1]);
const votes = async (id: string) =>
  (
    await k.pool.query(
      'select participant, statement, vote from consultations.vote where consultation_id = $1 order by 1, 2',
      [id],
    )
  ).rows;

describe('a resident without an account', () => {
  it('is asked one statement at a time by forms alone, goes back, changes and takes all back', async () => {
    const { map } = await makeMap(k, { statements: 3 });
    const here = `/maps/${map.slug}`;
    const first = await get(here);
    expect(first.statusCode).toBe(200);
    expect(first.body).toContain('看过 0 / 3');
    expect(first.headers['cache-control']).toContain('no-store');
    const cookie = cookiesOf(first);
    // Loading it again asks the same.
    expect(asked(await get(here, cookie))).toBe(asked(first));
    const number = asked(first);
    const sent = await post(`${here}/votes`, { statement: String(number), vote: 'agree' }, cookie);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${here}?after=${number}`]);
    const second = await get(`${here}?after=${number}`, cookie);
    expect(second.body).toContain('看过 1 / 3');
    expect(asked(second)).not.toBe(number);
    expect(second.body).toContain(`href="${here}?statement=${number}"`);
    const back = await get(`${here}?statement=${number}`, cookie);
    expect(asked(back)).toBe(number);
    expect(back.body).toMatch(/value="agree" aria-pressed="true"/);
    await post(`${here}/votes`, { statement: String(number), vote: 'disagree' }, cookie);
    expect(await votes(map.id)).toEqual([{ participant: 0, statement: number, vote: -1 }]);
    expect((await get(`${here}/votes`, cookie)).body).toContain('不同意');
    expect((await get(`${here}/votes`)).body).toContain('这里没有您表过的态');
    for (const { number: each } of map.statements)
      await post(`${here}/votes`, { statement: String(each), vote: 'pass' }, cookie);
    expect((await get(here, cookie)).body).toContain('全部看过了');
    const taken = await post(`${here}/votes/back`, {}, cookie);
    expect(taken.headers.location).toBe(`${here}/votes?back=3`);
    expect(await votes(map.id)).toEqual([]);
  });

  it('votes as a program does, told what comes next', async () => {
    const { map } = await makeMap(k, { statements: 2 });
    const cookie = visitorCookie(k, map.id);
    const one = await json(`/maps/${map.slug}/votes`, { statement: 1, vote: 1 }, cookie);
    expect([one.statusCode, one.json()]).toEqual([
      201,
      { seen: 1, of: 2, next: { number: 2, text: '第2句：河滨步道应该这样办。', lang: 'zh-CN', by: '河滨办' } },
    ]);
    expect((await json(`/maps/${map.slug}/votes`, { statement: 1, vote: 1 }, cookie)).json()).toEqual(one.json());
    expect((await json(`/maps/${map.slug}/votes`, { statement: 2, vote: 'pass' }, cookie)).json()).toEqual({
      seen: 2,
      of: 2,
      next: null,
    });
    const next = await get(`/maps/${map.slug}/next`, cookie);
    expect(next.json()).toEqual({ seen: 2, of: 2, next: null });
  });
});

describe('what is refused', () => {
  it('says why, and counts nothing', async () => {
    const { map } = await makeMap(k, { statements: 3 });
    const url = `/maps/${map.slug}/votes`;
    const cookie = visitorCookie(k, map.id);
    const elsewhere = visitorCookie(k, '00000000-0000-7000-8000-000000000000');
    const codes = async (sent: Promise<Answered>) => {
      const answer = await sent;
      return [answer.statusCode, answer.json().error.code];
    };
    const who = 'consultations.opinion_map.who';
    expect(await codes(json(url, { statement: 1, vote: 1 }))).toEqual([403, who]);
    expect(await codes(json(url, { statement: 1, vote: 1 }, elsewhere))).toEqual([403, who]);
    for (const vote of [2, '1', 'yes', null, [1], {}, Number.MAX_VALUE])
      expect(await codes(json(url, { statement: 1, vote }, cookie))).toEqual([
        422,
        'consultations.opinion_map.vote_unknown',
      ]);
    for (const statement of [0, -1, 1.5, 99, '1e0', '01', null, [1], 2 ** 60])
      expect(await codes(json(url, { statement, vote: 1 }, cookie))).toEqual([
        404,
        'consultations.opinion_map.statement_unknown',
      ]);
    expect((await json(url, '{"statement":', cookie)).statusCode).toBe(400);
    expect((await json(url, '[]', cookie)).statusCode).toBe(422);
    expect((await json(url, { statement: 1, vote: 1, more: 'x'.repeat(1_000_000) }, cookie)).statusCode).toBe(413);
    expect((await json('/maps/nothing-here/votes', { statement: 1, vote: 1 }, cookie)).statusCode).toBe(404);
    const form = await post(url, { statement: '1', vote: 'agree' });
    expect(form.statusCode).toBe(403);
    expect(form.body).toContain('cookie');
    expect(await votes(map.id)).toEqual([]);
  });

  it('a hidden statement, an ended map, one that has not begun', async () => {
    const [{ map }, { map: ended }, { map: later }, { map: prepared }] = await Promise.all([
      makeMap(k, { statements: 3 }),
      makeMap(k, { from: -9, to: -1 }),
      makeMap(k, { from: 2 }),
      makeMap(k, { state: 'draft' }),
    ]);
    const cookie = visitorCookie(k, map.id);
    await k.pool.query("update consultations.contribution set state = 'hidden' where id = $1", [
      map.byNumber.get(2)?.contributionId,
    ]);
    const refused = await json(`/maps/${map.slug}/votes`, { statement: 2, vote: 1 }, cookie);
    expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'consultations.opinion_map.statement_gone']);
    expect((await get(`/maps/${map.slug}/statements`)).body).not.toContain('第2句');
    const vote = (slug: string, id: string) =>
      json(`/maps/${slug}/votes`, { statement: 1, vote: 1 }, visitorCookie(k, id));
    expect((await vote(ended.slug, ended.id)).json().error.code).toBe('consultations.over');
    expect((await vote(later.slug, later.id)).json().error.code).toBe('consultations.not_started');
    expect((await vote(prepared.slug, prepared.id)).statusCode).toBe(404);
    expect((await get(`/maps/${prepared.slug}`)).statusCode).toBe(404);
    expect((await get(`/maps/${prepared.slug}/results`)).statusCode).toBe(404);
    expect((await get(`/maps/${ended.slug}`)).body).toContain('已经结束了');
  });

  it('participants without end from one address prove some work, and nobody votes in a flood', async () => {
    const { map } = await makeMap(k, { statements: 3 });
    k.limits.factor = 1;
    try {
      const tokens = new Set<string>();
      for (let n = 0; n < provesFrom; n++) tokens.add(cookiesOf(await get(`/maps/${map.slug}`)));
      expect(tokens.size).toBe(provesFrom);
      const asks = await get(`/maps/${map.slug}`);
      expect(cookiesOf(asks)).toBe('');
      expect(asks.body).toContain('proof_token');
      expect((await post(`/maps/${map.slug}/begin`, { proof_answer: '7' })).statusCode).toBe(422);
      const [cookie = ''] = tokens;
      const codes = new Set<number>();
      for (let n = 0; n < 401; n++)
        codes.add((await json(`/maps/${map.slug}/votes`, { statement: (n % 3) + 1, vote: 1 }, cookie)).statusCode);
      expect([...codes]).toEqual([201, 429]);
    } finally {
      k.limits.factor = 1000;
    }
  });
});

describe('somebody with an account', () => {
  it('is one participant on every device, and nothing joins the account to a vote', async () => {
    const { map } = await makeMap(k, { statements: 3 });
    const here = `/maps/${map.slug}`;
    const account = await makeAccount(k);
    const devices = await Promise.all([sessionCookie(k, account), sessionCookie(k, account)]);
    for (const [at, session] of devices.entries()) {
      const page = await get(here, session);
      const cookie = `${session}; ${cookiesOf(page)}`;
      expect((await json(`${here}/votes`, { statement: at + 1, vote: 1 }, cookie)).statusCode).toBe(201);
      // Without the session its cookie is worth nothing: whoever comes next on this device is somebody else.
      expect((await json(`${here}/votes`, { statement: 3, vote: 1 }, cookiesOf(page))).statusCode).toBe(403);
    }
    expect(await votes(map.id)).toEqual([
      { participant: 0, statement: 1, vote: 1 },
      { participant: 0, statement: 2, vote: 1 },
    ]);
    const { rows } = await k.pool.query(
      `select p::text, v::text, m::text from consultations.participant p
       join consultations.vote v using (consultation_id) join consultations.map m using (consultation_id)`,
    );
    expect(JSON.stringify(rows)).not.toContain(account.accountId);
    expect(JSON.stringify(rows)).not.toContain((account.accountId as string).replaceAll('-', ''));
  });

  it('takes over what they voted before signing in, if they say that it was them', async () => {
    const { map } = await makeMap(k, { statements: 3 });
    const here = `/maps/${map.slug}`;
    const visitor = visitorCookie(k, map.id);
    await json(`${here}/votes`, { statement: 1, vote: 1 }, visitor);
    await json(`${here}/votes`, { statement: 2, vote: -1 }, visitor);
    const session = await sessionCookie(k, await makeAccount(k));
    const page = await get(here, `${session}; ${visitor}`);
    expect(page.body).toContain('表过 2 次态');
    expect(page.body).toContain('看过 0 / 3');
    const own = `${session}; ${cookiesOf(page)}`;
    await json(`${here}/votes`, { statement: 2, vote: 1 }, own);
    expect((await post(`${here}/join`, { mine: 'yes' }, own)).statusCode).toBe(303);
    const mine = await votes(map.id);
    expect(mine.map(({ statement, vote }) => [statement, vote])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(new Set(mine.map(({ participant }) => participant)).size).toBe(1);
    expect((await get(here, own)).body).toContain('看过 2 / 3');
  });

  it('sees and takes away their votes as their own data', async () => {
    const { map } = await makeMap(k, { statements: 3, title: '夜市该不该开' });
    const account = await makeAccount(k);
    const session = await sessionCookie(k, account);
    const cookie = `${session}; ${cookiesOf(await get(`/maps/${map.slug}`, session))}`;
    await json(`/maps/${map.slug}/votes`, { statement: 1, vote: -1 }, cookie);
    const data = await get('/me/data', session);
    expect(data.body).toContain('1 张观点地图');
    expect(await votesOfAccount(k, k.db, account.accountId as string)).toEqual([
      { map: '夜市该不该开', votes: [{ statement: '第1句：河滨步道应该这样办。', vote: 'disagree' }] },
    ]);
    await settle(k);
  });
});
