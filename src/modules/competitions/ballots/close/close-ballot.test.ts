import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { makeAccount } from '../../../people/people.factory.ts';
import { competitionById } from '../../competition.queries.ts';
import { standingsOf } from '../../field.queries.ts';
import { type Ballot, ballotOf } from '../ballot.queries.ts';
import { castMany, factsOfMade, makeBallot } from '../ballots.factory.ts';
import { castBallot } from '../cast/cast-ballot.ts';
import { appendInvalidation } from '../log/append-invalidation.ts';
import { readReceipt } from '../log/leaf.ts';
import { ballotsFile } from '../public/ballots-file.ts';
import { verifyFile } from '../verify/verify-file.ts';
import { closeBallot } from './close-ballot.ts';
import { lookAfterBallots } from './look-after.ts';

let k: TestKernel;
const testNow = '2026-11-19T02:00:00Z';
beforeAll(async () => {
  k = await testKernel();
});

const times = <T>(n: number, of: (at: number) => T) => Array.from({ length: n }, (_, at) => of(at));

async function published(competitionId: string, stageId: string): Promise<string> {
  const competition = await competitionById(k.db, competitionId);
  const ballot = await ballotOf(k.db, { competitionId, stageId });
  let text = '';
  for await (const piece of ballotsFile(k, competition as never, ballot as Ballot)) text += piece;
  return text;
}

const bytes = async function* (text: string) {
  yield Buffer.from(text);
};

async function verify(text: string) {
  return verifyFile(bytes(text));
}

