import type { Pool, PoolClient } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { createDb } from '../../../../kernel/db/index.ts';
import { makeAccount } from '../../../people/people.factory.ts';
import { makeBallot } from '../ballots.factory.ts';
import { readReceipt } from '../log/leaf.ts';
import { sealBallots } from '../log/seal.ts';
import { castBallot } from './cast-ballot.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));

/** A kernel whose connection breaks at the next `breaks` commits: `late` after they were made, else before. */
function breaking(breaks: number, { late }: { late: boolean }): TestKernel {
  let left = breaks;
  const wrapped = (client: PoolClient) =>
    new Proxy(client, {
      get(target, name) {
        if (name !== 'query') {
          const value = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (text: string, values: unknown[]) => {
          if (text !== 'commit' || left === 0) return target.query(text, values);
          left--;
          await target.query(late ? 'commit' : 'rollback');
          throw new Error('Connection terminated unexpectedly');
        };
      },
    });
  const pool = { connect: async () => wrapped(await k.pool.connect()), end: async () => {} } as unknown as Pool;
  return { ...k, db: createDb(pool) };
}

async function held(stageId: string): Promise<{ roll: number; lines: string[] }> {
  const roll = await k.pool.query('select from competitions.roll where stage_id = $1', [stageId]);
  const urn = await k.pool.query(
    `select unnest(string_to_array(leaves, E'\\n')) as line from competitions.urn where stage_id = $1`,
    [stageId],
  );
  return { roll: roll.rowCount ?? 0, lines: urn.rows.map(({ line }) => line).sort() };
}

it.each([
  { n: 1, late: true, perStage: 1 },
  { n: 1, late: false, perStage: 1 },
  { n: 20, late: true, perStage: 1 },
  { n: 20, late: true, perStage: 3 },
  { n: 20, late: false, perStage: 3 },
])(
  'gives a receipt for each of $n ballots, kept once, where the connection breaks at the commit: %o',
  async (given) => {
    const { ballot } = await makeBallot(k, { settings: { times: given.perStage } });
    const accounts = await Promise.all(times(given.n, () => makeAccount(k)));
    const process = breaking(1, given);
    const receipts = await Promise.all(
      accounts.map(({ accountId }) => castBallot(process, { ballot, by: { accountId }, choices: [1] })),
    );
    const lines = receipts.map(({ leaf }) => leaf).sort();
    expect(await held(ballot.stageId)).toEqual({ roll: given.n, lines });
    expect(await sealBallots(k, ballot, { all: true })).toBe(given.n);
  },
);

it('gives the receipt of a change whose commit nobody could confirm, and lets nobody else make it', async () => {
  const { ballot } = await makeBallot(k);
  const { accountId } = await makeAccount(k);
  const first = await castBallot(k, { ballot, by: { accountId }, choices: [1] });
  const replaces = readReceipt(first.code);
  const second = await castBallot(breaking(1, { late: true }), { ballot, by: null, choices: [2], replaces });
  await expect(castBallot(k, { ballot, by: null, choices: [3], replaces })).rejects.toMatchObject({
    code: 'competitions.receipt_replaced',
  });
  await castBallot(k, { ballot, by: null, choices: [4], replaces: readReceipt(second.code) });
  expect((await held(ballot.stageId)).lines).toHaveLength(3);
});

it('refuses who has voted already as before, where the connection breaks', async () => {
  const { ballot } = await makeBallot(k);
  const accounts = await Promise.all(times(4, () => makeAccount(k)));
  for (const { accountId } of accounts.slice(0, 2)) await castBallot(k, { ballot, by: { accountId }, choices: [1] });
  const process = breaking(1, { late: true });
  const results = await Promise.allSettled(
    accounts.map(({ accountId }) => castBallot(process, { ballot, by: { accountId }, choices: [2] })),
  );
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect((await held(ballot.stageId)).lines).toHaveLength(4);
});

it('tells whoever waits soon that the database is away, and keeps nothing', async () => {
  const { ballot } = await makeBallot(k);
  const accounts = await Promise.all(times(10, () => makeAccount(k)));
  const process = breaking(100, { late: false });
  const results = await Promise.allSettled(
    accounts.map(({ accountId }) => castBallot(process, { ballot, by: { accountId }, choices: [2] })),
  );
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await held(ballot.stageId)).toEqual({ roll: 0, lines: [] });
});
