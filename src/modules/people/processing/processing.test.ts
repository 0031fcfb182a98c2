import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import { roles } from '../actor.ts';
import { makeVisitor } from '../admin/admin.factory.ts';
import { makeDepartment } from '../people.factory.ts';
import { registerOfProcessing } from './register-of-processing.ts';

let k: TestKernel;
let app: App;
const urls = [
  '/admin/processing',
  '/admin/processing?all=1',
  '/admin/processing?columns=1',
  '/admin/processing.csv',
  '/admin/processing.xlsx',
];
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

describe('the register of processing', () => {
  it('is open to administrators of the city and to auditors, and to nobody else', async () => {
    const department = await makeDepartment(k);
    const statuses = async (granted: Parameters<typeof makeVisitor>[2], secondFactor = true) => {
      const { get } = await makeVisitor(k, app, granted, secondFactor);
      return Promise.all(urls.map(async (url) => (await get(url)).status));
    };
    for (const role of roles) {
      const open = role === 'administrator' || role === 'auditor';
      expect([role, await statuses([{ role }])]).toEqual([role, urls.map(() => (open ? 200 : 403))]);
      expect([role, await statuses([{ role, departmentId: department }])]).toEqual([role, urls.map(() => 403)]);
    }
    expect(await statuses([])).toEqual(urls.map(() => 403));
    expect(await statuses([{ role: 'administrator' }], false)).not.toContain(200);
  });

  it('shows tables about people, all of them when asked, with ground, purpose and how long', async () => {
    const { get } = await makeVisitor(k, app, [{ role: 'auditor' }]);
    const page = (await get('/admin/processing')).text;
    expect(page).toContain('people.account');
    expect(page).toContain('让您能登录');
    expect(page).not.toContain('cases.day_figure');
    expect((await get('/admin/processing?all=1')).text).toContain('cases.day_figure');
    const csv = (await get('/admin/processing.csv')).text;
    expect(csv).toContain('people.register_entry,');
    expect(csv).toContain('本人同意');
  });

  it('is made from the schema: a table that nobody declared is in it, and stands out', async () => {
    await k.pool.query('create table people.planted (id uuid primary key, opinion_of_member text)');
    try {
      const entry = (await registerOfProcessing(k)).find(({ name }) => name === 'people.planted');
      expect(entry).toMatchObject({
        declared: null,
        columns: [
          { name: 'id', class: null },
          { name: 'opinion_of_member', class: null },
        ],
      });
      const { get } = await makeVisitor(k, app, [{ role: 'auditor' }]);
      const page = (await get('/admin/processing')).text;
      expect(page.slice(page.indexOf('id="people-planted"')).slice(0, 600)).toContain('没有登记');
      expect((await get('/admin/processing.csv')).text).toContain('people.planted,没有登记');
    } finally {
      await k.pool.query('drop table people.planted');
    }
  });
});
