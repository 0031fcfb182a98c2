import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Competition, competitionBySlug } from '../../src/modules/competitions/competition.queries.ts';
import type { Duty, EntryWay, Format, Stage, StageKind } from '../../src/modules/competitions/competitions.rules.ts';
import { entriesByNumber } from '../../src/modules/competitions/demo/demo.queries.ts';
import { handIn } from '../../src/modules/competitions/entries/hand-in.ts';
import { saveEntry } from '../../src/modules/competitions/entries/save-entry.ts';
import { startEntry } from '../../src/modules/competitions/entries/start-entry.ts';
import { assignmentsOf } from '../../src/modules/competitions/jury/assignment.queries.ts';
import { confirmJury } from '../../src/modules/competitions/jury/recuse.ts';
import { scoreEntries } from '../../src/modules/competitions/jury/score-entry.ts';
import { answerDuty } from '../../src/modules/competitions/organise/answer-duty.ts';
import { askDuty } from '../../src/modules/competitions/organise/ask-duty.ts';
import { certificatesOfAccount } from '../../src/modules/competitions/results/certificate.queries.ts';
import { type Actor, departmentBook } from '../../src/modules/people/index.ts';
import { makeAccount } from '../../src/modules/people/people.factory.ts';
import { type City, expectSound, type VisitOptions } from './city.ts';

/** People and common steps of the journeys through competitions; the words are those of the page's language. */

export type Person = Awaited<ReturnType<typeof makeAccount>>;

/** A competition that a journey goes through. */
export type Contest = { city: City; slug: string; organiser: Person; locale: 'zh-CN' | 'en' };

/** Somebody with an account, who is then known to `visit` by their name. */
export async function newPerson(city: City, name: string, role?: 'organiser' | 'handler'): Promise<Person> {
  const department = (await departmentBook(city.k)).byCode('culture-tourism');
  const roles = role ? [{ role, departmentId: department?.id ?? null }] : [];
  const person = await makeAccount(city.k, { name, roles });
  (city.actors as Map<string, Actor>).set(name, person);
  return person;
}

export async function newPeople(city: City, names: readonly string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (const name of names) people.push(await newPerson(city, name));
  return people;
}

export function visitAs(contest: Contest, person: Person | null, options: VisitOptions = {}): Promise<Page> {
  return contest.city.visit(person?.name ?? null, { locale: contest.locale, ...options });
}

export async function press(button: Locator): Promise<void> {
  await Promise.all([button.page().waitForEvent('load'), button.click()]);
}

/** Words of a message, as the page shows them. */
export function words({ city, locale }: Pick<Contest, 'city' | 'locale'>, key: string, params = {}): string {
  return city.k.i18n.t(locale)(key, params);
}

export function button(page: Page, contest: Contest, key: string): Locator {
  return page.getByRole('button', { name: words(contest, key), exact: true });
}

/** What the page says, its spaces made one. */
export async function mainOf(page: Page): Promise<string> {
  return ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
}

/** The page is sound; pictures are kept where they are asked for. */
export async function look(page: Page, name: string): Promise<void> {
  await expectSound(page);
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
}

export async function go(page: Page, contest: Contest, path: string): Promise<void> {
  await page.goto(contest.city.url + path);
}

/** Moves the city's clock and lets happen what then does. */
export async function moveTo({ city }: Pick<Contest, 'city'>, moment: Date, hours = 0): Promise<void> {
  city.k.clock.set(new Date(moment.getTime() + hours * 3_600_000));
  await city.settle();
}

export async function contestNow({ city, slug }: Contest): Promise<Competition> {
  const competition = await competitionBySlug(city.k.db, slug);
  if (!competition) throw new Error(`no competition ${slug}`);
  return competition;
}

/** The stage of a kind, the first or the nth of them. */
export async function stageNow<K extends StageKind>(contest: Contest, kind: K, nth = 0): Promise<Stage<K>> {
  const stage = (await contestNow(contest)).stages.filter((each) => each.kind === kind)[nth];
  if (!stage) throw new Error(`no stage ${kind}`);
  return stage as Stage<K>;
}

