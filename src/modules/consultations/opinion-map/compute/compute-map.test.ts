import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { updateContributionState } from '../../contribution.queries.ts';
import { mapFacts, type OpenMap } from '../open-map.ts';
import { makeMap, voteInCamps } from '../opinion-map.factory.ts';
import { castVote } from '../voting/cast-vote.ts';
import { takeVotesBack } from '../voting/own-votes.ts';
import { newVisitor } from '../voting/participant-token.ts';
import { computeMap, lookAfterMaps } from './compute-map.ts';
import { computedMap, lockComputation, unlockComputation } from './map-state.queries.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

async function computed(map: OpenMap) {
  await computeMap(k, map.id);
  const state = await computedMap(k.db, map.id);
  if (!state) throw new Error('not computed');
  return state;
}

const hide = (map: OpenMap, number: number) =>
  inTransaction(k.db, (tx) =>
    updateContributionState(tx, map.byNumber.get(number)?.contributionId as string, 'hidden'),
  );

describe('computing a map', () => {
  it('finds the camps, what both agree on, and goes on from where it was', async () => {
    const { map } = await makeMap(k, { statements: 12 });
    await voteInCamps(k, map, [30, 20]);
    const first = await computed(map);
    expect(first.result).toMatchObject({ participants: 50, counted: 50, votes: 600, k: 2 });
    expect(first.result.groups.map(({ size }) => size)).toEqual([30, 20]);
    expect(first.result.groupInformed.agree.map(({ statement }) => statement).sort()).toEqual([1, 2, 3, 4]);
    expect(await computeMap(k, map.id)).toBe(false);
    await voteInCamps(k, map, [0, 25]);
    const second = await computed(map);
    expect(second.result.groups.map(({ size }) => size)).toEqual([45, 30]);
    expect(second.version).toBe(2);
  });

  it('leaves hidden statements out, and takes them in again', async () => {
    const { map } = await makeMap(k, { statements: 12 });
    await voteInCamps(k, map, [30, 20]);
    await hide(map, 2);
    const { result } = await computed(map);
    const named = [
      ...result.groupInformed.agree,
      ...result.groupInformed.disagree,
      ...result.majority.agree,
      ...result.groups.flatMap(({ representative }) => representative),
    ].map(({ statement }) => statement);
    expect(named).not.toContain(2);
    expect(named).toContain(1);
    await k.pool.query("update consultations.contribution set state = 'visible' where consultation_id = $1", [map.id]);
    expect((await computed(map)).result.groupInformed.agree.map(({ statement }) => statement)).toContain(2);
  });

  it('forgets whoever took their votes back', async () => {
    const { map } = await makeMap(k, { statements: 12 });
    const [one] = await voteInCamps(k, map, [30, 20]);
    await computed(map);
    expect(await takeVotesBack(k, map, one as NonNullable<typeof one>)).toBe(12);
    const { result } = await computed(map);
    expect(result).toMatchObject({ participants: 49, votes: 588 });
    expect(result.groups.map(({ size }) => size)).toEqual([29, 20]);
    // Whoever comes back is somebody new, with a number of their own.
    await castVote(k, { map, participant: one as NonNullable<typeof one>, statement: 1, vote: 1 });
    expect((await computed(map)).result).toMatchObject({ participants: 50, votes: 589 });
  });

  it('gives the same map to the last bit once it has ended, whatever came in between', async () => {
    const { map } = await makeMap(k, { statements: 12, from: -5, to: 0 });
    await voteInCamps(k, map, [30, 20]);
    await computed(map);
    await voteInCamps(k, map, [3, 9]);
    await computed(map);
    const before = k.clock.now();
    k.clock.set('2026-11-20T02:00:00Z');
    const first = await computed(map);
    expect(first.final).toBe(true);
    await k.pool.query('update consultations.map set epoch = epoch + 1 where consultation_id = $1', [map.id]);
    const again = await computed(map);
    expect(again.version).toBe(first.version + 1);
    expect(again.result).toEqual(first.result);
    const { rows } = await k.pool.query('select keeper from consultations.map_state where consultation_id = $1', [
      map.id,
    ]);
    expect(rows[0].keeper).toBeNull();
    k.clock.set(before.toISOString());
  });

  it('bears nothing, one vote, and all passing', async () => {
    const { map } = await makeMap(k);
    expect((await computed(map)).result).toMatchObject({ participants: 0, k: 0, groups: [] });
    await castVote(k, { map, participant: newVisitor(), statement: 1, vote: 0 });
    expect((await computed(map)).result).toMatchObject({ participants: 1, votes: 1, groups: [] });
    for (let n = 0; n < 20; n++) await castVote(k, { map, participant: newVisitor(), statement: (n % 6) + 1, vote: 0 });
    expect((await computed(map)).result).toMatchObject({ participants: 21, k: 0 });
  });
});

