import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
let organiser: Actor & { accountId: string };
let juror: Actor & { accountId: string; email: string };

const shots = process.env.SCREENSHOTS;
async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/organise-${name}.png`, fullPage: true });
}

/** A page for somebody who is not of the demo. */
async function visitAs(actor: Actor, options: Parameters<City['visit']>[1] = {}): Promise<Page> {
  (city.actors as Map<string, Actor>).set(actor.name, actor);
  return city.visit(actor.name, options);
}

beforeAll(async () => {
  city = await openCity({ letters: false });
  const department = await city.k.db.selectFrom('people.department').select('id').executeTakeFirstOrThrow();
  organiser = await makeAccount(city.k, {
    name: '陈组织',
    roles: [{ role: 'organiser', departmentId: department.id }],
  });
  juror = await makeAccount(city.k, { name: '王教授', email: 'professor-wang@example.test' });
});

describe('an organiser', () => {
  it('makes an award from a template and opens it', async () => {
    const page = await visitAs(organiser);
    await page.goto(`${city.url}/organise`);
    await expectSound(page);
    await page.getByRole('link', { name: '新办一个' }).click();
    await expectSound(page);
    await shoot(page, 'choose-1280');
    await page.getByRole('link', { name: '十佳评选', exact: true }).click();
    await page.getByLabel('名称').fill('十佳街巷手艺');
    await page.getByLabel('第一天').fill('2026-12-01');
    await expectSound(page);
    await shoot(page, 'new-1280');
    await page.getByRole('button', { name: '做成草稿' }).click();
    await page.waitForURL('**/organise/shijia-jiexiang-shouyi-2026?done=created');
    await expectSound(page);
    await shoot(page, 'draft-1280');
    expect(await page.getByRole('button', { name: '公布' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: /填批准文号/ }).click();
    await expectSound(page);
    await shoot(page, 'settings-1280');
    await page.getByRole('textbox', { name: '批准文号' }).fill('云评组批〔2026〕14 号');
    await page.getByLabel('投诉邮箱').fill('no-address');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('这个邮箱写得不对。').first().waitFor();
    expect(await page.getByRole('textbox', { name: '批准文号' }).inputValue()).toBe('云评组批〔2026〕14 号');
    await page.getByLabel('投诉邮箱').fill('award@example.test');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('改好了。').waitFor();
    await page.getByRole('navigation', { name: '这个评选的各部分' }).getByRole('link', { name: '总览' }).click();
    await page.getByRole('button', { name: '公布' }).click();
    await page.getByText('已经公布。').waitFor();
    await expectSound(page);
    await shoot(page, 'open-1280');
  });

  it('sets up stages and categories on a phone', async () => {
    const page = await visitAs(organiser, { size: 'phone' });
    await page.goto(`${city.url}/organise/new?template=start_up`);
    await expectSound(page);
    await shoot(page, 'new-390');
    await page.getByLabel('名称').fill('云川创业大赛');
    await page.getByRole('button', { name: '做成草稿' }).click();
    const base = `${city.url}/organise/yunchuan-chuangye-dasai-2026`;
    for (const [name, path] of [
      ['draft', ''],
      ['stages', '/stages'],
      ['categories', '/categories'],
      ['people', '/people'],
      ['record', '/record'],
      ['cancel', '/cancel'],
    ] as const) {
      await page.goto(base + path);
      await expectSound(page);
      await shoot(page, `${name}-390`);
    }
    await page.goto(`${base}/stages`);
    const links = page.getByRole('link', { name: /的设置$/ });
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const [at, href] of hrefs.entries()) {
      await page.goto(city.url + href);
      await expectSound(page);
      await shoot(page, `stage-${at}-390`);
    }
    await page.goto(`${base}/stages`);
    await page.getByRole('button', { name: '去掉复赛' }).click();
    await page.getByText('去掉了这个环节。').waitFor();
    await page.getByText('加起来要正好是 100%').first().waitFor();
    await page.getByLabel('哪一种').selectOption('ballot');
    await page.getByRole('button', { name: '加上' }).click();
    await page.getByText('加了一个环节').waitFor();
    await expectSound(page);
  });

  it('asks people by address and by link, who accept and decline', async () => {
    const page = await visitAs(organiser);
    const people = `${city.url}/organise/shijia-jiexiang-shouyi-2026/people`;
    await page.goto(people);
    await page.getByLabel('评委', { exact: false }).first().check();
    await page.getByLabel('页面上的称呼').fill('王教授，云川大学');
    await page.getByLabel('邮箱或手机号', { exact: false }).first().check();
    await page.getByLabel('编号、邮箱或手机号').fill(juror.email);
    await page.getByRole('button', { name: '邀请', exact: true }).click();
    await page.getByText('已经发出邀请').waitFor();
    await expectSound(page);
    await city.settle();
    const theirs = await visitAs(juror, { size: 'phone' });
    await theirs.goto(`${city.url}/me/duties`);
    await expectSound(theirs);
    await shoot(theirs, 'duties-390');
    await theirs.getByRole('link', { name: '看看' }).click();
    await expectSound(theirs);
    await shoot(theirs, 'ask-390');
    await theirs.getByRole('button', { name: '接受' }).click();
    await theirs.getByText('您已接受。').waitFor();
    await expectSound(theirs);
    await shoot(theirs, 'accepted-390');
    await page.goto(people);
    await page.getByText('账号：王教授').waitFor();
    await page.getByLabel('监督员', { exact: false }).first().check();
    await page.getByLabel('页面上的称呼').fill('李公证，云川公证处');
    await page.getByLabel('给我一个链接', { exact: false }).check();
    await page.getByRole('button', { name: '邀请', exact: true }).click();
    const link = await page.locator('main code').first().textContent();
    await expectSound(page);
    await shoot(page, 'people-1280');
    const stranger = await city.visit(null);
    await stranger.goto(city.url + new URL(link ?? '').pathname);
    await expectSound(stranger);
    await shoot(stranger, 'ask-1280');
    await stranger.getByRole('button', { name: '谢绝' }).click();
    await stranger.getByText('您已谢绝').waitFor();
    await expectSound(stranger);
  });

  it('changes what is open with a note and without a script, and reads the record', async () => {
    const page = await visitAs(organiser, { scripts: false });
    const base = `${city.url}/organise/shijia-jiexiang-shouyi-2026`;
    await page.goto(`${base}/stages`);
    await shoot(page, 'stages-1280');
    const ends = page.getByRole('group', { name: /公众投票/ }).getByLabel('结束');
    await ends.fill('2027-02-08T18:00');
    await page.getByRole('button', { name: '看看改了什么' }).click();
    await page.getByRole('heading', { name: '改了什么，为什么' }).waitFor();
    await shoot(page, 'preview-1280');
    await page.getByRole('button', { name: '公布并修改' }).click();
    await page.getByText('请写明为什么改。').first().waitFor();
    await page.getByLabel('为什么改').fill('春节期间来投的人多，多留几天。');
    await page.getByRole('button', { name: '公布并修改' }).click();
    await page.getByText('公开说明已经发布').waitFor();
    await page.goto(`${base}/record`);
    await shoot(page, 'record-1280');
    await page.goto(`${city.url}/organise`);
    await shoot(page, 'list-1280');
  });

  it('reads everything in English and in large letters', async () => {
    const page = await visitAs(organiser, { locale: 'en' });
    for (const path of [
      '',
      '/shijia-jiexiang-shouyi-2026/record',
      '/shijia-jiexiang-shouyi-2026/stages',
      '/new',
      '/new?template=essay',
      '/yunchuan-chuangye-dasai-2026',
      '/yunchuan-chuangye-dasai-2026/people',
    ]) {
      await page.goto(`${city.url}/organise${path}`);
      await expectSound(page);
      await shoot(page, `en${path.replaceAll(/\W/g, '-')}-1280`);
    }
    const elder = await visitAs(organiser, { size: 'phone', elder: true });
    await elder.goto(`${city.url}/organise/shijia-jiexiang-shouyi-2026`);
    await expectSound(elder);
    await shoot(elder, 'elder-390');
  });
});
