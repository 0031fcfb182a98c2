import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../test/harness.ts';
import type { App } from '../../kernel/http/index.ts';
import { readTable } from '../../kernel/sheets/index.ts';
import { type Actor, type Role, roles } from '../people/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../people/people.factory.ts';
import { handOver } from './contacts/hand-over.ts';
import { looksAt } from './contacts/personal-data.queries.ts';
import { addToEntry, sendMessage } from './entries/write-entry.ts';
import {
  type MadeContact,
  makeColleague,
  makeConsentingMember,
  makeEntry,
  makeLiaisonMatter,
  makeNamedContact,
  makeOffice,
} from './liaison.factory.ts';
import { liaisonSettings } from './liaison.settings.ts';

let k: TestKernel;
let app: App;
/** The member whose words must not be found by whoever has no right, and their contact. */
let made: MadeContact;
let entryId: string;
let matter: { id: string; number: string };
let otherDepartment: string;
const cookies = new Map<string, string>();

async function cookieOf(actor: Actor): Promise<string> {
  const id = actor.accountId ?? '';
  const cookie = cookies.get(id) ?? (await sessionCookie(k, actor));
  cookies.set(id, cookie);
  return cookie;
}

async function get(actor: Actor | null, url: string, language = 'zh-CN') {
  const headers = { 'accept-language': language, ...(actor ? { cookie: await cookieOf(actor) } : {}) };
  return app.inject({ url, headers });
}

async function post(actor: Actor, url: string, fields: Record<string, string | string[]>) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  return app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: await cookieOf(actor),
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://tongxin.test',
    },
    payload: body.toString(),
  });
}

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  otherDepartment = await makeDepartment(k);
  made = await makeNamedContact(k, {
    member: await makeConsentingMember(k, {
      name: 'SECRET-name',
      entry: { contactEmail: 'SECRET-mail@example.test', contactPhone: 'SECRET-phone' },
    }),
  });
  entryId = (await makeEntry(k, made, { talked: 'SECRET-talked', asked: 'SECRET-asked' })).id;
  await addToEntry(k, made.member, entryId, { kind: 'addition', text: 'SECRET-added' });
  matter = await makeLiaisonMatter(k, made, { title: 'SECRET-title', text: 'SECRET-text', state: 'in_progress' });
});

const pages = () => [
  '/liaison',
  '/liaison/matters',
  '/liaison/matters?state=over',
  `/liaison/matters/${matter.number}`,
  '/liaison/matters/list.csv',
  '/liaison/matters/list.xlsx',
  '/liaison/entries',
  '/liaison/entries/list.csv',
  '/liaison/contacts',
  '/liaison/contacts/list.csv',
  `/liaison/contacts/assign?member=${made.member.number}`,
  `/liaison/contacts/hand-over?from=${made.contact.accountId}&department=${made.departmentId}`,
  `/liaison/members/${made.member.number}`,
];
const mine = () => ['/me/contact', `/me/contact/${matter.number}`];

/** Pages, as patterns, that somebody may open; everything else answers 403 or 404 and says nothing. */
const allowed: Partial<Record<Role, RegExp>> = {
  leader: /^\/liaison(\?|$)|matters|entries|contacts(\?|$)|contacts\/list|members/,
  liaison_officer: /^\/liaison/,
  auditor: /^\/liaison(\?|$)|matters|entries|contacts(\?|$)|contacts\/list|members/,
  secretary: /^\/liaison(\?|$)|contacts(\?|$)|contacts\/list|matters(\?|$|\/list)|entries(\?|$|\/list)/,
};

