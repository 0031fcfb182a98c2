import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { makeAccount } from '../../../people/people.factory.ts';
import { type Ballot, ballotOf } from '../ballot.queries.ts';
import { castMany, makeBallot } from '../ballots.factory.ts';
import { castBallot } from '../cast/cast-ballot.ts';
import { lookAfterBallots } from '../close/look-after.ts';
import { recount } from '../close/recount.ts';
import { ballotId, ballotLine, newSecret, readReceipt } from './leaf.ts';
import { countsOf, headsOf } from './log.queries.ts';
import { fewest, sealBallots } from './seal.ts';
import { readRoot } from './tiles.ts';

let k: TestKernel;
const testNow = '2026-11-19T02:00:00Z';
beforeAll(async () => {
  k = await testKernel();
});
const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));

describe('sealing', () => {
  it('waits for 64 ballots, and at midnight for none', async () => {
    const { ballot } = await makeBallot(k);
    await castMany(
      k,
      ballot,
      times(fewest - 1, () => [1]),
    );
    expect(await sealBallots(k, ballot)).toBe(0);
    await castMany(k, ballot, [[2]]);
    expect(await sealBallots(k, ballot)).toBe(fewest);
    await castMany(k, ballot, [[2], [3]]);
    await lookAfterBallots(k);
    expect((await ballotOf(k.db, ballot))?.size).toBe(fewest);
    k.clock.set('2026-11-19T16:00:30Z');
    await lookAfterBallots(k);
    expect((await ballotOf(k.db, ballot))?.size).toBe(fewest + 2);
    k.clock.set(testNow);
  });

  it('by several processes while voting goes on puts every ballot into the log once, with heads that agree', async () => {
    const { ballot } = await makeBallot(k, { settings: { changeable: true } });
    const processes = times(4, () => ({ ...k }));
    let voting = true;
    const sealing = processes.map(async (process) => {
      while (voting) await sealBallots(process, ballot, { all: true });
    });
    const accounts = await Promise.all(times(300, () => makeAccount(k)));
    const receipts = await Promise.all(
      accounts.map(async ({ accountId }, at) => {
        const process = processes[at % 4] as TestKernel;
        let receipt = await castBallot(process, { ballot, by: { accountId }, choices: [(at % 6) + 1] });
        for (let change = 0; change < at % 4; change++)
          receipt = await castBallot(process, { ballot, by: null, choices: [1], replaces: readReceipt(receipt.code) });
        return receipt;
      }),
    );
    voting = false;
    await Promise.all(sealing);
    await sealBallots(k, ballot, { all: true });
    const row = (await ballotOf(k.db, ballot)) as Ballot;
    const changes = accounts.reduce((sum, _, at) => sum + (at % 4), 0);
    expect(row).toMatchObject({ size: 300 + changes, replaced: changes });
    const count = await recount(k.db, row);
    expect(count).toMatchObject({ ballots: 300 + changes, replaced: changes, invalidated: 0 });
    expect([...(await countsOf(k.db, ballot))].filter(([, votes]) => votes > 0).sort()).toEqual(
      [...count.votes].sort(),
    );
    const { rows } = await k.pool.query(
      `select convert_from(bytes, 'UTF8') as line from competitions.leaf where stage_id = $1`,
      [ballot.stageId],
    );
    const lines = new Set(rows.map(({ line }) => line));
    expect(receipts.every(({ leaf }) => lines.has(leaf))).toBe(true);
    for (const head of await headsOf(k.db, ballot, { limit: 1000 }))
      expect((await readRoot(k.db, ballot, 'sha256', head.size)).equals(head.root)).toBe(true);
  });

  it('takes out more where it finds nothing but changes of what is still in the urn', async () => {
    const { ballot } = await makeBallot(k);
    const [first] = await castMany(k, ballot, [[1]]);
    let replaces = readReceipt(first?.code) as Buffer;
    const lines = times(8192, (n) => {
      const secret = newSecret();
      const line = ballotLine(ballotId('sha256', secret).toString('base64url'), null, [(n % 6) + 1], replaces);
      replaces = secret;
      return line;
    });
    // Before all others: ids are taken in their order.
    await k.pool.query(
      `insert into competitions.urn (competition_id, stage_id, id, n, leaves) values ($1, $2, $3, $4, $5)`,
      [
        ballot.competitionId,
        ballot.stageId,
        '00000000-0000-0000-0000-000000000000',
        lines.length,
        lines.sort().join('\n'),
      ],
    );
    expect(await sealBallots(k, ballot, { all: true })).toBe(8193);
    expect(await recount(k.db, (await ballotOf(k.db, ballot)) as Ballot)).toMatchObject({
      replaced: 8192,
      votes: new Map([[2, 1]]),
    });
  });

  it('never signs a head for a moment before the last one, whatever the clock says', async () => {
    const { ballot } = await makeBallot(k);
    for (const at of ['2026-11-19T02:00:00Z', '2026-11-19T01:59:30Z', '2026-11-19T02:00:10Z']) {
      k.clock.set(at);
      await castMany(k, ballot, [[1]]);
      await sealBallots(k, ballot, { all: true });
    }
    const heads = await headsOf(k.db, ballot, { limit: 10 });
    expect(heads.map(({ at, note }) => [at.toISOString().slice(11, 19), /time .*T(.*)Z/.exec(note)?.[1]])).toEqual([
      ['02:00:10', '02:00:10'],
      ['02:00:00', '02:00:00'],
      ['02:00:00', '02:00:00'],
    ]);
    k.clock.set(testNow);
  });

  it('that is cut off leaves everything in the urn, and is done again', async () => {
    const { ballot } = await makeBallot(k);
    await castMany(
      k,
      ballot,
      times(100, () => [1]),
    );
    await k.pool.query(
      `create or replace function competitions.cut_off() returns trigger language plpgsql as 'begin raise exception ''cut off''; end'`,
    );
    await k.pool.query(
      'create trigger cut_off before insert on competitions.head execute function competitions.cut_off()',
    );
    await expect(sealBallots(k, ballot)).rejects.toThrow('cut off');
    const { rows } = await k.pool.query(
      `select (select count(*) from competitions.leaf where stage_id = $1) as leaves,
        (select count(*) from competitions.tile where stage_id = $1) as tiles,
        (select sum(n)::int from competitions.urn where stage_id = $1) as waiting`,
      [ballot.stageId],
    );
    expect(rows[0]).toEqual({ leaves: 0, tiles: 0, waiting: 100 });
    await k.pool.query('drop trigger cut_off on competitions.head');
    expect(await sealBallots(k, ballot)).toBe(100);
  });

  it('keeps the mark of a ballot beside its place', async () => {
    const { ballot } = await makeBallot(k);
    const accounts = await Promise.all(times(70, () => makeAccount(k)));
    const receipts = await Promise.all(
      accounts.map(({ accountId }, at) =>
        castBallot(k, { ballot, by: { accountId }, choices: [1], mark: at < 7 ? 42 : 0 }),
      ),
    );
    await sealBallots(k, ballot);
    const { rows } = await k.pool.query(
      `select convert_from(l.bytes, 'UTF8') as line from competitions.mark m join competitions.leaf l
        on l.stage_id = m.stage_id and l.position = m.position where m.stage_id = $1 and m.mark = 42`,
      [ballot.stageId],
    );
    expect(rows.map(({ line }) => line).sort()).toEqual(
      receipts
        .slice(0, 7)
        .map(({ leaf }) => leaf)
        .sort(),
    );
  });
});
