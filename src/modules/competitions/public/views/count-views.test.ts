import { describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import { makeCompetition, makeCompetitionEntry } from '../../competitions.factory.ts';
import { viewsIn } from '../public.factory.queries.ts';
import { viewsOf } from './count-views.ts';
import { isRobot } from './robots.ts';

const k = await testKernel();
const app = await testApp(k);
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';
const laptop = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

async function made(states: Parameters<typeof makeCompetitionEntry>[2][] = [{}]) {
  const { competition } = await makeCompetition(k);
  for (const state of states) await makeCompetitionEntry(k, competition, state);
  return competition;
}

const look = (url: string, { address = '203.0.113.7', agent = phone, headers = {} } = {}) =>
  app.inject({
    method: 'POST',
    url: `${url}/seen`,
    remoteAddress: address,
    headers: { 'user-agent': agent, 'sec-fetch-site': 'same-origin', ...headers },
  });

describe('a look at a work', () => {
  it('is counted once a visitor and day, and again on the next', async () => {
    const competition = await made();
    const work = `/competitions/${competition.slug}/entries/1`;
    for (let n = 0; n < 5; n += 1) expect((await look(work)).statusCode).toBe(204);
    await look(work, { agent: laptop });
    await look(work, { address: '203.0.113.8' });
    await viewsOf(k).write();
    expect(await viewsIn(k.db, competition.id)).toEqual({ 1: 3 });
    const now = k.clock.now();
    k.clock.set(new Date(now.getTime() + 86_400_000));
    await look(work);
    await look(work);
    await viewsOf(k).write();
    k.clock.set(now);
    expect(await viewsIn(k.db, competition.id)).toEqual({ 1: 4 });
  });

  it('by a page request alone, a robot, or somebody whose name is missing is not counted', async () => {
    const competition = await made();
    const work = `/competitions/${competition.slug}/entries/1`;
    await app.inject({ url: work, headers: { 'user-agent': laptop } });
    await app.inject({ url: `${work}/card.png`, headers: { 'user-agent': laptop } });
    await look(work, { agent: 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)' });
    await look(work, { agent: '' });
    await viewsOf(k).write();
    expect(await viewsIn(k.db, competition.id)).toEqual({});
  });

  it('of what nobody may see is not counted, and is answered no differently', async () => {
    const competition = await made([{}, { state: 'submitted' }, { state: 'disqualified' }]);
    const { competition: draft } = await makeCompetition(k, { state: 'draft' });
    await makeCompetitionEntry(k, draft);
    const addresses = [
      ...[2, 3, 99, 0, -1, 'x', '1e9', '%00'].map((number) => `/competitions/${competition.slug}/entries/${number}`),
      `/competitions/${draft.slug}/entries/1`,
      `/competitions/${'a'.repeat(150)}/entries/1`,
      '/competitions/nothing/entries/1',
    ];
    for (const address of addresses) expect((await look(address)).statusCode).toBe(204);
    await viewsOf(k).write();
    expect([await viewsIn(k.db, competition.id), await viewsIn(k.db, draft.id)]).toEqual([{}, {}]);
  });

  it('from a page of another site is refused', async () => {
    const competition = await made();
    const answer = await look(`/competitions/${competition.slug}/entries/1`, {
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.test' },
    });
    expect(answer.statusCode).toBe(403);
  });

  it('is not counted without end for one range of addresses that changes its name', async () => {
    const competition = await made();
    const counter = viewsOf(k);
    let counted = 0;
    for (let n = 0; n < 1000; n += 1) {
      const looked = { slug: competition.slug, number: 1, address: '198.51.100.9', userAgent: `${phone} Other/${n}` };
      counted += Number(counter.note(looked));
    }
    expect(counted).toBe(200);
    await counter.write();
    expect(await viewsIn(k.db, competition.id)).toEqual({ 1: 200 });
  });

  it('is not lost where several processes write at the same time', async () => {
    const competition = await made(Array.from({ length: 30 }, () => ({})));
    const { addViews } = await import('./views.queries.ts');
    const batch = Array.from({ length: 30 }, (_, at) => ({
      slug: competition.slug,
      number: at + 1,
      day: '2026-11-19',
      views: 2,
    }));
    await Promise.all([addViews(k.db, batch), addViews(k.db, [...batch].reverse()), addViews(k.db, batch)]);
    expect(new Set(Object.values(await viewsIn(k.db, competition.id)))).toEqual(new Set([6]));
  });
});

describe('a program', () => {
  it.each([
    undefined,
    'curl/8.5.0',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider)',
    'Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    `Mozilla/5.0 ${'x'.repeat(1000)}`,
  ])('is known by its name: %s', (agent) => {
    expect(isRobot(agent)).toBe(true);
  });

  it.each([
    phone,
    laptop,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Mozilla/5.0 (Linux; Android 14; V2304A Build/UP1A; wv) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
    'Mozilla/5.0 (Linux; U; Android 13; zh-cn; CUBOT X70 Build/TP1A) AppleWebKit/537.36 Chrome/100.0 MQQBrowser/14.5 Mobile Safari/537.36',
  ])('is not taken for one with %s', (agent) => {
    expect(isRobot(agent)).toBe(false);
  });
});
