import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { runClocks } from '../../src/modules/cases/clocks/run-clocks.ts';
import { rollUpAll, rollUpStale } from '../../src/modules/cases/statistics/roll-up.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
/** The five: who writes, who dispatches, the office it is not for, the office it is for, and who reads before it goes out. */
let xu: Page;
let guchuan: Page;
let shaodong: Page;
let luogang: Page;
let peiwen: Page;
let guest: Page;
let number = '';
type Sums = Record<string, number>;
let before: Record<'all' | 'lighting', Sums>;

beforeAll(async () => {
  city = await openCity({ letters: false });
  xu = await city.visit('xu', { size: 'phone' });
  guchuan = await city.visit('guchuan');
  shaodong = await city.visit('shaodong');
  luogang = await city.visit('luogang');
  peiwen = await city.visit('peiwen');
  guest = await city.visit(null);
});

const at = (moment: string) => city.k.clock.set(`${moment}:00+08:00`);
const goTo = (page: Page, path: string) => page.goto(`${city.url}${path}`);
const atDesk = (page: Page) => goTo(page, `/desk/${number}`);
/** What the page says, without spaces: where Chinese is set apart from figures is the look's business. */
const bare = (text: string) => text.replace(/\s+/g, '');
const main = async (page: Page) => bare((await page.locator('main').textContent()) ?? '');

/** Presses a deed and waits for the page that follows. */
async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
  await city.settle();
}

const deed = (page: Page, name: string) => page.locator('.deeds').getByRole('button', { name, exact: true });

/** Opens a deed's dialog, writes into its fields, and does it. */
async function doDeed(page: Page, name: string, fill: (dialog: Locator) => Promise<unknown>): Promise<void> {
  await atDesk(page);
  await page.getByRole('button', { name, exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor();
  await fill(dialog);
  await press(dialog.getByRole('button', { name, exact: true }));
}

/** The case as it is kept: what no page rounds or words. */
async function row() {
  const found = await city.k.db.selectFrom('cases.case').selectAll().where('number', '=', number).executeTakeFirst();
  if (!found) throw new Error(`there is no case ${number}`);
  return found;
}

const local = (date: Date | null) =>
  date?.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }) ?? null;

/** Titles of what somebody was sent, on whatever channel, since the journey last asked. */
const seen = new Map<string, number>();
async function sentTo(person: string): Promise<string> {
  const messages = await city.k.notify.loopback.list({ to: `${person}@example.test`, after: seen.get(person) ?? 0 });
  if (messages[0]) seen.set(person, messages[0].id);
  return messages.map(({ subject, text }) => `${subject} ${text}`).join('\n');
}

async function figures(department?: string) {
  await rollUpStale(city.k);
  const query = `period=all&by=department${department ? `&department=${department}` : ''}`;
  const response = await xu.context().request.get(`${city.url}/api/v1/statistics?${query}`);
  expect(response.status()).toBe(200);
  return (await response.json()).total as Sums;
}

const photo = () =>
  sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#333028' } })
    .jpeg()
    .toBuffer();

it('a resident writes on her phone and gets a receipt', async () => {
  await rollUpAll(city.k);
  before = { all: await figures(), lighting: await figures('lighting') };

  // 许女士 writes on her phone, with a photo, on a Thursday morning.
  await goTo(xu, '/cases/new');
  await expectSound(xu);
  await xu.getByRole('radio', { name: '求助' }).check();
  await xu.getByLabel('一句话说是什么事').fill('文昌路小学后门五盏路灯不亮，放学路上看不见');
  await xu.getByLabel('区县', { exact: true }).selectOption({ label: '城东区' });
  await xu.getByLabel(/^地点/).fill('文昌路小学后门');
  await xu
    .getByLabel('经过和您的希望')
    .fill('从十一月初起，文昌路小学后门到菜场的五盏路灯全都不亮，孩子放学要摸黑走，昨天有一个老人摔倒了。请尽快修好。');
  await xu.getByLabel(/^照片/).setInputFiles({ name: '后门.jpg', mimeType: 'image/jpeg', buffer: await photo() });
  await press(xu.getByRole('button', { name: '寄出' }));
  const another = xu.getByRole('button', { name: '不是同一件，寄出我的信' });
  if (await another.isVisible()) {
    await expectSound(xu);
    await press(another);
  }
  await xu.waitForURL('**/cases/receipt');
  await expectSound(xu);
  number = /\d{4}-\d{4}-\d{4}/.exec(await main(xu))?.[0] ?? '';
  expect(number).toMatch(/^2026-1119-/);
  expect(await main(xu)).toContain('最晚答复11月26日周四');

  // Not public before somebody has looked at it.
  expect((await xu.context().request.get(`${city.url}/cases/${number}`)).status()).toBe(404);
});

