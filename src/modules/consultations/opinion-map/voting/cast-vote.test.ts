import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { mapFacts } from '../open-map.ts';
import { makeMap } from '../opinion-map.factory.ts';
import { castVote, participantOfAccount } from './cast-vote.ts';
import { newVisitor, participantCookie, participantOf, participantToken } from './participant-token.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

const votesIn = async (id: string, kernel = k) =>
  (
    await kernel.pool.query(
      'select participant, statement, vote from consultations.vote where consultation_id = $1 order by 1, 2',
      [id],
    )
  ).rows as { participant: number; statement: number; vote: number }[];

describe('one vote', () => {
  it('is kept once however often it is sent, and the last one counts', async () => {
    const { map } = await makeMap(k);
    const participant = newVisitor();
    const cast = (vote: number) => castVote(k, { map, participant, statement: 2, vote });
    await Promise.all([cast(1), cast(1), cast(1)]);
    expect(await votesIn(map.id)).toEqual([{ participant: 0, statement: 2, vote: 1 }]);
    await cast(-1);
    expect(await votesIn(map.id)).toEqual([{ participant: 0, statement: 2, vote: -1 }]);
    expect(await cast(0)).toEqual(new Set([2]));
    expect(await votesIn(map.id)).toEqual([{ participant: 0, statement: 2, vote: 0 }]);
  });

  it('of one person from several processes at once makes one participant', async () => {
    const { map } = await makeMap(k);
    const participant = newVisitor();
    // Each copy of the kernel has a caster of its own, as another process has.
    const processes = Array.from({ length: 6 }, () => ({ ...k }));
    await Promise.all(
      processes.flatMap((process) =>
        [1, 2, 3, 4, 5, 6].map((statement) => castVote(process, { map, participant, statement, vote: 1 })),
      ),
    );
    expect(await votesIn(map.id)).toHaveLength(6);
    const { rows } = await k.pool.query('select participants from consultations.map where consultation_id = $1', [
      map.id,
    ]);
    expect(rows[0].participants).toBe(1);
  });

  it('keeps everything acknowledged of hundreds at once, in several maps', async () => {
    const maps = await Promise.all([makeMap(k), makeMap(k)]);
    await Promise.all(
      maps.flatMap(({ map }) =>
        Array.from({ length: 300 }, newVisitor).flatMap((participant) =>
          [1, 3].map((statement) => castVote(k, { map, participant, statement, vote: statement - 2 })),
        ),
      ),
    );
    for (const { map } of maps) {
      const votes = await votesIn(map.id);
      expect(votes).toHaveLength(600);
      expect(new Set(votes.map(({ participant }) => participant)).size).toBe(300);
      expect(votes.every(({ statement, vote }) => vote === statement - 2)).toBe(true);
    }
  });

  it('is refused once the map is answered, whatever is still in memory', async () => {
    const { map } = await makeMap(k);
    await castVote(k, { map, participant: newVisitor(), statement: 1, vote: 1 });
    await k.pool.query("update consultations.consultation set state = 'cancelled', cancel_reason = 'x' where id = $1", [
      map.id,
    ]);
    await expect(castVote(k, { map, participant: newVisitor(), statement: 1, vote: 1 })).rejects.toMatchObject({
      code: 'consultations.over',
    });
    expect(await votesIn(map.id)).toHaveLength(1);
  });
});

describe('who takes part', () => {
  it('is known by a signed cookie of that map alone', async () => {
    const [{ map }, other] = await Promise.all([makeMap(k), makeMap(k)]);
    const visitor = newVisitor();
    const cookie = `${participantCookie}=${participantToken(k, map.id, visitor)}`;
    expect(participantOf(k, map.id, cookie)).toEqual(visitor);
    expect(participantOf(k, map.id, `a=b; ${cookie}; c=d`)).toEqual(visitor);
    expect(participantOf(k, other.map.id, cookie)).toBeNull();
    expect(
      participantOf(
        k,
        map.id,
        cookie.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')),
      ),
    ).toBeNull();
    expect(participantOf(k, map.id, `x${cookie}`)).toBeNull();
    expect(participantOf({ secret: 'another' }, map.id, cookie)).toBeNull();
    expect(participantOf(k, map.id, undefined)).toBeNull();
  });

  it('is another participant in every map, by a key that no other map has', async () => {
    const [one, two] = await Promise.all([makeMap(k), makeMap(k)]);
    const facts = await Promise.all([one, two].map(({ consultation }) => mapFacts(k, consultation)));
    const [first, second] = facts.map(
      (map) => participantOfAccount(map, '00000000-0000-7000-8000-000000000001')?.value,
    );
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(first).not.toBe(second);
    const account = { kind: 'a' as const, value: first as string };
    // An account's cookie is worth nothing without the session in which it was given.
    expect(
      participantOf(k, one.map.id, `${participantCookie}=${participantToken(k, one.map.id, account, 'a session')}`),
    ).toBeNull();
  });
});
