import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { standingsOf } from '../field.queries.ts';
import { takeBackDuty } from '../organise/end-duty.ts';
import { assignJurors } from './assign-jurors.ts';
import { decideTie, reopenSheet, strikeSheets } from './chair.ts';
import { closeJury } from './close-jury.ts';
import { dutyIdOf, endDuties, setEntryState } from './jury.factory.queries.ts';
import { makeJury } from './jury.factory.ts';
import { linesOf, loadJury } from './load-jury.ts';
import { eraseJuryWork } from './personal.queries.ts';
import { recuse } from './recuse.ts';
import { remindJurors, remindOfEnds } from './remind-jurors.ts';
import { scoreEntries, scoreEntry } from './score-entry.ts';
import { sheetsOf } from './sheet.queries.ts';
import { messagesOf } from './talk.queries.ts';
import { discussEntry } from './talk.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
});

type Made = Awaited<ReturnType<typeof makeJury>>;

const give = (craft: number, meaning = craft) => ({ craft, meaning });
const lines = async ({ competition, stage }: Made) => linesOf(await loadJury(k.db, competition, stage));
const first = <T>(list: readonly T[]): T => list[0] as T;

/** Everybody hands in the same for everything that is missing. */
async function handInAll(made: Made, points = 80): Promise<void> {
  const all = await lines(made);
  for (const juror of [made.chair, ...made.jurors]) {
    const sheets = all
      .filter(({ missing }) => missing.includes(juror.accountId))
      .map(({ entry }) => ({ entryId: entry.id, points: give(points) }));
    if (sheets.length > 0) await scoreEntries(k, juror, { stageId: made.stage.id, sheets });
  }
}

