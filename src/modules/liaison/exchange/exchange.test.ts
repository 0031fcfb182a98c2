import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Actor } from '../../people/index.ts';
import { insertPlace } from '../../people/organisations/organisation-people.queries.ts';
import { processingOf } from '../../people/processing/declare-processing.ts';
import { makeMember } from '../../people/register/register.factory.ts';
import {
  agreeToRequest,
  answerItem,
  lapseRequests,
  refuseRequest,
  settleItem,
  takeItem,
  withdrawItem,
} from './act-on-item.ts';
import { browse, type Cast, makeCast } from './exchange.factory.ts';
import { erasePersonal, findItem, personalOf } from './exchange.queries.ts';
import { itemStates } from './exchange.rules.ts';
import { loadExchange, loadItem } from './load-exchange.ts';
import { type SayInput, say } from './say.ts';
import { remindOfItems } from './wire-exchange.ts';

let k: TestKernel;
let app: App;
let cast: Cast;
let member: Awaited<ReturnType<typeof makeMember>>;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  cast = await makeCast(k);
  member = await makeMember(k, { name: '替我说' });
  await inTransaction(k.db, (tx) =>
    insertPlace(tx, {
      organisationId: cast.mine.id,
      accountId: member.accountId,
      part: 'member',
      state: 'held',
      by: null,
      at: k.clock.now(),
    }),
  );
});

const need: SayInput = {
  kind: 'need',
  title: '发布会请提前通知',
  body: '请提前一个工作日通知到网站。',
  dueOn: '2026-11-30',
};
const sayNeed = (given: Partial<SayInput> = {}) =>
  say(k, cast.mine.officer, cast.mine.id, 'to_city', { ...need, departmentId: cast.department, ...given });
const ask = (given: Partial<SayInput> = {}) => sayNeed({ kind: 'request', memberId: member.accountId, ...given });
const stateOf = async (id: string) => (await findItem(k.db, id))?.state;

const people = () => ({
  officer: cast.officer,
  leader: cast.leader,
  otherOfficer: cast.otherOfficer,
  otherLeader: cast.otherLeader,
  office: cast.office,
  cityLeader: cast.cityLeader,
  auditor: cast.auditor,
  handler: cast.handler,
  secretary: cast.secretary,
  administrator: cast.administrator,
  partnersAdministrator: cast.mine.administrator,
  partnersOfficer: cast.mine.officer,
  partnersMember: cast.mine.member,
  otherPartner: cast.theirs.administrator,
  resident: cast.resident,
  member,
});
const allowed = async (work: (actor: Actor) => Promise<unknown>) => {
  const names: string[] = [];
  for (const [name, actor] of Object.entries(people()))
    await work(actor).then(
      () => names.push(name),
      (error: { status?: number }) => expect([403, 404]).toContain(error.status),
    );
  return names.sort();
};
const speakers = ['partnersAdministrator', 'partnersOfficer'];

