import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDraft, makeOpinions } from '../../src/modules/consultations/desk/desk.factory.ts';
import { keepLikeness } from '../../src/modules/consultations/desk/likeness/keep-likeness.ts';
import { publishText } from '../../src/modules/consultations/documents/documents.factory.ts';
import type { Actor } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
let draft: Awaited<ReturnType<typeof makeDraft>>;
let convener: Actor & { accountId: string };
let handler: Actor & { accountId: string };
let author: Actor & { accountId: string };
let base: string;

const shots = process.env.SCREENSHOTS;
async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/opinions-${name}.png`, fullPage: true });
}

/** A page for somebody who is not of the demo. */
async function visitAs(actor: Actor, options: Parameters<City['visit']>[1] = {}): Promise<Page> {
  (city.actors as Map<string, Actor>).set(actor.name, actor);
  return city.visit(actor.name, options);
}

const wishes = [
  '步道应当早上五点半开放，六点太晚，老人晨练都起得早。',
  '开放时间提前到早上五点半吧，老人晨练起得早。',
  '六点才开放太晚了，晨练的老人五点多就到了，建议步道五点半开放。',
  '夜里十点关灯太早，下夜班的人走步道回家看不见路。',
  '晚上十点就关灯太早了，下夜班回家走步道看不见路，不安全。',
];

beforeAll(async () => {
  city = await openCity({ letters: false });
  const { k } = city;
  const department = await k.db.selectFrom('people.department').select('id').executeTakeFirstOrThrow();
  const departmentId = department.id;
  draft = await makeDraft(k, { slug: 'riverside-walk', departmentId });
  convener = await makeAccount(k, { name: '陈召集', roles: [{ role: 'convener', departmentId }] });
  handler = await makeAccount(k, { name: '赵经办', roles: [{ role: 'handler', departmentId }] });
  author = await makeAccount(k, { name: '王晨练' });
  const { anchors, consultation } = draft;
  const three = anchors.第三条 ?? '';
  await makeOpinions(
    k,
    consultation.id,
    { text: '不要收费，步道是大家的。', shownAs: '临河居民' },
    ...wishes.map((text, at) => ({
      text,
      anchor: three,
      ...(at === 0 && { accountId: author.accountId, shownAs: '晨练的人' }),
    })),
    {
      text: '遛狗必须牵绳，不牵绳的要罚款，孩子看见很害怕。',
      anchor: anchors.第四条 ?? '',
      way: 'paper' as const,
      shownAs: '张女士',
    },
    { text: '请问停车场几点开？', shownAs: '沈先生' },
    ...Array.from({ length: 40 }, (_, at) => ({
      text: `第 ${at + 1} 户：希望在 ${at * 37 + 11} 号楼旁边加${['座椅', '路灯', '厕所', '垃圾桶'][at % 4]}。`,
      anchor: anchors.第二条 ?? '',
      shownAs: '居民',
    })),
  );
  await keepLikeness(k, consultation.id);
  base = `${city.url}/convene/riverside-walk`;
});

describe('a department works on the opinions on its draft', () => {
  it('decides one by keyboard, those that say the same with it, and goes on', async () => {
    const page = await visitAs(convener);
    await page.goto(`${base}/opinions`);
    await expectSound(page);
    await shoot(page, 'desk-1280');
    await page.keyboard.press('j');
    await page.waitForURL('**/opinions/1');
    await page.goto(`${base}/opinions/2`);
    await expectSound(page);
    await shoot(page, 'one-1280');
    await page.keyboard.press('1');
    await page.getByLabel('理由', { exact: true }).fill('第三条改为五时三十分开放。');
    await page.getByRole('checkbox', { name: /也这样办/ }).check();
    await page.getByRole('button', { name: '记下决定' }).first().click();
    await page.getByText('记下了 3 条的决定').waitFor();
    await expectSound(page);
    // Without a reason nothing is decided, and what was chosen stays.
    await page.keyboard.press('3');
    await page.keyboard.press('d');
    await page.getByText('请写明理由').first().waitFor();
    expect(await page.getByRole('radio', { name: '未采纳' }).isChecked()).toBe(true);
    await expectSound(page);
    await shoot(page, 'error-1280');
  });

  it('keeps a usual reason, decides and hands over many at once', async () => {
    const page = await visitAs(convener);
    await page.goto(`${base}/opinions/templates`);
    await page.getByLabel('名称').fill('列入建设计划');
    await page.getByLabel('理由').fill('设施布点列入明年的建设计划，本办法不作规定。');
    await page.getByRole('button', { name: '存下' }).click();
    await page.getByText('存好了').waitFor();
    await expectSound(page);
    await shoot(page, 'templates-1280');
    await page.goto(`${base}/opinions/several?anchor=${draft.anchors.第二条}`);
    await expectSound(page);
    await shoot(page, 'several-1280');
    await page.getByLabel('列出的全部 40 条').check();
    await page.getByLabel('派给谁').selectOption({ label: '赵经办' });
    await page.getByRole('button', { name: '派给这位同事' }).click();
    await page.getByText('40 条换了承办人').waitFor();
    await page.getByLabel('列出的全部 40 条').check();
    await page.getByLabel('未采纳').check();
    await page.getByLabel('常用理由').selectOption({ label: '列入建设计划' });
    await page.getByRole('button', { name: '一起记下决定' }).click();
    await page.getByText('记下了 40 条的决定').waitFor();
    await expectSound(page);
  });

  it('shows a handler theirs, on a phone', async () => {
    const page = await visitAs(handler, { size: 'phone' });
    await page.goto(`${base}/opinions?show=all&anchor=${draft.anchors.第二条}`);
    await expectSound(page);
    await shoot(page, 'desk-390');
    await page.locator('#list ol a').first().click();
    await expectSound(page);
    await shoot(page, 'one-390');
    await page.goto(`${base}/opinions/several?show=all`);
    await expectSound(page);
    await shoot(page, 'several-390');
    await page.goto(`${base}/opinions/progress`);
    await expectSound(page);
    await shoot(page, 'progress-390');
  });

  it('publishes the result with the next version, and everybody reads it', async () => {
    const page = await visitAs(convener);
    await page.goto(`${base}/opinions/progress`);
    await expectSound(page);
    await shoot(page, 'progress-1280');
    await page.goto(`${base}/result`);
    await page.getByText('还不能公布').waitFor();
    await expectSound(page);
    await shoot(page, 'result-open-1280');
    await page.goto(`${base}/opinions/several`);
    await page.getByLabel('列出的全部 5 条').check();
    await page.getByLabel('部分采纳').check();
    await page.getByLabel('理由', { exact: true }).fill('路灯延长到二十三时，其余由主管部门另行处理。');
    await page.getByRole('button', { name: '一起记下决定' }).click();
    await page.getByText('记下了 5 条的决定').waitFor();
    await publishText(
      city.k,
      convener,
      draft.consultation.id,
      `第一章 总则
