import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castBallot } from '../../src/modules/competitions/ballots/cast/cast-ballot.ts';
import { lookAfterBallots } from '../../src/modules/competitions/ballots/close/look-after.ts';
import { addBursts } from '../../src/modules/competitions/ballots/integrity/burst.queries.ts';
import { ballotFacts } from '../../src/modules/competitions/ballots/open-ballot.ts';
import { makeOrganisation } from '../../src/modules/people/organisations/organisations.factory.ts';
import { type City, openCity } from './city.ts';
import * as play from './competition-people.ts';

const { button, go, look, mainOf, press, stageNow, visitAs } = play;

let city: City;
let contest: play.Contest;
let organiser: play.Person;
let colleague: play.Person;
let screener: play.Person;
let chair: play.Person;
let observer: play.Person;
let jurors: play.Person[];
let entrant: play.Person;
let nominee: play.Person;
let rejected: play.Person;
let entryPath: string;
const receipts: string[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'top-ten-'));
afterAll(() => rmSync(folder, { recursive: true }));

const body = '连续三年写街坊四邻的小事，每周一篇，有图有人，读的人多，留言的人也多。';

beforeAll(async () => {
  city = await openCity({ letters: false });
  organiser = await play.newPerson(city, '陈组织', 'organiser');
  colleague = await play.newPerson(city, '钱组织', 'organiser');
  screener = await play.newPerson(city, '孙初审', 'handler');
  [chair, observer, entrant, nominee, rejected] = (await play.newPeople(city, [
    '周主任',
    '吴监督',
    '程伞庄',
    '陆见山',
    '何不甘',
  ])) as [play.Person, play.Person, play.Person, play.Person, play.Person];
  jurors = await play.newPeople(city, ['评委甲', '评委乙']);
});

/** The link of the newest message to somebody. */
async function linkFor(to: string): Promise<string> {
  await city.settle();
  const [message] = await city.k.notify.loopback.list({ to });
  return /\/entries\/invitations\/[\w-]+/.exec(message?.text ?? '')?.[0] ?? '';
}

async function nominate(page: Page, name: string, email: string, category: number): Promise<void> {
  await go(page, contest, `/competitions/${contest.slug}/nominate`);
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=categoryId]').nth(category).check();
  await page.locator('[name=words]').fill('把老码头的故事讲活了，外地人也跟着来看。');
  await look(page, 'top-ten-nominate');
  await press(button(page, contest, 'competitions.entries.nominate_send'));
  await look(page, 'top-ten-nominated');
}

const codeOn = async (page: Page) =>
  /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/.exec(await mainOf(page))?.[0] ?? '';

