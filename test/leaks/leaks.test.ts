import diagnostics from 'node:diagnostics_channel';
import { Writable } from 'node:stream';
import pino from 'pino';
import { beforeAll, expect, it } from 'vitest';
import { sql } from '../../src/kernel/db/index.ts';
import type { App } from '../../src/kernel/http/index.ts';
import { settle, type TestKernel, testApp, testKernel } from '../harness.ts';
import { type ActorKey, makeCast } from './cast.ts';
import { everybody, faultsIn, type Seen } from './faults.ts';
import { asksAt, expectations, greeted, greetedAt, lookedFor, type MarkKey, mark, namedInNotices } from './marks.ts';
import { plantComments } from './plant-comments.ts';
import { plantCompetitions } from './plant-competitions.ts';
import { plantConvene } from './plant-convene.ts';
import type { PlantedFiles } from './plant-files.ts';
import { plantOpinionDesk } from './plant-opinion-desk.ts';
import { plantRegister } from './plant-register.ts';
import { plantSurveys } from './plant-surveys.ts';
import { plantTogether } from './plant-together.ts';
import { wordsIn } from './read-answer.ts';
import { addressesOf, isTriedBy, type Planted } from './targets.ts';

let k: TestKernel;
let app: App;
let planted: Planted;
const routes: string[] = [];
const logged: string[] = [];

/** Every page, export and feed there is, as the application registers them. */
function listenForRoutes(): void {
  type Server = {
    addHook: (name: 'onRoute', seen: (route: { method: string | string[]; url: string }) => void) => void;
  };
  diagnostics.subscribe('fastify.initialization', (message) =>
    (message as { fastify: Server }).fastify.addHook('onRoute', ({ method, url }) => {
      if ([method].flat().includes('GET')) routes.push(url);
    }),
  );
}

beforeAll(async () => {
  listenForRoutes();
  const memory = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  k = await testKernel({ LOG_LEVEL: 'info', DEMO_CODES: '0' }, pino({ level: 'info' }, memory));
  app = await testApp(k);
  await app.ready();
  const cast = await makeCast(k);
  const files: PlantedFiles = new Map();
  const register = await plantRegister(k, cast, files);
  const together = await plantTogether(k, cast, files);
  const competitions = await plantCompetitions(k, cast);
  const comments = await plantComments(k, cast);
  const convene = await plantConvene(k, cast, comments);
  const opinionDesk = await plantOpinionDesk(k, cast, comments);
  const surveys = await plantSurveys(k, cast);
  await settle(k);
  planted = { cast, register, together, competitions, comments, convene, opinionDesk, surveys, files };
}, 120_000);

/** Whoever asks for an address knows it: that it stands in the answer tells them nothing. */
function withoutAddress(words: string, url: string): string {
  const [, part, slug] = url.split('/');
  return slug?.startsWith('leak')
    ? words.replaceAll(`/${part}/${slug}`, '').replaceAll(encodeURIComponent(`/${part}/${slug}`).toLowerCase(), '')
    : words;
}

async function look(seen: Seen, actor: ActorKey, url: string): Promise<void> {
  const cookie = planted.cast.cookies.get(actor);
  const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}) };
  const answer = await app.inject({ url, headers });
  if (answer.statusCode >= 500) throw new Error(`${actor} gets ${answer.statusCode} from ${url}: ${logged.at(-1)}`);
  const words = withoutAddress((await wordsIn(answer.rawPayload)) + JSON.stringify(answer.headers).toLowerCase(), url);
  const found = lookedFor.filter(({ text }) => words.includes(text)).map(({ key }) => key);
  const file = planted.files.get(url.split('/')[2] ?? '');
  if (file && answer.statusCode === 200 && !found.includes(file)) found.push(file);
  for (const key of found) {
    const by = seen.get(key) ?? new Map<ActorKey, string>();
    seen.set(key, by);
    by.set(actor, by.has(actor) ? `${by.get(actor)} ${url}` : url);
  }
}

it('shows each record to whoever may see it, and to nobody else', async () => {
  const addresses = addressesOf([...new Set(routes)], planted);
  const seen: Seen = new Map();
  for (const actor of everybody) {
    const tried = addresses.filter((address) => isTriedBy(actor, address));
    for (let i = 0; i < tried.length; i += 12)
      await Promise.all(tried.slice(i, i + 12).map((url) => look(seen, actor, url)));
  }
  expect(faultsIn(seen)).toEqual([]);
}, 300_000);

it('opens by a secret link what is behind it, and nothing else', async () => {
  const { rows } = await sql<{ to: string; text: string }>`
    select recipient as to, text from kernel.loopback_message`.execute(k.db);
  const linked = (part: string, to?: MarkKey) =>
    rows
      .filter((message) => to === undefined || message.to === mark(to))
      .map(({ text }) => new RegExp(`test/${part}/[\\w-]+`).exec(text)?.[0].replace('test', ''))
      .find((found) => found !== undefined) ?? '';
  const invitation: Seen = new Map();
  await look(invitation, 'nobody', linked('invitations'));
  expect([...invitation.keys()].sort()).toEqual(['nominee_email', 'nominee_name', 'nominee_words']);
  const guardian: Seen = new Map();
  for (const page of ['', '/data', '/data.zip']) await look(guardian, 'nobody', `${linked('guardian')}${page}`);
  expect([...guardian.keys()].sort()).toEqual(['guardian_name']);
  const nominee: Seen = new Map();
  await look(nominee, 'nobody', linked('entries/invitations', 'contest_nominee_email'));
  expect([...nominee.keys()].sort()).toEqual([
    'contest_nominee_email',
    'contest_nominee_name',
    'contest_nominee_title',
    'contest_nominee_words',
    'contest_title',
  ]);
  const invitee: Seen = new Map();
  await look(invitee, 'nobody', linked('entries/invitations', 'invitee_email'));
  expect([...invitee.keys()].sort()).toEqual(['contest_title', 'entrant_name', 'invitee_email', 'invitee_name']);
});

