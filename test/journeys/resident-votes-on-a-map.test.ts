import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { computeMap } from '../../src/modules/consultations/opinion-map/compute/compute-map.ts';
import { forgetMaps, type OpenMap } from '../../src/modules/consultations/opinion-map/open-map.ts';
import { makeMap, voteInCamps } from '../../src/modules/consultations/opinion-map/opinion-map.factory.ts';
import { sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

const statements = [
  '河滨步道晚上应该开到十点以后。',
  '步道上的厕所太少，应该加密。',
  '遛狗必须牵绳。',
  '沿线的路灯应该换成柔和一点的。',
  '步道应该让自行车上来骑。',
  '周末应该准许摆夜市。',
  '小吃摊可以常年摆着。',
  '电动滑板车也应该可以上来。',
  '步道应该只给走路的人。',
  '夜市只会带来油烟和垃圾。',
  '桥下不应该再让人放音响。',
  '九点以后应该安静。',
];

let city: City;
let map: OpenMap;
let convener: Awaited<ReturnType<typeof makeMap>>['convener'];
beforeAll(async () => {
  city = await openCity({ letters: false });
  ({ map, convener } = await makeMap(city.k, {
    slug: 'riverside',
    title: '河滨步道怎么用',
    statements,
    from: -5,
    to: 5,
  }));
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
const votes = async () =>
  (await city.k.pool.query('select vote from consultations.vote where consultation_id = $1', [map.id])).rows.length;
const go = (page: Page, path: string) => page.goto(`${city.url}${path}`);
const press = (page: Page, name: string) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);

async function recompute(): Promise<void> {
  await computeMap(city.k, map.id);
  forgetMaps(city.k);
  city.k.cache.clear();
}

it('somebody without an account says what they think on a phone, changes their mind, and reads the result', async () => {
  const page = await city.visit(null, { size: 'phone' });
  await go(page, '/maps/riverside');
  const asked = page.locator('[data-island="vote-statement"]');
  await page.locator('[data-ready~="vote-statement"]').waitFor();
  await expectSound(page);
  const first = await page.locator('[data-statement]').textContent();
  await page.getByRole('button', { name: '同意', exact: true }).click();
  await page.getByText('看过 1 / 12').waitFor();
  expect(await page.locator('[data-statement]').textContent()).not.toBe(first);
  await page.keyboard.press('d');
  await page.getByText('看过 2 / 12').waitFor();
  expect(await votes()).toBe(2);

  // Back to the one before: what was said is marked, and can be said otherwise.
  await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: '退回上一条' }).click()]);
  await page.locator('[data-ready~="vote-statement"]').waitFor();
  expect(await page.getByRole('button', { pressed: true }).textContent()).toBe('不同意');
  await page.getByRole('button', { name: '跳过' }).click();
  await asked.getByText('看过 2 / 12').waitFor();
  expect(await votes()).toBe(2);

  await go(page, '/maps/riverside/votes');
  expect(await main(page)).toContain('跳过');
  await expectSound(page);

  // Too few for groups: it says so, and why.
  await recompute();
  await go(page, '/maps/riverside/results');
  expect(await main(page)).toContain('要有 30 人表态够多');
  await expectSound(page);

  await voteInCamps(city.k, map, [40, 25]);
  await recompute();
  await page.reload();
  const result = await main(page);
  expect(result).toContain('大家都同意的');
  expect(result).toContain('遛狗必须牵绳。');
  expect(result).toContain('40 人，占分了组的 65 人的 62%');
  expect(result).not.toContain('您在 A');
  await expectSound(page);
  await page.context().close();
});

it('somebody whose phone runs no scripts votes by forms alone', async () => {
  const page = await city.visit(null, { size: 'phone', scripts: false, elder: true });
  await go(page, '/maps/riverside');
  const before = await votes();
  await press(page, '同意');
  expect(await main(page)).toContain('看过 1 / 12');
  await press(page, '不同意');
  expect(await main(page)).toContain('看过 2 / 12');
  expect(await votes()).toBe(before + 2);
  await page.context().close();
});

it('a resident with an account adds a statement after reading what is alike', async () => {
  const page = await city.visit('xu', { size: 'phone' });
  await go(page, '/maps/riverside/new');
  await expectSound(page);
  await page.getByLabel('您的观点').fill('遛狗一定必须牵绳');
  await press(page, '加上');
  expect(await main(page)).toContain('已经有人说过类似的');
  await expectSound(page);
  await page.getByLabel('您的观点').fill('步道每五百米应该有一张长椅');
  await press(page, '还是加上');
  expect(page.url()).toContain('#statement-13');
  expect(await main(page)).toContain('步道每五百米应该有一张长椅');
  await expectSound(page);
  await page.context().close();
});

it('a reader of English finds result, report and data; the convener translates and answers', async () => {
  const page = await city.visit(null, { locale: 'en' });
  await recompute();
  for (const [path, words] of [
    ['/maps/riverside', 'Do you agree'],
    ['/maps/riverside/results', 'What everybody agrees on'],
    ['/maps/riverside/report', 'All 13 statements'],
    ['/maps/riverside/data', 'Published after the end'],
    ['/maps/riverside/statements', 'in the order in which they came'],
  ] as const) {
    await go(page, path);
    if (path !== '/maps/riverside') expect(await main(page)).toContain(words);
    await expectSound(page);
  }

  const desk = await city.visit(null, {});
  const [name = '', value = ''] = (await sessionCookie(city.k, convener)).split(/=(.*)/s);
  await desk.context().addCookies([{ name, value, url: city.url }]);
  await go(desk, '/convene/riverside/statements');
  await expectSound(desk);
  await desk.getByLabel('每行一条').fill('步道上应该有直饮水。\n遛狗必须牵绳。');
  await press(desk, '加上');
  expect(await main(desk)).toContain('步道上应该有直饮水。');
  await go(desk, '/convene/riverside/statements/3');
  await desk.locator('#translate-en-text').fill('Dogs must be on a leash.');
  await press(desk, '保存译文: 英文');
  forgetMaps(city.k);
  city.k.cache.clear();
  await go(page, '/maps/riverside/results');
  expect(await main(page)).toContain('Dogs must be on a leash.');

  const before = city.k.clock.now();
  city.k.clock.set('2026-11-26T02:00:00Z');
  await recompute();
  const session = await sessionCookie(city.k, convener);
  await desk.context().addCookies([{ name, value: session.split(/=(.*)/s)[1] ?? '', url: city.url }]);
  await go(desk, '/convene/riverside/statements/answer');
  await expectSound(desk);
  await desk.getByLabel('对全部结果').fill('大家都同意的四条写进管理办法，明年三月起执行。');
  await press(desk, '公布答复');
  await recompute();
  await go(page, '/maps/riverside/results');
  expect(await main(page)).toContain('大家都同意的四条写进管理办法');
  expect(await main(page)).toContain('From open data anybody gets the same');
  await expectSound(page);
  await go(page, '/maps/riverside/data');
  expect(await page.getByRole('link', { name: 'votes.csv' }).count()).toBe(1);
  await expectSound(page);
  city.k.clock.set(before.toISOString());
});