describe('closing', () => {
  it('counts everything, signs the end, writes standings and scatters the roll; the independent verifier agrees', async () => {
    const { ballot, competition } = await makeBallot(k, { settings: { most: 2, advances: 2 }, to: 1 });
    const receipts = await castMany(
      k,
      ballot,
      times(200, (n) => (n % 3 ? [1, 2] : [3])),
    );
    for (const receipt of receipts.slice(0, 20))
      await castBallot(k, { ballot, by: null, choices: [4], replaces: readReceipt(receipt.code) });
    await expect(closeBallot(k, ballot)).rejects.toMatchObject({ code: 'competitions.too_early' });
    k.clock.set(ballot.stage.endsAt.toISOString());
    await lookAfterBallots(k);
    const row = (await ballotOf(k.db, ballot)) as Ballot;
    expect(row).toMatchObject({ size: 220, ballots: 220, replaced: 20, invalidated: 0, roll: 200, alarm: null });
    expect(row.rollRewrittenAt).not.toBeNull();
    const standings = await standingsOf(k.db, competition.id);
    expect(standings.map(({ votes, score, rank, advances }) => ({ votes, score, rank, advances }))).toEqual([
      { votes: 120, score: 100, rank: 1, advances: true },
      { votes: 120, score: 100, rank: 1, advances: true },
      { votes: 60, score: 50, rank: 3, advances: false },
      { votes: 20, score: 16.67, rank: 4, advances: false },
      { votes: 0, score: 0, rank: 5, advances: false },
      { votes: 0, score: 0, rank: 5, advances: false },
    ]);
    const { rows } = await k.pool.query('select voter from competitions.roll where stage_id = $1 order by ctid', [
      ballot.stageId,
    ]);
    const voters = rows.map(({ voter }) => voter.toString('hex'));
    expect(voters).toEqual([...voters].sort());
    expect(await verify(await published(competition.id, ballot.stageId))).toMatchObject({
      verified: true,
      findings: [],
    });
    expect(await closeBallot(k, ballot)).toBe(false);
    k.clock.set(testNow);
  });

  it('of a ballot that nobody cast, and with SM3', async () => {
    for (const given of [
      { n: 0, hash: 'sha256' as const },
      { n: 70, hash: 'sm3' as const },
    ]) {
      const { ballot, competition } = await makeBallot(k, { settings: { hash: given.hash }, to: 1 });
      await castMany(
        k,
        ballot,
        times(given.n, () => [1]),
      );
      k.clock.set(ballot.stage.endsAt.toISOString());
      expect(await closeBallot(k, ballot)).toBe(true);
      expect(await verify(await published(competition.id, ballot.stageId))).toMatchObject({
        verified: true,
        findings: [],
      });
      k.clock.set(testNow);
    }
  });

  it('loses no ballot that is under way', async () => {
    const { ballot } = await makeBallot(k, { to: 1 });
    const accounts = await Promise.all(times(120, () => makeAccount(k)));
    const casts = accounts.map(({ accountId }, at) =>
      castBallot(at % 2 ? k : { ...k }, { ballot, by: { accountId }, choices: [1] }),
    );
    k.clock.set(ballot.stage.endsAt.toISOString());
    const [results] = await Promise.all([Promise.allSettled(casts), closeBallot(k, ballot)]);
    const taken = results.filter(({ status }) => status === 'fulfilled').length;
    expect((await ballotOf(k.db, ballot))?.ballots).toBe(taken);
    k.clock.set(testNow);
  });

  it('keeps votes for an entry that was taken out meanwhile, gives it no place, and still verifies', async () => {
    const { ballot, competition } = await makeBallot(k, { to: 1, settings: { advances: 1 } });
    await castMany(
      k,
      ballot,
      times(90, (n) => (n < 50 ? [1, 2] : [2, 3])),
    );
    const [changed] = await castMany(k, ballot, [[4]]);
    await castBallot(k, { ballot, by: null, choices: [1], replaces: readReceipt(changed?.code) });
    await k.pool.query(
      `update competitions.entry set state = 'withdrawn' where competition_id = $1 and number in (2, 4)`,
      [competition.id],
    );
    k.clock.set(ballot.stage.endsAt.toISOString());
    await closeBallot(k, ballot);
    const standings = await standingsOf(k.db, competition.id);
    expect(standings).toHaveLength(4);
    expect(standings[0]).toMatchObject({ votes: 51, score: 56.67, rank: 1, advances: true });
    expect(standings.filter(({ advances }) => advances)).toHaveLength(1);
    expect(await verify(await published(competition.id, ballot.stageId))).toMatchObject({
      verified: true,
      findings: [],
    });
    k.clock.set(testNow);
  });

  it('verifies where all of a small field were to be chosen and one was taken out meanwhile', async () => {
    const { ballot, competition } = await makeBallot(k, {
      to: 1,
      entries: 3,
      settings: { form: 'exactly', most: 3, scope: 'category' },
    });
    const cast = async () =>
      castBallot(k, {
        ballot: await factsOfMade(k, competition.id),
        by: await makeAccount(k),
        category: 0,
        choices: [...(await factsOfMade(k, competition.id)).field.keys()],
      });
    await cast();
    await k.pool.query(`update competitions.entry set state = 'withdrawn' where competition_id = $1 and number = 2`, [
      competition.id,
    ]);
    expect((await cast()).leaf).toContain('"c":[1,3]');
    k.clock.set(ballot.stage.endsAt.toISOString());
    await closeBallot(k, ballot);
    const text = await published(competition.id, ballot.stageId);
    expect(text).toContain('"title":"手艺2","out":true}');
    expect(await verify(text)).toMatchObject({ verified: true, findings: [] });
    k.clock.set(testNow);
  });

  it('says so where the recount differs, and what was recounted stands', async () => {
    const { ballot, competition } = await makeBallot(k, { to: 1 });
    await castMany(
      k,
      ballot,
      times(80, () => [2]),
    );
    await lookAfterBallots(k);
    await k.pool.query('update competitions.ballot_count set votes = votes + 5 where stage_id = $1', [ballot.stageId]);
    k.clock.set(ballot.stage.endsAt.toISOString());
    await closeBallot(k, ballot);
    expect((await ballotOf(k.db, ballot))?.alarm).toEqual({ counted: 85, recounted: 80 });
    expect((await standingsOf(k.db, competition.id))[0]).toMatchObject({ votes: 80, rank: 1 });
    k.clock.set(testNow);
  });

  it('goes on where a process died in between', async () => {
    const { ballot } = await makeBallot(k, { to: 1 });
    await castMany(
      k,
      ballot,
      times(10, () => [1]),
    );
    await k.pool.query('update competitions.ballot set closed_at = now() where stage_id = $1', [ballot.stageId]);
    k.clock.set(ballot.stage.endsAt.toISOString());
    await lookAfterBallots(k);
    expect(await ballotOf(k.db, ballot)).toMatchObject({ ballots: 10, roll: 10 });
    await k.pool.query('update competitions.ballot set roll_rewritten_at = null where stage_id = $1', [ballot.stageId]);
    await lookAfterBallots(k);
    expect((await ballotOf(k.db, ballot))?.rollRewrittenAt).not.toBeNull();
    k.clock.set(testNow);
  });
});