describe('a top ten', () => {
  it('is made by its organiser and opened', async () => {
    contest = await play.makeAndOpen(city, organiser, {
      ...{ template: 'top_ten', title: '云川网络十佳', firstDay: '2026-12-01' },
      approval: '云评组批〔2026〕21 号',
    });
    await play.giveDuty(contest, screener, 'screener');
    await play.giveDuty(contest, chair, 'chair');
    await play.giveDuty(contest, observer, 'observer');
    for (const juror of jurors) await play.giveDuty(contest, juror, 'juror');
    expect((await play.contestNow(contest)).categories).toHaveLength(6);
  });

  it('is entered: by oneself, for somebody who accepts or declines, by an organisation', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'entry')).startsAt, 2);
    const page = await visitAs(contest, entrant, { size: 'phone' });
    await play.beginEntry(page, contest, { way: 'self', picture: 'top-ten' });
    entryPath = new URL(page.url()).pathname;
    await play.writeEntry(page, { title: '街坊周记', summary: '一条街，一百五十篇。', body });
    await play.handInShown(page, contest, 'top-ten');
    expect(await mainOf(page)).toContain('已经交上');

    await nominate(page, nominee.name, nominee.email, 3);
    await nominate(page, '不愿参加', 'not.me@example.test', 3);
    const refusing = await visitAs(contest, null, { size: 'phone' });
    const link = await linkFor('not.me@example.test');
    await go(refusing, contest, link);
    expect(await mainOf(refusing)).toContain('把老码头的故事讲活了');
    await look(refusing, 'top-ten-invitation');
    await press(refusing.getByRole('button', { name: '谢绝', exact: true }));
    await look(refusing, 'top-ten-declined');
    await go(refusing, contest, link);
    expect(await mainOf(refusing)).not.toContain('不愿参加');

    const accepting = await visitAs(contest, nominee, { size: 'phone' });
    await go(accepting, contest, await linkFor(nominee.email));
    await look(accepting, 'top-ten-invited');
    await press(button(accepting, contest, 'competitions.entries.invitation.accept'));
    await play.writeEntry(accepting, { title: '老码头直播间', body: `${body}每晚八点，从不缺席。` });
    await play.handInShown(accepting, contest, 'top-ten-nominee');
    await go(accepting, contest, '/me/entries');
    await look(accepting, 'top-ten-mine');

    const speaker = await play.newPerson(city, '崔联络');
    await makeOrganisation(city.k, {
      name: '渡口街文化社',
      people: [{ accountId: speaker.accountId, part: 'administrator' }],
    });
    const desk = await visitAs(contest, speaker);
    await go(desk, contest, `/competitions/${contest.slug}/enter`);
    await desk.locator('[name=way][value=organisation]').check();
    await desk.locator('[name=organisationId]').selectOption({ label: '渡口街文化社' });
    await desk.locator('[name=categoryId]').nth(4).check();
    await look(desk, 'top-ten-enter');
    await press(button(desk, contest, 'competitions.entries.begin'));
    await play.writeEntry(desk, { title: '渡口街公众号', body });
    await play.handInShown(desk, contest, 'top-ten-organisation');
    for (const [at, name] of ['写作二号', '写作三号', '短片人', '评论人', '公益人'].entries()) {
      const person = await play.newPerson(city, name);
      await play.enterBeside(contest, person, { title: `${name}的作品`, body, category: [0, 0, 1, 2, 5][at] ?? 0 });
    }
    await play.enterBeside(contest, rejected, { title: '重复报送的周记', body });
  });

  it('is screened: one is sent back and mended, one rejected, who objects and is heard', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'screening')).startsAt, 2);
    const page = await visitAs(contest, screener);
    await go(page, contest, `/organise/${contest.slug}/screening`);
    await look(page, 'top-ten-screening');
    await decide(page, 1, { decision: 'mend', words: '请补上一张图片，或说明为什么没有。' });
    const last = await lastNumber();
    await decide(page, last, { decision: 'rejected', ground: 'repeated', words: '与 4 号是同一件作品。' });
    const mending = await visitAs(contest, entrant, { size: 'phone' });
    await go(mending, contest, entryPath);
    expect(await mainOf(mending)).toContain('请补上一张图片');
    await look(mending, 'top-ten-mend');
    await mending.locator('[name=body]').fill(`${body}没有图片，因为街坊们不愿露面。`);
    await mending.locator('[name=agree]').check();
    await press(button(mending, contest, 'competitions.entries.hand_in_mended'));
    await look(mending, 'top-ten-mended');

    const objecting = await visitAs(contest, rejected, { size: 'phone' });
    await go(objecting, contest, `/competitions/${contest.slug}/notice/decision/${last}`);
    await look(objecting, 'top-ten-decision');
    await objecting.locator('[name=text]').fill('不是重复：那一件写的是东街，这一件写的是西街。');
    await press(button(objecting, contest, 'competitions.screening.object'));
    await look(objecting, 'top-ten-objected');

    await go(page, contest, `/organise/${contest.slug}/screening`);
    for (const box of await page.locator('[name=entries]').all()) await box.check();
    await press(button(page, contest, 'competitions.screening.accept_chosen'));
    await look(page, 'top-ten-screened');
    const ruling = await visitAs(contest, organiser);
    await go(ruling, contest, `/organise/${contest.slug}/screening/objections`);
    await ruling.locator('summary').first().click();
    await ruling.locator('[name=upheld][value=no]').check();
    await ruling.locator('[name=answer]').fill('两件正文九成相同，维持原结论。');
    await look(ruling, 'top-ten-objections');
    await press(button(ruling, contest, 'competitions.screening.rule'));
    await go(ruling, contest, `/organise/${contest.slug}/screening`);
    await press(button(ruling, contest, 'competitions.screening.close'));
    await city.settle();
    const anybody = await visitAs(contest, null);
    await go(anybody, contest, `/competitions/${contest.slug}/notice/screening`);
    expect(await mainOf(anybody)).toContain('两件正文九成相同');
    await look(anybody, 'top-ten-screening-public');
    await go(anybody, contest, `/competitions/${contest.slug}/entries`);
    await look(anybody, 'top-ten-gallery');
    await go(anybody, contest, `/competitions/${contest.slug}/entries/1`);
    await look(anybody, 'top-ten-work');
  });

  it('is judged, and the chair closes', async () => {
    const stage = await stageNow(contest, 'jury');
    await play.moveTo(contest, stage.startsAt, 2);
    const staff = await visitAs(contest, organiser);
    await play.assignInBrowser(staff, contest, stage.id, 'top-ten');
    const [first, ...others] = jurors as [play.Person, ...play.Person[]];
    const page = await visitAs(contest, first);
    await play.beginJury(page, contest, stage.id, 'top-ten');
    await go(page, contest, `/jury/${contest.slug}/${stage.id}/1`);
    await look(page, 'top-ten-sheet');
    await play.handInSheet(page, contest, [90, 85, 88.5]);
    await look(page, 'top-ten-sheet-in');
    const entry = await numberOneId();
    await play.scoreRest(contest, first, stage.id, (at) => 70 + at, new Set([entry]));
    for (const [n, juror] of others.entries()) await play.scoreRest(contest, juror, stage.id, (at) => 72 + n + at);
    await play.scoreRest(contest, chair, stage.id, (at) => 75 + at);
    await play.moveTo(contest, stage.endsAt, -2);
    await play.closeInBrowser(await visitAs(contest, chair), contest, stage.id, 'top-ten');
  });

  it('is voted on, each once, and a ballot is changed with its receipt', async () => {
    const stage = await stageNow(contest, 'ballot');
    await play.moveTo(contest, stage.startsAt, 2);
    const vote = `/competitions/${contest.slug}/vote`;
    const [onPhone, onDesk] = (await play.newPeople(city, ['手机选民', '桌面选民'])) as [play.Person, play.Person];
    const phone = await visitAs(contest, onPhone, { size: 'phone' });
    await go(phone, contest, vote);
    await look(phone, 'top-ten-vote');
    const second = await visitAs(contest, onPhone, { size: 'phone' });
    await go(second, contest, vote);
    const form = phone.locator('#ballot-0');
    await form.locator('[name=choices]').nth(0).check();
    await form.locator('[name=choices]').nth(1).check();
    await press(form.getByRole('button', { name: '投票', exact: true }));
    receipts.push(await codeOn(phone));
    await look(phone, 'top-ten-receipt');
    await go(phone, contest, vote);
    expect(await mainOf(phone)).toContain('您已经投过票了');
    // The same voter, whose page was open in another tab.
    await second.locator('#ballot-0 [name=choices]').nth(0).check();
    await press(second.locator('#ballot-0').getByRole('button', { name: '投票', exact: true }));
    expect(await mainOf(second)).toContain('您选的都还在下面');

    await phone.locator('#receipt-form [name=receipt]').fill(receipts[0] ?? '');
    await press(phone.getByRole('button', { name: '查一查' }));
    await press(phone.getByRole('button', { name: '改投', exact: true }));
    await look(phone, 'top-ten-change');
    await phone.locator('[name=choices]:checked').first().uncheck();
    await press(phone.getByRole('button', { name: '改投', exact: true }));
    receipts.push(await codeOn(phone));
    await look(phone, 'top-ten-changed');
    expect(receipts[1]).not.toBe(receipts[0]);

    const desk = await visitAs(contest, onDesk);
    await go(desk, contest, vote);
    await look(desk, 'top-ten-vote');
    await desk.locator('#ballot-3 [name=choices]').first().check();
    await press(desk.locator('#ballot-3').getByRole('button', { name: '投票', exact: true }));
    receipts.push(await codeOn(desk));
    await look(desk, 'top-ten-receipt');
    await crowd(stage.id);
    await play.moveTo(contest, stage.endsAt, 0.1);
    await lookAfterBallots(city.k);
    await city.settle();
  });

  it('lets ballots of a burst be left out, proposed by one and confirmed by the observer', async () => {
    const stage = await stageNow(contest, 'ballot');
    const desk = `/organise/${contest.slug}/ballots/${stage.id}`;
    const page = await visitAs(contest, colleague);
    await go(page, contest, desk);
    await look(page, 'top-ten-ballot-desk');
    await go(page, contest, `${desk}/integrity?mark=7`);
    await page.locator('[name=choices]').selectOption({ index: 1 });
    await page.locator('[name=reason]').fill('同一网段一分钟内投出，选择完全一样。');
    await look(page, 'top-ten-integrity');
    await press(button(page, contest, 'competitions.ballots.integrity.propose'));
    const watching = await visitAs(contest, observer);
    await go(watching, contest, `${desk}/integrity`);
    await look(watching, 'top-ten-observer');
    await press(button(watching, contest, 'competitions.ballots.integrity.confirm'));
    await city.settle();
    const anybody = await visitAs(contest, null, { size: 'phone' });
    await go(anybody, contest, `/competitions/${contest.slug}/ballots/${stage.id}/invalidations`);
    expect(await mainOf(anybody)).toContain('同一网段一分钟内投出');
    await look(anybody, 'top-ten-invalidations');
  });

  it('is checked by a doubter with the published file', async () => {
    const stage = await stageNow(contest, 'ballot');
    const page = await visitAs(contest, null);
    await go(page, contest, `/competitions/${contest.slug}/ballots/${stage.id}`);
    await look(page, 'top-ten-ballots');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载全部选票' }).first().click(),
    ]);
    const file = path.join(folder, 'ballots.jsonl');
    await download.saveAs(file);
    await go(page, contest, '/verify-tally');
    await page.locator('#verify[data-ready~=verify-tally]').waitFor();
    await page.locator('#f-file').setInputFiles(file);
    await page.locator('#verify-check').click();
    await page.locator('#verify-outcome .notice').waitFor();
    expect(await page.locator('#verify-outcome').textContent()).toContain('核对无误');
    const find = async (code: string | undefined) => {
      await page.locator('#f-receipt').fill(code ?? '');
      await page.locator('#verify-look').click();
      return page.locator('#verify-found').textContent();
    };
    expect(await find(receipts[0])).toContain('已被改投');
    expect(await find(receipts[1])).toContain('已计入');
    expect(await find(receipts[2])).toContain('已计入');
    await look(page, 'top-ten-verified');
  });

  it('is announced, complained about, answered and final, with a certificate that anybody checks', async () => {
    await play.moveTo(contest, (await stageNow(contest, 'announcement')).startsAt, 1);
    const page = await visitAs(contest, organiser);
    await play.publishInBrowser(page, contest, 'top-ten');
    const resident = await visitAs(contest, rejected, { size: 'phone' });
    await go(resident, contest, `/competitions/${contest.slug}/notice/complain`);
    await resident.locator('[name=text]').fill('1 号作品的作者和一位评委是同事，请核实。');
    await resident.locator('[name=entry]').fill('1');
    await look(resident, 'top-ten-complain');
    await press(button(resident, contest, 'competitions.results.send_complaint'));
    await look(resident, 'top-ten-complained');
    await go(page, contest, `/organise/${contest.slug}/results/complaints`);
    await look(page, 'top-ten-complaints');
    await go(page, contest, `/organise/${contest.slug}/results/complaints/1`);
    await page.locator('[name=upheld][value=no]').check();
    await page.locator('[name=answer]').fill('已核实：两人不在同一单位，也不认识。');
    await look(page, 'top-ten-complaint');
    await press(button(page, contest, 'competitions.results.send_answer'));
    await play.moveTo(contest, (await stageNow(contest, 'results')).startsAt, 1);
    await play.finaliseInBrowser(page, contest, 'top-ten');
    const check = await play.takeCertificate(contest, entrant, 'top-ten');
    for (const text of ['街坊周记', '云川网络十佳', '云评组批〔2026〕21 号', '图文作品']) expect(check).toContain(text);
  });
});

