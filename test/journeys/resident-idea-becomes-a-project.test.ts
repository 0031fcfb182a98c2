import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConsultation } from '../../src/modules/consultations/convene/create-consultation.ts';
import { openConsultation } from '../../src/modules/consultations/convene/open-consultation.ts';
import { sayIdea } from '../../src/modules/consultations/ideas/say-idea.ts';
import { setCategories } from '../../src/modules/consultations/ideas/set-categories.ts';
import { fillIdeaTemplate } from '../../src/modules/consultations/ideas/templates.ts';
import { type Actor, departmentBook } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { type City, openCity, type VisitOptions } from './city.ts';
import { look, mainOf, press } from './competition-people.ts';

const day_ms = 86_400_000;

let city: City;
let convener: Actor & { accountId: string };
let office: string;
const slug = 'jinnian-shishi';

async function person(name: string, roles: { role: 'convener'; departmentId: string }[] = []) {
  const made = await makeAccount(city.k, { name, roles });
  (city.actors as Map<string, Actor>).set(name, made);
  return made;
}

const visit = (name: string | null, options?: VisitOptions) => city.visit(name, options);
const go = (page: Page, path: string) => page.goto(city.url + path);
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const inDays = (n: number) => new Date(city.k.clock.now().getTime() + n * day_ms).toISOString().slice(0, 10);

/** A photograph from a phone, which says where it was taken. */
const photo = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#7a8f72' } })
    .jpeg()
    .withExif({ IFD0: { Artist: 'secret-owner' }, IFD3: { GPSLatitude: '40/1 6/1 0/1' } })
    .toBuffer();

beforeAll(async () => {
  city = await openCity({ letters: false });
  const departments = await departmentBook(city.k);
  const own = departments.all[0]?.id ?? '';
  office = departments.all[3]?.id ?? '';
  convener = await person('陈召集', [{ role: 'convener', departmentId: own }]);
  await person('王工', [{ role: 'convener', departmentId: office }]);
  for (const name of ['许静', '李老师', '章伯', '苗苗']) await person(name);
  const filled = fillIdeaTemplate('projects', city.k.i18n.t('zh-CN'));
  if (!filled) throw new Error('no such template');
  const { categories, days: _days, ...words } = filled;
  const { id } = await createConsultation(city.k, convener, {
    ...{ kind: 'ideas', slug, departmentId: own, startsOn: inDays(0), endsOn: inDays(30) },
    ...words,
  });
  await setCategories(city.k, convener, id, { names: categories.join('\n') });
  await openConsultation(city.k, convener, id);
  await sayIdea(city.k, city.actors.get('李老师') as Actor, id, {
    title: '河滨步道装路灯',
    text: '河滨步道北段晚上没有路灯，散步的老人看不见路，容易摔倒。',
    place: '河滨步道北段',
  });
  await sayIdea(city.k, city.actors.get('苗苗') as Actor, id, {
    title: '红砖巷口的空地改成口袋公园',
    text: '那块三角地空了五年，长草堆垃圾，改成口袋公园孩子有地方玩。',
  });
  await city.settle();
});

