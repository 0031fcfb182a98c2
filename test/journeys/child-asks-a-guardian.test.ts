import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false });
}, 240_000);

const mother = '+8613900000155';
const lastSms = async () => (await city.k.notify.loopback.list({ to: mother, limit: 1 }))[0]?.text ?? '';

/** A browser in which somebody new has just signed in. */
async function newcomer(): Promise<Page> {
  const cookie = await sessionCookie(city.k, await makeAccount(city.k, { name: '' }), false);
  const page = await city.visit(null, { size: 'phone' });
  const at = cookie.indexOf('=');
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: city.url }]);
  return page;
}

it('A child says how old they are, waits, and writes once the mother has agreed on her phone', async () => {
  const child = await newcomer();
  await child.goto(`${city.url}/welcome?back=/me/profile`);
  await child.getByLabel('姓名', { exact: false }).first().fill('许知乐');
  await child.getByLabel('别人看到的称呼').fill('乐乐');
  await child.getByText('我未满 14 岁').first().click();
  await child.getByLabel('是的，我未满 14 岁').check();
  await child.getByLabel('你哪年哪月出生').fill('2015-06');
  await child.getByLabel('爸爸、妈妈或者监护人叫什么').fill('许文心');
  await child.getByLabel('他们的手机号或邮箱').fill('13900000155');
  await child.getByLabel('我看过了').check();
  await expectSound(child);
  await child.getByRole('button', { name: '就这样' }).click();
  await child.getByRole('heading', { name: '等监护人同意' }).waitFor();
  await expectSound(child);
  await child.goto(`${city.url}/me/profile`);
  await child.getByRole('button', { name: '保存' }).click();
  await child.getByText('要等监护人同意才能写').waitFor();
  await child.getByRole('link', { name: '看看在等什么' }).click();
  await child.getByRole('heading', { name: '等监护人同意' }).waitFor();

  const link = /\/guardian\/[\w-]{32}/.exec(await lastSms())?.[0] ?? '';
  const guardian = await city.visit(null, { size: 'phone' });
  await guardian.goto(city.url + link);
  await expectSound(guardian);
  await guardian.getByRole('button', { name: '发验证码' }).click();
  await guardian.getByLabel('验证码', { exact: false }).waitFor();
  await expectSound(guardian);
  await guardian.getByLabel('验证码', { exact: false }).fill(/\d{6}/.exec(await lastSms())?.[0] ?? '');
  await guardian.getByRole('button', { name: '继续' }).click();
  await guardian.getByRole('button', { name: '同意', exact: true }).waitFor();
  await expectSound(guardian);
  await guardian.getByRole('link', { name: '看孩子的数据' }).click();
  await guardian.getByRole('heading', { name: '乐乐的数据' }).waitFor();
  await expectSound(guardian);
  await guardian.goBack();
  await guardian.getByRole('button', { name: '同意', exact: true }).click();
  await guardian.getByText('您同意了').first().waitFor();

  await child.goto(`${city.url}/me/profile`);
  await child.getByRole('button', { name: '保存' }).click();
  await child.waitForURL(/done=saved/);
});

it('The mother withdraws with a new link, and the account is gone', async () => {
  const guardian = await city.visit(null, { size: 'desktop' });
  await guardian.goto(`${city.url}/guardian`);
  await guardian.getByLabel('您的手机号或邮箱').fill('13900000155');
  await expectSound(guardian);
  const before = await lastSms();
  await guardian.getByRole('button', { name: '要链接' }).click();
  await guardian.getByText('链接已经发出').waitFor();
  await expect.poll(lastSms).not.toBe(before);
  await guardian.goto(city.url + (/\/guardian\/[\w-]{32}/.exec(await lastSms())?.[0] ?? ''));
  await guardian.getByRole('button', { name: '发验证码' }).click();
  await guardian.getByLabel('验证码', { exact: false }).fill(/\d{6}/.exec(await lastSms())?.[0] ?? '');
  await guardian.getByRole('button', { name: '继续' }).click();
  await guardian.getByLabel('我知道账号会删除，不能恢复').check();
  await guardian.getByRole('button', { name: '撤回，删除账号' }).click();
  await guardian.getByRole('heading', { name: '账号删除了' }).waitFor();
  await expectSound(guardian);
  const left = await city.k.db
    .selectFrom('people.guardian')
    .select('account_id')
    .where('address', '=', mother)
    .execute();
  expect(left).toEqual([]);
});