/** An organiser makes a competition from its template in the browser, fills in what is missing and opens it. */
export async function makeAndOpen(
  city: City,
  organiser: Person,
  given: {
    template: Format;
    title: string;
    firstDay: string;
    approval?: string;
    locale?: Contest['locale'];
    /** before it is opened */
    meanwhile?: (contest: Contest, page: Page) => Promise<void>;
  },
): Promise<Contest> {
  const contest = { city, organiser, locale: given.locale ?? ('zh-CN' as const), slug: '' };
  const page = await visitAs(contest, organiser);
  await go(page, contest, `/organise/new?template=${given.template}`);
  await page.locator('[name=title]').fill(given.title);
  await page.locator('[name=firstDay]').fill(given.firstDay);
  if (given.approval) await page.locator('[name=approvalNumber]').fill(given.approval);
  await look(page, `${given.template}-new`);
  await press(button(page, contest, 'competitions.organise.make'));
  contest.slug = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await look(page, `${given.template}-draft`);
  await given.meanwhile?.(contest, page);
  await go(page, contest, `/organise/${contest.slug}`);
  await press(button(page, contest, 'competitions.organise.overview.open'));
  await page.getByText(words(contest, 'competitions.organise.done.opened')).waitFor();
  await look(page, `${given.template}-open`);
  await page.close();
  await city.settle();
  return contest;
}

/** Asked for a duty by the organiser, and willing. */
export async function giveDuty(contest: Contest, person: Person, duty: Duty): Promise<void> {
  const { k } = contest.city;
  const { id } = await contestNow(contest);
  const { dutyId } = await askDuty(k, contest.organiser, id, {
    ...{ duty, shownAs: person.name, way: 'account' },
    who: person.accountId,
  });
  await answerDuty(k, person, dutyId ?? '', { answer: 'accept' });
}

type Written = { title: string; byLine?: string; summary?: string; body: string; category?: number };

/** Enters and hands in, one of many. */
export async function enterBeside(
  contest: Contest,
  person: Person,
  { category = 0, ...entry }: Written & { way?: EntryWay },
): Promise<string> {
  const { k } = contest.city;
  const competition = await contestNow(contest);
  const categoryId = competition.categories[category]?.id ?? '';
  const way = entry.way === 'team' ? 'team' : 'self';
  const id = await startEntry(k, person, competition.id, { way, categoryId });
  const { title, body, byLine = person.name, summary = '' } = entry;
  await saveEntry(k, person, id, { categoryId, title, byLine, summary, body });
  await handIn(k, person, id, { agree: 'yes', keepAfter: 'yes' });
  return id;
}

/** From the competition's page to an empty draft. */
export async function beginEntry(
  page: Page,
  contest: Contest,
  { way, category = 0, picture }: { way?: EntryWay; category?: number; picture: string },
): Promise<void> {
  await go(page, contest, `/competitions/${contest.slug}`);
  await look(page, `${picture}-competition`);
  await go(page, contest, `/competitions/${contest.slug}/enter`);
  if (way) await page.locator(`[name=way][value=${way}]`).check();
  await page.locator('[name=categoryId]').nth(category).check();
  await look(page, `${picture}-enter`);
  await press(button(page, contest, 'competitions.entries.begin'));
}

/** Writes the draft that is shown. */
export async function writeEntry(page: Page, { title, byLine, summary, body }: Written): Promise<void> {
  await page.locator('[name=title]').fill(title);
  if (byLine) await page.locator('[name=byLine]').fill(byLine);
  if (summary) await page.locator('[name=summary]').fill(summary);
  await page.locator('[name=body]').fill(body);
}

export async function handInShown(page: Page, contest: Contest, picture: string): Promise<void> {
  await page.locator('[name=agree]').check();
  await look(page, `${picture}-draft`);
  await press(button(page, contest, 'competitions.entries.hand_in'));
  await look(page, `${picture}-handed-in`);
}

/** Entries that were handed in, by number. */
export async function entriesOf(contest: Contest): Promise<{ id: string; number: number; categoryId: string }[]> {
  return entriesByNumber(contest.city.k.db, (await contestNow(contest)).id);
}

/** Jurors who agree to the rules of a stage. */
export async function confirmFor({ city }: Contest, jurors: readonly Person[], stageId: string): Promise<void> {
  for (const juror of jurors) await confirmJury(city.k, juror, { stageId });
}

/** Those of the people who hold a certificate. */
export async function holdersOf({ city }: Contest, people: readonly Person[]): Promise<Person[]> {
  const held = await Promise.all(people.map(({ accountId }) => certificatesOfAccount(city.k.db, accountId)));
  return people.filter((_, at) => (held[at]?.length ?? 0) > 0);
}