/** Lists that everybody searches. */
const searches = ['/members', '/members.csv', '/api/v1/members', '/organisations', '/teams', '/cases', '/api/v1/cases'];

it('answers a search for a hidden word as it does for a word that stands nowhere', async () => {
  const asked = async (url: string, q: string) => {
    const typed = encodeURIComponent(q);
    const { body } = await app.inject({ url: `${url}?q=${typed}`, headers: { accept: 'text/html' } });
    // Within an address that is itself part of an address it is written twice.
    return [encodeURIComponent(typed), typed, q].reduce((text, echo) => text.replaceAll(echo, ''), body);
  };
  const hidden = expectations.filter(({ sees }) => sees !== 'everybody').flatMap(({ marks }) => marks as MarkKey[]);
  const answered: string[] = [];
  for (const url of searches)
    for (const key of hidden) {
      const word = mark(key);
      const other = word.replace(/[a-z]/g, 'x').replace(/\d/g, '5');
      if ((await asked(url, word)) !== (await asked(url, other))) answered.push(`${url} knows ${key}`);
    }
  expect(answered).toEqual([]);
  expect(await asked('/members', mark('pen_name'))).not.toBe(await asked('/members', 'LEAKxxxxxxxZ'));
}, 60_000);

it('asks for every route', () => {
  const all = [...new Set(routes)];
  expect(all.length).toBeGreaterThan(250);
  expect(() => addressesOf([...all, '/liaison/secrets/:id'], planted)).toThrow(
    'no parameters for /liaison/secrets/:id',
  );
});

it('finds a word that somebody sees who may not, and one that nobody finds', () => {
  const seen: Seen = new Map([['nominee_words', new Map([['resident', '/members /cases'] as const])]]);
  const faults = faultsIn(seen);
  expect(faults).toContain(
    'nominee_words is seen by resident at /members /cases. But: A nominee is known by their own link alone; whoever recommended them reads how it stands without their name.',
  );
  expect(faults.some((fault) => fault.startsWith('message is found nowhere by own_leader'))).toBe(true);
});

const wordsOf = (text: string) =>
  lookedFor.filter((each) => text.toLowerCase().includes(each.text)).map(({ key }) => key);

it('keeps the words out of the log, of events and of the audit log', async () => {
  await settle(k);
  const texts = async (query: ReturnType<typeof sql<{ text: string }>>) =>
    (await query.execute(k.db)).rows.map(({ text }) => text);
  const places = {
    log: logged,
    events: await texts(sql`select type || payload::text as text from kernel.event`),
    audit: await texts(sql`select action || details::text as text from kernel.audit_entry`),
  };
  expect(places.events.length).toBeGreaterThan(30);
  expect(places.audit.length).toBeGreaterThan(30);
  const found = Object.entries(places).flatMap(([place, lines]) =>
    lines.flatMap((line) => wordsOf(line).map((key) => `${key} in ${place}: ${line}`)),
  );
  expect(found).toEqual([]);
});

/** Accounts and addresses that may be told of a word: of whoever may see it, and of whoever holds the same role. */
async function mayBeTold(key: MarkKey): Promise<Set<string>> {
  const person = greeted[key];
  const address = greetedAt[key];
  if (address) return new Set([mark(address)]);
  const asked = asksAt[key];
  if (person && person !== 'nobody')
    return new Set([planted.cast.people[person].email, ...(asked ? [mark(asked)] : [])]);
  if (!namedInNotices.includes(key)) return new Set();
  const sees = expectations.find(({ marks }) => marks.includes(key))?.sees ?? [];
  const actors = sees === 'everybody' ? everybody : sees;
  const people = actors.flatMap((actor) => (actor === 'nobody' ? [] : planted.cast.people[actor]));
  const roles = people.flatMap((person) =>
    person.roles.map(({ role, departmentId }) => `${role} ${departmentId ?? ''}`),
  );
  const { rows } = await sql<{ id: string; email: string }>`
    select distinct a.id, a.email from people.account a join people.role_grant g on g.account_id = a.id
    where g.role || ' ' || coalesce(g.department_id::text, '') = any(${sql.val(roles)})`.execute(k.db);
  const own = people.flatMap(({ accountId, email }) => [accountId, email]);
  return new Set([...own, ...rows.flatMap(({ id, email }) => [id, email])]);
}

it('names in notices and messages only what whoever gets them may see', async () => {
  const { rows: notices } = await sql<{ to: string; text: string }>`
    select coalesce(account_id::text, recipient::text) as to, kind || params::text || link as text
    from kernel.notification`.execute(k.db);
  const { rows: messages } = await sql<{ to: string; text: string }>`
    select recipient as to, subject || ' ' || text as text from kernel.loopback_message`.execute(k.db);
  expect(Math.min(notices.length, messages.length)).toBeGreaterThan(20);
  const faults: string[] = [];
  const known = expectations.flatMap(({ sees, marks }) => (sees === 'everybody' ? (marks as MarkKey[]) : []));
  for (const { to, text } of [...notices, ...messages])
    for (const key of wordsOf(text).filter((each) => !known.includes(each)))
      if (!(await mayBeTold(key)).has(to)) faults.push(`${key} is told to ${to}: ${text.slice(0, 200)}`);
  expect(faults).toEqual([]);
});
