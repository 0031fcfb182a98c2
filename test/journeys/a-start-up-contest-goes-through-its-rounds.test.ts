import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { closeJury } from '../../src/modules/competitions/jury/close-jury.ts';
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
let other: play.Person;
let founders: play.Person[];
const titles = ['Drying grain on parking lots', 'The lift ledger', 'Blue cloth at home'];

// The whole of it in English: what is said on the pages comes from the same messages as in the other journeys.
beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, 'Organiser', 'organiser');
  screener = await play.newPerson(city, 'Screener', 'handler');
  [chair, juror, other] = (await play.newPeople(city, ['Chair', 'Juror', 'Other juror'])) as [
    play.Person,
    play.Person,
    play.Person,
  ];
  founders = await play.newPeople(city, ['Founder one', 'Founder two', 'Founder three']);
});

describe('a start-up contest, in English', () => {
  it('is made with a semi-final from which two go on', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'start_up', title: 'Yunchuan Start-up Contest', firstDay: '2026-12-01', locale: 'en' },
      approval: '云评组批〔2026〕31 号',
      meanwhile: async (made, page) => {
        const semi = await stageNow(made, 'pitch');
        await go(page, made, `/organise/${made.slug}/stages/${semi.id}`);
        await page.locator('[name=advances]').fill('2');
        await look(page, 'start-up-semi');
        await press(page.locator('#stage button').last());
      },
    });
    expect((await stageNow(contest, 'pitch')).settings.advances).toBe(2);
    await play.giveDuty(contest, screener, 'screener');
    await play.giveDuty(contest, chair, 'chair');
    await play.giveDuty(contest, juror, 'juror');
    await play.giveDuty(contest, other, 'juror');
  });

  it('is entered by teams, with a draft that is kept and handed in on a phone', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'entry')).startsAt, 2);
    const page = await visitAs(contest, founders[0] ?? null, { size: 'phone' });
    await play.beginEntry(page, contest, { way: 'team', picture: 'start-up' });
    const body = 'Signed with three townships and eleven parking lots; four hundred tonnes dried last year.';
    await play.writeEntry(page, { title: titles[0] ?? '', byLine: 'Dengyuan Farm Services', body });
    await play.handInShown(page, contest, 'start-up');
    for (const at of [1, 2])
      await play.enterBeside(contest, founders[at] as play.Person, {
        ...{ way: 'team', title: titles[at] ?? '', byLine: `Team ${at + 1}`, body },
      });
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const competition = await play.contestNow(contest);
    for (const { id } of await play.entriesOf(contest))
      await decideEntry(city.k, screener, competition.id, { entryId: id, decision: 'accepted' });
    await closeScreening(city.k, organiser, competition.id);
    await city.settle();
    await go(page, contest, `/competitions/${contest.slug}/entries/1`);
    await look(page, 'start-up-work');
  });

  it('has a paper round in which no sheet shows a name', async () => {
    const stage = await stageNow(contest, 'jury');
    await play.moveTo(contest, stage.startsAt, 2);
    const staff = await visitAs(contest, organiser);
    await play.assignInBrowser(staff, contest, stage.id, 'start-up');
    const page = await visitAs(contest, juror);
    await play.beginJury(page, contest, stage.id, 'start-up');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/1`);
    await look(page, 'start-up-sheet');
    expect(await page.content()).not.toMatch(/Dengyuan|Founder one/);
    await play.handInSheet(page, contest, [90, 85, 80]);
    const first = (await play.entriesOf(contest))[0]?.id ?? '';
    await play.scoreRest(contest, juror, stage.id, (at) => 70 + at, new Set([first]));
    await play.scoreRest(contest, other, stage.id, (at) => 75 + at);
    await play.scoreRest(contest, chair, stage.id, (at) => 74 + at * 2);
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'start-up');
  });

  it('has a semi-final: drawn, on the clock, scored on phones, signed', async () => {
    const stage = await stageNow(contest, 'pitch');
    await play.moveTo(contest, stage.startsAt, 0.5);
    const desk = await visitAs(contest, organiser);
    await play.assignInBrowser(desk, contest, stage.id, 'start-up-semi');
    await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
    await look(desk, 'start-up-not-drawn');
    await press(button(desk, contest, 'competitions.pitch.draw'));
    await look(desk, 'start-up-drawn');
    const slots = await slotsOf(city.k.db, stage.id);
    expect(slots).toHaveLength(3);
    await play.confirmFor(contest, [chair, juror, other], stage.id);
    await onStage(desk, stage.id, 'start');
    const hall = await visitAs(contest, null);
    await go(hall, contest, `/competitions/${contest.slug}/pitch/${stage.id}`);
    expect(await hall.locator('body').textContent()).toContain(slots[0]?.title);
    await look(hall, 'start-up-hall');
    const phone = await visitAs(contest, juror, { size: 'phone' });
    await go(phone, contest, `/pitch/${contest.slug}/${stage.id}/sheet`);
    expect(await mainOf(phone)).toContain(slots[0]?.title);
    await look(phone, 'start-up-live');
    const fields = phone.locator('[name^=points-]');
    for (const at of [0, 1, 2, 3]) await fields.nth(at).fill('88');
    await press(button(phone, contest, 'competitions.pitch.hand_in'));
    await look(phone, 'start-up-live-in');
    for (const act of ['ask', 'score', 'finish'] as const) await onStage(desk, stage.id, act);
    await look(desk, 'start-up-running');
    for (const _ of slots.slice(1))
      for (const act of ['start', 'ask', 'score', 'finish'] as const) await onStage(desk, stage.id, act);
    await look(desk, 'start-up-all-done');
    await play.scoreRest(contest, juror, stage.id, (at) => 60 + at * 5, new Set([slots[0]?.entryId ?? '']));
    for (const each of [other, chair]) await play.scoreRest(contest, each, stage.id, (at) => 62 + at * 5);
    await sign(stage.id, 0);
    await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
    expect(await mainOf(desk)).toContain('Founder one');
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'start-up-semi');
  });

  it('has a final of two, who sign what the jury gave them', async () => {
    const stage = await stageNow(contest, 'pitch', 1);
    await play.moveTo(contest, stage.startsAt, 0.5);
    const desk = await visitAs(contest, organiser);
    await play.assignInBrowser(desk, contest, stage.id, 'start-up-final');
    await go(desk, contest, `/pitch/${contest.slug}/${stage.id}`);
    await press(button(desk, contest, 'competitions.pitch.draw'));
    const slots = await slotsOf(city.k.db, stage.id);
    expect(slots).toHaveLength(2);
    for (const _ of slots)
      for (const act of ['start', 'ask', 'score', 'finish'] as const) await onStage(desk, stage.id, act);
    for (const each of [juror, other, chair]) await play.scoreRest(contest, each, stage.id, (at) => 80 + at * 3);
    const finalist = founders.findIndex((_, at) => slots.some(({ title }) => title === titles[at]));
    await sign(stage.id, finalist);
    await closeJury(city.k, chair, { stageId: stage.id });
    await city.settle();
  });

  it('has results, and a certificate for whoever came first', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'announcement')).startsAt, 1);
    const page = await visitAs(contest, organiser);
    await play.publishInBrowser(page, contest, 'start-up');
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    await play.finaliseInBrowser(page, contest, 'start-up');
    const winners = await play.holdersOf(contest, founders);
    const said = await play.takeCertificate(contest, winners[0] as play.Person, 'start-up');
    expect(said).toContain('Yunchuan Start-up Contest');
  });
});

/** The next step of whoever is or comes on stage, by the organiser's button. */
async function onStage(desk: Page, stageId: string, act: string): Promise<void> {
  await go(desk, contest, `/pitch/${contest.slug}/${stageId}`);
  await press(desk.locator('section[aria-labelledby=now]').locator(`button[name=act][value=${act}]`));
}

/** A contestant looks at their totals on a phone and signs. */
async function sign(stageId: string, founder: number): Promise<void> {
  const who = founders[founder] as play.Person;
  const page = await visitAs(contest, who, { size: 'phone' });
  await go(page, contest, `/pitch/${contest.slug}/${stageId}/sign`);
  await look(page, 'start-up-sign');
  await page.locator('[name=name]').fill(who.name);
  await press(button(page, contest, 'competitions.pitch.sign'));
  expect(await mainOf(page)).toContain(words(contest, 'competitions.pitch.signed'));
  await look(page, 'start-up-signed');
}