describe('an invalidation', () => {
  it('is appended, counted out and signed, once the ballot is closed', async () => {
    const { ballot, competition } = await makeBallot(k, { to: 1 });
    await castMany(
      k,
      ballot,
      times(100, (n) => [(n % 2) + 1]),
    );
    const invalidate = async () => {
      const now = await competitionById(k.db, competition.id);
      await inTransaction(k.db, (tx) =>
        appendInvalidation(k, tx, {
          competition: now as never,
          stageId: ballot.stageId,
          id: '019a0000-0000-7000-8000-000000000001',
          reason: '同一网段十分钟内投出，选择完全一致',
          positions: [
            [0, 9],
            [50, 59],
          ],
        }),
      );
    };
    await expect(invalidate()).rejects.toMatchObject({ code: 'competitions.ballot_not_closed' });
    k.clock.set(ballot.stage.endsAt.toISOString());
    await closeBallot(k, ballot);
    await invalidate();
    expect(await ballotOf(k.db, ballot)).toMatchObject({ size: 101, ballots: 100, invalidated: 20 });
    const standings = await standingsOf(k.db, competition.id);
    expect(standings.reduce((sum, { votes }) => sum + (votes ?? 0), 0)).toBe(80);
    expect(await verify(await published(competition.id, ballot.stageId))).toMatchObject({
      verified: true,
      findings: [],
    });
    k.clock.set(testNow);
  });
});

describe('at the end', () => {
  it.each([true, false])('the same where the competition is called off, after the close: %s', async (closed) => {
    const { ballot, competition } = await makeBallot(k, { to: 1 });
    await castMany(k, ballot, [[1], [2]]);
    k.clock.set(ballot.stage.endsAt.toISOString());
    if (closed) await closeBallot(k, ballot);
    await k.pool.query(`update competitions.competition set state = 'cancelled', cancel_reason = 'x' where id = $1`, [
      competition.id,
    ]);
    await lookAfterBallots(k);
    const row = await ballotOf(k.db, ballot);
    expect(row).toMatchObject({ rollKey: null, ballots: 2 });
    k.clock.advance(60_000);
    await lookAfterBallots(k);
    expect((await ballotOf(k.db, ballot))?.rollRewrittenAt).toEqual(row?.rollRewrittenAt);
    k.clock.set(testNow);
  });

  it('nobody can say any more whose pseudonyms are on the roll', async () => {
    const { ballot, competition } = await makeBallot(k);
    await inTransaction(k.db, (tx) =>
      k.outbox.emit(tx, k.clock.now(), { type: 'competitions.finalise', subject: competition.id }),
    );
    await k.outbox.drain();
    expect((await factsOfMade(k, competition.id)).rollKey).toBeNull();
    expect((await ballotOf(k.db, ballot))?.rollKey).toBeNull();
  });
});