it('it is dispatched to an office that signs and asks for its return', async () => {
  // 顾明川 accepts and dispatches it, to the wrong office.
  at('2026-11-19T10:10');
  await goTo(guchuan, `/dispatch/${number}`);
  await expectSound(guchuan);
  await guchuan.getByLabel('另选主办单位').fill('城东区城管局');
  await guchuan.getByRole('radio', { name: /^另选单位/ }).check();
  await guchuan.getByLabel('答复期限').selectOption('general');
  await guchuan.getByLabel('派单意见').fill('小学放学要走，请先看现场。');
  await press(deed(guchuan, '受理并派单'));
  const now = await row();
  expect(now.state).toBe('dispatched');
  expect(local(now.due_at)).toBe('2026-11-26 23:59');
  expect(local(now.sign_due_at)).toBe('2026-11-19 11:10');
  expect(local(now.return_due_at)).toBe('2026-11-23 23:59');
  expect(local(now.contact_due_at)).toBe('2026-11-20 23:59');
  expect(await sentTo('xu')).toContain('来信已派给城东区城市管理局');
  expect(await sentTo('shaodong')).toContain(number);

  // 城东区城管 signs in time, sees that it is not theirs, and asks for a return with a reason.
  at('2026-11-19T10:40');
  await atDesk(shaodong);
  await expectSound(shaodong);
  await press(deed(shaodong, '签收'));
  await doDeed(shaodong, '申请退回', async (dialog) => {
    await dialog.getByLabel('为什么不归本单位办').fill('主次干道路灯由市城市照明管理处管养，区里没有这项职责。');
    await dialog.getByLabel('应当由谁办').selectOption({ label: '市城市照明管理处' });
  });
  await expectSound(shaodong);
  expect((await row()).state).toBe('return_requested');
  expect(await sentTo('guchuan')).toContain(number);
});

it('nobody opens it who has no right to', async () => {
  // Another office's handler, and a leader who reads figures, cannot open it; nor can somebody else who writes letters.
  for (const person of ['luogang', 'yanshu', 'majie']) {
    const page = person === 'luogang' ? luogang : await city.visit(person);
    expect((await atDesk(page))?.status(), person).toBe(403);
    expect((await goTo(page, `/dispatch/${number}`))?.status(), person).toBe(403);
  }
  const anotherAuthor = await city.visit('majie');
  expect((await goTo(anotherAuthor, `/me/cases/${number}`))?.status()).toBe(404);
});

it('it is sent to the right office, which signs, calls and asks', async () => {
  // Ruled on late on Friday: to the office whose it is. The day of the answer stays, signing waits for Monday.
  at('2026-11-20T17:10');
  await goTo(guchuan, '/dispatch?queue=returns');
  await guchuan.getByRole('link', { name: /文昌路小学后门/ }).click();
  await guchuan.getByText('建议派给').first().waitFor();
  await expectSound(guchuan);
  expect(await guchuan.getByRole('radio', { name: /^市城市照明管理处/ }).isChecked()).toBe(true);
  await guchuan.getByLabel('裁定理由').fill('职责清单里路灯管养归市照明处。');
  await press(deed(guchuan, '改派'));
  const now = await row();
  expect(now.state).toBe('dispatched');
  expect(local(now.due_at)).toBe('2026-11-26 23:59');
  expect(local(now.sign_due_at)).toBe('2026-11-23 09:40');
  expect(await sentTo('luogang')).toContain(`改派来一件：${number}`);
  expect((await atDesk(shaodong))?.status()).toBe(403);

  // 罗志砚 signs on Monday before the hour is over; it was ruled on, so it cannot be returned again.
  at('2026-11-23T09:30');
  await atDesk(luogang);
  expect(await luogang.getByRole('button', { name: '申请退回' }).count()).toBe(0);
  await press(deed(luogang, '签收'));
  await doDeed(luogang, '记联系', async (dialog) => {
    await dialog.getByRole('radio', { name: '打电话' }).check();
    await dialog.getByLabel('说了什么').fill('电话里说好周二上门看，备注只给自己人看。');
  });
  expect((await row()).state).toBe('in_progress');
  await doDeed(luogang, '请来信人补充', (dialog) => dialog.getByLabel('想问什么').fill('五盏灯的灯杆编号写的是多少？'));
  await expectSound(luogang);
  expect(await sentTo('xu')).toContain('办理单位请您补充');
});