describe('whoever has no right sees nothing', () => {
  for (const role of roles)
    it(`${role} of another department`, async () => {
      const actor = await makeAccount(k, { roles: [{ role, departmentId: otherDepartment }] });
      for (const url of [...pages(), ...mine()]) {
        const response = await get(actor, url);
        // Auditors and the secretariat are for the city; whoever has the department only sees empty lists.
        if (role === 'auditor') continue;
        if (role === 'secretary' && url.startsWith('/liaison/contacts')) continue;
        expect(response.rawPayload.toString('latin1') + response.body, `${role} ${url}`).not.toContain('SECRET');
      }
    });

  for (const role of roles)
    it(`${role} of the city`, async () => {
      const actor = await makeAccount(k, { roles: [{ role }] });
      for (const url of pages()) {
        const response = await get(actor, url);
        const may = allowed[role]?.test(url) ?? false;
        expect([200, 303].includes(response.statusCode), `${role} ${url} ${response.statusCode}`).toBe(may);
        if (!may) expect(response.body).not.toContain('SECRET');
        expect(response.body, url).not.toMatch(/SECRET-(phone|mail)/);
        if (role === 'secretary') expect(response.body, url).not.toMatch(/SECRET-(t|a)/);
      }
    });

  it('a colleague, a former contact, another member, a stranger and nobody', async () => {
    const colleague = await makeColleague(k, made.departmentId);
    const stranger = await makeAccount(k);
    const other = await makeNamedContact(k);
    const former = await makeNamedContact(k);
    const next = await makeColleague(k, former.departmentId);
    await makeEntry(k, former, { talked: 'SECRET-before' });
    const before = await makeLiaisonMatter(k, former, { title: 'SECRET-before' });
    await handOver(k, former.office, {
      from: former.contact.accountId,
      members: [former.member.accountId],
      department: former.departmentId,
      contact: next.accountId,
      post: '',
      note: '调岗移交',
    });
    const all = [...pages(), ...mine()];
    for (const actor of [colleague, stranger, other.member, other.contact, null])
      for (const url of all) expect((await get(actor, url)).body, url).not.toContain('SECRET');
    for (const url of [
      '/liaison',
      '/liaison/matters',
      '/liaison/entries',
      '/liaison/contacts',
      `/liaison/members/${former.member.number}`,
      `/liaison/matters/${before.number}`,
    ])
      expect((await get(former.contact, url)).body, url).not.toContain('SECRET');
    expect((await get(next, `/liaison/members/${former.member.number}`)).body).toContain('SECRET-before');
  });

  it('no form does anything for them either', async () => {
    const outsiders = [
      await makeColleague(k, made.departmentId),
      await makeAccount(k),
      (await makeNamedContact(k)).contact,
    ];
    for (const actor of outsiders)
      for (const url of [
        `/liaison/members/${made.member.number}/entries`,
        `/liaison/members/${made.member.number}/messages`,
        `/liaison/members/${made.member.number}/end`,
        `/liaison/entries/${entryId}/add`,
        `/liaison/matters/${matter.number}/answer`,
        `/liaison/matters/${matter.number}/case`,
        `/me/contact/${matter.number}/rate`,
        `/me/contact/entries/${entryId}/add`,
      ]) {
        const response = await post(actor, url, { text: '一句不该有的话', kind: 'addition', talked: '不该有' });
        expect([403, 404], url).toContain(response.statusCode);
        expect(response.body, url).not.toContain('SECRET');
      }
  });

  it('nothing of it stands in notifications', async () => {
    const { rows } = await k.pool.query('select * from kernel.notification');
    expect(JSON.stringify(rows)).not.toContain('SECRET');
  });
});