describe('an idea', () => {
  it('is written on a phone: a like one is offered first, what is typed is kept, the photo loses where it was taken', async () => {
    const page = await visit('许静', { size: 'phone' });
    await go(page, `/ideas/${slug}`);
    await look(page, 'ideas-call');
    expect(await mainOf(page)).toContain('河滨步道装路灯');
    await page.getByRole('link', { name: '写点子' }).first().click();
    await look(page, 'ideas-new');
    await button(page, '写好了，公开').click();
    await page.waitForLoadState('load');
    await look(page, 'ideas-new-errors');
    await page.getByLabel('一句话说点子').fill('给河滨步道装上路灯');
    await page.getByLabel('一句话说点子').blur();
    await page.getByText('可能有人说过同一件事').waitFor();
    await look(page, 'ideas-new-likes');
    await page
      .getByLabel('具体怎么做')
      .fill('步道南段也没有路灯，晚上接孩子放学要打手电，建议南北一起装，用感应灯省电。');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '许静家门口.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await page.getByLabel('地点').fill('河滨步道南段');
    await page.getByLabel('署名').fill('河边妈妈');
    await press(button(page, '写好了，公开'));
    expect(await mainOf(page)).toContain('点子收到了');
    await look(page, 'ideas-sent');
    await go(page, `/ideas/${slug}/3`);
    await page.getByText('河边妈妈').first().waitFor();
    await look(page, 'idea-new');
    const href = await page.locator('.enclosures a').first().getAttribute('href');
    const bytes = await (await page.context().request.get(city.url + href)).body();
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(await page.content()).not.toContain('家门口');
  });

  it('is offered as support without scripts too, in a step of its own', async () => {
    const write = async (page: Page) => {
      await go(page, `/ideas/${slug}/new`);
      await page.getByLabel('一句话说点子').fill('河滨步道装路灯吧');
      await page.getByLabel('具体怎么做').fill('晚上散步看不见，摔过一跤。');
      await button(page, '写好了，公开').click();
      await page.waitForLoadState('load');
      expect(await mainOf(page)).toContain('有相似的点子');
    };
    // Where the network does not bring suggestions in time the same step comes.
    const slow = await visit('章伯', { size: 'phone' });
    await slow.route('**/like?*', (route) => route.abort());
    await write(slow);
    await look(slow, 'ideas-likes-step');
    const page = await visit('章伯', { size: 'phone', scripts: false });
    await write(page);
    await button(page, /支持这一条：河滨步道装路灯/).click();
    expect(page.url()).toContain('/support');
    const data = await (await page.context().request.get(`${city.url}/api/v1/ideas/${slug}`)).json();
    expect(data.data.map(({ number, supports }: { number: number; supports: number }) => [number, supports])).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
  });

  it('is found by words and order, in a list and as pictures, in English too', async () => {
    const page = await visit(null, { locale: 'en' });
    await go(page, `/ideas/${slug}?order=supports&view=gallery`);
    await look(page, 'ideas-call-gallery-en');
    await go(page, `/ideas/${slug}/1`);
    await look(page, 'idea-en');
    await go(page, `/ideas/${slug}?q=${encodeURIComponent('口袋公园')}&stage=open`);
    expect(await mainOf(page)).not.toContain('河滨步道装路灯');
    await go(page, `/ideas/${slug}?q=${encodeURIComponent('不存在的事')}`);
    await look(page, 'ideas-nothing-found');
  });
});

