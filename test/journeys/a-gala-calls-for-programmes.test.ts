import { beforeAll, describe, expect, it } from 'vitest';
import { slotsOf } from '../../src/modules/competitions/pitch/pitch.queries.ts';
import { closeScreening } from '../../src/modules/competitions/screening/close-screening.ts';
import { decideEntry } from '../../src/modules/competitions/screening/decide-entry.ts';
import { type City, openCity } from './city.ts';
import * as play from './competition-people.ts';

const { button, go, look, mainOf, press, stageNow, visitAs, words } = play;

let city: City;
let contest: play.Contest;
let organiser: play.Person;
let screener: play.Person;
let chair: play.Person;
let juror: play.Person;
let leads: play.Person[];
const titles = ['渡口号子', '秧歌新唱', '夜市快板'];
const body = '十二个人，五分钟，自带伴奏，需要一张八仙桌。';

beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, '陈组织', 'organiser');
  screener = await play.newPerson(city, '孙初审', 'handler');
  [chair, juror] = (await play.newPeople(city, ['周主任', '评委甲'])) as [play.Person, play.Person];
  leads = await play.newPeople(city, ['龚领队', '秧领队', '快领队']);
});

describe('a gala’s call for programmes', () => {
  it('is made and opened', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'gala', title: '云川网络春晚节目征集', firstDay: '2026-11-25' },
      approval: '云评组批〔2026〕61 号',
    });
    await play.giveDuty(contest, screener, 'screener');
    await play.giveDuty(contest, chair, 'chair');
    await play.giveDuty(contest, juror, 'juror');
  });

  it('is entered by teams', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'entry')).startsAt, 2);
    const page = await visitAs(contest, leads[0] ?? null, { size: 'phone' });
    await play.beginEntry(page, contest, { way: 'team', picture: 'gala' });
    await play.writeEntry(page, { title: titles[0] ?? '', byLine: '渡口街号子队', body });
    await play.handInShown(page, contest, 'gala');
    for (const at of [1, 2])
      await play.enterBeside(contest, leads[at] as play.Person, {
        ...{ way: 'team', title: titles[at] ?? '', byLine: `第 ${at + 1} 队`, body },
      });
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const competition = await play.contestNow(contest);
    for (const { id } of await play.entriesOf(contest))
      await decideEntry(city.k, screener, competition.id, { entryId: id, decision: 'accepted' });
    await closeScreening(city.k, organiser, competition.id);
    await city.settle();
  });

  it('has a first round in front of a jury', async () => {
    const stage = await stageNow(contest, 'jury');
    await play.moveTo(contest, stage.startsAt, 2);
    const staff = await visitAs(contest, organiser);
    await play.assignInBrowser(staff, contest, stage.id, 'gala');
    const page = await visitAs(contest, juror);
    await play.beginJury(page, contest, stage.id, 'gala');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/table`);
    await look(page, 'gala-table');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/1`);
    await play.handInSheet(page, contest, [91, 89]);
    const one = (await play.entriesOf(contest))[0]?.id ?? '';
    await play.scoreRest(contest, juror, stage.id, (at) => 70 + at, new Set([one]));
    await play.scoreRest(contest, chair, stage.id, (at) => 71 + at);
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'gala');
  });

  it('has a rehearsal that is looked at one after the other', async () => {
    const stage = await stageNow(contest, 'pitch');
    await play.moveTo(contest, stage.startsAt, 0.5);
    const desk = await visitAs(contest, organiser);
    await play.assignInBrowser(desk, contest, stage.id, 'gala-rehearsal');
    await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
    await press(button(desk, contest, 'competitions.pitch.draw'));
    const slots = await slotsOf(city.k.db, stage.id);
    await play.confirmFor(contest, [chair, juror], stage.id);
    for (const [at, slot] of slots.entries())
      for (const act of ['start', 'ask', 'score', 'finish']) {
        await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
        await press(desk.locator('section[aria-labelledby=now]').locator(`button[name=act][value=${act}]`));
        if (at > 0 || act !== 'start') continue;
        const phone = await visitAs(contest, juror, { size: 'phone' });
        await go(phone, contest, `/pitch/${contest.slug}/${stage.id}/sheet`);
        expect(await mainOf(phone)).toContain(slot.title);
        for (const field of [0, 1]) await phone.locator('[name^=points-]').nth(field).fill('90.5');
        await look(phone, 'gala-live');
        await press(button(phone, contest, 'competitions.pitch.hand_in'));
      }
    await play.scoreRest(contest, juror, stage.id, (at) => 80 + at, new Set([slots[0]?.entryId ?? '']));
    await play.scoreRest(contest, chair, stage.id, (at) => 82 + at);
    const lead = leads[titles.indexOf(slots[0]?.title ?? '')] as play.Person;
    const signing = await visitAs(contest, lead, { size: 'phone' });
    await go(signing, contest, `/pitch/${contest.slug}/${stage.id}/sign`);
    await signing.locator('[name=name]').fill(lead.name);
    await signing.locator('[name=remark]').fill('伴奏的声音小了，请现场再调。');
    await look(signing, 'gala-sign');
    await press(button(signing, contest, 'competitions.pitch.sign'));
    expect(await mainOf(signing)).toContain(words(contest, 'competitions.pitch.signed'));
    await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
    expect(await mainOf(desk)).toContain('伴奏的声音小了');
    await look(desk, 'gala-rehearsed');
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'gala-rehearsal');
  });

  it('ends with programmes on stage and their certificates', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'announcement')).startsAt, 1);
    const page = await visitAs(contest, organiser);
    await play.publishInBrowser(page, contest, 'gala');
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    await play.finaliseInBrowser(page, contest, 'gala');
    const said = await play.takeCertificate(contest, leads[0] as play.Person, 'gala');
    expect(said).toContain('渡口号子');
  });
});
