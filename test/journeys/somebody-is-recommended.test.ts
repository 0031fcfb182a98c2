import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, register: true });
});

const main = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');

async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
}

/** The link of the newest message to somebody. */
async function linkFor(to: string): Promise<string> {
  await city.settle();
  const [message] = await city.k.notify.loopback.list({ to });
  return /\/invitations\/[\w-]+/.exec(message?.text ?? '')?.[0] ?? '';
}

const table = (...rows: string[]) => ({
  name: '人选.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['姓名,手机,邮箱,类别,推荐理由', ...rows].join('\n')),
});

it('an association recommends people with a table; one refuses, one accepts', async () => {
  const officer = await city.visit('caiyun');
  await officer.goto(`${city.url}/nominate`);
  await expectSound(officer);
  await officer.getByRole('link', { name: '成批推荐' }).click();
  await officer.waitForURL('**/nominate/batch');
  await expectSound(officer);
  await officer.locator('[name=organisation]').selectOption({ label: '云川市网络文化协会' });
  await officer
    .locator('[name=file]')
    .setInputFiles(
      table(
        '陆见山,,lu.jianshan@example.test,streamer,把老码头的故事讲活了。',
        '叶知秋,,ye.zhiqiu@example.test,online_writer,写街坊写得真。',
        '吴明,12345,,streamer,号码抄错了。',
      ),
    );
  await press(officer.getByRole('button', { name: '先看看' }));
  expect(await main(officer)).toContain('手机号不对');
  await expectSound(officer);
  const good = officer.getByRole('button', { name: /只推荐没有问题的/ });
  await press(good);
  expect(await main(officer)).toContain('推荐好了');
  await expectSound(officer);

  const refusing = await city.visit(null, { size: 'phone' });
  await refusing.goto(city.url + (await linkFor('lu.jianshan@example.test')));
  for (const text of ['陆见山', '把老码头的故事讲活了', '云川市网络文化协会'])
    expect(await main(refusing)).toContain(text);
  await expectSound(refusing);
  const link = refusing.url();
  await press(refusing.getByRole('button', { name: '谢绝', exact: true }));
  expect(await main(refusing)).toContain('已经全部删掉');
  await expectSound(refusing);
  await refusing.goto(link);
  expect(await main(refusing)).not.toContain('陆见山');

  const accepting = await city.visit('majie', { size: 'phone', locale: 'en' });
  await accepting.goto(city.url + (await linkFor('ye.zhiqiu@example.test')));
  await expectSound(accepting);
  await press(accepting.getByRole('button', { name: 'Accept' }));
  expect(accepting.url()).toContain('/join?nomination=');

  await officer.goto(`${city.url}/nominate/mine`);
  await expectSound(officer);
  const own = await main(officer);
  expect(own).toContain('接受了');
  expect(own).toContain('等待答复');
  for (const name of ['陆见山', '叶知秋']) expect(own).not.toContain(name);
});

it('somebody registers a company, which is verified, asks people in and changes its name', async () => {
  const person = await city.visit('majie', { size: 'phone' });
  await person.goto(`${city.url}/organisations`);
  await expectSound(person);
  await person.getByRole('link', { name: '登记单位' }).click();
  await person.waitForURL('**/organisations/new');
  await person.locator('[name=kind][value=company]').check({ force: true });
  await person.locator('[name=name]').fill('云川市豆香网络科技有限公司');
  await person.locator('[name=creditCode]').fill('91350100M000100Y44');
  await press(person.getByRole('button', { name: '登记单位' }));
  expect(await main(person)).toContain('代码不对');
  await expectSound(person);
  await person.locator('[name=creditCode]').fill('91350100M000100Y43');
  await person.locator('[name=evidence]').setInputFiles({
    name: '执照.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
  });
  await press(person.getByRole('button', { name: '登记单位' }));
  expect(await main(person)).toContain('正在核验');
  await expectSound(person);

  const secretary = await city.visit('secretary');
  await secretary.goto(`${city.url}/secretariat/organisations`);
  await expectSound(secretary);
  await secretary.getByRole('link', { name: '云川市豆香网络科技有限公司' }).click();
  await secretary.waitForURL('**/secretariat/organisations/*');
  await expectSound(secretary);
  await press(secretary.getByRole('button', { name: '通过', exact: true }));
  expect(await main(secretary)).toContain('已核验');
  await city.settle();

  const reader = await city.visit(null, { locale: 'en' });
  await reader.goto(`${city.url}/organisations?q=douxiang`);
  await reader.getByRole('link', { name: '云川市豆香网络科技有限公司' }).click();
  await reader.waitForURL('**/organisations/*');
  expect(await main(reader)).toContain('Verified');
  await expectSound(reader);

  const joining = await city.visit('caiyun', { size: 'phone' });
  await joining.goto(`${reader.url()}/place`);
  await expectSound(joining);
  await press(joining.getByRole('button', { name: '申请加入' }));
  await expectSound(joining);
  await person.goto(`${reader.url()}/manage`);
  await press(person.getByRole('button', { name: /^同意.*加入$/ }));
  await expectSound(person);
  await person.goto(`${city.url}/me/organisations`);
  await expectSound(person);
});

it('the secretariat opens a round and hands in a table for an organisation', async () => {
  const secretary = await city.visit('secretary', { locale: 'en' });
  for (const path of [
    '/secretariat/rounds',
    '/secretariat/rounds/new',
    '/secretariat/batches',
    '/secretariat/batches/new',
  ]) {
    await secretary.goto(city.url + path);
    await expectSound(secretary);
  }
  await secretary.locator('[name=organisation]').fill('云川市网络文化协会');
  await secretary.locator('[name=file]').setInputFiles(table('江一帆,,jiang.yifan@example.test,streamer,讲得好。'));
  await press(secretary.getByRole('button', { name: 'Look at it' }));
  await expectSound(secretary);
  await press(secretary.getByRole('button', { name: /^Recommend these/ }));
  expect(await main(secretary)).toContain('letter is missing');
  await expectSound(secretary);
});
