import { beforeEach, expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import { inTransaction } from '../db/index.ts';
import type { Kernel } from '../kernel.ts';
import { audit, chainEntries, listEntries, verifyChain } from './index.ts';

let k: Kernel;
beforeEach(async () => {
  k = await testKernel();
});

const deed = (n: number) => ({
  actorId: null,
  action: `test.deed_${n}`,
  objectType: 'thing',
  objectId: String(n),
  details: { n, b: { y: 1, x: 2 } },
});

async function write(from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n++) await inTransaction(k.db, (tx) => audit(tx, k.clock.now(), deed(n)));
}

async function chainAll(): Promise<number> {
  let linked = 0;
  for (let attempt = 0; attempt < 300; attempt++) {
    linked += await chainEntries(k.db);
    if ((await verifyChain(k.db)).unchained === 0) return linked;
    // Other tests' transactions on the same server hold the horizon back for a moment.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return linked;
}

it('chains every entry once, in order, and finds the chain whole', async () => {
  await write(0, 5);
  expect(await chainAll()).toBe(5);
  await write(5, 3);
  expect(await chainAll()).toBe(3);
  expect(await verifyChain(k.db)).toMatchObject({ entries: 8, unchained: 0, broken: null });
});

it('refuses to change or delete an entry', async () => {
  await write(0, 1);
  for (const statement of [
    'update kernel.audit_entry set action = action',
    'delete from kernel.audit_entry',
    'truncate kernel.audit_entry cascade',
  ])
    await expect(k.pool.query(statement)).rejects.toThrow(/append-only/);
});

it.each([
  [
    'an entry was changed',
    `update kernel.audit_entry set details = '{"n": 99}' where object_id = '2'`,
    'entry changed',
    3,
  ],
  [
    'an entry was taken out',
    `delete from kernel.audit_link where seq = 3; delete from kernel.audit_entry where object_id = '2'`,
    'link missing',
    3,
  ],
  ['a link was forged', `update kernel.audit_link set hash = sha256('x') where seq = 4`, 'entry changed', 4],
])('says where the chain is broken when %s behind the triggers', async (_what, tampering, reason, seq) => {
  await write(0, 5);
  await chainAll();
  await k.pool.query(`set session_replication_role = replica; ${tampering}; reset session_replication_role`);
  expect((await verifyChain(k.db)).broken).toEqual({ seq, reason });
});

it('links nothing twice when several processes chain at once', async () => {
  await write(0, 20);
  await Promise.all([1, 2, 3, 4].map(() => chainEntries(k.db)));
  await chainAll();
  expect(await verifyChain(k.db)).toMatchObject({ entries: 20, broken: null });
});

it('lists by person, object and action, newest first, page by page', async () => {
  await write(0, 5);
  const first = await listEntries(k.db, { objectType: 'thing' }, 2);
  expect(first.map((row) => row.object_id)).toEqual(['4', '3']);
  const next = await listEntries(k.db, { objectType: 'thing', before: first[1]?.id }, 2);
  expect(next.map((row) => row.object_id)).toEqual(['2', '1']);
  expect(await listEntries(k.db, { action: 'test.deed_3' }, 9)).toHaveLength(1);
});