第一条 为了管好河滨步道，制定本办法。
第二条 步道全天免费开放。
第二章 使用
第三条 步道每日五时三十分至二十三时开放。
第四条 遛狗应当牵绳。`,
    );
    await page.goto(`${base}/result`);
    await page
      .getByRole('textbox', { name: '说明' })
      .fill('## 主要意见\n\n- 早上开放提前到**五时三十分**\n- 夜里照明延长\n\n设施布点另行安排。');
    await page.getByRole('button', { name: '存草稿' }).click();
    await page.getByText('草稿存好了').waitFor();
    await page.getByRole('button', { name: '自动对上' }).click();
    await page.getByText('对上了 5 条意见').waitFor();
    await expectSound(page);
    await shoot(page, 'result-draft-1280');
    await page.getByRole('button', { name: '公布结果' }).click();
    await page.getByText('结果已经公布').waitFor();
    await expectSound(page);
    await city.settle();
  });

  it('tells who said it, and shows everybody what became of each', async () => {
    const resident = await visitAs(author, { size: 'phone' });
    await resident.goto(`${city.url}/consultations/riverside-walk/result?number=2`);
    await resident.getByText('第三条改为五时三十分开放').waitFor();
    await expectSound(resident);
    await resident.goto(`${city.url}/me/contributions`);
    await expectSound(resident);
    await resident
      .getByRole('link', { name: /步道应当早上五点半开放/ })
      .first()
      .click();
    await resident.getByText('第三条改为五时三十分开放').waitFor();
    for (const [name, options] of [
      ['1280', {}],
      ['390', { size: 'phone' }],
      ['en-1280', { locale: 'en' }],
      ['elder-390', { size: 'phone', elder: true }],
    ] as const) {
      const anybody = await city.visit(null, options);
      await anybody.goto(`${city.url}/consultations/riverside-walk/result`);
      await expectSound(anybody);
      await shoot(anybody, `public-${name}`);
      if (shots && name === '1280')
        await anybody.pdf({ path: `${shots}/opinions-public.pdf`, preferCSSPageSize: true });
      await anybody.goto(`${city.url}/consultations/riverside-walk/compare?from=1&to=2`);
      await expectSound(anybody);
      await shoot(anybody, `compare-${name}`);
    }
    const compare = await city.visit(null);
    await compare.goto(`${city.url}/consultations/riverside-walk/compare?from=1&to=2`);
    await compare.getByText('因意见').waitFor();
    const english = await visitAs(convener, { locale: 'en' });
    await english.goto(`${base}/opinions/2?show=all`);
    await expectSound(english);
    await shoot(english, 'one-en-1280');
  });
});
