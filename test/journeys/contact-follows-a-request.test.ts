import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { sql } from '../../src/kernel/db/index.ts';
import { playOnCase } from '../../src/modules/cases/index.ts';
import { caseOfSource } from '../../src/modules/cases/intake/on-behalf.queries.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, liaison: true });
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, '');

async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
}

/** Opens the fold that holds a form, and gives the form. */
async function formAt(page: Page, end: string): Promise<Locator> {
  const form = page.locator(`form[action$="${end}"]`).first();
  const fold = page.locator('details:not([open])').filter({ has: page.locator(`form[action$="${end}"]`) });
  if (await fold.count()) await fold.first().locator('summary').first().click();
  return form;
}

/** The member asks on a phone. */
async function ask(member: Page): Promise<void> {
  await member.goto(`${city.url}/me/contact`);
  await expectSound(member);
  const message = await formAt(member, '/me/contact/message');
  await message.locator('[name=text]').fill('下雨天驿站门口积水，能不能垫高一点？');
  await press(message.getByRole('button').last());
  expect(await main(member)).toContain('发出去了');
  await city.settle();
}

/** The contact reads it, writes down a visit, and makes a matter of it; gives the matter's address. */
async function writeDown(contact: Page): Promise<string> {
  await contact.goto(`${city.url}/liaison`);
  await expectSound(contact);
  await contact.getByRole('link', { name: '库长风' }).first().click();
  await contact.waitForURL('**/liaison/members/M*');
  expect(await main(contact)).toContain('下雨天驿站门口积水');
  await expectSound(contact);
  const entry = await formAt(contact, '/entries');
  await entry.locator('[name=kind][value=visit]').check({ force: true });
  await entry.locator('[name=held]').fill('2026-11-18T15:00');
  await entry.locator('[name=minutes]').fill('40');
  await entry.locator('[name=place]').fill('东关骑手驿站');
  await entry.locator('[name=talked]').fill('一起看了门口，排水口比地面高三厘米。');
  await entry.locator('[name=asked]').fill('请把驿站门口垫高或者改排水口。');
  await entry.locator('[name=matter]').fill('驿站门口积水');
  await press(entry.getByRole('button').last());
  expect(await main(contact)).toMatch(/记好了|立为一件事项/);
  await city.settle();

  await contact.goto(`${city.url}/liaison/matters`);
  await expectSound(contact);
  await contact.getByRole('link', { name: '驿站门口积水' }).click();
  await contact.waitForURL('**/liaison/matters/L2026-*');
  const address = contact.url();
  const step = await formAt(contact, '/step');
  await step.locator('[name=text]').fill('约了街道和排水公司周五现场看。');
  await press(step.getByRole('button').last());
  expect(await main(contact)).toContain('周五现场看');
  await expectSound(contact);
  return address;
}

/** One click makes it a letter; a second window finds it made. */
async function makeLetter(contact: Page, address: string): Promise<void> {
  const other = await city.visit('ouyangmo');
  await other.goto(address);
  for (const page of [contact, other]) {
    await page.getByRole('button', { name: '转成信件' }).first().click();
    await press(page.getByRole('dialog').locator('form').getByRole('button').last());
  }
  expect(await main(contact)).toContain('已经转成信件');
  expect((await other.locator('[role=alert], .notice').allTextContents()).join('')).toMatch(/信件/);
  await city.settle();
  const { rows } = await sql<{ id: string; n: number }>`select max(id::text) as id, count(*) as n from liaison.matter
    where title = '驿站门口积水'`.execute(city.k.db);
  expect(rows[0]?.n).toBe(1);
  const letter = await caseOfSource(city.k.db, 'liaison', rows[0]?.id ?? '');
  for (const act of ['accept', 'dispatch', 'sign', 'contact', 'reply', 'review']) {
    city.k.clock.advance(3_600_000);
    const text = '排水口已经降低五厘米，门口铺了防滑垫，下次下雨我们再来看一次。';
    await playOnCase(city.k, { caseId: letter?.id ?? '', lead: 'drainage', act, ...(act === 'reply' && { text }) });
    await city.settle();
  }
  await contact.goto(address);
  expect(await main(contact)).toContain('排水');
  await expectSound(contact);
}

async function rateIt(member: Page): Promise<void> {
  await member.goto(`${city.url}/me/contact`);
  await member.getByRole('link', { name: '驿站门口积水' }).click();
  await expectSound(member);
  const rate = await formAt(member, '/rate');
  await rate.locator('[name=solved][value=yes]').check({ force: true });
  for (const what of ['outcome', 'attitude', 'speed'])
    await rate.locator(`[name=${what}][value="5"]`).check({ force: true });
  await press(rate.getByRole('button').last());
  expect(await main(member)).toContain('这件事办结了');
}

it('a contact writes down a visit, follows the request to a letter and back, and the member rates it', async () => {
  const member = await city.visit('laoku', { size: 'phone' });
  await ask(member);
  const contact = await city.visit('ouyangmo');
  const address = await writeDown(contact);
  await makeLetter(contact, address);
  await rateIt(member);
  await contact.goto(address);
  expect(await main(contact)).toContain('已办结');

  // Somebody else's contact, and a member's neighbour, see nothing of it.
  const stranger = await city.visit('wenlv');
  expect((await stranger.goto(address))?.status()).toBe(404);
  const neighbour = await city.visit('caiyun');
  expect((await neighbour.goto(address))?.status()).toBeGreaterThanOrEqual(403);
  await member.goto(`${city.url}/me/data`);
  expect(await main(member)).toContain('欧阳墨林');
});
