import { expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId } from '../../../kernel/db/index.ts';
import { makeDepartment, makeDistrict } from '../../people/people.factory.ts';
import { makeCase, makeCategory } from '../cases.factory.ts';
import { decideCase } from './decide-case.ts';
import { fewestRows, routingModel, trainRoutingModel } from './routing-store.ts';
import { suggestRouting, type ToRoute } from './routing-suggestion.ts';

const lamp: ToRoute = {
  title: '书院巷的路灯不亮',
  body: '晚上七点以后整条巷子漆黑，孩子下晚自习不敢走。',
  districtId: null,
  categoryId: null,
  categoryChecked: false,
};

async function city(k: TestKernel) {
  const lighting = await makeDepartment(k, { name: '照明管理处' });
  const water = await makeDepartment(k, { name: '自来水公司' });
  const lamps = await makeCategory(k, { name: '路灯不亮', departmentId: lighting });
  const pipes = await makeCategory(k, { name: '居民停水', departmentId: water });
  return { lighting, water, lamps, pipes };
}

it('goes by the names of the catalogue where there is nothing to learn from, and says why', async () => {
  const k = await testKernel();
  const { lighting, lamps } = await city(k);
  const found = await suggestRouting(k, lamp, []);
  expect(found.learnedFrom).toBe(0);
  expect(found.categories[0]?.categoryId).toBe(lamps);
  expect(found.departments[0]).toMatchObject({
    departmentId: lighting,
    reasons: [{ why: 'catalogue', categoryId: lamps }],
  });
  const nothing = await suggestRouting(k, { ...lamp, title: '您好', body: '想问一件事，谢谢。' }, []);
  expect(nothing.departments).toEqual([]);
});

it('weighs the catalogue against where such cases went, the own district first, and against returns', async () => {
  const k = await testKernel();
  const { lighting, lamps } = await city(k);
  const east = await makeDistrict(k, { name: '城东区' });
  const office = await makeDepartment(k, { name: '城东区城市管理局' });
  for (let i = 0; i < 4; i++) {
    const made = await makeCase(k, { state: 'accepted', departmentId: office, districtId: east });
    await decideCase(k, made.staff.dispatcher, made.caseId, { leadDepartmentId: office, categoryId: lamps });
  }
  const own = { ...lamp, categoryId: lamps, categoryChecked: true };
  const elsewhere = await suggestRouting(k, own, []);
  expect(elsewhere.departments.map(({ departmentId }) => departmentId)).toEqual([lighting, office]);
  const there = await suggestRouting(k, { ...own, districtId: east }, []);
  expect(there.departments.map(({ departmentId }) => departmentId)).toEqual([office, lighting]);
  expect(there.departments[0]?.reasons).toContainEqual({
    why: 'past',
    categoryId: lamps,
    n: 4,
    of: 4,
    returned: 0,
  });
  const sum = there.departments.reduce((total, { confidence }) => total + confidence, 0);
  expect(sum).toBeLessThanOrEqual(1);
});

it('learns from decided cases once there are enough, and a newer model takes the older one’s place', {
  timeout: 60_000,
}, async () => {
  const k = await testKernel();
  const { lamps, pipes, lighting } = await city(k);
  expect(await trainRoutingModel(k)).toBeNull();
  await plant(k, lamps, '巷子里晚上黑，灯杆上的灯泡坏了没人换', fewestRows);
  await plant(k, pipes, '家里水龙头放不出水，自来水停了一整天', fewestRows);
  expect(await trainRoutingModel(k)).toBe(2 * fewestRows);
  expect((await routingModel(k))?.labels).toHaveLength(2);
  const dark = { ...lamp, title: '灯杆上的灯泡坏了', body: '晚上很黑，一直没人换，请派人看看。' };
  const found = await suggestRouting(k, dark, []);
  expect(found.learnedFrom).toBe(2 * fewestRows);
  expect(found.categories[0]?.categoryId).toBe(lamps);
  expect(found.departments[0]?.departmentId).toBe(lighting);
  // Nobody decided anything since: there is nothing new to learn.
  expect(await trainRoutingModel(k)).toBeNull();
  await trainRoutingModel(k, { force: true });
  expect(await k.db.selectFrom('cases.routing_model').select('id').execute()).toHaveLength(2);
});

/** Many decided cases of one category, without the verbs: only text and category matter. */
async function plant(k: TestKernel, categoryId: string, text: string, n: number): Promise<void> {
  const at = k.clock.now();
  const rows = Array.from({ length: n }, (_, i) => ({
    id: newId(),
    number: `2026-1118-${categoryId.slice(-4)}${i}`,
    kind: 'help',
    channel: 'web',
    state: 'dispatched',
    title: `${text.slice(0, 8)}${i % 17}`,
    body: `${text}，第${i % 13}天了。`,
    category_id: categoryId,
    submitted_at: at,
    dispatched_at: at,
    updated_at: at,
  }));
  await inTransaction(k.db, (tx) => tx.insertInto('cases.case').values(rows).execute());
}