describe('the contact', () => {
  it('finds the desk among the places of the staff; whoever is nobody’s contact does not', async () => {
    const colleague = await makeColleague(k, made.departmentId);
    expect((await get(made.contact, '/desk')).body).toContain('href="/liaison"');
    expect((await get(colleague, '/desk')).body).not.toContain('href="/liaison"');
  });

  it('sees the member with how to reach them, all entries and matters; each look is on the member’s record', async () => {
    for (const language of ['zh-CN', 'en']) {
      const page = await get(made.contact, `/liaison/members/${made.member.number}`, language);
      expect(page.statusCode).toBe(200);
      for (const words of [
        'SECRET-phone',
        'SECRET-mail',
        'SECRET-talked',
        'SECRET-asked',
        'SECRET-added',
        'SECRET-title',
      ])
        expect(page.body).toContain(words);
      expect((await get(made.contact, `/liaison/matters/${matter.number}`, language)).body).toContain('SECRET-text');
    }
    const looks = (await looksAt(k.db, made.member.accountId, 100)).filter(({ by }) => by === made.contact.name);
    expect(looks).toHaveLength(1);
    k.clock.set(new Date(k.clock.now().getTime() + 11 * 60_000));
    await get(made.contact, `/liaison/matters/${matter.number}`);
    expect(await looksAt(k.db, made.member.accountId, 100)).toHaveLength(2 + (await othersWhoLooked()));
  });

  const othersWhoLooked = async () =>
    (await looksAt(k.db, made.member.accountId, 100)).filter(({ by }) => by !== made.contact.name).length;

  it('is told what is wrong with a form, with everything typed kept', async () => {
    const response = await post(made.contact, `/liaison/members/${made.member.number}/entries`, {
      kind: 'visit',
      held: '2026-11-30T10:00',
      minutes: '999999',
      place: '文创园',
      talked: '谈了三件事情',
      matter: '',
    });
    expect(response.statusCode).toBe(422);
    for (const kept of ['文创园', '谈了三件事情', '还没到这个时间', '1 到 1440']) expect(response.body).toContain(kept);
  });

  it('writes, answers, makes it a case, with what happens said', async () => {
    const own = await makeNamedContact(k);
    const here = `/liaison/members/${own.member.number}`;
    const written = await post(own.contact, `${here}/entries`, {
      kind: 'call',
      held: '2026-11-19T09:00',
      talked: '谈了场地',
      asked: '要一间',
      matter: '找一间直播间',
      token: 'a-token-of-twenty-four-c',
    });
    expect(written.headers.location).toMatch(/^\/liaison\/matters\/L2026-\d{4}\?done=matter$/);
    const at = String(written.headers.location).split('?')[0] ?? '';
    expect((await get(own.contact, `${at}?done=matter`)).body).toContain('已经立为一件事项');
    expect((await post(own.contact, `${at}/case`, { kind: 'help' })).statusCode).toBe(303);
    const page = await get(own.contact, at);
    expect(page.body).toContain('待受理');
    const again = await post(own.contact, `${at}/case`, { kind: 'help' });
    expect(again.statusCode).toBe(409);
    const mineNow = await get(own.member, at.replace('/liaison/matters', '/me/contact'));
    expect(mineNow.body).toMatch(/\/me\/cases\/2026-1119-\d{4}/);
    expect((await post(own.contact, `${at}/answer`, { text: '已经找到一间' })).statusCode).toBe(303);
    const rated = await post(own.member, at.replace('/liaison/matters', '/me/contact').concat('/rate'), {
      solved: 'yes',
      outcome: '5',
      attitude: '5',
      speed: '5',
    });
    expect(rated.statusCode).toBe(303);
    const late = await post(own.contact, `${at}/step`, { text: '又办了一点' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('已办结');
  });
});

describe('the member', () => {
  it('sees who it is with the office telephone, everything written, and writes', async () => {
    const page = await get(made.member, '/me/contact');
    expect(page.statusCode).toBe(200);
    for (const words of [made.contact.name, 'SECRET-talked', 'SECRET-added', 'SECRET-title', '0800-555-'])
      expect(page.body).toContain(words);
    expect((await get(made.member, '/me/contact', 'en')).body).toContain('My named contact');
    const sent = await post(made.member, '/me/contact/message', { text: '请问场地有消息吗' });
    expect(sent.headers.location).toBe('/me/contact?done=message#entries');
    const empty = await post(made.member, '/me/contact/message', { text: '  ' });
    expect(empty.statusCode).toBe(422);
    const wish = await post(made.member, '/me/contact/wish', { text: 'SECRET-wish' });
    expect(wish.statusCode).toBe(303);
    const office = await get(made.office, '/liaison/contacts');
    expect(office.body).toContain('SECRET-wish');
    expect((await get(made.contact, `/liaison/members/${made.member.number}`)).body).not.toContain('SECRET-wish');
    expect((await post(made.member, '/me/contact/withdraw-wish', {})).statusCode).toBe(303);
  });

  it('whoever is not in the register is told how to get in; /me has the place only for members', async () => {
    const resident = await makeAccount(k);
    expect((await get(resident, '/me/contact')).body).toContain('/join');
    expect((await get(resident, '/me')).body).not.toContain('/me/contact');
    expect((await get(made.member, '/me')).body).toContain('/me/contact');
  });
});

describe('the liaison office', () => {
  it('names a contact in two steps, and is told of what is wrong', async () => {
    const office = await makeOffice(k);
    const member = await makeConsentingMember(k, { name: '待指定的成员' });
    const departmentId = await makeDepartment(k, { name: '文旅局' });
    const colleague = await makeColleague(k, departmentId, '文旅老吴');
    expect((await get(office, '/liaison/contacts?show=vacant')).body).toContain('待指定的成员');
    const choose = await get(office, `/liaison/contacts/assign?member=${member.number}&department=${departmentId}`);
    expect(choose.body).toContain('文旅老吴');
    const fields = { member: member.number, department: departmentId, post: '科长' };
    const nobody = await post(office, '/liaison/contacts/assign', fields);
    expect(nobody.statusCode).toBe(422);
    expect(nobody.body).toContain('文旅老吴');
    const named = await post(office, '/liaison/contacts/assign', { ...fields, contact: colleague.accountId });
    expect(named.headers.location).toBe('/liaison/contacts?done=assigned');
    const twice = await post(office, '/liaison/contacts/assign', { ...fields, contact: colleague.accountId });
    expect(twice.statusCode).toBe(409);
    expect(twice.body).toContain('已经有联络人了');
    const from = { from: colleague.accountId, members: [member.accountId], department: departmentId, post: '' };
    const short = await post(office, '/liaison/contacts/hand-over', {
      ...from,
      contact: colleague.accountId,
      note: '移交',
    });
    expect(short.statusCode).toBe(422);
    const next = await makeColleague(k, departmentId);
    const handed = await post(office, '/liaison/contacts/hand-over', {
      ...from,
      contact: next.accountId,
      note: '调岗移交',
    });
    expect(handed.headers.location).toBe('/liaison/contacts?done=handed_over');
    expect((await get(member, '/me/contact')).body).toContain('调岗移交');
  });

  it('sees who has too many, and who waits for an answer', async () => {
    const office = await makeOffice(k);
    const departmentId = await makeDepartment(k, { name: '科技局' });
    const busy = await makeColleague(k, departmentId, '太忙的人');
    const members = [];
    for (let n = 0; n < 6; n++) members.push((await makeNamedContact(k, { contact: busy, departmentId })).member);
    await sendMessage(k, members[0]!, members[0]!.accountId, { text: '在吗' });
    const full = await get(office, '/liaison/contacts?show=full');
    for (const member of members) expect(full.body).toContain(member.number);
    expect((await get(office, '/liaison/contacts?show=waiting')).body).toContain(members[0]!.number);
    const csv = await get(office, `/liaison/contacts/list.csv?department=${departmentId}`);
    expect(csv.body.trim().split('\r\n')).toHaveLength(7);
  });

  it('takes every list away as tables that programs read, formulas as text', async () => {
    const office = await makeOffice(k);
    const own = await makeNamedContact(k, { member: await makeConsentingMember(k, { name: '=HYPERLINK("x")' }) });
    await makeLiaisonMatter(k, own, { title: '=1+1 场地' });
    const csv = await get(office, '/liaison/matters/list.csv');
    expect(csv.body).toContain(`'=1+1 场地`);
    expect((await get(office, '/liaison/contacts/list.csv')).body).toContain(`"'=HYPERLINK(""x"")"`);
    for (const list of ['matters', 'entries', 'contacts']) {
      const xlsx = await get(office, `/liaison/${list}/list.xlsx`, 'en');
      expect(xlsx.statusCode).toBe(200);
      const table = await readTable(xlsx.rawPayload, { name: 'list.xlsx' } as never).catch((error: Error) => error);
      expect(table, list).not.toBeInstanceOf(Error);
    }
  });

  it('sets the rules for the city; two who do it at once do not undo each other; nobody else may', async () => {
    const office = await makeOffice(k);
    const page = await get(office, '/liaison/settings');
    const version = /name="version" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const fields = {
      mostMembers: '8',
      matterDue_days: '10',
      stalled_days: '5',
      closeUnrated_days: '10',
      reopen_days: '30',
      quarter_days: '3，20 45',
      version,
    };
    const wrong = await post(office, '/liaison/settings', { ...fields, mostMembers: '0', quarter_days: 'x' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('1 到 100');
    expect((await post(made.contact, '/liaison/settings', fields)).statusCode).toBe(403);
    expect((await post(office, '/liaison/settings', fields)).statusCode).toBe(303);
    expect(k.settings.get(liaisonSettings)).toMatchObject({ mostMembers: 8, quarter_days: [45, 20, 3] });
    expect((await post(office, '/liaison/settings', fields)).statusCode).toBe(409);
  });

  it('bad addresses are answered, not thrown', async () => {
    const office = await makeOffice(k);
    for (const url of [
      '/liaison/members/M2026-9999',
      "/liaison/members/'%20or%201=1",
      '/liaison/matters/L0000-0000',
      '/me/contact/L0000-0000',
    ])
      expect([403, 404], url).toContain((await get(office, url)).statusCode);
    for (const url of [
      '/liaison/matters?after=zzz&state=nothing&department=x',
      '/liaison/entries?after=1.2.3&from=2026-99-99',
      '/liaison/contacts?show=everything&after=%F0%9F%98%80',
    ])
      expect((await get(office, url)).statusCode, url).toBe(200);
    expect((await post(office, `/liaison/matters/${matter.number}/constructor`, {})).statusCode).toBe(404);
  });
});
