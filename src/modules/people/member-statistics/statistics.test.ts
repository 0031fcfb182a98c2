import { beforeEach, describe, expect, it } from 'vitest';
import { testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { keepActivities } from '../activity/activity.queries.ts';
import { enterTraining } from '../activity/enter-training.ts';
import { makeAccount, makeDistrict } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { figuresOn } from './member-figures.queries.ts';
import { takeMemberFigures } from './take-figures.ts';

// Which of the others is hidden follows from the secret.
const k = await testKernel({ SECRET: 'a secret of the tests that never changes, long enough' });
const app = await testApp(k);
beforeEach(() => k.clock.set(testNow));
const get = async (url: string) => (await app.inject({ url, headers: { 'accept-language': 'zh-CN' } })).body;
const listOf = async (name: 'district' | 'category' | 'joined', on: string | null = null) =>
  Object.fromEntries(
    (await figuresOn(k.db, on))?.figures.lists[name].cells.map(({ key, count }) => [key, count]) ?? [],
  );

describe('figures about members', () => {
  it('do not give away by the number of all how many joined in a year that is left out', async () => {
    const own = await testKernel();
    const joinedIn = async (year: string, n: number) => {
      for (let i = 0; i < n; i++) {
        const { membershipId } = await makeMember(own);
        await own.db
          .updateTable('people.membership')
          .set({ since: `${year}-03-01` })
          .where('id', '=', membershipId)
          .execute();
      }
    };
    await joinedIn('2025', 4);
    await joinedIn('2026', 6);
    await takeMemberFigures(own);
    const { figures } = (await figuresOn(own.db, null)) ?? {};
    // Nobody joined in another year: with 10 and 6 both shown the 4 would be known.
    expect(figures?.total).toBe(10);
    expect(figures?.lists.joined.cells).toEqual([
      { key: '2026', count: null },
      { key: '2025', count: null },
    ]);
  });

  it('say so while there are none, on the page and in the open data', async () => {
    expect(await get('/members/statistics')).toContain('还没有统计');
    expect(JSON.parse(await get('/members/statistics.json'))).toEqual([]);
  });

  it('are taken once a quarter, with small ones and what gives them away left out', async () => {
    const [big, middle, small] = [
      await makeDistrict(k, { code: 'da' }),
      await makeDistrict(k, { code: 'zhong' }),
      await makeDistrict(k, { code: 'xiao' }),
    ];
    const make = (districtId: string, n: number, categories: string[]) =>
      Promise.all(Array.from({ length: n }, () => makeMember(k, { entry: { districtId, categories } })));
    const many = await make(big, 14, ['streamer']);
    await make(middle, 10, ['video_maker', 'streamer']);
    await make(small, 2, ['opinion_writer']);
    const secretary = await makeAccount(k, { roles: [{ role: 'secretary' }] });
    const all = many.map(({ number }) => number);
    await enterTraining(k, secretary, { title: '培训', heldOn: '2026-11-01', hours: '2' }, all.join(' '));
    const first = many[0]?.accountId ?? '';
    await inTransaction(k.db, (tx) =>
      keepActivities(tx, [
        {
          accountId: first,
          kind: 'team',
          title: '独自',
          at: new Date('2025-06-01'),
          hours: 400,
          source: 't',
          sourceId: '1',
        },
      ]),
    );
    const runs = await Promise.all([takeMemberFigures(k), takeMemberFigures(k)]);
    expect(runs.sort()).toEqual([false, true]);
    // Two small ones, one of them whoever gave none. Of 12 together, ten hidden beside them, one might think each had four.
    expect(await listOf('district')).toEqual({ da: null, zhong: 10, xiao: null, '': null });
    expect(await listOf('category')).toMatchObject({ streamer: 24, video_maker: 10, opinion_writer: null });
    expect(await listOf('joined')).toEqual({ 2026: 26 });
    const taken = await figuresOn(k.db, null);
    expect(taken?.figures.total).toBe(26);
    expect(taken?.figures.years).toEqual([
      { year: '2026', trainings: 1, people: 14, hours: 28 },
      { year: '2025', trainings: 0, people: null, hours: null },
    ]);
    const page = await get('/members/statistics');
    for (const part of ['成员 26 人', '隐去 3 个数', '不公布']) expect(page).toContain(part);
    expect(page).not.toContain('400');
  });

  it('do not change within the quarter, and stay hidden in the next one while anything is', async () => {
    const district = await makeDistrict(k, { code: 'xin' });
    await Promise.all(Array.from({ length: 8 }, () => makeMember(k, { entry: { districtId: district } })));
    k.clock.set(new Date('2026-12-31T02:00:00Z'));
    expect(await takeMemberFigures(k)).toBe(false);
    k.clock.set(new Date('2027-01-01T02:00:00Z'));
    expect(await takeMemberFigures(k)).toBe(true);
    expect(await listOf('district')).toEqual({ da: null, xin: 8, zhong: 10, xiao: null, '': null });
    expect(await listOf('district', '2026-11-19')).toEqual({ da: null, zhong: 10, xiao: null, '': null });
    expect(await get('/members/statistics?on=2026-11-19')).toContain('成员 26 人');
    expect(await get('/members/statistics?on=1999-01-01')).toContain('成员 34 人');
  });

  it('are open data with the same left out, and pictures with nothing more', async () => {
    const rows = JSON.parse(await get('/members/statistics.json?on=2026-11-19')) as Record<string, unknown>[];
    expect(rows.find(({ list, key }) => list === 'district' && key === 'da')).toMatchObject({
      value: null,
      left_out: true,
    });
    expect(rows.find(({ list, key }) => list === 'district' && key === 'zhong')).toMatchObject({ value: 10 });
    expect(await get('/members/statistics.csv?on=2026-11-19')).toContain('2026-11-19,district,xiao');
    const plot = await get('/members/statistics/plot.svg?list=district&on=2026-11-19');
    expect(plot).toContain('>10<');
    expect(plot).not.toContain('>14<');
    expect((await app.inject({ url: '/members/statistics/plot.svg?list=nothing&on=x' })).statusCode).toBe(200);
  });
});