describe('the office', () => {
  it('merges what is the same, gives it to who can do it, and says by when it answers', async () => {
    const page = await visit('陈召集');
    await go(page, `/convene/${slug}/ideas`);
    await look(page, 'ideas-desk-list');
    await page.getByRole('link', { name: /给河滨步道装上路灯/ }).click();
    await page.getByText('可能是同一件事').waitFor();
    await look(page, 'ideas-desk-matter');
    await press(button(page, '合并到这一条：第 1 号'));
    expect(await mainOf(page)).toContain('已合并');
    await look(page, 'ideas-desk-merged');
    await go(page, `/convene/${slug}/ideas/1`);
    await page.getByLabel('承办部门').selectOption(office);
    await page.getByLabel('答复期限').fill(inDays(10));
    await page.getByLabel('研究什么').fill('正在核对沿线电缆');
    await press(button(page, '开始研究'));
    expect(await mainOf(page)).toContain('已开始研究');
    await go(page, `/convene/${slug}/ideas/overview`);
    await look(page, 'ideas-overview');
    await page.getByRole('checkbox', { name: /口袋公园/ }).check();
    await page.locator('#assign-form').getByLabel('承办部门').selectOption(office);
    await press(button(page, '分出去'));
    expect(await mainOf(page)).toContain('已分出去');
    await city.settle();
  });

  it('answers with reasons and a day: first a draft, then in public', async () => {
    const page = await visit('王工');
    await go(page, `/convene/${slug}/ideas/1`);
    await page.getByLabel('已采纳').check();
    await page.getByLabel('答复正文').fill('同意。南北两段共装 86 盏感应灯，列入今年实事项目。');
    await press(button(page, '保存草稿'));
    // A day is needed where it is taken up; what was typed is there.
    expect(await mainOf(page)).toContain('采纳的点子要写明哪天办成');
    expect(await page.getByLabel('答复正文').inputValue()).toContain('86 盏');
    await page.getByLabel('办成期限').fill(inDays(60));
    await press(button(page, '保存草稿'));
    await look(page, 'ideas-desk-draft');
    const anybody = await visit(null);
    await go(anybody, `/ideas/${slug}/1`);
    expect(await mainOf(anybody)).not.toContain('86 盏');
    await press(button(page, '公开答复'));
    expect(await mainOf(page)).toContain('答复已公开');
    await city.settle();
    await anybody.reload();
    expect(await mainOf(anybody)).toContain('86 盏');
    await look(anybody, 'idea-answered');
    await look(await phoneAt(`/ideas/${slug}/1`), 'idea-answered');
  });

  it('shows that a promised day is over, says what was done with a photo, and is done', async () => {
    city.k.clock.advance(62 * day_ms);
    // A new day: what pages say of days is said anew.
    city.k.cache.clear();
    await city.settle();
    const anybody = await phoneAt(`/ideas/${slug}/1`);
    expect(await mainOf(anybody)).toContain('超期');
    await look(anybody, 'idea-late');
    const page = await visit('王工', { size: 'phone' });
    await go(page, `/convene/${slug}/ideas/1`);
    await page.getByLabel('办到哪一步').fill('86 盏灯全部亮了，欢迎晚上来走一走。');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await page.getByLabel('承诺的都办成了').check();
    await look(page, 'ideas-desk-follow-up');
    await press(button(page, '公开进展'));
    expect(await mainOf(page)).toContain('进展已公开');
    await city.settle();
    await anybody.reload();
    expect(await mainOf(anybody)).toContain('欢迎晚上来走一走');
    await look(anybody, 'idea-done');
    const elder = await visit(null, { size: 'phone', elder: true });
    await go(elder, `/ideas/${slug}/1`);
    await look(elder, 'idea-done-elder');
    await go(elder, `/ideas/${slug}`);
    await look(elder, 'ideas-call-elder');
  });
});

describe('the author', () => {
  it('is told, agrees to be thanked by name, and fetches a certificate that anybody checks', async () => {
    const page = await visit('李老师', { size: 'phone' });
    await go(page, `/ideas/${slug}/1/mine`);
    await look(page, 'idea-mine');
    await page.getByLabel(/我同意用这个名字/).check();
    await press(button(page, '同意署名感谢'));
    expect(await mainOf(page)).toContain('名字已写在感谢页上');
    await look(page, 'idea-mine-thanked');
    const pdf = await page.context().request.get(`${city.url}/ideas/${slug}/1/certificate.pdf`);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await city.settle();
    const anybody = await visit(null);
    await go(anybody, `/ideas/${slug}/thanks`);
    expect(await mainOf(anybody)).toContain('李老师');
    await look(anybody, 'ideas-thanks');
    const { rows } = await city.k.pool.query<{ code: string }>('select code from consultations.idea_thanks');
    await go(anybody, `/thanks/${rows[0]?.code.toLowerCase()}`);
    expect(await mainOf(anybody)).toContain('证书有效');
    await look(anybody, 'ideas-certificate-check');
    await press(button(page, '收回同意'));
    await anybody.reload();
    expect(await mainOf(anybody)).not.toContain('李老师');
  });

  it('of the merged idea finds it in the other one', async () => {
    const page = await phoneAt(`/ideas/${slug}/3`);
    expect(await mainOf(page)).toContain('这条点子已合并到');
    await look(page, 'idea-merged');
    const data = await (await page.context().request.get(`${city.url}/api/v1/ideas/${slug}`)).json();
    expect(data).toMatchObject({ figures: { ideas: 2, merged: 1, done: 1 }, next: null });
    expect(data.data.map(({ number, stage }: { number: number; stage: string }) => [number, stage])).toEqual([
      [1, 'done'],
      [2, 'open'],
    ]);
  });
});

async function phoneAt(path: string): Promise<Page> {
  const page = await visit(null, { size: 'phone' });
  await go(page, path);
  return page;
}
