import { beforeAll, expect, it } from 'vitest';
import { testKernel } from '../../../test/harness.ts';
import type { Tx } from '../db/index.ts';
import { sql } from '../db/index.ts';
import type { Kernel } from '../kernel.ts';
import { groupCommit, QueueFull } from './group-commit.ts';

let k: Kernel;
beforeAll(async () => {
  k = await testKernel();
  await k.pool.query('create table public.ballot (voter int primary key, choice int not null check (choice < 100))');
});

const batches: number[] = [];
/** Each voter once: the constraint decides, the second gets an error of its own. */
async function cast(tx: Tx, inputs: { voter: number; choice: number }[]): Promise<(number | Error)[]> {
  batches.push(inputs.length);
  const { rows } = await sql<{ voter: number }>`
    insert into public.ballot select * from jsonb_to_recordset(${JSON.stringify(inputs)}::jsonb) as b(voter int, choice int)
    on conflict do nothing returning voter`.execute(tx);
  const taken = new Set(rows.map((row) => row.voter));
  return inputs.map((input) => (taken.delete(input.voter) ? input.voter : new Error('voted already')));
}

const count = async () => (await k.pool.query('select count(*) as n from public.ballot')).rows[0].n as number;

it('answers everybody after their commit, and shares commits', async () => {
  const vote = groupCommit(k.db, cast);
  const answers = await Promise.all(Array.from({ length: 2000 }, (_, voter) => vote({ voter, choice: voter % 7 })));
  expect(answers).toEqual(Array.from({ length: 2000 }, (_, voter) => voter));
  expect(await count()).toBe(2000);
  expect(batches.length).toBeLessThan(50);
});

it('lets nobody in twice, within a batch or across batches', async () => {
  const vote = groupCommit(k.db, cast);
  const before = await count();
  const attempts = await Promise.allSettled(
    Array.from({ length: 600 }, (_, n) => vote({ voter: 5000 + (n % 20), choice: 1 })),
  );
  expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(20);
  expect((await count()) - before).toBe(20);
});

it('does not let one bad row take its neighbours down', async () => {
  const vote = groupCommit(k.db, cast);
  const attempts = await Promise.allSettled(
    [1, 2, 3, 4].map((n) => vote({ voter: 9000 + n, choice: n === 3 ? 500 : 1 })),
  );
  expect(attempts.map((attempt) => attempt.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

it('refuses what the queue cannot hold instead of growing without end', async () => {
  const vote = groupCommit(k.db, cast, { queueLimit: 10 });
  const attempts = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => vote({ voter: 20_000 + n, choice: 1 })),
  );
  const refused = attempts.filter((attempt) => attempt.status === 'rejected' && attempt.reason instanceof QueueFull);
  expect(refused).toHaveLength(30);
});
