import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { makeAccount, makeDepartment, sessionCookie } from '../../people.factory.ts';
import { audited, hidden, makeVisitor, type Visitor } from '../admin.factory.ts';
import { disableAccount } from './change-account.ts';
import { grantRole, revokeRole } from './change-roles.ts';
import { findStaff, isMeant } from './find-staff.ts';

let k: TestKernel;
let app: App;
let admin: Visitor;
let department: string;
let other: string;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  admin = await makeVisitor(k, app, [{ role: 'administrator' }]);
  department = await makeDepartment(k, { name: '照明处' });
  other = await makeDepartment(k, { name: '绿化处' });
});

const grantsOf = (accountId: string) =>
  k.db.selectFrom('people.role_grant').select(['role', 'department_id']).where('account_id', '=', accountId).execute();

describe('accounts', () => {
  it('are made with a role, and the person is told how to come in', async () => {
    const typed = {
      name: '  单  雄信 ',
      email: 'Shan@Example.test',
      phone: '139 0000 0901',
      role: 'handler',
      place: department,
    };
    const made = await admin.post('/admin/people', typed);
    expect(made.status).toBe(303);
    const id = /people\/([\w-]+)/.exec(made.location)?.[1] ?? '';
    const page = await admin.get(made.location);
    expect(page.text).toContain('单 雄信');
    expect(page.text).toContain('shan@example.test');
    await settle(k);
    const [message] = await k.notify.loopback.list({ to: 'shan@example.test', limit: 1 });
    expect(message?.text).toContain('工作账号');
    expect((await audited(k, 'people.staff_created')).at(-1)).toMatchObject({
      actor_id: admin.actor.accountId,
      object_id: id,
      details: { role: 'handler', departmentId: department },
    });
  });

  it('say everything that is wrong at once, and keep what was typed', async () => {
    const answer = await admin.post('/admin/people', {
      name: '',
      email: '不是邮箱',
      phone: '12',
      role: 'king',
      place: 'x',
    });
    expect(answer.status).toBe(422);
    for (const text of ['不像邮箱', '不像手机号', '请选一个角色', '请选这个角色在哪里有效', 'value="不是邮箱"'])
      expect(answer.text).toContain(text);
  });

  it('cannot be made twice: the city is shown whose address it is', async () => {
    const before = await makeAccount(k, { name: '已在', email: 'there@example.test' });
    const typed = { name: '新人', email: 'there@example.test', role: 'handler', place: department };
    const answer = await admin.post('/admin/people', typed);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`/admin/people/${before.accountId}`);
    const local = await makeVisitor(k, app, [{ role: 'administrator', departmentId: department }]);
    const theirs = await local.post('/admin/people', typed);
    expect([theirs.status, theirs.text.includes(before.accountId)]).toEqual([409, false]);
  });

  it('show names as text, whatever they are made of', async () => {
    const evil = await makeAccount(k, {
      name: '<img src=x onerror=alert(1)>',
      roles: [{ role: 'handler', departmentId: department }],
    });
    const page = await admin.get(`/admin/people/${evil.accountId}`);
    expect(page.text).not.toContain('<img src=x');
    const refused = await admin.post('/admin/people', {
      name: '<b>粗</b>',
      email: 'b@example.test',
      role: 'handler',
      place: 'city',
    });
    expect(refused.status).toBe(422);
  });

  it('tell the second of two people who change one, and keep what they typed', async () => {
    const person = await makeAccount(k, { name: '两人改', roles: [{ role: 'handler', departmentId: department }] });
    const url = `/admin/people/${person.accountId}`;
    const version = hidden((await admin.get(url)).text, 'version');
    const fields = { email: person.email, phone: '', version };
    expect((await admin.post(`${url}/change`, { ...fields, name: '第一人改' })).status).toBe(303);
    const second = await admin.post(`${url}/change`, { ...fields, name: '第二人改' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('value="第二人改"');
    expect(second.text).toContain('第一人改');
    const again = await admin.post(`${url}/change`, {
      ...fields,
      version: hidden(second.text, 'version'),
      name: '第二人改',
    });
    expect(again.status).toBe(303);
    expect((await audited(k, 'people.account_changed')).at(-1)?.details).toEqual({ changed: ['name'] });
  });

  it('tell old and new address of a change', async () => {
    const person = await makeAccount(k, {
      email: 'old@example.test',
      phone: null,
      roles: [{ role: 'handler', departmentId: department }],
    });
    const url = `/admin/people/${person.accountId}`;
    const version = hidden((await admin.get(url)).text, 'version');
    const fields = { name: person.name, email: 'new@example.test', phone: '', version };
    expect((await admin.post(`${url}/change`, fields)).status).toBe(303);
    await settle(k);
    for (const to of ['old@example.test', 'new@example.test'])
      expect((await k.notify.loopback.list({ to, limit: 5 })).length).toBeGreaterThan(0);
  });
});

describe('a lost phone, and leaving', () => {
  it('forgets second factor and passkeys, ends sessions, tells the person', async () => {
    const person = await makeAccount(k, { roles: [{ role: 'handler', departmentId: department }] });
    const cookie = await sessionCookie(k, person);
    await k.pool.query('insert into people.second_factor (account_id, secret, confirmed_at) values ($1, $2, now())', [
      person.accountId,
      Buffer.from('x'),
    ]);
    expect((await admin.post(`/admin/people/${person.accountId}/reset-factor`)).status).toBe(303);
    const { rows } = await k.pool.query('select 1 from people.second_factor where account_id = $1', [person.accountId]);
    expect(rows).toEqual([]);
    expect((await app.inject({ url: '/admin/people', headers: { cookie, accept: 'text/html' } })).statusCode).not.toBe(
      200,
    );
    await settle(k);
    expect((await k.notify.loopback.list({ to: person.email, limit: 5 })).length).toBeGreaterThan(0);
    expect((await audited(k, 'people.second_factor_reset')).at(-1)).toMatchObject({ object_id: person.accountId });
  });

  it('disables and enables, not oneself', async () => {
    const person = await makeAccount(k, { roles: [{ role: 'handler', departmentId: department }] });
    const cookie = await sessionCookie(k, person);
    expect((await admin.post(`/admin/people/${person.accountId}/disable`)).status).toBe(303);
    expect((await app.inject({ url: '/me', headers: { cookie, accept: 'text/html' } })).statusCode).not.toBe(200);
    expect((await admin.get('/admin/people?disabled=yes')).text).toContain(person.accountId);
    expect((await admin.post(`/admin/people/${person.accountId}/enable`)).status).toBe(303);
    expect((await admin.post(`/admin/people/${admin.actor.accountId}/disable`)).status).toBe(409);
  });

  it('is for people wholly in the own department', async () => {
    const local = await makeVisitor(k, app, [{ role: 'administrator', departmentId: department }]);
    const both = await makeAccount(k, {
      roles: [
        { role: 'handler', departmentId: department },
        { role: 'handler', departmentId: other },
      ],
    });
    const elsewhere = await makeAccount(k, { roles: [{ role: 'handler', departmentId: other }] });
    expect((await local.get(`/admin/people/${both.accountId}`)).status).toBe(200);
    expect((await local.post(`/admin/people/${both.accountId}/reset-factor`)).status).toBe(404);
    expect((await local.get(`/admin/people/${elsewhere.accountId}`)).status).toBe(404);
    expect(
      (await local.post(`/admin/people/${both.accountId}/grant`, { role: 'operator', place: department })).status,
    ).toBe(403);
    expect(
      (await local.post(`/admin/people/${both.accountId}/grant`, { role: 'reviewer', place: department })).status,
    ).toBe(303);
    expect((await local.get('/admin/people')).text).not.toContain(elsewhere.accountId);
  });

  it('records that a resident was looked at', async () => {
    const resident = await makeAccount(k, { email: 'resident@example.test' });
    expect((await admin.get('/admin/people?q=resident')).text).not.toContain(resident.accountId);
    expect((await admin.get('/admin/people?q=resident%40example.test')).text).toContain(resident.accountId);
    await admin.get(`/admin/people/${resident.accountId}`);
    expect((await audited(k, 'people.account_read')).at(-1)).toMatchObject({ object_id: resident.accountId });
    const cookie = await sessionCookie(k, resident);
    const own = await app.inject({ url: '/me/data', headers: { cookie, accept: 'text/html' } });
    expect([own.statusCode, own.body.includes(admin.actor.name), own.body.includes('您的账号资料')]).toEqual([
      200,
      true,
      true,
    ]);
  });
});

describe('roles', () => {
  it('are given once however often, taken away at once, and told', async () => {
    const person = await makeAccount(k, { roles: [{ role: 'handler', departmentId: department }] });
    const grant = { role: 'reviewer' as const, departmentId: department };
    await Promise.all(Array.from({ length: 4 }, () => grantRole(k, admin.actor, person.accountId, grant)));
    expect(await grantsOf(person.accountId)).toHaveLength(2);
    expect(
      (await audited(k, 'people.role_granted')).filter((entry) => entry.object_id === person.accountId),
    ).toHaveLength(1);
    await revokeRole(k, admin.actor, person.accountId, grant);
    expect((await grantsOf(person.accountId)).map(({ role }) => role)).toEqual(['handler']);
  });

  it('never leave the city without an administrator: two who remove each other at once, one stays', async () => {
    for (let round = 0; round < 5; round++) {
      await k.pool.query("delete from people.role_grant where role = 'administrator' and department_id is null");
      const [a, b] = await Promise.all([1, 2].map(() => makeAccount(k, { roles: [{ role: 'administrator' }] })));
      if (!a || !b) throw new Error('two people');
      const grant = { role: 'administrator' as const, departmentId: null };
      const outcomes = await Promise.allSettled([
        revokeRole(k, a, b.accountId, grant),
        round % 2 === 0 ? revokeRole(k, b, a.accountId, grant) : disableAccount(k, b, a.accountId, true),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { rows } = await k.pool.query(
        "select a.id from people.role_grant g join people.account a on a.id = g.account_id where g.role = 'administrator' and g.department_id is null and a.disabled_at is null",
      );
      expect(rows).toHaveLength(1);
    }
    await k.pool.query(
      "insert into people.role_grant (id, account_id, role) values (gen_random_uuid(), $1, 'administrator')",
      [admin.actor.accountId],
    );
  });
});

describe('finding', () => {
  it('knows parts of names, pinyin and its initials, numbers and addresses', () => {
    const person = { name: '周岚', displayName: '小周', email: 'zhou@example.test', phone: '+8613900000101' };
    for (const typed of ['周', '岚', 'zhoulan', 'zl', 'ZHOU@', '13900000101', '0000 0101', '小周', ''])
      expect([typed, isMeant(person, typed)]).toEqual([typed, true]);
    for (const typed of ['王', 'lz', '9999', '周%', "' or 1=1"])
      expect([typed, isMeant(person, typed)]).toEqual([typed, false]);
  });

  it('goes through everybody once, page by page', async () => {
    const place = await makeDepartment(k);
    const made = await Promise.all(
      Array.from({ length: 55 }, (_, n) =>
        makeAccount(k, { name: n % 3 === 0 ? '同名' : `人${n}`, roles: [{ role: 'handler', departmentId: place }] }),
      ),
    );
    const seen: string[] = [];
    let after: { name: string; id: string } | undefined;
    for (let more = true; more; ) {
      const page = await findStaff(k, admin.actor, { departmentId: place, ...(after && { after }) });
      seen.push(...page.people.map(({ id }) => id));
      const last = page.people.at(-1);
      after = last && { name: last.name, id: last.id };
      more = page.more;
    }
    expect(seen.length).toBe(55);
    expect(new Set(seen)).toEqual(new Set(made.map(({ accountId }) => accountId)));
  });
});
