import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Role, type RoleGrant, roles } from '../actor.ts';
import { makeDepartment } from '../people.factory.ts';
import { makeVisitor } from './admin.factory.ts';
import { departmentRoles, mayGrant, mayManageAccount, maySeeAccount, roleWarnings } from './admin.policy.ts';

const forCity = [
  '/admin/departments',
  '/admin/departments/new',
  '/admin/departments/import',
  '/admin/districts',
  '/admin/settings',
  '/admin/settings/texts',
  '/admin/settings/texts/rules',
  '/admin/calendar/2026',
  '/admin/api-keys',
  '/admin/settings/mailbox',
  '/admin/catalogue',
  '/admin/catalogue/import',
  '/admin/grounds',
  '/admin/import',
];
/** page → who opens it: the whole city's administrator, a department's, the auditor */
const pages: Record<string, readonly string[]> = {
  '/admin': ['city', 'department', 'auditor'],
  '/admin/people': ['city', 'department'],
  '/admin/people/new': ['city', 'department'],
  '/admin/audit': ['city', 'auditor'],
  '/admin/audit.csv': ['city', 'auditor'],
  '/admin/data-requests': ['city', 'auditor'],
  '/admin/data-requests.csv': ['city', 'auditor'],
  '/admin/processing': ['city', 'auditor'],
  '/admin/processing.xlsx': ['city', 'auditor'],
  ...Object.fromEntries(forCity.map((page) => [page, ['city']])),
};
const deeds = [
  '/admin/people',
  '/admin/departments',
  '/admin/departments/import',
  '/admin/districts',
  '/admin/settings/names',
  '/admin/settings/texts/rules',
  '/admin/calendar/2026/days',
  '/admin/calendar/2030/add',
  '/admin/api-keys',
  '/admin/settings/mailbox',
  '/admin/catalogue',
  '/admin/grounds',
  '/admin/import',
];

let k: Kernel;
let app: App;
let department: string;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  department = await makeDepartment(k);
});

describe('pages', () => {
  const visitors: [string, { role: Role; departmentId?: string | null }[]][] = [
    ['city', [{ role: 'administrator' }]],
    ['auditor', [{ role: 'auditor' }]],
    ...roles
      .filter((role) => role !== 'administrator' && role !== 'auditor')
      .map((role): [string, { role: Role }[]] => [role, [{ role }]]),
    ['resident', []],
  ];
  it.each(visitors)('%s opens what is theirs and nothing else', async (name, grants) => {
    const visitor = await makeVisitor(k, app, grants);
    for (const [page, who] of Object.entries(pages))
      expect([page, (await visitor.get(page)).status]).toEqual([page, who.includes(name) ? 200 : 403]);
  });

  it("a department's administrator opens people alone", async () => {
    const visitor = await makeVisitor(k, app, [{ role: 'administrator', departmentId: department }]);
    for (const [page, who] of Object.entries(pages))
      expect([page, (await visitor.get(page)).status]).toEqual([page, who.includes('department') ? 200 : 403]);
  });

  it("a department's auditor does not read the log of the whole city", async () => {
    const visitor = await makeVisitor(k, app, [{ role: 'auditor', departmentId: department }]);
    expect((await visitor.get('/admin/audit')).status).toBe(403);
  });

  it('nobody opens anything without signing in, or without the second factor', async () => {
    const half = await makeVisitor(k, app, [{ role: 'administrator' }], false);
    for (const page of Object.keys(pages)) {
      const nobody = await app.inject({ url: page, headers: { accept: 'text/html' } });
      expect([page, nobody.statusCode]).toEqual([page, nobody.statusCode === 303 ? 303 : 401]);
      expect([page, [303, 403].includes((await half.get(page)).status)]).toEqual([page, true]);
    }
  });
});

it.each(['handler', 'auditor', 'leader'] as const)('a %s changes nothing of the administration', async (role) => {
  const visitor = await makeVisitor(k, app, [{ role }]);
  for (const deed of deeds) expect([deed, (await visitor.post(deed)).status]).toEqual([deed, 403]);
});

describe('rules', () => {
  const actor = (grants: RoleGrant[]) => ({
    kind: 'account' as const,
    accountId: 'a',
    name: '甲',
    displayName: '甲',
    locale: 'zh-CN' as const,
    roles: grants,
    secondFactor: true,
  });
  const own = actor([{ role: 'administrator', departmentId: 'd1' }]);
  const city = actor([{ role: 'administrator', departmentId: null }]);

  it("a department's administrator gives roles that stay inside it, and no others", () => {
    for (const role of roles) {
      expect([role, mayGrant(own, { role, departmentId: 'd1' })]).toEqual([role, departmentRoles.includes(role)]);
      expect([role, mayGrant(own, { role, departmentId: 'd2' })]).toEqual([role, false]);
      expect([role, mayGrant(own, { role, departmentId: null })]).toEqual([role, false]);
      expect([role, mayGrant(city, { role, departmentId: null })]).toEqual([role, true]);
    }
    expect(departmentRoles).not.toContain('operator');
  });

  it('sees whoever has a role with them, but changes the account only of those who have none elsewhere', () => {
    const inside: RoleGrant[] = [{ role: 'handler', departmentId: 'd1' }];
    const both: RoleGrant[] = [...inside, { role: 'handler', departmentId: 'd2' }];
    const wide: RoleGrant[] = [...inside, { role: 'leader', departmentId: null }];
    const seen = [inside, both, wide, []].map((grants) => [maySeeAccount(own, grants), mayManageAccount(own, grants)]);
    expect(seen).toEqual([
      [true, true],
      [true, false],
      [true, false],
      [false, false],
    ]);
    expect(mayManageAccount(city, [])).toBe(true);
  });

  it('warns of roles that do not go together', () => {
    expect(roleWarnings([{ role: 'auditor', departmentId: null }])).toEqual([]);
    expect(
      roleWarnings([
        { role: 'auditor', departmentId: null },
        { role: 'handler', departmentId: 'd1' },
        { role: 'reviewer', departmentId: 'd1' },
        { role: 'operator', departmentId: 'd1' },
      ]),
    ).toEqual(['auditor_acts', 'reviews_own', 'reaches_city']);
  });
});