describe('what goes wrong', () => {
  it('a process that dies in the middle leaves the last map, and the clock computes what it left', async () => {
    const { map } = await makeMap(k, { statements: 12 });
    await voteInCamps(k, map, [30, 20]);
    const first = await computed(map);
    await voteInCamps(k, map, [2, 2]);
    const killed = new AbortController();
    const dying = computeMap(k, map.id, killed.signal);
    setTimeout(() => killed.abort(), 5);
    await expect(dying).rejects.toThrow('stopped');
    await expect(computeMap(k, map.id, AbortSignal.abort())).rejects.toThrow('stopped');
    expect(await computedMap(k.db, map.id)).toEqual(first);
    expect(await lookAfterMaps(k)).toBeGreaterThan(0);
    expect((await computedMap(k.db, map.id))?.result.participants).toBe(54);
  });

  it('what was hidden while it was computed is found by the clock', async () => {
    const { map } = await makeMap(k, { statements: 12, from: -5, to: 0 });
    await voteInCamps(k, map, [30, 20]);
    await k.pool.query('update consultations.consultation set ends_on = starts_on + 1 where id = $1', [map.id]);
    await computed(map);
    await hide(map, 2);
    expect(await lookAfterMaps(k)).toBe(1);
    expect(await computedMap(k.db, map.id)).toMatchObject({ leftOut: [2], final: true });
    expect(await lookAfterMaps(k)).toBe(0);
  });

  it('a map that cannot be computed keeps no other waiting', async () => {
    const { map: broken } = await makeMap(k);
    const { map } = await makeMap(k);
    for (const each of [broken, map])
      await castVote(k, { map: each, participant: newVisitor(), statement: 1, vote: 1 });
    await k.pool.query(
      `alter table consultations.map_state add constraint broken check (consultation_id <> '${broken.id}')`,
    );
    expect(await lookAfterMaps(k)).toBe(1);
    expect(await computedMap(k.db, map.id)).toBeDefined();
    await k.pool.query('alter table consultations.map_state drop constraint broken');
  });

  it('what an earlier program kept is computed anew', async () => {
    const { map } = await makeMap(k, { statements: 12 });
    await voteInCamps(k, map, [30, 20]);
    await computed(map);
    await k.pool.query('update consultations.map_state set keeper = $2 where consultation_id = $1', [
      map.id,
      Buffer.from('old'),
    ]);
    await castVote(k, { map, participant: newVisitor(), statement: 1, vote: 1 });
    expect((await computed(map)).result).toMatchObject({ participants: 51, votes: 601 });
  });

  it('two processes at once: one computes', async () => {
    const { map } = await makeMap(k);
    await castVote(k, { map, participant: newVisitor(), statement: 1, vote: 1 });
    await k.db.connection().execute(async (other) => {
      expect(await lockComputation(other, map.id)).toBe(true);
      expect(await computeMap(k, map.id)).toBe(false);
      await unlockComputation(other, map.id);
    });
    expect(await computeMap(k, map.id)).toBe(true);
  });
});

it('votes that come in while it is computed are in the next map', async () => {
  const { map } = await makeMap(k, { statements: 12 });
  await voteInCamps(k, map, [30, 20]);
  const [, ...more] = await Promise.all([
    computeMap(k, map.id),
    ...Array.from({ length: 40 }, () => castVote(k, { map, participant: newVisitor(), statement: 1, vote: 1 })),
  ]);
  expect(more).toHaveLength(40);
  expect((await computed(map)).result).toMatchObject({ participants: 90, votes: 640 });
  const facts = await mapFacts(k, map.consultation);
  expect(facts.toShow.find(({ statement }) => statement === 1)).toMatchObject({ agrees: 90, seen: 90 });
});