it('she answers, and the office is granted three working days more', async () => {
  // She answers from her phone.
  at('2026-11-23T12:30');
  await goTo(xu, `/me/cases/${number}`);
  expect(await main(xu)).toContain('五盏灯的灯杆编号写的是多少');
  await expectSound(xu);
  await xu.getByLabel('要补充的话').fill('灯杆上写的是 WC-021 到 WC-025。');
  await press(xu.getByRole('button', { name: '答复' }));
  expect(await main(xu)).toContain('答过了，谢谢');
  expect(await sentTo('luogang')).toContain('来信人又写了');

  // He asks for three working days more; the dispatcher grants them, counted from the day on which it was due.
  at('2026-11-24T09:00');
  await doDeed(luogang, '申请延期', async (dialog) => {
    await dialog.getByLabel('延长几个工作日').fill('11');
    await dialog.getByLabel('理由').fill('电缆要开挖，材料周五才到。');
    await dialog.getByLabel('延长几个工作日').evaluate((input: HTMLInputElement) => input.removeAttribute('max'));
  });
  expect(await main(luogang)).toContain('最多10个工作日');
  const asking = luogang.getByRole('dialog', { name: '申请延期' });
  expect(await asking.getByLabel('理由').inputValue()).toContain('电缆要开挖');
  await asking.getByLabel('延长几个工作日').fill('3');
  await press(asking.getByRole('button', { name: '申请延期', exact: true }));
  expect(local((await row()).due_at)).toBe('2026-11-26 23:59');
  expect(await sentTo('guchuan')).toContain('申请延期');
  await goTo(guchuan, `/dispatch/${number}?queue=extensions`);
  await expectSound(guchuan);
  await guchuan.getByLabel('裁定理由').fill('同意，要开挖。');
  await press(guchuan.getByRole('button', { name: '同意延期' }));
  expect(local((await row()).due_at)).toBe('2026-12-01 23:59');
  expect(await sentTo('xu')).toContain('答复要晚几天');
});

it('the answer is sent back once by its reviewer and then published', async () => {
  // The reply, with a promise. Whoever wrote it cannot publish it.
  at('2026-11-25T15:00');
  await goTo(luogang, `/desk/${number}/reply`);
  await expectSound(luogang);
  await luogang
    .getByLabel('答复', { exact: true })
    .fill('您好。WC-021 到 WC-025 五盏灯的电缆被施工挖断，现在接了临时线。');
  await luogang.getByLabel('第 1 件').fill('换好五盏灯的电缆');
  await luogang.getByLabel('哪天做到').first().fill('2026-12-10');
  await press(deed(luogang, '送审'));
  expect((await row()).state).toBe('replied');
  expect(await luogang.getByRole('button', { name: '审核发布' }).count()).toBe(0);
  expect(await sentTo('peiwen')).toContain('等您审核');
  await goTo(guest, `/cases/${number}`);
  expect(await main(guest)).not.toContain('临时线');

  // Sent back once, then published.
  await doDeed(peiwen, '退回修改', (dialog) => dialog.getByLabel('哪里要改').fill('请写明今晚亮不亮，给值班电话。'));
  expect(await sentTo('luogang')).toContain('答复退回修改');
  await goTo(luogang, `/desk/${number}/reply`);
  expect(await main(luogang)).toContain('请写明今晚亮不亮');
  const text = luogang.getByLabel('答复', { exact: true });
  await text.fill(`${await text.inputValue()}今晚六点就会亮，值班电话 0000-6021。`);
  await press(deed(luogang, '送审'));
  at('2026-11-25T16:00');
  await doDeed(peiwen, '审核发布', async () => {});
  await expectSound(peiwen);
  expect((await row()).state).toBe('reviewed');
  expect(await sentTo('xu')).toContain('来信有答复了');

  // Everybody can follow what happened, and nothing that is the offices' own or her name.
  await goTo(guest, `/cases/${number}`);
  await expectSound(guest);
  const story = await main(guest);
  for (const words of [
    '主办城东区城市管理局',
    '主办市城市照明管理处',
    '打过电话',
    'WC-021 到 WC-025',
    '延 3 个工作日',
    '今晚六点就会亮',
    '答应的事：换好五盏灯的电缆',
  ])
    expect(story).toContain(bare(words));
  for (const inside of ['许静禾', '请先看现场', '备注只给自己人看', '请写明今晚亮不亮', '职责清单'])
    expect(story).not.toContain(inside);
});

