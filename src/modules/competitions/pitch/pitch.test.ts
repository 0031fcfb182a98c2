import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { withdrawEntry } from '../entries/withdraw-entry.ts';
import { confirmJury } from '../jury/recuse.ts';
import { scoreEntry } from '../jury/score-entry.ts';
import { drawOf, slotsOf, totalsOf } from './pitch.queries.ts';
import { afterAct, clockOf, drawnOrder, sheetDigest, slotActs, speaking } from './pitch.rules.ts';
import { actOnSlot, drawPitchOrder, movePitch } from './run-pitch.ts';
import { signSheet } from './sign-sheet.ts';

let k: TestKernel;
let app: Awaited<ReturnType<typeof testApp>>;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

type Made = Awaited<ReturnType<typeof makePitch>>;

async function makePitch(entries = 3) {
  const { competition, organiser } = await makeCompetition(k, {
    stages: [{ kind: 'entry' }, { kind: 'pitch', from: -0.5, to: 1, settings: { weight: 100 } }, { kind: 'results' }],
  });
  const founder = await makeAccount(k, { name: '范创业' });
  const made = [];
  for (let n = 0; n < entries; n++)
    made.push(await makeCompetitionEntry(k, competition, { title: `项目${n + 1}`, accountId: founder.accountId }));
  return { competition, organiser, founder, entries: made, stageId: stageOf(competition) };
}

const stageOf = (competition: Competition) => competition.stages[1]?.id as string;
const act = ({ competition, organiser, stageId }: Made, entryId: string, what: (typeof slotActs)[number]) =>
  actOnSlot(k, organiser, competition.id, { stageId, entryId, act: what });

describe('rules of a pitch day', () => {
  it('never leave a slot in a state of no act, and a done one is done', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...slotActs), { maxLength: 30 }), (acts) => {
        let state: Parameters<typeof afterAct>[0] = 'waiting';
        let paused = false;
        for (const each of acts) {
          const next = afterAct(state, each, paused);
          if (next === null) continue;
          if (state === 'done') throw new Error(`${each} of a slot that is done`);
          paused = each === 'pause' ? true : each === 'resume' || next !== state ? false : paused;
          state = next;
          if (paused && !speaking.includes(state)) throw new Error('the clock of nobody stands');
        }
      }),
    );
  });

  it('count the clock down, past zero and standing still', () => {
    const settings = { pitchMinutes: 8, questionMinutes: 7 };
    const startedAt = new Date('2026-11-19T02:00:00Z');
    const at = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);
    const slot = { state: 'pitching' as const, startedAt, pausedAt: null, pausedMs: 0 };
    expect(clockOf(slot, settings, at(60))).toEqual({ planned: 480, left: 420, paused: false });
    expect(clockOf(slot, settings, at(500))).toMatchObject({ left: -20 });
    expect(clockOf({ ...slot, pausedAt: at(100) }, settings, at(400))).toMatchObject({ left: 380, paused: true });
    expect(clockOf({ ...slot, pausedMs: 30_000 }, settings, at(60))).toMatchObject({ left: 450 });
    expect(clockOf({ ...slot, state: 'scoring' }, settings, at(60))).toMatchObject({ left: null });
  });

  it('draw the same order from the same seed, whatever the order before', () => {
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
    const order = drawnOrder('00ff', numbers);
    expect(drawnOrder('00ff', [...numbers].reverse())).toEqual(order);
    expect([...order].sort((a, b) => a - b)).toEqual(numbers);
    expect(drawnOrder('00fe', numbers)).not.toEqual(order);
  });
});

