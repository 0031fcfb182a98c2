import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { consultationBySlug } from '../../src/modules/consultations/consultation.queries.ts';
import { makeOpinions } from '../../src/modules/consultations/desk/desk.factory.ts';
import { keepLikeness } from '../../src/modules/consultations/desk/likeness/keep-likeness.ts';
import { sixtyDocx, sixtyTitle } from '../../src/modules/consultations/documents/draft-of-sixty.fixture.ts';
import { type Actor, departmentBook } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { type City, openCity, type VisitOptions } from './city.ts';
import { look, mainOf, press } from './competition-people.ts';
import { crowd, crowdSize, dogs, hours } from './draft-crowd.ts';

type Person = Awaited<ReturnType<typeof makeAccount>>;

let city: City;
let convener: Person;
let resident: Person;
let foreigner: Person;
let moderators: Person[];
const slug = 'riverside-paths';
const open = `/consultations/${slug}`;
const desk = `/convene/${slug}`;
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const wish = '五时开门还是晚了，夏天四点半天就亮了，晨跑的人只能跑在马路上，请提前到四时三十分。';
const second = '请把厕所的位置也写进办法，老人走一公里找不到厕所。';
const english = 'The lights should not be dimmed after eleven: people walk home from the late shift along the river.';
const reason = '第十四条改为四时三十分开放。';
const own = '厕所的位置写在步道规划里，第十条已经规定每一公里一处。';

beforeAll(async () => {
  city = await openCity({ letters: false });
  const departmentId = (await departmentBook(city.k)).all[0]?.id ?? null;
  convener = await newPerson('陈召集', [{ role: 'convener', departmentId }]);
  resident = await newPerson('苏晓岚');
  foreigner = await newPerson('Mark Feng');
  const moderator = [{ role: 'moderator', departmentId: null }] as const;
  moderators = [await newPerson('审核员甲', moderator), await newPerson('审核员乙', moderator)];
});

type Roles = NonNullable<Parameters<typeof makeAccount>[1]>['roles'];

async function newPerson(name: string, roles: Roles | readonly NonNullable<Roles>[number][] = []): Promise<Person> {
  const person = await makeAccount(city.k, { name, roles: [...(roles ?? [])] });
  (city.actors as Map<string, Actor>).set(name, person);
  return person;
}

async function visit(person: Person | null, path: string, options: VisitOptions = {}): Promise<Page> {
  const page = await city.visit(person?.name ?? null, options);
  await page.goto(city.url + path);
  return page;
}

const pressed = (page: Page, name: string | RegExp) => press(page.getByRole('button', { name }).first());
const words = (key: string, params = {}) => city.k.i18n.t('en')(key, params);
const wholeText = async (page: Page) => ((await page.locator('body').textContent()) ?? '').replace(/\s+/g, ' ');

