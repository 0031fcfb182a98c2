import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, register: true });
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');

async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
}

/** Applies, with mistakes first; gives the number of the application. */
async function apply(person: Page): Promise<string> {
  await person.goto(`${city.url}/join`);
  await expectSound(person);

  // Nothing filled in: every mistake is named, nothing that was typed is lost.
  await person.locator('[name=penName]').fill('豆腐马姐');
  await press(person.getByRole('button', { name: '递上申请' }).last());
  expect(await main(person)).toContain('至少选一个类别');
  expect(await main(person)).toContain('不同意登记');
  expect(await person.locator('[name=penName]').inputValue()).toBe('豆腐马姐');
  await expectSound(person);

  await person.locator('[name=categories][value=streamer]').check({ force: true });
  await person.getByLabel('题目（第 1 件）').fill('一板豆腐的早上');
  await person.locator('[name=contactEmail]').fill('secret-mail@example.test');
  await person.locator('[name=publicFields][value=pen_name]').check({ force: true });
  await person.locator('[name=publicFields][value=categories]').check({ force: true });
  await person.locator('[name=publicFields][value=works]').check({ force: true });
  await person.locator('[name=agreed]').check({ force: true });
  await person.locator('[name=consentDirectory]').check({ force: true });
  await press(person.getByRole('button', { name: '递上申请' }).last());
  await person.waitForURL('**/me/membership**');
  expect(await main(person)).toContain('等待核验');
  await expectSound(person);
  await city.settle();

  const number = /A\d{4}-\d{4}/.exec(await main(person))?.[0] ?? '';
  expect(number).not.toBe('');
  return number;
}

async function check(number: string): Promise<void> {
  const secretary = await city.visit('secretary');
  await secretary.goto(`${city.url}/secretariat`);
  await expectSound(secretary);
  await secretary.getByRole('link', { name: number }).first().click();
  await secretary.waitForURL(`**/secretariat/applications/${number}`);
  await expectSound(secretary);
  for (const item of ['name', 'contact', 'category', 'works', 'references'])
    await secretary.locator(`[name=${item}_ok][value=yes]`).check({ force: true });
  await secretary.locator('[name=outcome][value=pass]').check({ force: true });
  await secretary.locator('[name=recommendation][value=approve]').check({ force: true });
  await press(secretary.getByRole('button', { name: '核验完' }));
  expect(await main(secretary)).toContain('交给委员评议了');
  await city.settle();
}

/** Two of the committee have the page open; the second is told what the first decided. */
async function decide(number: string): Promise<void> {
  const [first, second] = await Promise.all([city.visit('committee1'), city.visit('committee2')]);
  for (const page of [first, second]) await page.goto(`${city.url}/secretariat/applications/${number}`);
  for (const [page, decision] of [
    [first, 'approve'],
    [second, 'decline'],
  ] as const) {
    await page.locator(`[name=decision][value=${decision}]`).check({ force: true });
    await page
      .locator('[name=reasons]')
      .fill(decision === 'approve' ? '作品属实，长期在本地直播。' : '我的理由请留着。');
    await press(page.getByRole('button', { name: '作出决定' }));
  }
  expect(await main(first)).toContain('通过了');
  expect(await main(second)).toContain('这份申请已经有了决定');
  expect(await main(second)).toContain('我的理由请留着');
  await expectSound(second);
  await city.settle();
}

/** Finds the member in the directory, as they chose to be shown; gives the address. */
async function findInDirectory(visitor: Page): Promise<string> {
  await visitor.goto(`${city.url}/members?q=dfmj`);
  expect(await main(visitor)).toContain('豆腐马姐');
  await expectSound(visitor);
  await visitor.getByRole('link', { name: '豆腐马姐' }).click();
  await visitor.waitForURL('**/members/m2026-*');
  expect(await main(visitor)).toContain('一板豆腐的早上');
  expect(await main(visitor)).not.toMatch(/secret-mail|马桂枝/);
  await expectSound(visitor);
  const [download] = await Promise.all([visitor.waitForEvent('download'), visitor.locator('a[href$=".vcf"]').click()]);
  const card = await readFile((await download.path()) ?? '', 'utf8');
  expect(card).toContain('BEGIN:VCARD');
  expect(card).toContain('豆腐马姐');
  expect(card).not.toMatch(/secret-mail|马桂枝/);
  return visitor.url();
}

it('somebody applies on a phone, is checked, decided on, shown as they chose, and leaves', async () => {
  const person = await city.visit('majie', { size: 'phone' });
  const number = await apply(person);
  await check(number);
  await decide(number);

  await person.goto(`${city.url}/me/membership`);
  expect(await main(person)).toContain('在册');
  await expectSound(person);
  const visitor = await city.visit(null, { locale: 'en' });
  const address = await findInDirectory(visitor);

  await person.goto(`${city.url}/me/membership/leave`);
  await expectSound(person);
  await person.locator('[name=sure]').check({ force: true });
  await press(person.getByRole('button', { name: '退出名册' }));
  expect(await main(person)).toContain('您已退出');
  await city.settle();
  expect((await visitor.goto(address))?.status()).toBe(404);
});