describe('a pitch day', () => {
  it('has one order, drawn once by whoever is first, that anybody can draw again', async () => {
    const made = await makePitch(6);
    const { competition, organiser, stageId } = made;
    const draws = await Promise.allSettled(
      Array.from({ length: 8 }, () => drawPitchOrder(k, organiser, competition.id, stageId)),
    );
    expect(draws.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(draws.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'competitions.pitch_drawn' },
    });
    const slots = await slotsOf(k.db, stageId);
    const seed = (await drawOf(k.db, stageId))?.seed as string;
    expect(slots.map(({ number }) => number)).toEqual(
      drawnOrder(
        seed,
        made.entries.map(({ number }) => number),
      ),
    );
  });

  it('lets one speak at a time, held by the database', async () => {
    const made = await makePitch(3);
    await drawPitchOrder(k, made.organiser, made.competition.id, made.stageId);
    const starts = await Promise.allSettled(made.entries.map(({ id }) => act(made, id, 'start')));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(starts.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'competitions.pitch_busy' },
    });
    await k.pool.query('alter index competitions.pitch_slot_current_idx rename to set_aside');
    await k.pool.query('drop index competitions.set_aside');
    const without = await Promise.allSettled(made.entries.map(({ id }) => act(made, id, 'start')));
    expect(without.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await k.pool.query(
      `update competitions.pitch_slot set state = 'waiting', started_at = null where stage_id = '${made.stageId}'`,
    );
    await k.pool.query(`create unique index pitch_slot_current_idx on competitions.pitch_slot (stage_id)
      where state in ('pitching', 'questions', 'scoring')`);
  });

  it('goes on step by step, refuses what is out of order, and changes the order only with a reason', async () => {
    const made = await makePitch(3);
    const { competition, organiser, stageId } = made;
    const first = made.entries[0] as { id: string };
    await expect(act(made, first.id, 'start')).rejects.toMatchObject({ code: 'competitions.pitch_not_drawn' });
    await drawPitchOrder(k, organiser, competition.id, stageId);
    const [a, b, c] = await slotsOf(k.db, stageId);
    if (!a || !b || !c) throw new Error('three slots');
    await expect(act(made, a.entryId, 'finish')).rejects.toMatchObject({ code: 'competitions.pitch_wrong_state' });
    for (const step of ['start', 'pause', 'resume', 'ask', 'score', 'finish'] as const)
      await act(made, a.entryId, step);
    const move = (entryId: string, to: number, reason: string) =>
      movePitch(k, organiser, competition.id, { stageId, entryId, to, reason });
    await expect(move(c.entryId, 2, '')).rejects.toThrow();
    await expect(move(c.entryId, 1, '要赶飞机')).rejects.toMatchObject({ code: 'competitions.pitch_wrong_state' });
    await move(c.entryId, 2, '要赶火车');
    expect((await slotsOf(k.db, stageId)).map(({ entryId }) => entryId)).toEqual([a.entryId, c.entryId, b.entryId]);
    const stranger = await makeAccount(k);
    await expect(
      actOnSlot(k, stranger, competition.id, { stageId, entryId: b.entryId, act: 'start' }),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
  });

  it('ends with sheets that the contestant signs as they stand', async () => {
    const made = await makePitch(1);
    const { competition, organiser, founder, stageId } = made;
    const entry = made.entries[0] as { id: string; number: number };
    const juror = await makeDuty(k, competition, 'juror');
    await drawPitchOrder(k, organiser, competition.id, stageId);
    for (const step of ['start', 'ask', 'score', 'finish'] as const) await act(made, entry.id, step);
    const sign = (by: typeof founder, digest: string) =>
      signSheet(k, by, competition.id, { stageId, entryId: entry.id, digest, name: '范创业' });
    await expect(sign(founder, sheetDigest(entry.number, []))).rejects.toMatchObject({
      code: 'competitions.pitch_nothing_to_sign',
    });
    await confirmJury(k, juror, { stageId });
    const sheet = { stageId, entryId: entry.id, points: { craft: 90, meaning: 80 } };
    await scoreEntry(k, juror, sheet);
    const totals = (await totalsOf(k.db, stageId)).get(entry.id)?.totals ?? [];
    expect(totals).toEqual([86]);
    await expect(sign(juror, sheetDigest(entry.number, totals))).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await sign(founder, sheetDigest(entry.number, totals));
    await expect(sign(founder, sheetDigest(entry.number, totals))).rejects.toMatchObject({
      code: 'competitions.pitch_signed',
    });
    await scoreEntry(k, juror, { ...sheet, points: { craft: 90, meaning: 85 }, reason: '算错了' });
    const page = await app.inject({
      url: `/pitch/${competition.slug}/${stageId}/sign`,
      headers: { cookie: await sessionCookie(k, founder) },
    });
    expect(page.body).toContain('您签字以后分数有改动');
    expect(page.body).not.toContain(juror.name);
  });

  it('says nothing on the wall of what was taken back', async () => {
    const { competition, organiser, founder, stageId, entries } = await makePitch(2);
    await drawPitchOrder(k, organiser, competition.id, stageId);
    await withdrawEntry(k, founder, entries[0]?.id ?? '');
    const wall = (await app.inject({ url: `/competitions/${competition.slug}/pitch/${stageId}` })).body;
    expect(wall).toContain('项目2');
    expect(wall).not.toContain('项目1');
  });

  it('shows the hall no points, and each desk to whom it belongs', async () => {
    const made = await makePitch(2);
    const { competition, organiser, founder, stageId } = made;
    await drawPitchOrder(k, organiser, competition.id, stageId);
    const juror = await makeDuty(k, competition, 'juror');
    const status = async (url: string, who?: typeof founder) =>
      (await app.inject({ url, headers: who ? { cookie: await sessionCookie(k, who) } : {} })).statusCode;
    const desk = `/pitch/${competition.slug}/${stageId}`;
    expect(await status(`/competitions/${competition.slug}/pitch/${stageId}`)).toBe(200);
    expect(await status(desk, organiser)).toBe(200);
    expect(await status(desk, founder)).toBe(403);
    expect(await status(`${desk}/sheet`, juror)).toBe(200);
    expect(await status(`${desk}/sheet`, organiser)).toBe(403);
    expect(await status(`/pitch/${competition.slug}/not-a-stage`, organiser)).toBe(404);
  });
});
