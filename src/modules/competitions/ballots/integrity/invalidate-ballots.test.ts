import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import { makeAccount, sessionCookie } from '../../../people/people.factory.ts';
import { makeDuty } from '../../competitions.factory.ts';
import { standingsOf } from '../../field.queries.ts';
import { makeBallot } from '../ballots.factory.ts';
import { castBallot } from '../cast/cast-ballot.ts';
import { closeBallot } from '../close/close-ballot.ts';
import { addBursts } from './burst.queries.ts';
import { loadIntegrity } from './integrity-view.ts';
import { decideInvalidation, proposeInvalidation, rangesOf, withdrawInvalidation } from './invalidate-ballots.ts';
import { invalidationsOf } from './invalidation.queries.ts';

let k: TestKernel;
let app: Awaited<ReturnType<typeof testApp>>;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const mark = 4711;
const reason = '十分钟内来自同一网段，选择完全相同';

/** Thirty honest ballots over three entries, twenty-five in a burst that all say 3; closed. */
async function makeClosed() {
  const made = await makeBallot(k, { settings: { most: 3 }, entries: 3, from: -1, to: 0.5 });
  const { ballot, competition, organiser } = made;
  for (let n = 0; n < 30; n++)
    await castBallot(k, { ballot, by: await makeAccount(k), choices: n % 2 === 0 ? [1] : [1, 2] });
  for (let n = 0; n < 25; n++) await castBallot(k, { ballot, by: await makeAccount(k), choices: [3], mark });
  const { competitionId, stageId } = ballot;
  const since = k.clock.now();
  const counts = { asked: 75, proved: 50, refused: 0 };
  await addBursts(k.db, [{ competitionId, stageId, mark, range: '203.0.113.0/24', since, ...counts }]);
  const observer = await makeDuty(k, competition, 'observer');
  const propose = () => proposeInvalidation(k, organiser, competitionId, { stageId, mark, reason });
  const close = async () => {
    const now = k.clock.now();
    k.clock.set(new Date(ballot.stage.endsAt.getTime() + 1000));
    await closeBallot(k, ballot);
    return () => k.clock.set(now);
  };
  return { ...made, observer, propose, close, stageId };
}

const votesOf = async (competitionId: string) =>
  (await standingsOf(k.db, competitionId)).map(({ votes }) => votes ?? 0).sort((a, b) => b - a);

describe('ballots of a burst', () => {
  it('say nothing to anybody before the close, and cannot be left out', async () => {
    const made = await makeClosed();
    await expect(made.propose()).rejects.toMatchObject({ code: 'competitions.invalidate_after_close' });
    const view = await loadIntegrity(k, made.competition, made.ballot.stage, mark);
    expect(view.bursts).toMatchObject([{ mark, asked: 75 }]);
    expect(view.evidence).toBeNull();
  });

  it('are left out by two people, in the log and in the counts, and everybody reads why', async () => {
    const { competition, organiser, observer, propose, close, stageId } = await makeClosed();
    const back = await close();
    expect(await votesOf(competition.id)).toEqual([30, 25, 15]);
    const stage = competition.stages[1];
    if (stage?.kind !== 'ballot') throw new Error('no ballot');
    const view = await loadIntegrity(k, competition, { ...stage, closedAt: k.clock.now() }, mark);
    expect(view.evidence).toMatchObject({ ballots: 25, others: 30, same: [{ choices: [3], ballots: 25 }] });
    expect(view.evidence?.entries).toMatchObject([{ number: 3, inBurst: 25, elsewhere: 0 }]);
    const { id } = await propose();
    await expect(propose()).rejects.toMatchObject({ code: 'competitions.invalidation_waits' });
    const decide = (who: typeof organiser) => decideInvalidation(k, who, competition.id, { id, decision: 'confirm' });
    await expect(decide(organiser)).rejects.toMatchObject({ code: 'competitions.second_person' });
    await expect(decide(await makeAccount(k))).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const decided = await Promise.allSettled([decide(observer), decide(observer), decide(observer)]);
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await votesOf(competition.id)).toEqual([30, 15, 0]);
    const log = await app.inject(`/competitions/${competition.slug}/ballots/${stageId}/invalidations`);
    expect(log.statusCode).toBe(200);
    expect(log.body).toContain(reason);
    expect(log.body).not.toContain('203.0.113');
    for (const { name } of [organiser, observer]) expect(log.body).not.toContain(name);
    await expect(propose()).rejects.toMatchObject({ code: 'competitions.nothing_to_invalidate' });
    back();
  });

  it('count on when the second person does not agree, or the first takes it back', async () => {
    const { competition, organiser, observer, propose, close, stageId } = await makeClosed();
    const back = await close();
    const first = await propose();
    const reject = { id: first.id, decision: 'reject' as const };
    await expect(decideInvalidation(k, observer, competition.id, reject)).rejects.toThrow();
    await decideInvalidation(k, observer, competition.id, { ...reject, reason: '学校机房集中投票，核实过' });
    const second = await propose();
    await withdrawInvalidation(k, organiser, competition.id, second.id);
    expect(await votesOf(competition.id)).toEqual([30, 25, 15]);
    const states = (await invalidationsOf(k.db, stageId, { limit: 10 })).map(({ state }) => state);
    expect(states.sort()).toEqual(['rejected', 'withdrawn']);
    back();
  });

  it('has desks for whom it concerns alone', async () => {
    const { competition, organiser, observer, stageId } = await makeClosed();
    const status = async (who: { accountId: string }) =>
      (
        await app.inject({
          url: `/organise/${competition.slug}/ballots/${stageId}/integrity`,
          headers: { cookie: await sessionCookie(k, who) },
        })
      ).statusCode;
    expect(await status(organiser)).toBe(200);
    expect(await status(observer)).toBe(200);
    expect(await status(await makeAccount(k))).toBe(403);
    expect(await status(await makeDuty(k, competition, 'juror'))).toBe(403);
  });
});

it('one row of the table says who proposed and who decided, never the same', async () => {
  const { competition, organiser, propose, close } = await makeClosed();
  const back = await close();
  const { id } = await propose();
  await expect(
    k.pool.query(
      `update competitions.invalidation set state = 'confirmed', decided_by = proposed_by, decided_as = 'organiser',
        decided_at = now(), positions = '[]', ballots = 0 where id = $1`,
      [id],
    ),
  ).rejects.toMatchObject({ constraint: 'invalidation_two_people' });
  await withdrawInvalidation(k, organiser, competition.id, id);
  back();
});

it('takes consecutive positions together', () => {
  expect(rangesOf([0, 1, 2, 5, 7, 8])).toEqual([
    [0, 2],
    [5, 5],
    [7, 8],
  ]);
});
