import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { departmentBook } from '../../books.ts';
import { makeAccount, makeDepartment } from '../../people.factory.ts';
import { grantRole } from '../accounts/change-roles.ts';
import { audited, makeVisitor, type Visitor } from '../admin.factory.ts';
import { changeDepartment, closeDepartment } from './change-department.ts';
import { declareDepartmentMerge } from './department-merge.ts';
import { holdActive, successorOf } from './merge-department.queries.ts';
import { mergeDepartment } from './merge-department.ts';

let k: Kernel;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeVisitor(k, await testApp(k), [{ role: 'administrator' }]);
});

const rolesIn = async (departmentId: string) =>
  (
    await k.db
      .selectFrom('people.role_grant')
      .select(['account_id', 'role'])
      .where('department_id', '=', departmentId)
      .execute()
  )
    .map((row) => `${row.account_id} ${row.role}`)
    .sort();
const under = async (id: string, parentId: string | null) => {
  const was = (await departmentBook(k)).get(id);
  if (!was) throw new Error('no such department');
  await changeDepartment(k, admin.actor, id, { ...was, parentId });
};

describe('merging departments', () => {
  it('moves people once each, what stands below, and what modules declare, and closes the first for good', async () => {
    const [from, to, child] = [await makeDepartment(k), await makeDepartment(k), await makeDepartment(k)];
    await under(child, from);
    const both = await makeAccount(k, {
      roles: [
        { role: 'handler', departmentId: from },
        { role: 'handler', departmentId: to },
        { role: 'reviewer', departmentId: from },
      ],
    });
    const moved: string[] = [];
    declareDepartmentMerge(k, {
      module: 'test',
      count: async () => [{ key: 'cases.dispatch.moves.templates', count: 7 }],
      move: async (_tx, a, b) => void moved.push(`${a} ${b}`),
    });
    const page = await admin.get(`/admin/departments/${from}/merge`);
    expect(page.text).toContain('2 个角色');
    expect(page.text).toContain('1 个下级单位');
    expect(page.text).toContain('7 份答复模板');
    expect((await admin.post(`/admin/departments/${from}/merge`, { to })).status).toBe(422);
    expect(moved).toEqual([]);
    const done = await admin.post(`/admin/departments/${from}/merge`, { to, sure: 'yes' });
    expect([done.status, done.location]).toEqual([303, `/admin/departments/${to}?said=merged`]);
    expect(moved).toEqual([`${from} ${to}`]);
    expect(await rolesIn(from)).toEqual([]);
    expect(await rolesIn(to)).toEqual([`${both.accountId} handler`, `${both.accountId} reviewer`]);
    const book = await departmentBook(k);
    expect(book.get(child)?.parentId).toBe(to);
    expect(book.get(from)).toMatchObject({ active: false, mergedInto: to });
    expect((await admin.get(`/admin/departments/${from}`)).text).toContain('已并入');
    expect((await audited(k, 'people.department_merged')).at(-1)).toMatchObject({ object_id: from, department_id: to });
    const event = await k.db
      .selectFrom('kernel.event')
      .select('payload')
      .where('type', '=', 'people.department_merged')
      .where('subject', '=', from)
      .execute();
    expect(event.map((row) => row.payload)).toEqual([{ from, to }]);
    await expect(closeDepartment(k, admin.actor, from, false)).rejects.toMatchObject({ code: 'people.merge_closed' });
    await expect(
      grantRole(k, admin.actor, both.accountId, { role: 'handler', departmentId: from }),
    ).rejects.toMatchObject({ code: 'kernel.invalid' });
  });

  it('refuses itself, a closed one, one that is not there, and whoever is not the city’s administrator', async () => {
    const [a, b, closed] = [await makeDepartment(k), await makeDepartment(k), await makeDepartment(k)];
    await closeDepartment(k, admin.actor, closed, true);
    const merge = (from: string, to: string, by = admin.actor) => mergeDepartment(k, by, from, to);
    await expect(merge(a, a)).rejects.toMatchObject({ code: 'people.merge_itself' });
    await expect(merge(a, closed)).rejects.toMatchObject({ code: 'people.merge_closed' });
    await expect(merge(closed, a)).rejects.toMatchObject({ code: 'people.merge_closed' });
    await expect(merge(a, '00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'kernel.not_found' });
    for (const roles of [[{ role: 'administrator' as const, departmentId: a }], [{ role: 'leader' as const }], []])
      await expect(merge(a, b, await makeAccount(k, { roles }))).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    expect((await admin.post(`/admin/departments/${a}/merge`, { to: a, sure: 'yes' })).text).toContain(
      '不能并入它自己',
    );
    expect((await admin.post(`/admin/departments/${a}/merge`, { to: "x' or 1=1", sure: 'yes' })).status).toBe(422);
    expect((await admin.get('/admin/departments/not-an-id/merge')).status).toBe(404);
  });

  it('follows chains, makes no circle of a tree, and of two at once lets one through', async () => {
    const [a, b, c] = [await makeDepartment(k), await makeDepartment(k), await makeDepartment(k)];
    await under(b, a);
    await under(c, b);
    // c stands below b, which stands below a: a goes into its own grandchild.
    await mergeDepartment(k, admin.actor, a, c);
    const book = await departmentBook(k);
    expect([book.get(b)?.parentId, book.get(c)?.parentId]).toEqual([null, b]);
    await mergeDepartment(k, admin.actor, c, b);
    expect(await successorOf(k.db, a)).toBe(b);
    expect(await successorOf(k.db, b)).toBe(b);
    const [x, y] = [await makeDepartment(k), await makeDepartment(k)];
    const both = await Promise.allSettled([
      mergeDepartment(k, admin.actor, x, y),
      mergeDepartment(k, admin.actor, y, x),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('does not let anything be sent to a department while it is being merged', async () => {
    const [from, to] = [await makeDepartment(k), await makeDepartment(k)];
    let sent = Promise.resolve<string[]>([]);
    declareDepartmentMerge(k, {
      module: 'slow',
      move: async (_tx, a) => {
        if (a !== from) return;
        sent = inTransaction(k.db, (tx) => holdActive(tx, [from, to]));
        await new Promise((resolve) => setTimeout(resolve, 150));
      },
    });
    await mergeDepartment(k, admin.actor, from, to);
    expect(await sent).toEqual([to]);
  });
});
