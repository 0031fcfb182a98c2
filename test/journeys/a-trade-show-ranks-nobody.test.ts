import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type City, openCity } from './city.ts';
import * as play from './competition-people.ts';

const { button, go, look, mainOf, press, stageNow, visitAs } = play;

let city: City;
let contest: play.Contest;
let organiser: play.Person;
let screener: play.Person;
let exhibitor: play.Person;
const body = '三代人做伞，从选竹到上油七十二道工序，一把伞用三十年。';

/** No page of a showcase puts anybody before anybody. */
async function ranksNobody(page: Page): Promise<void> {
  // That nobody is ranked may be said.
  const said = (await mainOf(page)).replaceAll(/不(排名次|排名|评奖|打分)/g, '');
  for (const word of [
    '名次',
    '排名',
    '揭晓',
    '评分',
    '第一名',
    '获奖',
    '一等奖',
    '优胜',
    '得分',
    '总分',
    '冠军',
    '入围',
    '晋级',
  ])
    expect(said, `${page.url()} says ${word}`).not.toContain(word);
}

beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, '陈组织', 'organiser');
  screener = await play.newPerson(city, '孙初审', 'handler');
  exhibitor = await play.newPerson(city, '程伞庄');
});

describe('a trade show', () => {
  it('is made as a showcase and opened without an approval number', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'trade_show', title: '云川老手艺展', firstDay: '2026-12-01' },
    });
    await play.giveDuty(contest, screener, 'screener');
    expect((await play.contestNow(contest)).mode).toBe('showcase');
  });

  it('is entered with a picture on a phone', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'entry')).startsAt, 2);
    const page = await visitAs(contest, exhibitor, { size: 'phone' });
    await play.beginEntry(page, contest, { way: 'self', category: 1, picture: 'trade-show' });
    await play.writeEntry(page, { title: '程记油纸伞', summary: '一把伞，三十年。', body });
    await page
      .locator('[name=files]')
      .setInputFiles({ name: '伞.png', mimeType: 'image/png', buffer: await picture() });
    await press(button(page, contest, 'competitions.entries.add'));
    await look(page, 'trade-show-file');
    await play.handInShown(page, contest, 'trade-show');
    for (const [at, name] of ['陆家染坊', '柱成木作', '知秋餐饮'].entries())
      await play.enterBeside(contest, await play.newPerson(city, name), { title: `${name}的展品`, body, category: at });
  });

  it('is screened by staff', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const page = await visitAs(contest, screener);
    await go(page, contest, `/organise/${contest.slug}/screening/1`);
    await look(page, 'trade-show-entry');
    await go(page, contest, `/organise/${contest.slug}/screening`);
    for (const box of await page.locator('[name=entries]').all()) await box.check();
    await press(button(page, contest, 'competitions.screening.accept_chosen'));
    const closing = await visitAs(contest, organiser);
    await go(closing, contest, `/organise/${contest.slug}/screening`);
    await press(button(closing, contest, 'competitions.screening.close'));
    await city.settle();
  });

  it('shows everything in the order of numbers, and nobody is before anybody', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    for (const size of ['phone', 'desktop'] as const) {
      const page = await visitAs(contest, null, { size });
      for (const path of ['', '/entries', '/entries/1', '/results', '/notice', '/notes', '/screen']) {
        await go(page, contest, `/competitions/${contest.slug}${path}`);
        await look(page, `trade-show-public${path.replaceAll('/', '-')}`);
        await ranksNobody(page);
      }
    }
  });

  it('ends with thanks, and a certificate of participation for each', async () => {
    const page = await visitAs(contest, organiser);
    await play.finaliseInBrowser(page, contest, 'trade-show');
    await ranksNobody(page);
    const said = await play.takeCertificate(contest, exhibitor, 'trade-show');
    expect(said).toContain('参展证书');
    expect(said).toContain('程记油纸伞');
    expect(said).not.toContain('获');
  });
});

async function picture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#c8553d' } })
    .png()
    .toBuffer();
}
