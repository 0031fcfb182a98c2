import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { type Actor, anonymous } from '../../people/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people/people.factory.ts';
import { type Competition, competitionById, insertStep } from '../competition.queries.ts';
import { makeCompetition, makeDuty } from '../competitions.factory.ts';
import { type Duty, duties } from '../competitions.rules.ts';
import { askDuty } from './ask-duty.ts';
import { notesOf } from './notes.queries.ts';
import { offerToOrganisers } from './organiser-places.ts';
import { dutyDataOf, eraseDutyData, joinDuties } from './personal-data.queries.ts';

type Account = Actor & { accountId: string };

let k: TestKernel;
let app: App;
let organiser: Account;
let draft: Competition;
let open: Competition;
const holders = new Map<Duty, Account>();

async function get(actor: Actor | null, url: string, language = 'zh-CN') {
  const cookie = actor?.accountId ? await sessionCookie(k, actor) : '';
  return app.inject({ url, headers: { cookie, 'accept-language': language } });
}

async function post(actor: Actor | null, url: string, fields: Record<string, string | string[]>) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return app.inject({
    method: 'POST',
    url,
    headers: {
      cookie: actor?.accountId ? await sessionCookie(k, actor) : '',
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://tongxin.test',
    },
    payload: body.toString(),
  });
}

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  const departmentId = await makeDepartment(k);
  const stages = [
    { kind: 'entry' as const },
    { kind: 'jury' as const, settings: { weight: 100 } },
    { kind: 'announcement' as const },
    { kind: 'results' as const },
  ];
  const made = await makeCompetition(k, { departmentId, slug: 'open-one', stages });
  organiser = made.organiser;
  open = made.competition;
  draft = (await makeCompetition(k, { departmentId, slug: 'draft-one', title: 'SECRET-draft', state: 'draft', stages }))
    .competition;
  for (const duty of duties) holders.set(duty, await makeDuty(k, open, duty));
});

describe('who sees what', () => {
  const pages = ['', '/settings', '/stages', '/categories', '/people', '/cancel', '/record', '/record.csv'];

  it.each(pages)('/organise/:slug%s', async (path) => {
    const record = path.startsWith('/record');
    const reads = path === '' || record;
    const other = await makeAccount(k, { roles: [{ role: 'organiser', departmentId: await makeDepartment(k) }] });
    const allowed: [Actor, boolean][] = [
      [organiser, true],
      [holders.get('organiser') as Account, true],
      [holders.get('screener') as Account, path === ''],
      [holders.get('chair') as Account, reads],
      [holders.get('observer') as Account, reads],
      [holders.get('juror') as Account, false],
      [await makeAccount(k, { roles: [{ role: 'auditor' }] }), reads],
      [await makeAccount(k), false],
      [other, false],
    ];
    for (const [actor, may] of allowed)
      expect([actor.name, (await get(actor, `/organise/open-one${path}`)).statusCode]).toEqual([
        actor.name,
        may ? 200 : 403,
      ]);
    expect((await get(null, `/organise/open-one${path}`)).statusCode).toBe(303);
  });

  it('a draft says nothing to anybody else, its title least of all', async () => {
    for (const actor of [holders.get('observer') as Account, await makeAccount(k), null])
      for (const path of pages) {
        const answer = await get(actor, `/organise/draft-one${path}`);
        expect(answer.statusCode).not.toBe(200);
        expect(answer.body).not.toContain('SECRET-draft');
      }
    for (const url of ['/organise', '/me/duties', '/competitions', '/competitions/draft-one'])
      expect((await get(holders.get('observer') as Account, url)).body).not.toContain('SECRET-draft');
    expect((await get(organiser, '/organise')).body).toContain('SECRET-draft');
  });

  it('writes are for organisers alone', async () => {
    const stage = open.stages[1]?.id;
    const writes: [string, Record<string, string>][] = [
      ['/open', {}],
      ['/cancel', { reason: '不办了，谢谢。' }],
      ['/settings', { title: '换个名字' }],
      ['/stages', {}],
      ['/stages/add', { kind: 'ballot' }],
      [`/stages/${stage}`, {}],
      [`/stages/${stage}/remove`, {}],
      ['/categories', { 'category.0.name': '别的' }],
      ['/people', { duty: 'juror', shownAs: 'x', way: 'link' }],
    ];
    for (const actor of [holders.get('observer'), holders.get('juror'), holders.get('screener'), holders.get('chair')])
      for (const [path, fields] of writes)
        expect((await post(actor as Account, `/organise/open-one${path}`, fields)).statusCode).toBe(403);
    expect(await competitionById(k.db, open.id)).toMatchObject({ state: 'open', version: open.version });
  });

  it('an organiser without the second factor gets nowhere', async () => {
    const cookie = await sessionCookie(k, organiser, false);
    const answer = await app.inject({ url: '/organise/open-one/people', headers: { cookie } });
    expect(answer.statusCode).not.toBe(200);
  });
});