/** A juror reads the rules, agrees and comes to the first entry. */
export async function beginJury(page: Page, contest: Contest, stageId: string, picture: string): Promise<void> {
  await go(page, contest, '/jury');
  await look(page, `${picture}-juries`);
  await go(page, contest, `/jury/${contest.slug}/${stageId}`);
  await look(page, `${picture}-rules`);
  await page.locator('[name=agreed]').check();
  await press(button(page, contest, 'competitions.jury.begin'));
  await look(page, `${picture}-own`);
}

/** Fills the sheet that is shown and hands it in. */
export async function handInSheet(page: Page, contest: Contest, points: readonly number[]): Promise<void> {
  const fields = page.locator('[name^=points-]');
  for (const [at, each] of points.entries()) await fields.nth(at).fill(String(each));
  await press(button(page, contest, 'competitions.jury.hand_in'));
}

/** All sheets of a juror that are not handed in yet. */
export async function scoreRest(
  contest: Contest,
  juror: Person,
  stageId: string,
  pointsOf: (at: number) => number,
  except: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { k } = contest.city;
  const stage = (await contestNow(contest)).stages.find(({ id }) => id === stageId) as Stage<'jury'>;
  await confirmJury(k, juror, { stageId });
  const mine = (await assignmentsOf(k.db, stageId)).filter(({ jurorId }) => jurorId === juror.accountId);
  const sheets = mine
    .filter(({ entryId }) => !except.has(entryId))
    .sort((a, b) => a.entryId.localeCompare(b.entryId))
    .map(({ entryId }, at) => ({
      entryId,
      points: Object.fromEntries(stage.settings.criteria.map(({ id }) => [id, pointsOf(at)])),
      handIn: true,
    }));
  if (sheets.length > 0) await scoreEntries(k, juror, { stageId, sheets });
}

/** The organiser gives the entries of a jury to its jurors. */
export async function assignInBrowser(page: Page, contest: Contest, stageId: string, picture: string): Promise<void> {
  await go(page, contest, `/organise/${contest.slug}/jury/${stageId}`);
  await look(page, `${picture}-jury-before`);
  await press(button(page, contest, 'competitions.jury.assign_do'));
  await look(page, `${picture}-jury`);
}

/** The chair looks at all and closes. */
export async function closeInBrowser(page: Page, contest: Contest, stageId: string, picture: string): Promise<void> {
  await go(page, contest, `/jury/${contest.slug}/${stageId}/chair`);
  await look(page, `${picture}-chair`);
  await press(button(page, contest, 'competitions.jury.close_do'));
  await look(page, `${picture}-closed`);
  await contest.city.settle();
}

/** The results stand as a notice for everybody. */
export async function publishInBrowser(page: Page, contest: Contest, picture: string): Promise<void> {
  await go(page, contest, `/organise/${contest.slug}/results`);
  await look(page, `${picture}-results-desk`);
  await page.locator('[name=words]').fill('各环节已经结束，现将结果公示。');
  await press(button(page, contest, 'competitions.results.publish'));
  await contest.city.settle();
  await go(page, contest, `/competitions/${contest.slug}/notice`);
  await look(page, `${picture}-notice`);
}

/** Results become final; certificates go out. */
export async function finaliseInBrowser(page: Page, contest: Contest, picture: string): Promise<void> {
  await go(page, contest, `/organise/${contest.slug}/results`);
  await look(page, `${picture}-before-final`);
  await press(button(page, contest, 'competitions.results.finalise'));
  await contest.city.settle();
  await look(page, `${picture}-final`);
  await go(page, contest, `/competitions/${contest.slug}/results`);
  await look(page, `${picture}-results`);
}

/** The holder takes the certificate as a PDF; anybody checks it by its code. */
export async function takeCertificate(contest: Contest, holder: Person, picture: string): Promise<string> {
  const page = await visitAs(contest, holder, { size: 'phone' });
  await go(page, contest, '/me/certificates');
  await look(page, `${picture}-certificates`);
  const href = await page.locator('a[href$="certificate.pdf"]').first().getAttribute('href');
  const pdf = await page.request.get(contest.city.url + href);
  expect(pdf.headers()['content-type']).toContain('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const [certificate] = await certificatesOfAccount(contest.city.k.db, holder.accountId);
  const anybody = await visitAs(contest, null, { size: 'phone' });
  await go(anybody, contest, `/certificates/${certificate?.code}`);
  await look(anybody, `${picture}-check`);
  const said = await mainOf(anybody);
  expect(said).toContain(words(contest, 'competitions.results.valid'));
  await page.close();
  await anybody.close();
  return said;
}