describe('the close', () => {
  it('waits for every sheet, or for the chair to strike what is missing, with three left', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 2 });
    const { stage, chair, jurors } = made;
    const [late, later] = jurors as [Made['chair'], Made['chair']];
    const rest = [chair, ...jurors].filter((juror) => juror !== late);
    for (const juror of rest)
      await scoreEntries(k, juror, {
        stageId: stage.id,
        sheets: made.entries.map(({ id }) => ({ entryId: id, points: give(60) })),
      });
    await expect(closeJury(k, chair, { stageId: stage.id })).rejects.toMatchObject({ params: { count: 2 } });
    expect(await strikeSheets(k, chair, { stageId: stage.id, jurorId: late.accountId, reason: '联系不上' })).toBe(2);
    await expect(
      strikeSheets(k, chair, { stageId: stage.id, jurorId: later.accountId, reason: '联系不上' }),
    ).rejects.toMatchObject({ code: 'competitions.jury_nothing_to_strike' });
    await reopenSheet(k, chair, {
      stageId: stage.id,
      jurorId: later.accountId,
      entryId: first(made.entries).id,
      reason: '请再看',
    });
    await expect(
      strikeSheets(k, chair, { stageId: stage.id, jurorId: later.accountId, reason: '联系不上' }),
    ).rejects.toMatchObject({ code: 'competitions.jury_too_few', params: { least: 3 } });
    await expect(
      scoreEntry(k, late, { stageId: stage.id, entryId: first(made.entries).id, points: give(1) }),
    ).rejects.toMatchObject({ code: 'competitions.jury_not_yours' });
    await handInAll(made, 60);
    expect(await closeJury(k, chair, { stageId: stage.id })).toMatchObject({ sheets: 6 });
  });

  it('lets all that are equal at the border go on, unless the chair decided', async () => {
    for (const decides of [false, true]) {
      const made = await makeJury(k, { jurors: 1, entries: 3, settings: { advances: 1 } });
      await handInAll(made, 70);
      const entryIds = made.entries.map(({ id }) => id).reverse();
      const categoryId = made.competition.categories[0]?.id ?? '';
      const decision = { stageId: made.stage.id, categoryId, entryIds, reason: '看完成度' };
      await expect(decideTie(k, made.chair, { ...decision, entryIds: entryIds.slice(1) })).rejects.toMatchObject({
        code: 'competitions.jury_not_equal',
      });
      await expect(decideTie(k, first(made.jurors), decision)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
      if (decides) await decideTie(k, made.chair, decision);
      await closeJury(k, made.chair, { stageId: made.stage.id });
      const standings = await standingsOf(k.db, made.competition.id);
      expect(standings.map(({ rank }) => rank)).toEqual(decides ? [1, 2, 3] : [1, 1, 1]);
      expect(standings.filter(({ advances }) => advances)).toHaveLength(decides ? 1 : 3);
      if (decides) expect(standings[0]?.entryId).toBe(entryIds[0]);
    }
  });

  it('forgets a decision among equals once they are not equal any more', async () => {
    const made = await makeJury(k, { jurors: 0, entries: 2 });
    await handInAll(made, 70);
    const [one, two] = made.entries as [Made['entries'][0], Made['entries'][0]];
    const categoryId = made.competition.categories[0]?.id ?? '';
    await decideTie(k, made.chair, {
      stageId: made.stage.id,
      categoryId,
      entryIds: [two.id, one.id],
      reason: '看创意',
    });
    await scoreEntry(k, made.chair, { stageId: made.stage.id, entryId: one.id, points: give(75), reason: '看错了' });
    await closeJury(k, made.chair, { stageId: made.stage.id });
    expect((await standingsOf(k.db, made.competition.id)).map(({ entryId }) => entryId)).toEqual([one.id, two.id]);
  });

  it('counts no sheet of an entry that was withdrawn or disqualified meanwhile', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 3 });
    const [, gone, out] = made.entries as [Made['entries'][0], Made['entries'][0], Made['entries'][0]];
    await handInAll(made);
    await inTransaction(k.db, (tx) => setEntryState(tx, out.id, 'disqualified'));
    await reopenSheet(k, made.chair, {
      stageId: made.stage.id,
      jurorId: made.chair.accountId,
      entryId: gone.id,
      reason: '请再看',
    });
    await inTransaction(k.db, (tx) => setEntryState(tx, gone.id, 'withdrawn'));
    await expect(
      scoreEntry(k, made.chair, { stageId: made.stage.id, entryId: gone.id, points: give(1) }),
    ).rejects.toMatchObject({ code: 'competitions.entry_wrong_state' });
    expect(await closeJury(k, made.chair, { stageId: made.stage.id })).toMatchObject({ entries: 1, sheets: 2 });
  });

  it('has each sheet wholly or not at all, with everybody handing in at that moment', async () => {
    const made = await makeJury(k, { jurors: 5, entries: 1 });
    const { stage, chair, jurors } = made;
    const entryId = first(made.entries).id;
    await handInAll(made, 50);
    const changes = jurors.map((juror) =>
      scoreEntry(k, juror, { stageId: stage.id, entryId, points: give(90), reason: '再看更好' }),
    );
    const [closed, ...changed] = await Promise.allSettled([closeJury(k, chair, { stageId: stage.id }), ...changes]);
    expect(closed.status).toBe('fulfilled');
    for (const each of changed)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'competitions.too_late' });
    const took = changed.filter(({ status }) => status === 'fulfilled').length;
    const sheets = await sheetsOf(k.db, stage.id);
    // What was said to be changed is changed and counted; what was refused is as it was.
    expect(sheets.filter(({ total }) => total === 90)).toHaveLength(took);
    expect(sheets.every(({ outcome, state }) => outcome !== null && state === 'handed_in')).toBe(true);
    const totals = sheets.map(({ total }) => total ?? 0).sort((a, b) => a - b);
    const mean = totals.slice(1, -1).reduce((sum, each) => sum + each, 0) / (totals.length - 2);
    expect(first(await standingsOf(k.db, made.competition.id)).score).toBe(Math.round(mean * 100) / 100);
  });

  it('waits until nothing can come into the field any more', async () => {
    const before = [
      [{ kind: 'entry' as const, from: -20, to: 1 }],
      [{ kind: 'entry' as const, from: -20, to: -1, settings: { lateHours: 48 } }],
      [
        { kind: 'entry' as const, from: -20, to: -10 },
        { kind: 'screening' as const, from: -9, to: -8 },
      ],
    ];
    for (const earlier of before) {
      const { competition } = await makeCompetition(k, {
        stages: [
          ...earlier,
          { kind: 'jury', from: -5, to: 5, settings: { weight: 100 } },
          { kind: 'results', from: 6 },
        ],
      });
      const chair = await makeDuty(k, competition, 'chair');
      await makeCompetitionEntry(k, competition);
      const stageId = competition.stages.at(-2)?.id ?? '';
      await expect(closeJury(k, chair, { stageId })).rejects.toMatchObject({ code: 'competitions.jury_field_open' });
    }
  });

  it('waits until an earlier stage has decided who goes on', async () => {
    const { makeCompetition } = await import('../competitions.factory.ts');
    const { competition, organiser } = await makeCompetition(k, {
      stages: [
        { kind: 'entry', from: -20, to: -10 },
        { kind: 'jury', from: -9, to: -2, settings: { weight: 50, advances: 1 } },
        { kind: 'pitch', from: -1, to: 3, settings: { weight: 50 } },
        { kind: 'results', from: 4, to: 9 },
      ],
    });
    await makeDuty(k, competition, 'chair');
    await expect(assignJurors(k, organiser, { stageId: competition.stages[2]?.id ?? '' })).rejects.toMatchObject({
      code: 'competitions.jury_gate_open',
    });
  });
});

