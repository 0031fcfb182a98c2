import { beforeAll, describe, expect, it } from 'vitest';
import { madeMp4 } from '../../src/kernel/files/media.fixture.ts';
import { castBallot } from '../../src/modules/competitions/ballots/cast/cast-ballot.ts';
import { lookAfterBallots } from '../../src/modules/competitions/ballots/close/look-after.ts';
import { ballotFacts } from '../../src/modules/competitions/ballots/open-ballot.ts';
import { type City, openCity } from './city.ts';
import * as play from './competition-people.ts';

const { button, go, look, mainOf, press, stageNow, visitAs } = play;

let city: City;
let contest: play.Contest;
let organiser: play.Person;
let screener: play.Person;
let chair: play.Person;
let juror: play.Person;
let director: play.Person;
let camera: play.Person;
const body = '一个守桥人的最后一天。三分钟，没有一句对白。';

beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, '陈组织', 'organiser');
  screener = await play.newPerson(city, '孙初审', 'handler');
  [chair, juror, director, camera] = (await play.newPeople(city, ['周主任', '评委甲', '沈导演', '罗摄影'])) as [
    play.Person,
    play.Person,
    play.Person,
    play.Person,
  ];
});

describe('a short-film call', () => {
  it('is made and opened', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'short_film', title: '三分钟云川', firstDay: '2026-12-01' },
      approval: '云评组批〔2026〕51 号',
    });
    await play.giveDuty(contest, screener, 'screener');
    await play.giveDuty(contest, chair, 'chair');
    await play.giveDuty(contest, juror, 'juror');
  });

  it('takes a film as file and as link from a team, whose members accept by a link', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'entry')).startsAt, 2);
    const page = await visitAs(contest, director, { size: 'phone' });
    await play.beginEntry(page, contest, { way: 'team', picture: 'short-film' });
    const own = new URL(page.url()).pathname.replace(/\?.*/, '');
    await play.writeEntry(page, { title: '守桥人', byLine: '石桥小组', body });
    const file = { name: '守桥人.mp4', mimeType: 'video/mp4', buffer: madeMp4() };
    await page.locator('[name=files]').setInputFiles(file);
    await page.locator('[name=link]').fill('https://video.example.test/watch/bridge');
    await press(button(page, contest, 'competitions.entries.add'));
    expect(await page.locator('.own-files > li').count()).toBe(2);
    await look(page, 'short-film-files');

    await go(page, contest, `${own}/team`);
    await page.locator('[name=name]').fill(camera.name);
    await page.locator('[name=email]').fill(camera.email);
    await page.locator('[name=role]').selectOption({ label: '摄影' });
    await look(page, 'short-film-ask');
    await press(button(page, contest, 'competitions.entries.ask_send'));
    await look(page, 'short-film-asked');
    await city.settle();
    const [message] = await city.k.notify.loopback.list({ to: camera.email });
    const link = /\/entries\/invitations\/[\w-]+/.exec(message?.text ?? '')?.[0] ?? '';
    const member = await visitAs(contest, camera, { size: 'phone' });
    await go(member, contest, link);
    expect(await mainOf(member)).toContain('摄影');
    await look(member, 'short-film-invited');
    await press(button(member, contest, 'competitions.entries.invitation.accept'));
    await look(member, 'short-film-joined');
    await go(page, contest, `${own}/team`);
    expect(await mainOf(page)).toContain('罗摄影');
    await go(page, contest, own);
    await play.handInShown(page, contest, 'short-film');
    for (const [at, name] of ['二号片', '三号片'].entries())
      await play.enterBeside(contest, await play.newPerson(city, `${name}作者`), { title: name, body, category: at });
  });

  it('is screened with a look at the film', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const page = await visitAs(contest, screener);
    await go(page, contest, `/organise/${contest.slug}/screening/1`);
    await look(page, 'short-film-entry');
    await page.locator('[name=decision][value=accepted]').check();
    await press(button(page, contest, 'competitions.screening.decide'));
    await go(page, contest, `/organise/${contest.slug}/screening`);
    for (const box of await page.locator('[name=entries]').all()) await box.check();
    await press(button(page, contest, 'competitions.screening.accept_chosen'));
    const closing = await visitAs(contest, organiser);
    await go(closing, contest, `/organise/${contest.slug}/screening`);
    await press(button(closing, contest, 'competitions.screening.close'));
    await city.settle();
    const anybody = await visitAs(contest, null, { size: 'phone' });
    await go(anybody, contest, `/competitions/${contest.slug}/entries/1`);
    expect(await mainOf(anybody)).toContain('罗摄影');
    await look(anybody, 'short-film-work');
  });

  it('is judged', async () => {
    const stage = await stageNow(contest, 'jury');
    await play.moveTo(contest, stage.startsAt, 2);
    const staff = await visitAs(contest, organiser);
    await play.assignInBrowser(staff, contest, stage.id, 'short-film');
    const page = await visitAs(contest, juror);
    await play.beginJury(page, contest, stage.id, 'short-film');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/1`);
    await look(page, 'short-film-sheet');
    await play.handInSheet(page, contest, [92, 90, 95]);
    const one = (await play.entriesOf(contest))[0]?.id ?? '';
    await play.scoreRest(contest, juror, stage.id, (at) => 70 + at, new Set([one]));
    await play.scoreRest(contest, chair, stage.id, (at) => 71 + at);
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'short-film');
  });

  it('is voted on', async () => {
    const stage = await stageNow(contest, 'ballot');
    await play.moveTo(contest, stage.startsAt, 2);
    const page = await visitAs(contest, await play.newPerson(city, '选民'), { size: 'phone' });
    await go(page, contest, `/competitions/${contest.slug}/vote`);
    await page.locator('#ballot-0 [name=choices]').first().check();
    await look(page, 'short-film-vote');
    await press(page.locator('#ballot-0').getByRole('button', { name: '投票', exact: true }));
    expect(await mainOf(page)).toContain('投票成功');
    const competition = await play.contestNow(contest);
    const ballot = await ballotFacts(city.k, competition, stage);
    const voters = await play.newPeople(
      city,
      Array.from({ length: 12 }, (_, at) => `选民${at + 1}`),
    );
    for (const [at, { accountId }] of voters.entries())
      await castBallot(city.k, { ballot, by: { accountId }, category: 0, choices: at % 3 === 0 ? [1, 2] : [1] });
    await play.moveTo(contest, stage.endsAt, 0.1);
    await lookAfterBallots(city.k);
    await city.settle();
  });

  it('ends with a certificate for each of the team, in their role', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'announcement')).startsAt, 1);
    const page = await visitAs(contest, organiser);
    await play.publishInBrowser(page, contest, 'short-film');
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    await play.finaliseInBrowser(page, contest, 'short-film');
    expect(await play.takeCertificate(contest, director, 'short-film')).toContain('守桥人');
    expect(await play.takeCertificate(contest, camera, 'short-film-member')).toContain('摄影');
  });
});