describe('a draft of sixty articles', () => {
  it('is made, read in from Word, looked over, and opened with an annex and a hearing', async () => {
    const page = await visit(convener, '/convene/new?from=draft');
    await page.getByLabel('名称', { exact: true }).fill(sixtyTitle);
    await page.locator('[name=slug]').fill(slug);
    await page.locator('[name=startsOn]').fill('2026-11-19');
    await page.locator('[name=endsOn]').fill('2026-12-18');
    await look(page, 'draft-new');
    await pressed(page, '建好');
    await look(page, 'draft-overview');
    await page.goto(`${city.url}${desk}/details`);
    await page.locator('[name=summary]').fill('河边的步道几点开、谁能走、谁来管，请大家一起定。');
    await page
      .locator('[name=explanation]')
      .fill('## 为什么要做\n\n步道修好了，各区管得不一样。\n\n- 请特别看第十四条和第十八条');
    await page.locator('[name=email]').fill('paths@example.org');
    await page.locator('[name=ways][value=hearing]').check();
    await look(page, 'draft-details');
    await pressed(page, '保存');
    await page.goto(`${city.url}${desk}/text`);
    await page.setInputFiles('input[name=file]', { name: '办法.docx', mimeType: word, buffer: sixtyDocx() });
    await pressed(page, '读进来');
    expect(await page.locator('.clause.article').count()).toBe(60);
    await look(page, 'draft-preview');
    await pressed(page, '公布为第 1 版');
    await page.goto(`${city.url}${desk}/annexes`);
    await page.getByLabel('附件名称').fill('各区步道现状对照');
    await page.setInputFiles('input[name=file]', { name: '对照.docx', mimeType: word, buffer: sixtyDocx() });
    await pressed(page, '添加');
    await look(page, 'draft-annexes');
    await page.goto(`${city.url}${desk}`);
    await look(page, 'draft-ready');
    await pressed(page, '公布');
    await page.getByText('已经公布').first().waitFor();
    await page.goto(`${city.url}${desk}/hearings`);
    for (const [name, value] of Object.entries({
      ...{ day: '2026-12-05', from: '14:30', until: '17:00', place: '市民中心三楼报告厅', seats: '60' },
      ...{ signUpUntil: '2026-12-03', agenda: '先听五位居民说，再逐章讨论。' },
    }))
      await page.locator(`#hearing [name=${name}]`).fill(value);
    await pressed(page, '公布听证会');
    await look(page, 'draft-hearings');
    await city.settle();
  });

  it('is read by a resident on a phone, who speaks to an article and to the whole', async () => {
    const page = await visit(resident, open, { size: 'phone' });
    expect(await wholeText(page)).toContain('各区步道现状对照');
    await look(page, 'draft-public');
    await page.getByRole('link', { name: '看日程，报名' }).click();
    await page.getByLabel('真实姓名').fill('苏晓岚');
    await page.getByLabel('电话或邮箱').fill('13800000000');
    await look(page, 'draft-sign-up');
    await pressed(page, '报名');
    expect(await wholeText(page)).toContain('报上名了，您有席位');
    await page.goto(`${city.url}${open}/text`);
    await look(page, 'draft-text');
    await page.locator('#a-art-14 a[href*="/say?"]').first().click();
    await page.getByLabel('您的意见').fill(wish);
    await page.getByLabel('显示的称呼').fill('晨跑的人');
    await look(page, 'draft-say');
    await pressed(page, '发表意见');
    await look(page, 'draft-said');
    await page.goto(`${city.url}${open}/say`);
    await page.getByLabel('您的意见').fill(second);
    await pressed(page, '发表意见');
    await city.settle();
  });

  it('gets two thousand opinions, one of them in English and one in a letter', async () => {
    const { id } = await draftNow();
    await makeOpinions(city.k, id, ...crowd());
    const page = await visit(foreigner, `${open}/say?anchor=art-36`, { locale: 'en' });
    await page.locator('[name=text]').fill(english);
    await pressed(page, words('consultations.comments.do_say'));
    await look(page, 'draft-said-en');
    const letter = await visit(convener, `${desk}/intake/new`);
    await letter.getByLabel('纸质来信').check();
    await letter.getByLabel('姓名或单位').fill('张小满');
    await letter.getByLabel('公开的称呼').fill('张女士');
    await letter.getByLabel('说的是哪一段').first().selectOption({ label: '第十八条' });
    await letter.getByLabel('意见内容').first().fill('遛狗牵绳要写清楚多长，孩子在步道上被狗追过。');
    await pressed(letter, '录入并公开');
    await look(letter, 'draft-letter');
    await city.settle();
    const everybody = await visit(null, `${open}/opinions`);
    expect(await wholeText(everybody)).toMatch(/2,?000 条公开的意见/);
    expect(await wholeText(everybody)).not.toContain('张小满');
    await look(everybody, 'draft-opinions');
    await everybody.goto(`${city.url}${open}/opinions?sort=oldest`);
    expect(await wholeText(everybody)).toContain('晨跑的人');
    const phone = await visit(null, `${open}/opinions?anchor=art-14`, { size: 'phone' });
    await look(phone, 'draft-opinions');
    await phone.goto(`${city.url}${open}/text`);
    expect(await phone.locator('#a-art-14').textContent()).toMatch(/\d+ 条意见/);
    await look(phone, 'draft-text-full');
  });

  it('has an opinion hidden, appealed for in English, and shown again by another moderator', async () => {
    const number = crowdSize + 3;
    const page = await visit(moderators[0] as Person, '/contributions/moderation?queue=newest');
    await look(page, 'draft-moderation');
    await page.locator('#list ol a', { hasText: 'The lights should' }).click();
    await page.waitForSelector('#hide');
    await page.locator('#hide input[type=radio]').first().check();
    await page.getByLabel('理由').fill('看不出说的是哪一条，先按规则隐藏。');
    await pressed(page, /^隐藏/);
    await city.settle();
    const everybody = await visit(null, `${open}/opinions/${number}`);
    expect(await wholeText(everybody)).toContain('条规则隐藏');
    expect(await wholeText(everybody)).not.toContain('The lights should');
    const author = await visit(foreigner, '/me/contributions', { locale: 'en', size: 'phone' });
    await author.locator('.matters a').first().click();
    await author
      .locator('#appeal [name=text]')
      .fill('It is about article 36, on lighting at night; nothing in it is about a person.');
    await look(author, 'draft-appeal-en');
    await pressed(author, words('consultations.moderation.appeal'));
    await city.settle();
    const other = await visit(moderators[1] as Person, '/contributions/moderation?queue=appeals');
    await other.locator('#list ol a').first().click();
    await other.getByLabel('恢复公开').check();
    await other.getByLabel('理由').fill('说的是第三十六条的照明，没有违反规则。');
    await pressed(other, /作出复核/);
    await city.settle();
    await everybody.goto(`${city.url}${open}/opinions/${number}`);
    expect(await wholeText(everybody)).toContain('The lights should');
    await look(everybody, 'draft-restored');
  });

  it('is worked on when its period is over: alike ones together, an article at once, one singly, the rest', async () => {
    city.k.clock.set(new Date('2026-12-21T02:00:00Z'));
    await city.settle();
    await keepLikeness(city.k, (await draftNow()).id);
    const phone = await visit(convener, `${desk}/opinions`, { size: 'phone' });
    await look(phone, 'draft-desk');
    const page = await visit(convener, `${desk}/opinions`);
    expect(await wholeText(page)).toMatch(/共 2,?000 条/);
    await look(page, 'draft-desk');
    await page.goto(`${city.url}${desk}/opinions/1`);
    await look(page, 'draft-desk-one');
    await page.getByRole('link', { name: '全部列出' }).click();
    await look(page, 'draft-desk-alike');
    expect(await decideAll(page, { verdict: '采纳', reason })).toBeGreaterThan(hours / 2);
    await page.goto(`${city.url}${desk}/opinions/several?anchor=art-18`);
    const strict = '牵引绳缩短为一点二米，其余已经写在本条里。';
    expect(await decideAll(page, { verdict: '部分采纳', reason: strict })).toBe(dogs + 1);
    await page.goto(`${city.url}${desk}/opinions/2`);
    // Keys are heard as soon as their script has come.
    const chosen = page.getByRole('radio', { name: '未采纳' });
    await expect.poll(() => page.keyboard.press('3').then(() => chosen.isChecked())).toBe(true);
    await page.getByLabel('理由', { exact: true }).fill(own);
    await pressed(page, '记下决定');
    await page.getByText('记下了 1 条的决定').waitFor();
    await page.goto(`${city.url}${desk}/opinions/several`);
    await decideAll(page, { verdict: '未采纳', reason: '已经反复研究，这一次不改，理由写在说明里。' });
    await page.goto(`${city.url}${desk}/opinions?show=decided`);
    await look(page, 'draft-desk-decided');
    await page.goto(`${city.url}${desk}/opinions/progress`);
    await look(page, 'draft-progress');
  });

  it('has a second version that says which opinions it goes back to, and a published result', async () => {
    const page = await visit(convener, `${desk}/text`);
    const changed = (text: string) =>
      text.replace('每日五时至', '每日四时三十分至').replace('一点五米的', '一点二米的');
    await page.setInputFiles('input[name=file]', { name: '二稿.docx', mimeType: word, buffer: sixtyDocx(changed) });
    await pressed(page, '读进来');
    await page.locator('textarea[name=note]').fill('早上提前半小时开放；牵引绳缩短。');
    await look(page, 'draft-second');
    await pressed(page, '公布为第 2 版');
    await page.goto(`${city.url}${desk}/result`);
    await page
      .getByRole('textbox', { name: '说明' })
      .fill('## 改了什么\n\n- 早上**四时三十分**开放\n- 牵引绳不超过一点二米');
    await pressed(page, '存草稿');
    await pressed(page, '自动对上');
    await page.getByText(/对上了 [\d,]+ 条意见/).waitFor();
    await look(page, 'draft-result-desk');
    await pressed(page, '公布结果');
    await page.getByText('结果已经公布').first().waitFor();
    await look(page, 'draft-result-out');
    await city.settle();
  });

  it('tells the resident what became of hers', async () => {
    const [message] = await city.k.notify.loopback.list({ to: resident.email });
    expect(message?.subject).toContain('您的 2 条意见有了结果');
    const page = await visit(resident, '/me/contributions', { size: 'phone' });
    expect(await mainOf(page)).toMatch(/未采纳.*采纳/);
    await look(page, 'draft-mine');
    await page.getByRole('link', { name: /五时开门还是晚了/ }).click();
    await page.getByText(reason).waitFor();
    await look(page, 'draft-mine-one');
  });

  it.each([
    ['phone', 'zh-CN'],
    ['desktop', 'en'],
  ] as const)('has its result read by everybody: %s, %s', async (size, locale) => {
    const page = await visit(null, `${open}/result`, { size, locale });
    expect(await mainOf(page)).toMatch(/2,000.*421 ÷ 2,000/);
    await look(page, `draft-result-${locale}`);
    await page.goto(`${city.url}${open}/result?anchor=art-14`);
    expect(await mainOf(page)).toContain(reason);
    if (size === 'phone') await look(page, 'draft-result-14');
    await page.goto(`${city.url}${open}/compare?from=1&to=2`);
    const because = (article: string) => page.locator(`#c-${article} a[href*="/opinions/"]`).first();
    expect(await because('art-14').getAttribute('href')).toBe(`${open}/opinions/1`);
    // What changed is an item of the article that the opinions are on.
    expect(await because('art-18').getAttribute('href')).toMatch(/\/opinions\/\d+$/);
    await look(page, `draft-compare-${locale}`);
    await page.goto(`${city.url}${open}`);
    await look(page, `draft-answered-${locale}`);
  });

  it('is handed out as Word, Excel and open data with every opinion', async () => {
    const page = await visit(null, `${open}/result`);
    await look(page, 'draft-result-zh-CN');
    const hrefs = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const take = async (ending: string) => {
      const href = hrefs.find((each) => each?.endsWith(ending)) ?? '';
      const response = await page.context().request.get(city.url + href);
      expect(response.status(), href).toBe(200);
      return response.body();
    };
    const document = strFromU8(unzipSync(await take('.docx'))['word/document.xml'] ?? new Uint8Array());
    expect(document).toContain(reason);
    const sheets = Object.values(unzipSync(await take('.xlsx'))).map((part) => strFromU8(part));
    expect(sheets.join('')).toContain(own);
    const csv = (await take('.csv')).toString();
    expect(csv.trim().split('\r\n')).toHaveLength(2001);
    expect(csv).toContain(english);
    expect(csv).not.toContain(resident.name);
    expect(csv).not.toContain('张小满');
  });
});

async function draftNow() {
  const found = await consultationBySlug(city.k.db, slug);
  if (!found) throw new Error('no draft');
  return found;
}

/** All that is listed, decided in one go. @returns how many it were */
async function decideAll(page: Page, given: { verdict: string; reason: string }): Promise<number> {
  await page.getByLabel(/^列出的全部/).check();
  await page.getByLabel(given.verdict, { exact: true }).check();
  await page.getByLabel('理由', { exact: true }).fill(given.reason);
  await pressed(page, '一起记下决定');
  const said = await page
    .getByText(/^记下了 [\d,]+ 条的决定/)
    .first()
    .textContent();
  return Number(said?.match(/[\d,]+/)?.[0].replaceAll(',', ''));
}