describe('a juror who leaves in the middle', () => {
  it('was taken back: what they handed in counts, the rest goes to others', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 4, settings: { jurorsPerEntry: 2 } });
    const gone = made.jurors.find(Boolean) as Made['chair'];
    const theirs = (await lines(made)).filter(({ expected }) => expected.includes(gone.accountId));
    const handed = first(theirs).entry.id;
    await scoreEntry(k, gone, { stageId: made.stage.id, entryId: handed, points: give(66) });
    const dutyId = await dutyIdOf(k.db, made.competition.id, gone.accountId);
    await takeBackDuty(k, made.organiser, made.competition.id, dutyId, { reason: '本人出差，不能再评' });
    await settle(k);
    for (const line of await lines(made)) {
      expect(line.expected).toHaveLength(2);
      expect(line.expected.includes(gone.accountId)).toBe(line.entry.id === handed);
      expect(line.missing).not.toContain(gone.accountId);
    }
    await expect(
      scoreEntry(k, gone, { stageId: made.stage.id, entryId: handed, points: give(1), reason: '改' }),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    await handInAll({ ...made, jurors: made.jurors.filter((juror) => juror !== gone) });
    expect(await closeJury(k, made.chair, { stageId: made.stage.id })).toMatchObject({ sheets: 8 });
  });

  it('came back, and scores on', async () => {
    for (const jurorsPerEntry of [null, 2]) {
      const made = await makeJury(k, { jurors: 2, entries: 3, settings: { jurorsPerEntry } });
      const juror = first(made.jurors);
      const dutyId = await dutyIdOf(k.db, made.competition.id, juror.accountId);
      await takeBackDuty(k, made.organiser, made.competition.id, dutyId, { reason: '本人出差，不能再评' });
      await settle(k);
      await makeDuty(k, made.competition, 'juror', juror);
      await assignJurors(k, made.organiser, { stageId: made.stage.id, again: true });
      const theirs = (await lines(made)).filter(({ missing }) => missing.includes(juror.accountId));
      expect(theirs).toHaveLength(jurorsPerEntry === null ? 3 : 2);
      await handInAll(made);
      expect(await closeJury(k, made.chair, { stageId: made.stage.id })).toMatchObject({
        sheets: jurorsPerEntry === null ? 9 : 6,
      });
    }
  });

  it('was erased: what they had not handed in goes to others by itself', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 6, settings: { jurorsPerEntry: 1 } });
    const juror = first(made.jurors);
    const at = k.clock.now();
    expect((await lines(made)).filter(({ missing }) => missing.includes(juror.accountId)).length).toBe(2);
    await inTransaction(k.db, async (tx) => {
      await eraseJuryWork(tx, juror.accountId, at);
      await endDuties(tx, juror.accountId, at);
      const payload = { accountId: juror.accountId };
      await k.outbox.emit(tx, at, { type: 'people.account_erased', subject: juror.accountId, payload });
    });
    await settle(k);
    for (const line of await lines(made)) {
      expect(line.expected).toHaveLength(1);
      expect(line.expected).not.toContain(juror.accountId);
    }
  });

  it('was erased: drafts are gone, sheets that were handed in stay', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 2 });
    const juror = first(made.jurors);
    const [one, two] = made.entries as [Made['entries'][0], Made['entries'][0]];
    await scoreEntry(k, juror, { stageId: made.stage.id, entryId: one.id, points: give(90) });
    await scoreEntry(k, juror, { stageId: made.stage.id, entryId: two.id, points: { craft: 1 }, handIn: false });
    await scoreEntry(k, made.chair, { stageId: made.stage.id, entryId: one.id, points: give(90) });
    await discussEntry(k, juror, { stageId: made.stage.id, entryId: one.id, text: '我觉得很好' });
    await inTransaction(k.db, (tx) => eraseJuryWork(tx, juror.accountId, k.clock.now()));
    expect(await sheetsOf(k.db, made.stage.id, { jurorId: juror.accountId })).toMatchObject([
      { entryId: one.id, state: 'handed_in', total: 90 },
    ]);
    expect(await messagesOf(k.db, made.stage.id, one.id)).toMatchObject([{ byId: null, text: '我觉得很好' }]);
  });
});