describe('a need', () => {
  it('is taken on once by whom it was said to, answered, and settled', async () => {
    const id = await sayNeed();
    const tries = await Promise.allSettled([takeItem(k, cast.officer, id), takeItem(k, cast.office, id)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await answerItem(k, cast.officer, id, { body: '下周开始提前一天发。' });
    await settleItem(k, cast.officer, id, { how: 'done', body: '已经做到。' });
    expect(await stateOf(id)).toBe('done');
    await expect(withdrawItem(k, cast.mine.officer, id)).rejects.toMatchObject({
      code: 'liaison.exchange.wrong_state',
    });
  });

  it('goes the other way too: the organisation takes on what the city needs', async () => {
    const id = await say(k, cast.officer, cast.mine.id, 'to_organisation', { ...need, departmentId: cast.department });
    await expect(takeItem(k, cast.officer, id)).rejects.toMatchObject({ status: 403 });
    await takeItem(k, cast.mine.officer, id);
    await settleItem(k, cast.mine.administrator, id, { how: 'declined', body: '人手不够，下月再说。' });
    expect(await stateOf(id)).toBe('declined');
  });

  it('is said, read and worked on by', async () => {
    expect(await allowed((actor) => say(k, actor, cast.mine.id, 'to_city', need))).toEqual(speakers);
    expect(
      await allowed((actor) =>
        say(k, actor, cast.mine.id, 'to_organisation', { ...need, departmentId: cast.department }),
      ),
    ).toEqual(['office', 'officer']);
    const id = await sayNeed();
    expect(await allowed((actor) => loadItem(k, actor, id))).toEqual(
      ['auditor', 'cityLeader', 'leader', 'office', 'officer', ...speakers].sort(),
    );
    expect(await allowed(async (actor) => takeItem(k, actor, await sayNeed()))).toEqual(['office', 'officer']);
    expect(await allowed(async (actor) => withdrawItem(k, actor, await sayNeed()))).toEqual(speakers);
    expect(await allowed((actor) => loadExchange(k, actor, cast.mine.slug, null))).toEqual(
      ['auditor', 'cityLeader', 'leader', 'office', 'officer', 'otherLeader', 'otherOfficer', ...speakers].sort(),
    );
  });

  it('is reminded of before its day and after it, each once', async () => {
    const id = await sayNeed({ dueOn: '2026-11-25' });
    const at = (days: number) => ({
      ...k,
      clock: { now: () => new Date(k.clock.now().getTime() + days * 86_400_000) },
    });
    for (const days of [0, 4, 4, 8, 8]) await remindOfItems(at(days));
    const told = (await k.notify.inbox(k.db, cast.officer.accountId, 'zh-CN', { limit: 100 })).filter(
      (item) => item.link.endsWith(id) && item.kind === 'liaison.exchange_due',
    );
    expect(told).toHaveLength(2);
  });
});

describe('a request for a member', () => {
  it('shows nothing to the city before the member agreed, wherever it looks', async () => {
    const secret = 'SECRET-request-5512';
    const id = await ask({ title: secret, body: `${secret} 的情况` });
    await settle(k);
    expect(await allowed((actor) => loadItem(k, actor, id))).toEqual(['member', ...speakers].sort());
    for (const actor of [
      cast.office,
      cast.officer,
      cast.leader,
      cast.auditor,
      cast.cityLeader,
      cast.otherOfficer,
      cast.theirs.officer,
      cast.mine.member,
      cast.administrator,
    ]) {
      const browser = await browse(k, app, actor);
      for (const url of [
        `/liaison/exchange/${id}`,
        `/organisations/${cast.mine.slug}/liaison`,
        '/liaison/organisations',
        '/liaison/organisations.csv',
        '/me/on-behalf',
        '/liaison',
      ]) {
        const page = await browser.get(url);
        expect([url, page.text.includes(secret)]).toEqual([url, false]);
      }
      expect(JSON.stringify(await k.notify.inbox(k.db, actor.accountId ?? '', 'zh-CN'))).not.toContain(secret);
    }
    for (const table of ['kernel.event', 'kernel.audit_entry', 'kernel.notification'] as const)
      expect(JSON.stringify(await k.db.selectFrom(table).selectAll().execute())).not.toContain(secret);
    await expect(takeItem(k, cast.office, id)).rejects.toMatchObject({ status: 404 });
    expect((await (await browse(k, app, member)).get('/me/on-behalf')).text).toContain(secret);
    expect(await allowed((actor) => agreeToRequest(k, actor, id, '同意'))).toEqual(['member']);
    expect(await allowed((actor) => loadItem(k, actor, id))).toEqual(
      ['auditor', 'cityLeader', 'leader', 'member', 'office', 'officer', ...speakers].sort(),
    );
  });

  it('refused, late or taken back has no words any more', async () => {
    const [refused, late, back] = [await ask(), await ask(), await ask()];
    await refuseRequest(k, member, refused);
    await agreeToRequest(k, member, back, '同意');
    await answerItem(k, cast.officer, back, { body: '收到' });
    await withdrawItem(k, member, back);
    await lapseRequests({ ...k, clock: { now: () => new Date('2026-12-10T02:00:00Z') } });
    for (const [id, state] of [
      [refused, 'refused'],
      [late, 'lapsed'],
      [back, 'withdrawn'],
    ] as const)
      expect(await findItem(k.db, id)).toMatchObject({ state, title: '', body: '' });
    await expect(agreeToRequest(k, member, late, '同意')).rejects.toMatchObject({
      code: 'liaison.exchange.wrong_state',
    });
    // Withdrawn before anybody of the city could see it: they never do.
    const early = await ask();
    await withdrawItem(k, cast.mine.officer, early);
    await expect(loadItem(k, cast.office, early)).rejects.toMatchObject({ status: 404 });
  });

  it('is agreed to or refused once, whoever presses first', async () => {
    const id = await ask();
    const tries = await Promise.allSettled([
      agreeToRequest(k, member, id, '同意'),
      refuseRequest(k, member, id),
      withdrawItem(k, cast.mine.officer, id),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    const item = await findItem(k.db, id);
    if (item?.state !== 'open') expect([item?.title, item?.body]).toEqual(['', '']);
  });

  it('becomes a matter of the member, whose state is shown back, and the look is recorded', async () => {
    const id = await ask();
    await agreeToRequest(k, member, id, '同意');
    await takeItem(k, cast.officer, id);
    const item = await findItem(k.db, id);
    expect(item).toMatchObject({ state: 'taken', matterState: 'open' });
    expect(item?.matterNumber).toBeTruthy();
    const page = await (await browse(k, app, cast.mine.officer)).get(`/liaison/exchange/${id}`);
    expect(page.text).toContain('刚接下');
    expect(page.text).not.toContain(item?.matterNumber ?? '-');
    await loadItem(k, cast.office, id);
    const looks = await k.db
      .selectFrom('kernel.audit_entry')
      .select('actor_id')
      .where('action', '=', 'liaison.member_read')
      .where('object_id', '=', member.accountId)
      .execute();
    expect(looks.map((look) => look.actor_id)).toContain(cast.office.accountId);
  });

  it('is for members of the organisation alone, and only to the city', async () => {
    await expect(ask({ memberId: cast.resident.accountId })).rejects.toMatchObject({
      fields: { memberId: expect.anything() },
    });
    await expect(
      say(k, cast.office, cast.mine.id, 'to_organisation', { ...need, kind: 'request', memberId: member.accountId }),
    ).rejects.toMatchObject({ fields: { memberId: expect.anything() } });
  });

  it('goes with the account of the member', async () => {
    const someone = await makeMember(k);
    await inTransaction(k.db, (tx) =>
      insertPlace(tx, {
        organisationId: cast.mine.id,
        accountId: someone.accountId,
        part: 'member',
        state: 'held',
        by: null,
        at: k.clock.now(),
      }),
    );
    const [waits, open] = [await ask({ memberId: someone.accountId }), await ask({ memberId: someone.accountId })];
    await agreeToRequest(k, someone, open, '同意');
    expect(JSON.stringify(await personalOf(k.db, someone.accountId))).toContain('发布会请提前通知');
    await inTransaction(k.db, (tx) => erasePersonal(tx, someone.accountId, k.clock.now()));
    expect(await findItem(k.db, waits)).toMatchObject({ state: 'lapsed', title: '' });
    expect(await findItem(k.db, open)).toMatchObject({ state: 'withdrawn', title: '' });
  });
});

describe('pages', () => {
  it('open for organisation, city and member; what is refused keeps what was typed', async () => {
    const partner = await browse(k, app, cast.mine.officer);
    const url = `/organisations/${cast.mine.slug}/liaison`;
    expect((await partner.get(url)).status).toBe(200);
    const refused = await partner.post(url, { kind: 'need', title: '没有日期', body: '要一个日期' });
    expect([refused.status, refused.text.includes('value="没有日期"')]).toEqual([422, true]);
    expect((await partner.post(url, { kind: 'nix', title: '长'.repeat(200), body: 'x'.repeat(9000) })).status).toBe(
      422,
    );
    const sent = await partner.post(url, { ...(need as Record<string, string>), title: '<b>粗</b>' });
    expect(sent.status).toBe(303);
    expect((await partner.get(url)).text).not.toContain('<b>粗</b>');
    const office = await browse(k, app, cast.office);
    for (const page of ['/liaison/organisations', url, '/liaison/organisations.xlsx'])
      expect([page, (await office.get(page)).status]).toEqual([page, 200]);
    expect((await partner.get('/me/speaking')).status).toBe(303);
    expect((await partner.get('/liaison/organisations')).status).toBe(403);
    expect((await partner.get(`/organisations/${cast.theirs.slug}/liaison`)).status).toBe(404);
    expect((await office.get('/organisations/nix/liaison')).status).toBe(404);
  });

  it('nobody speaks for a closed organisation', async () => {
    const { makeTestOrganisation } = await import('./exchange.factory.ts');
    const closing = await makeTestOrganisation(k);
    const id = await say(k, closing.officer, closing.id, 'to_city', need);
    await k.db
      .updateTable('people.organisation')
      .set({ closed_at: k.clock.now() })
      .where('id', '=', closing.id)
      .execute();
    await expect(loadItem(k, closing.officer, id)).rejects.toMatchObject({ status: 404 });
    await expect(say(k, cast.office, closing.id, 'to_organisation', need)).rejects.toMatchObject({
      code: 'liaison.exchange.organisation_closed',
    });
    expect((await loadItem(k, cast.office, id)).item.title).toBe(need.title);
  });
});

it('every table and column says what it holds of people', async () => {
  const declared = processingOf(k);
  const { rows } = await k.pool.query<{ name: string; columns: string[] }>(
    `select 'liaison.' || table_name as name, array_agg(column_name::text order by column_name) as columns from information_schema.columns
      where table_schema = 'liaison' group by 1`,
  );
  expect(rows.length).toBeGreaterThan(25);
  for (const { name, columns } of rows)
    expect([name, Object.keys(declared.get(name)?.columns ?? {}).sort()]).toEqual([name, columns]);
  expect(itemStates).toHaveLength(9);
});
