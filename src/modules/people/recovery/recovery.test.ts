import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { audited, makeVisitor, type Visitor } from '../admin/admin.factory.ts';
import { makeAccount, sessionCookie } from '../people.factory.ts';
import { Browser } from '../sign-in/outside/browser.fixture.ts';
import { insertLogin } from '../sign-in/outside/outside.queries.ts';
import { checkRecovery, confirmRecovery, refuseRecovery } from './check-recovery.ts';
import { runRecoveries } from './run-recoveries.ts';

let k: TestKernel;
let app: App;
let admin: Visitor;
let second: Visitor;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  admin = await makeVisitor(k, app, [{ role: 'administrator' }]);
  second = await makeVisitor(k, app, [{ role: 'administrator' }]);
});
beforeEach(() => {
  k.clock.advance(3_600_000);
});

const hour_ms = 3_600_000;
const lastTo = async (to: string) => (await k.notify.loopback.list({ to, limit: 1 }))[0]?.text ?? '';
let serial = 0;
const freshAddress = () => `fresh-${++serial}@example.test`;
const accountOf = (id: string) =>
  k.db
    .selectFrom('people.account')
    .select(['email', 'phone', 'email_placeholder'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const one = (number: string) =>
  k.db.selectFrom('people.recovery').selectAll().where('number', '=', number).executeTakeFirstOrThrow();

/** Asks as a stranger does. @returns the row that the counter finds by the number */
async function ask(lost: string, fresh = freshAddress(), name = '许文心') {
  const browser = new Browser(app);
  const code = await browser.post('/recovery', { name, lost, fresh });
  expect(code.status).toBe(200);
  const figures = /\d{6}/.exec(await lastTo(fresh))?.[0] ?? '';
  const asked = await browser.post('/recovery/code', { name, lost, fresh, code: figures });
  const number = /number=(\w{8})/.exec(asked.location)?.[1] ?? '';
  return { ...(await one(number)), fresh, browser, asked, figures };
}
/** Asked and checked: waits for the owner. */
async function waiting(person: { email: string }) {
  const row = await ask(person.email);
  await checkRecovery(k, admin.actor, row.id);
  await settle(k);
  return row;
}
async function stopLink(to: string): Promise<string> {
  return /\/recovery\/stop\/[\w-]+/.exec(await lastTo(to))?.[0] ?? '';
}

describe('a lost address', () => {
  it('is replaced after the check at the counter and the time to object; everything else that opened the account ends', async () => {
    const person = await makeAccount(k, { name: '许文心', phone: null });
    const stolen = new Browser(app, await sessionCookie(k, person));
    await inTransaction(k.db, (tx) =>
      insertLogin(tx, {
        accountId: person.accountId,
        provider: 'wechat',
        providerAccountId: newId(),
        at: k.clock.now(),
      }),
    );
    const row = await ask(person.email);
    const list = await admin.get(`/admin/recoveries?number=${row.number.toLowerCase()}`);
    expect(list.text).toContain(row.number);
    const page = await admin.get(`/admin/recoveries/${row.id}`);
    for (const said of ['许文心', person.email, row.fresh, '看身份证原件', '市民账号'])
      expect(page.text).toContain(said);
    expect((await admin.post(`/admin/recoveries/${row.id}/check`)).status).toBe(422);
    const checked = await admin.post(`/admin/recoveries/${row.id}/check`, { sure: 'yes' });
    expect(checked.status).toBe(303);
    await settle(k);
    expect(await lastTo(person.email)).toContain('/recovery/stop/');
    expect((await stolen.get('/me/logins')).text).toContain('有人申请换掉您账号的地址');

    k.clock.advance(23 * hour_ms);
    expect(await runRecoveries(k)).toBe(0);
    expect(await accountOf(person.accountId)).toMatchObject({ email: person.email });
    k.clock.advance(hour_ms);
    expect(await runRecoveries(k)).toBe(1);
    expect(await accountOf(person.accountId)).toMatchObject({ email: row.fresh, email_placeholder: false });
    expect((await stolen.get('/me')).location).toContain('/sign-in');
    expect(
      await k.db.selectFrom('people.login').select('id').where('account_id', '=', person.accountId).execute(),
    ).toEqual([]);
    await settle(k);
    for (const to of [person.email, row.fresh]) expect(await lastTo(to)).toContain('通行密钥都已失效');
    const ended = await one(row.number);
    expect(ended).toMatchObject({ state: 'done', name: '', lost_address: '', new_address: '' });
    expect((await audited(k, 'people.recovery_done')).at(-1)).toMatchObject({
      object_id: person.accountId,
      details: { number: row.number, checkedBy: admin.actor.accountId, confirmedBy: null },
    });
    expect(await runRecoveries(k)).toBe(0);
    const again = new Browser(app);
    await again.post('/sign-in', { address: row.fresh });
    expect((await again.post('/sign-in/code', { code: /\d{6}/.exec(await lastTo(row.fresh))?.[0] ?? '' })).status).toBe(
      303,
    );
  });

  it('of another kind than the new one goes, and the new one comes', async () => {
    const person = await makeAccount(k, { name: '许文心', phone: '+8613800000777' });
    await k.db
      .updateTable('people.account')
      .set({ email_placeholder: true, email: `${person.accountId}@phone.invalid` })
      .where('id', '=', person.accountId)
      .execute();
    const row = await ask('138 0000 0777');
    await checkRecovery(k, admin.actor, row.id);
    k.clock.advance(24 * hour_ms);
    expect(await runRecoveries(k)).toBe(1);
    expect(await accountOf(person.accountId)).toMatchObject({ phone: null, email: row.fresh });
  });
});

describe('a hostile request', () => {
  it('is stopped by the link in the notice, once, by nothing that only looks at links', async () => {
    const person = await makeAccount(k);
    const row = await waiting(person);
    const link = await stopLink(person.email);
    const browser = new Browser(app);
    expect((await browser.get(link)).text).toContain('这不是我办的');
    expect((await one(row.number)).state).toBe('waiting');
    expect((await browser.post(link)).text).toContain('停掉了');
    expect((await browser.post(link)).status).toBe(410);
    k.clock.advance(48 * hour_ms);
    expect(await runRecoveries(k)).toBe(0);
    expect(await accountOf(person.accountId)).toMatchObject({ email: person.email });
    expect(await one(row.number)).toMatchObject({ state: 'stopped', name: '', new_address: '' });
    expect((await audited(k, 'people.recovery_stopped')).at(-1)?.object_id).toBe(person.accountId);
    for (const token of ['x', 'A'.repeat(43), "' or 1=1"]) {
      const guess = await browser.post(`/recovery/stop/${encodeURIComponent(token)}`);
      expect([token, guess.status]).toEqual([token, 410]);
    }
  });

  it('is stopped by the owner who is signed in, and by nobody else’s session', async () => {
    const person = await makeAccount(k);
    const row = await waiting(person);
    const stranger = new Browser(app, await sessionCookie(k, await makeAccount(k)));
    expect((await stranger.post('/me/logins/recovery/stop')).status).toBe(410);
    const owner = new Browser(app, await sessionCookie(k, person));
    expect((await owner.post('/me/logins/recovery/stop')).location).toBe('/me/logins?done=stopped');
    expect((await one(row.number)).state).toBe('stopped');
  });

  it('comes to nothing when the owner changes the address or the account is closed meanwhile', async () => {
    const moved = await makeAccount(k);
    const closed = await makeAccount(k);
    const rows = [await waiting(moved), await waiting(closed)];
    await k.db
      .updateTable('people.account')
      .set({ email: 'moved@example.test' })
      .where('id', '=', moved.accountId)
      .execute();
    await k.db
      .updateTable('people.account')
      .set({ disabled_at: k.clock.now() })
      .where('id', '=', closed.accountId)
      .execute();
    k.clock.advance(24 * hour_ms);
    expect(await runRecoveries(k)).toBe(0);
    for (const { number } of rows) expect((await one(number)).state).toBe('stopped');
    expect((await accountOf(moved.accountId)).email).toBe('moved@example.test');
  });

  it('does not run a second time beside another for the same account, and of two checks at once one counts', async () => {
    const person = await makeAccount(k);
    const [a, b] = [await ask(person.email), await ask(person.email)];
    const both = await Promise.allSettled([checkRecovery(k, admin.actor, a.id), checkRecovery(k, second.actor, b.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.recovery_running' },
    });
    const other = await ask((await makeAccount(k)).email);
    const same = await Promise.allSettled([
      checkRecovery(k, admin.actor, other.id),
      checkRecovery(k, second.actor, other.id),
    ]);
    expect(same.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(same.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'people.recovery_stale' },
    });
  });

  it('runs once, however many clocks tick', async () => {
    const person = await makeAccount(k);
    await waiting(person);
    k.clock.advance(24 * hour_ms);
    await Promise.all([runRecoveries(k), runRecoveries(k), runRecoveries(k)]);
    const done = (await audited(k, 'people.recovery_done')).filter((entry) => entry.object_id === person.accountId);
    expect(done).toHaveLength(1);
  });

  it('does not take an address that belongs to another account, at the check or later', async () => {
    const [victim, other] = [await makeAccount(k), await makeAccount(k)];
    const taken = await ask(victim.email, other.email);
    await expect(checkRecovery(k, admin.actor, taken.id)).rejects.toMatchObject({ code: 'people.recovery_taken' });
    const row = await waiting(victim);
    await k.db.updateTable('people.account').set({ email: row.fresh }).where('id', '=', other.accountId).execute();
    k.clock.advance(24 * hour_ms);
    expect(await runRecoveries(k)).toBe(0);
    expect((await accountOf(victim.accountId)).email).toBe(victim.email);
    expect((await one(row.number)).state).toBe('refused');
  });

  it('does not use a code twice, nor another request’s, nor put in an address that was not proved', async () => {
    const person = await makeAccount(k);
    const row = await ask(person.email);
    const fields = { name: '许文心', lost: person.email, fresh: row.fresh, code: row.figures };
    expect((await row.browser.post('/recovery/code', fields)).status).toBe(410);
    const browser = new Browser(app);
    const fresh = freshAddress();
    await browser.post('/recovery', { ...fields, fresh });
    const figures = /\d{6}/.exec(await lastTo(fresh))?.[0] ?? '';
    expect((await new Browser(app).post('/recovery/code', { ...fields, fresh, code: figures })).status).toBe(410);
    // The form says another address by now; the one that was proved counts.
    const asked = await browser.post('/recovery/code', { ...fields, fresh: 'evil@example.test', code: figures });
    const made = await one(/number=(\w{8})/.exec(asked.location)?.[1] ?? '');
    expect(made.new_address).toBe(fresh);
    // A code for signing in proves nothing here.
    await browser.post('/sign-in', { address: fresh });
    const signIn = /\d{6}/.exec(await lastTo(fresh))?.[0] ?? '';
    expect((await browser.post('/recovery/code', { ...fields, fresh, code: signIn })).status).toBe(410);
  });
});

it('answers the same whether there is an account or not: page, row, and nobody written to', async () => {
  const known = await makeAccount(k);
  const answers = [];
  for (const lost of [known.email, 'nobody-at-all@example.test']) {
    const browser = new Browser(app);
    const fresh = freshAddress();
    const page = await browser.post('/recovery', { name: '许文心', lost, fresh });
    const code = /\d{6}/.exec(await lastTo(fresh))?.[0] ?? '';
    const asked = await browser.post('/recovery/code', { name: '许文心', lost, fresh, code });
    const done = await browser.get(asked.location);
    const neutral = (text: string) =>
      text
        .replaceAll(lost, 'LOST')
        .replaceAll(encodeURIComponent(lost), 'LOST')
        .replaceAll(fresh, 'FRESH')
        .replace(/\w{4} \w{4}(?=<)/, 'N')
        .replace(/number%3D\w{8}/g, 'N');
    answers.push([
      page.status,
      neutral(page.text),
      asked.status,
      asked.location.replace(/=\w{8}$/, ''),
      done.status,
      neutral(done.text),
    ]);
    await settle(k);
    expect(await k.notify.loopback.list({ to: lost, limit: 5 })).toEqual([]);
  }
  expect(answers[0]).toEqual(answers[1]);
  const rows = await k.db
    .selectFrom('people.recovery')
    .select('account_id')
    .where('lost_address', 'in', [known.email, 'nobody-at-all@example.test'])
    .execute();
  expect(rows.map(({ account_id }) => account_id === null).sort()).toEqual([false, true]);
});

it('asks two administrators for an account of staff, neither of them its owner', async () => {
  const staff = await makeAccount(k, { roles: [{ role: 'operator' }] });
  const row = await ask(staff.email);
  await checkRecovery(k, admin.actor, row.id);
  expect((await one(row.number)).state).toBe('checked');
  await settle(k);
  expect(await lastTo(staff.email)).not.toContain('/recovery/stop/');
  await expect(confirmRecovery(k, admin.actor, row.id)).rejects.toMatchObject({ code: 'people.recovery_second' });
  k.clock.advance(48 * hour_ms);
  expect(await runRecoveries(k)).toBe(0);
  await confirmRecovery(k, second.actor, row.id);
  k.clock.advance(24 * hour_ms);
  expect(await runRecoveries(k)).toBe(1);
  const own = await ask(second.actor.email);
  await expect(checkRecovery(k, second.actor, own.id)).rejects.toMatchObject({ code: 'people.not_yourself' });
});

it('does not give an account of staff away that became one after it was checked by a single administrator', async () => {
  const person = await makeAccount(k);
  const row = await waiting(person);
  await k.db
    .insertInto('people.role_grant')
    .values({ id: newId(), account_id: person.accountId, role: 'operator', department_id: null })
    .execute();
  k.clock.advance(24 * hour_ms);
  expect(await runRecoveries(k)).toBe(0);
  expect((await accountOf(person.accountId)).email).toBe(person.email);
  expect(await one(row.number)).toMatchObject({ state: 'refused', new_address: '' });
});

it('is for administrators of the city alone', async () => {
  const row = await ask((await makeAccount(k)).email);
  for (const roles of [
    [],
    [{ role: 'operator' as const }],
    [{ role: 'auditor' as const }],
    [{ role: 'secretary' as const }],
    [{ role: 'leader' as const }],
  ]) {
    const actor = await makeAccount(k, { roles });
    for (const deed of [checkRecovery, confirmRecovery, refuseRecovery])
      await expect(deed(k, actor, row.id)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const browser = new Browser(app, await sessionCookie(k, actor));
    for (const url of ['/admin/recoveries', `/admin/recoveries/${row.id}`]) {
      const page = await browser.get(url);
      expect([url, page.status, page.text.includes(row.fresh)]).toEqual([url, 403, false]);
    }
  }
  expect((await new Browser(app).get('/admin/recoveries')).location).toContain('/sign-in');
});

it('goes on with the others and with what runs out when one fails', async () => {
  const [first, then] = [await makeAccount(k), await makeAccount(k)];
  const [stuck, row] = [await waiting(first), await waiting(then)];
  const old = await ask((await makeAccount(k)).email);
  k.clock.advance(15 * 24 * hour_ms);
  await k.pool.query(`
    create function fail_here() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create trigger fail_here before update on people.recovery for each row when (old.id = '${stuck.id}') execute function fail_here()`);
  expect(await runRecoveries(k)).toBe(1);
  expect((await one(row.number)).state).toBe('done');
  expect((await one(old.number)).state).toBe('expired');
  expect((await accountOf(first.accountId)).email).toBe(first.email);
  await k.pool.query('drop trigger fail_here on people.recovery; drop function fail_here()');
  expect(await runRecoveries(k)).toBe(1);
  expect((await one(stuck.number)).state).toBe('done');
});

it('runs out, forgets what was typed, and tells the owner who looked', async () => {
  const person = await makeAccount(k);
  const row = await ask(person.email);
  await admin.get(`/admin/recoveries/${row.id}`);
  expect((await audited(k, 'people.account_read')).at(-1)?.object_id).toBe(person.accountId);
  k.clock.advance(15 * 24 * hour_ms);
  await expect(checkRecovery(k, admin.actor, row.id)).rejects.toMatchObject({ code: 'people.recovery_stale' });
  await runRecoveries(k);
  expect(await one(row.number)).toMatchObject({ state: 'expired', name: '', lost_address: '', new_address: '' });
  k.clock.advance(91 * 24 * hour_ms);
  await runRecoveries(k);
  await expect(one(row.number)).rejects.toThrow();
});

it('keeps what was typed wrong, and takes nothing that is no address', async () => {
  const wrong = await new Browser(app).post('/recovery', { name: '<b>x', lost: 'nothing', fresh: 'nothing else' });
  expect([
    wrong.status,
    wrong.text.includes('value="nothing"'),
    wrong.text.includes('&lt;b>x') || wrong.text.includes('&lt;b&gt;x'),
  ]).toEqual([422, true, true]);
  const same = await new Browser(app).post('/recovery', {
    name: '许文心',
    lost: 'a@example.test',
    fresh: 'A@example.test',
  });
  expect([same.status, same.text.includes('要和不能用的不一样')]).toEqual([422, true]);
  expect((await new Browser(app).post('/recovery/code', {})).status).toBe(410);
  expect((await new Browser(app).get('/recovery/asked?number=<script>')).location).toBe('/recovery');
});