describe('forms', () => {
  it('keep what was typed and say what is wrong beside it', async () => {
    const answer = await post(organiser, '/organise/draft-one/settings', {
      title: '<script>x</script>',
      complaintEmail: 'no',
      rules: '留下的规则',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('留下的规则');
    expect(answer.body).toContain('这个邮箱写得不对');
    expect(answer.body).not.toContain('<script>x');
  });

  it('say of an open competition what would change, before it does', async () => {
    await k.db
      .updateTable('competitions.competition')
      .set({ summary: '原来的介绍', rules: '规则', eligibility: '谁都可以' })
      .where('id', '=', open.id)
      .execute();
    const fields = {
      title: open.title,
      summary: '新的介绍',
      rules: '规则',
      eligibility: '谁都可以',
      complaintPhone: '12345',
    };
    const preview = await post(organiser, '/organise/open-one/settings', { ...fields, version: String(open.version) });
    expect(preview.statusCode).toBe(200);
    for (const words of ['原来的介绍', '新的介绍', '12345']) expect(preview.body).toContain(words);
    expect(await notesOf(k.db, open.id, null, 5)).toEqual([]);
    const empty = await post(organiser, '/organise/open-one/settings', { ...fields, asked_why: 'yes', note: ' ' });
    expect(empty.statusCode).toBe(422);
    const done = await post(organiser, '/organise/open-one/settings', {
      ...fields,
      asked_why: 'yes',
      note: '写得更清楚。',
    });
    expect(done.headers.location).toBe('/organise/open-one/settings?done=published');
    expect((await notesOf(k.db, open.id, null, 5))[0]?.changes.map(({ field }) => field)).toEqual([
      'summary',
      'complaintPhone',
    ]);
  });

  it('survive huge and senseless input', async () => {
    const huge = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`category.${n}.name`, `类${n}`]));
    expect((await post(organiser, '/organise/draft-one/categories', huge)).statusCode).toBe(303);
    expect((await competitionById(k.db, draft.id))?.categories).toHaveLength(40);
    for (const [path, fields] of [
      ['/categories', { 'category.0.name': ['a', 'b'], 'category.0.id': 'x', 'category.0.order': 'NaN' }],
      ['/stages', { version: 'x' }],
      ['/stages/00000000-0000-0000-0000-000000000000', {}],
      ['/people', { duty: 'king', way: 'account', who: organiser.accountId }],
      ['/people/nonsense/take-back', { reason: 'xx' }],
      ['/settings', { title: ['a', 'b'], rules: 'x'.repeat(20_001) }],
    ] as [string, Record<string, string | string[]>][])
      expect((await post(organiser, `/organise/draft-one${path}`, fields)).statusCode).toBeLessThan(500);
    expect((await get(organiser, '/organise/draft-one/record?stage=x&act=%00&after=zz')).statusCode).toBe(200);
    expect((await get(organiser, '/organise/nobody-made-this')).statusCode).toBe(404);
  });

  it('say what is wrong with a form that is folded away', async () => {
    const juror = await makeAccount(k);
    const { dutyId } = await askDuty(k, organiser, open.id, {
      duty: 'juror',
      shownAs: 'x',
      way: 'account',
      who: juror.accountId,
    });
    const answer = await post(organiser, `/organise/open-one/people/${dutyId}/take-back`, { reason: ' ' });
    expect([answer.statusCode, answer.body.includes('请写明原因')]).toEqual([422, true]);
  });

  it('drops cached public pages when it is changed', async () => {
    const dropped: string[] = [];
    const { invalidate } = k.cache;
    k.cache.invalidate = (...tags) => {
      dropped.push(...tags);
      invalidate.call(k.cache, ...tags);
    };
    await post(holders.get('observer') as Account, '/organise/open-one/remarks', { text: '一切照规则办。' });
    await settle(k);
    k.cache.invalidate = invalidate;
    expect(dropped).toEqual(expect.arrayContaining(['competitions', `competition:${open.id}`]));
  });

  it('leave a slot for every other part', async () => {
    offerToOrganisers(k, {
      order: 1,
      stageKinds: ['jury'],
      places: async (_k, { facts }, stage) =>
        facts.duties.includes('chair') ? [] : [{ href: `/x/${stage?.id}`, label: '评审席', note: '3 份', hot: true }],
    });
    expect((await get(organiser, '/organise/open-one')).body).toContain(`/x/${open.stages[1]?.id}`);
    expect((await get(holders.get('chair') as Account, '/organise/open-one')).body).not.toContain('/x/');
  });
});