/** One conclusion of the screener, with its form. */
async function decide(page: Page, number: number, given: { decision: string; ground?: string; words: string }) {
  await go(page, contest, `/organise/${contest.slug}/screening/${number}`);
  await page.locator(`[name=decision][value=${given.decision}]`).check();
  if (given.ground) await page.locator('[name=ground]').selectOption(given.ground);
  await page.locator('[name=words]').fill(given.words);
  await look(page, `top-ten-decide-${given.decision}`);
  await press(button(page, contest, 'competitions.screening.decide'));
}

const lastNumber = async () => (await play.entriesOf(contest)).at(-1)?.number ?? 0;
const numberOneId = async () => (await play.entriesOf(contest))[0]?.id ?? '';

/** Twenty-four who choose as they like, and twenty-four who came in a burst and all chose the same. */
async function crowd(stageId: string): Promise<void> {
  const { k } = city;
  const competition = await play.contestNow(contest);
  const ballot = await ballotFacts(k, competition, await stageNow(contest, 'ballot'));
  const inFirst = [...ballot.field].filter(([, category]) => category === 0).map(([number]) => number);
  const voters = await play.newPeople(
    city,
    Array.from({ length: 48 }, (_, at) => `选民${at + 1}`),
  );
  await Promise.all(
    voters.map(({ accountId }, at) =>
      castBallot(k, {
        ...{ ballot, by: { accountId }, category: 0 },
        choices: at < 24 ? inFirst.filter((_, n) => n === 0 || (n + at) % 2 === 0) : inFirst.slice(-1),
        mark: at < 24 ? 0 : 7,
      }),
    ),
  );
  await addBursts(k.db, [
    {
      ...{ competitionId: competition.id, stageId, mark: 7, range: '203.0.113.0/24', since: k.clock.now() },
      ...{ asked: 76, proved: 51, refused: 0 },
    },
  ]);
}
