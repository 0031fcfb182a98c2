import { beforeAll, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, newId } from '../../../../kernel/db/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { audited, makeVisitor, type Visitor } from '../admin.factory.ts';

let k: TestKernel;
let auditor: Visitor;
let other: Visitor;
let app: App;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  auditor = await makeVisitor(k, app, [{ role: 'auditor' }]);
  other = await makeVisitor(k, app, [{ role: 'handler' }]);
  await inTransaction(k.db, async (tx) => {
    for (let n = 0; n < 120; n++)
      await audit(tx, new Date(Date.UTC(2026, 9, 1 + (n % 30), 4)), {
        actorId: n % 2 === 0 ? other.actor.accountId : null,
        actorName: n % 2 === 0 ? '=cmd|calc' : '',
        action: n % 3 === 0 ? 'test.a' : 'test.b',
        objectType: 'case',
        objectId: `c${n}`,
        details: { n, note: '<i>斜</i>' },
      });
  });
});

const ids = (page: string) =>
  [...page.matchAll(/"\/admin\/audit\?[^"]*object=case\+c(\d+)["&]/g)].map(([, n]) => Number(n));

it('goes through the log newest first, page by page, each entry once', async () => {
  const seen: number[] = [];
  for (let url = '/admin/audit?action=test.b'; url !== ''; ) {
    const page = await auditor.get(url);
    seen.push(...ids(page.text));
    url = /<a class="next" href="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  }
  expect(seen).toHaveLength(80);
  expect(new Set(seen).size).toBe(80);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
});

it('narrows by person, object and day in the city', async () => {
  const byPerson = ids((await auditor.get(`/admin/audit?person=${other.actor.accountId}&action=test.a`)).text);
  expect(byPerson.every((n) => n % 6 === 0)).toBe(true);
  expect(byPerson).toHaveLength(20);
  expect(ids((await auditor.get('/admin/audit?object=case+c7')).text)).toEqual([7]);
  const days = ids((await auditor.get('/admin/audit?from=2026-10-03&until=2026-10-03')).text);
  expect(days).toEqual([92, 62, 32, 2]);
  expect((await auditor.get('/admin/audit?person=没有这个人')).text).toContain('没有找到这个人');
  expect((await auditor.get('/admin/audit?person=%27--&object=%25&before=x&from=never')).status).toBe(200);
});

it('shows what it holds as text', async () => {
  const page = await auditor.get('/admin/audit?object=case+c7');
  expect(page.text).not.toContain('<i>斜</i>');
  expect(page.text).toContain('&lt;i>斜&lt;/i>');
});

it('exports what was asked for, without cells that run, and records that', async () => {
  const csv = await auditor.get('/admin/audit.csv?action=test.a');
  const lines = csv.text.trim().split('\r\n');
  expect(lines).toHaveLength(41);
  expect(csv.text).toContain("'=cmd|calc");
  expect((await audited(k, 'people.audit_exported')).at(-1)).toMatchObject({ actor_id: auditor.actor.accountId });
});

it('checks the chain as a job and shows its head, or where it is broken', async () => {
  expect((await auditor.post('/admin/audit/verify')).status).toBe(303);
  expect((await auditor.get('/admin/audit')).text).toContain('正在核验');
  await settle(k);
  const page = await auditor.get('/admin/audit');
  expect(page.text).toContain('首尾相扣');
  expect(page.text).toMatch(/<code[^>]*>[0-9a-f]{64}<\/code>/);
  await k.pool.query('alter table kernel.audit_entry disable trigger all');
  await k.pool.query("update kernel.audit_entry set actor_name = '别人' where object_id = 'c50'");
  await k.pool.query('alter table kernel.audit_entry enable trigger all');
  await auditor.post('/admin/audit/verify');
  await settle(k);
  expect((await auditor.get('/admin/audit')).text).toContain('环断了');
});

it('lets administrators try a failed job again, once it is really there', async () => {
  let mended = false;
  k.jobs.define('test.fails', { retryLimit: 0 }, async () => {
    if (!mended) throw new Error('the <b>reason</b>');
  });
  await inTransaction(k.db, (tx) => k.jobs.send(tx, 'test.fails', {}));
  await k.jobs.drain({ tolerate: true });
  const admin = await makeVisitor(k, app, [{ role: 'administrator' }]);
  const page = await admin.get('/admin');
  expect(page.text).toContain('有 1 件后台工作没做成');
  expect(page.text).not.toContain('<b>reason');
  const action = /action="(\/admin\/jobs\/[^"]+)"/.exec(page.text)?.[1] ?? '';
  expect((await admin.post(`/admin/jobs/nothing/${newId()}/retry`)).status).toBe(404);
  mended = true;
  expect((await admin.post(action)).status).toBe(303);
  await k.jobs.drain();
  expect((await admin.get('/admin')).text).not.toContain('没做成的');
  expect(await audited(k, 'people.job_retried')).toHaveLength(1);
});