describe('talk and reminders', () => {
  it('of an entry is for whoever handed in a sheet, and not for whoever stands aside', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    const { stage, chair, jurors } = made;
    const entryId = first(made.entries).id;
    const message = { stageId: stage.id, entryId, text: '第三部分很见功夫' };
    await expect(discussEntry(k, chair, message)).rejects.toMatchObject({ code: 'competitions.jury_hand_in_first' });
    await scoreEntry(k, chair, { stageId: stage.id, entryId, points: give(88) });
    await discussEntry(k, chair, message);
    const aside = first(jurors);
    await recuse(k, aside, { stageId: stage.id, conflict: { entryId, kind: 'other', words: '教过他' } });
    await expect(discussEntry(k, aside, message)).rejects.toMatchObject({ code: 'competitions.jury_not_yours' });
    expect(await messagesOf(k.db, stage.id, entryId)).toHaveLength(1);
  });

  it('go out once by the clock, and once a day by hand', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    const at = (days: number) => ({
      ...k,
      clock: { now: () => new Date(k.clock.now().getTime() + days * 86_400_000) },
    });
    expect(await remindJurors(k, made.organiser, { stageId: made.stage.id })).toBe(3);
    await expect(remindJurors(k, made.organiser, { stageId: made.stage.id })).rejects.toMatchObject({
      code: 'competitions.jury_reminded_already',
    });
    const sent = await Promise.all([remindOfEnds(at(4)), remindOfEnds(at(4))]);
    expect(sent.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(3);
    expect(await remindOfEnds(at(4))).toBe(0);
  });
});

describe('three hundred entries and fifteen jurors', () => {
  it('are scored and closed', async () => {
    const made = await makeJury(k, { jurors: 14, entries: 300 });
    const { stage } = made;
    for (const juror of [made.chair, ...made.jurors])
      for (let from = 0; from < 300; from += 100)
        await scoreEntries(k, juror, {
          stageId: stage.id,
          sheets: made.entries.slice(from, from + 100).map(({ id, number }) => ({
            entryId: id,
            points: give(50 + (number % 50)),
          })),
        });
    expect(await closeJury(k, made.chair, { stageId: stage.id })).toMatchObject({ entries: 300, sheets: 4500 });
  }, 120_000);
});