describe('the record', () => {
  it('names staff, shows jurors as agreed, and nobody else', async () => {
    const entrant = await makeAccount(k, { name: 'SECRET-entrant' });
    await inTransaction(k.db, async (tx) => {
      const step = { competitionId: open.id, act: 'submit', byId: entrant.accountId };
      await insertStep(tx, k.clock.now(), { ...step, byAs: 'entrant' });
      await insertStep(tx, k.clock.now(), { ...step, byAs: 'juror', byId: holders.get('juror')?.accountId ?? null });
      await insertStep(tx, k.clock.now(), {
        ...step,
        byAs: 'organiser',
        byId: organiser.accountId,
        details: { reason: '<b>粗</b>', entryId: newId() },
      });
    });
    const { body } = await get(holders.get('observer') as Account, '/organise/open-one/record');
    expect(body).not.toContain('SECRET-entrant');
    expect(body).toContain('组织者');
    expect(body).toContain(holders.get('juror')?.name);
    expect(body).not.toContain('<b>粗');
    const csv = await get(organiser, '/organise/open-one/record.csv?act=submit');
    expect(csv.body.trim().split('\n')).toHaveLength(4);
    expect(csv.body).not.toContain('SECRET-entrant');
    expect((await get(organiser, '/organise/open-one/record.xlsx')).statusCode).toBe(200);
  });
});

describe('duties of a person', () => {
  it('are asked for in the inbox and answered on their own pages', async () => {
    const juror = await makeAccount(k, { name: '王教授' });
    const given = { duty: 'juror' as const, shownAs: '王教授，云川大学', way: 'account' as const };
    const { dutyId } = await askDuty(k, organiser, open.id, { ...given, who: juror.accountId });
    await settle(k);
    const inbox = await k.db
      .selectFrom('kernel.notification')
      .select(['kind', 'link'])
      .where('account_id', '=', juror.accountId)
      .execute();
    expect(inbox).toEqual([{ kind: 'competitions.duty_asked', link: '/me/duties' }]);
    expect((await get(juror, '/me/duties')).body).toContain('王教授，云川大学');
    expect((await post(await makeAccount(k), `/me/duties/${dutyId}/accept`, {})).statusCode).toBe(404);
    expect((await post(juror, `/me/duties/${dutyId}/accept`, {})).headers.location).toBe('/me/duties?done=accepted');
    expect((await post(juror, `/me/duties/${dutyId}/accept`, {})).statusCode).toBe(404);
    await settle(k);
    const told = await k.db
      .selectFrom('kernel.notification')
      .select('kind')
      .where('account_id', '=', organiser.accountId)
      .execute();
    expect(told.map(({ kind }) => kind)).toContain('competitions.duty_answered');
    expect((await post(juror, `/me/duties/${dutyId}/lay-down`, { reason: '出差' })).headers.location).toBe(
      '/me/duties?done=laid_down',
    );
  });

  it('a link is read by nobody else, and lets one decline without signing in', async () => {
    const { link } = await askDuty(k, organiser, open.id, { duty: 'observer', shownAs: '李公证', way: 'link' });
    const page = await get(null, link as string);
    expect([page.statusCode, page.body.includes('李公证')]).toEqual([200, true]);
    expect((await get(null, `/me/duties/ask/${'x'.repeat(43)}`)).statusCode).toBe(404);
    expect((await post(null, `${link}/accept`, {})).statusCode).toBe(401);
    expect((await post(anonymous, `${link}/decline`, {})).statusCode).toBe(303);
    expect((await get(null, link as string)).body).not.toContain('李公证');
  });

  it('go with the person: export, join, erase', async () => {
    const [one, two] = [await makeAccount(k), await makeAccount(k)];
    const { competition } = await makeCompetition(k);
    await makeDuty(k, competition, 'juror', one);
    await makeDuty(k, competition, 'juror', two);
    await inTransaction(k.db, (tx) => joinDuties(tx, one.accountId, two.accountId, k.clock.now()));
    expect((await dutyDataOf(k.db, two.accountId)).duties).toMatchObject([
      { duty: 'juror', endReason: 'laid_down' },
      { duty: 'juror', endReason: null },
    ]);
    await inTransaction(k.db, (tx) => eraseDutyData(tx, two.accountId, k.clock.now()));
    const rows = await k.db
      .selectFrom('competitions.duty')
      .select(['shown_as', 'ended_at'])
      .where('account_id', '=', two.accountId)
      .execute();
    expect(rows.every((row) => row.shown_as === '—' && row.ended_at !== null)).toBe(true);
  });
});