it('she rates it unsolved and has it taken up again', async () => {
  // She is not content: the lamps are out again. Rated unsolved, taken up once more with a day of its own.
  at('2026-11-26T08:30');
  await goTo(xu, `/me/cases/${number}`);
  await expectSound(xu);
  await xu.getByRole('radio', { name: '未解决' }).check();
  for (const [legend, stars] of [
    ['解决程度', 1],
    ['办理态度', 4],
    ['办理速度', 3],
  ] as const)
    await xu
      .getByRole('group', { name: legend })
      .getByRole('radio')
      .nth(stars - 1)
      .check();
  await press(xu.getByRole('button', { name: '评价', exact: true }));
  expect(await main(xu)).toContain('评价好了');
  await xu.getByLabel('还差什么没有解决').fill('昨天晚上八点又灭了两盏，菜场那头还是黑的。');
  await press(xu.getByRole('button', { name: '请再办一次' }));
  const now = await row();
  expect(now.state).toBe('sent_back');
  expect(now.round).toBe(2);
  expect(local(now.due_at)).toBe('2026-12-03 23:59');
  expect(await xu.getByRole('button', { name: '请再办一次' }).count()).toBe(0);
  expect(await sentTo('luogang')).toContain('要重新办理');
});

it('it is answered again, the promise is kept, and it is closed as solved', async () => {
  // The second answer, and what was promised kept with evidence.
  at('2026-11-30T10:00');
  await goTo(luogang, `/desk/${number}/reply`);
  await luogang
    .getByLabel('答复', { exact: true })
    .fill('您好。两盏灯是镇流器坏了，昨天下午换好，连着看了三个晚上都亮。');
  await press(deed(luogang, '送审'));
  await doDeed(peiwen, '审核发布', async () => {});
  await goTo(luogang, '/desk/promises');
  await expectSound(luogang);
  await luogang.getByRole('link', { name: /换好五盏灯的电缆/ }).click();
  await luogang.getByLabel('做到了什么').fill('11 月 29 日电缆全部换好，五盏灯试灯全亮。');
  await press(luogang.getByRole('button', { name: '做到了，公开' }));
  expect(await sentTo('xu')).toMatch(/来信有答复了[\s\S]*答应的事做到了|答应的事做到了[\s\S]*来信有答复了/);

  at('2026-12-01T19:00');
  await goTo(xu, `/me/cases/${number}`);
  await xu.getByRole('radio', { name: '已解决' }).check();
  for (const legend of ['解决程度', '办理态度', '办理速度'])
    await xu.getByRole('group', { name: legend }).getByRole('radio').nth(4).check();
  await xu.getByLabel('想说的话').fill('都亮了，谢谢师傅们。');
  await press(xu.getByRole('button', { name: '评价', exact: true }));
  await runClocks(city.k);
  await city.settle();
  expect((await row()).state).toBe('closed');
  expect(await sentTo('xu')).toContain('来信已办结');
  await goTo(guest, `/cases/${number}`);
  await expectSound(guest);
  const end = await main(guest);
  for (const words of [
    '来信人评价：未解决',
    '第 2 次答复',
    '答应的事做到了',
    '来信人评价：已解决',
    '都亮了，谢谢师傅们',
  ])
    expect(end).toContain(bare(words));
});

it('the figures of the office change by these two rounds and no more', async () => {
  // Two rounds, both answered in time and rated, one of them solved: that and no more has the office's figures changed.
  const after = { all: await figures(), lighting: await figures('lighting') };
  const change = (of: 'all' | 'lighting', measure: string) => (after[of][measure] ?? 0) - (before[of][measure] ?? 0);
  const changes = (of: 'all' | 'lighting', ...names: string[]) => names.map((name) => change(of, name));
  expect(changes('lighting', 'received', 'in_time', 'rated', 'solved', 'satisfied')).toEqual([2, 2, 2, 1, 1]);
  expect(changes('lighting', 'answered', 'late', 'signed_in_time')).toEqual([2, 0, 1]);
  expect(changes('all', 'received')).toEqual([2]);
});
