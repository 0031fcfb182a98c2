import { beforeAll, describe, expect, it } from 'vitest';
import { closeScreening } from '../../src/modules/competitions/screening/close-screening.ts';
import { type City, openCity } from './city.ts';
import * as play from './competition-people.ts';

const { button, go, look, mainOf, press, stageNow, visitAs } = play;

let city: City;
let contest: play.Contest;
let organiser: play.Person;
let screener: play.Person;
let chair: play.Person;
let jurors: play.Person[];
let writers: play.Person[];
let late: play.Person;
const names = ['莫听风', '齐望秋', '邹灯下'];
const body = '外婆的院子里有一口井，井水冬暖夏凉。后来通了自来水，井还在，桶还在，外婆还在。';

beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, '陈组织', 'organiser');
  screener = await play.newPerson(city, '孙初审', 'handler');
  [chair, late] = (await play.newPeople(city, ['周主任', '晏来迟'])) as [play.Person, play.Person];
  jurors = await play.newPeople(city, ['评委甲', '评委乙', '评委丙', '评委丁']);
  writers = await play.newPeople(city, names);
});

describe('an essay call', () => {
  it('is made and opened', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'essay', title: '我家的一件旧物', firstDay: '2026-12-01' },
      approval: '云评组批〔2026〕41 号',
    });
    await play.giveDuty(contest, screener, 'screener');
    await play.giveDuty(contest, chair, 'chair');
    for (const juror of jurors) await play.giveDuty(contest, juror, 'juror');
  });

  it('takes essays on phones, and one after the end that is marked as late', async () => {
    const { startsAt, endsAt } = await stageNow(contest, 'entry');
    await play.moveTo(contest, startsAt, 2);
    const page = await visitAs(contest, writers[0] ?? null, { size: 'phone' });
    await play.beginEntry(page, contest, { picture: 'essay' });
    await play.writeEntry(page, { title: '外婆的井', byLine: '莫听风', body });
    await play.handInShown(page, contest, 'essay');
    for (const at of [1, 2])
      await play.enterBeside(contest, writers[at] as play.Person, { title: `旧物之${at}`, body });
    await play.moveTo(contest, endsAt, 3);
    const tardy = await visitAs(contest, late, { size: 'phone' });
    await go(tardy, contest, `/competitions/${contest.slug}/enter`);
    expect(await mainOf(tardy)).toContain('标为“迟交”');
    await look(tardy, 'essay-late-enter');
    await press(button(tardy, contest, 'competitions.entries.begin'));
    await play.writeEntry(tardy, { title: '一把旧伞', byLine: '晏来迟', body });
    await play.handInShown(tardy, contest, 'essay-late');
    expect(await mainOf(tardy)).toContain('迟交');
  });

  it('is screened, and the public page says what came late', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const page = await visitAs(contest, screener);
    await go(page, contest, `/organise/${contest.slug}/screening`);
    expect(await mainOf(page)).toContain('迟交');
    for (const box of await page.locator('[name=entries]').all()) await box.check();
    await look(page, 'essay-screening');
    await press(button(page, contest, 'competitions.screening.accept_chosen'));
    await closeScreening(city.k, organiser, (await play.contestNow(contest)).id);
    await city.settle();
    const anybody = await visitAs(contest, null);
    await go(anybody, contest, `/competitions/${contest.slug}/entries/4`);
    expect(await mainOf(anybody)).toContain('迟交');
    await look(anybody, 'essay-work');
  });

  it('is judged by a jury whose pages hold no name', async () => {
    const stage = await stageNow(contest, 'jury');
    await play.moveTo(contest, stage.startsAt, 2);
    const staff = await visitAs(contest, organiser);
    await play.assignInBrowser(staff, contest, stage.id, 'essay');
    const [first, ...others] = jurors as [play.Person, ...play.Person[]];
    const page = await visitAs(contest, first);
    await play.beginJury(page, contest, stage.id, 'essay');
    const base = `/jury/${contest.slug}/${stage.id}`;
    for (const path of [base, `${base}/1`, `${base}/4`, `${base}/table`, `${base}/record`]) {
      await go(page, contest, path);
      await look(page, `essay-blind${path.slice(base.length).replace('/', '-')}`);
      const all = await page.content();
      for (const name of [...names, '晏来迟']) expect(all, `${path} names ${name}`).not.toContain(name);
    }
    await go(page, contest, `${base}/1`);
    await play.handInSheet(page, contest, [85, 85, 85]);
    const pdf = await page.request.get(`${city.url}${base}/sheet.pdf`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    const one = (await play.entriesOf(contest))[0]?.id ?? '';
    await play.scoreRest(contest, first, stage.id, () => 85, new Set([one]));
    for (const juror of [...others, chair]) await play.scoreRest(contest, juror, stage.id, () => 85);
  });

  it('has ties that the chair decides, with a reason', async () => {
    const stage = await stageNow(contest, 'jury');
    const page = await visitAs(contest, chair);
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/chair`);
    expect(await mainOf(page)).toContain('4 件并列');
    await page.locator('section[aria-labelledby=equals] summary').first().click();
    await look(page, 'essay-ties');
    const form = page.locator('section[aria-labelledby=equals] form').first();
    for (const [number, place] of [
      [1, 2],
      [2, 1],
      [3, 3],
      [4, 4],
    ] as const)
      await form.locator(`[name=place-${number}]`).fill(String(place));
    await form.locator('[name=reason]').fill('2 号的结尾更有余味，评委会一致同意。');
    await press(form.getByRole('button', { name: '定先后' }));
    await play.closeInBrowser(page, contest, stage.id, 'essay');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/summary`);
    expect(await mainOf(page)).toContain('2 号的结尾更有余味');
    await look(page, 'essay-summary');
    const sheets = await page.locator('a[href*="/sheets/"]').first().getAttribute('href');
    const pdf = await page.request.get(city.url + sheets);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('ends with a first prize for whom the chair put first', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'announcement')).startsAt, 1);
    const page = await visitAs(contest, organiser);
    await play.publishInBrowser(page, contest, 'essay');
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    await play.finaliseInBrowser(page, contest, 'essay');
    const said = await play.takeCertificate(contest, writers[1] as play.Person, 'essay');
    expect(said).toContain('一等奖');
    expect(said).toContain('旧物之1');
  });
});
