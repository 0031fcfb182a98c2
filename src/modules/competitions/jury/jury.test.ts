import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testKernel } from '../../../../test/harness.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { standingsOf } from '../field.queries.ts';
import { assignJurors, setJurorCategories } from './assign-jurors.ts';
import { recusalsOf } from './assignment.queries.ts';
import { reopenSheet, strikeSheets } from './chair.ts';
import { closeJury } from './close-jury.ts';
import { closingOf } from './closing.queries.ts';
import { setEntryOwner } from './jury.factory.queries.ts';
import { makeJury } from './jury.factory.ts';
import { linesOf, loadJury } from './load-jury.ts';
import { confirmJury, recuse } from './recuse.ts';
import { remindJurors } from './remind-jurors.ts';
import { scoreEntries, scoreEntry } from './score-entry.ts';
import { sheetChanges, sheetsOf } from './sheet.queries.ts';
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

describe('a jury', () => {
  it('goes from giving out to standings, dropping the highest and the lowest of five', async () => {
    const made = await makeJury(k, { jurors: 4, entries: 2, settings: { advances: 1 } });
    const { stage, chair, jurors, entries, competition } = made;
    const [one, two] = entries as [Made['entries'][0], Made['entries'][0]];
    const totals = [60, 80, 85, 90, 100];
    for (const [n, juror] of [chair, ...jurors].entries()) {
      const scored = await scoreEntry(k, juror, {
        stageId: stage.id,
        entryId: one.id,
        points: give(totals[n] as number),
      });
      expect(scored).toMatchObject({ state: 'handed_in', total: totals[n], changed: true });
      await scoreEntry(k, juror, { stageId: stage.id, entryId: two.id, points: { craft: 70, meaning: 80.5 } });
    }
    const closed = await closeJury(k, chair, { stageId: stage.id });
    expect(closed).toMatchObject({ entries: 2, sheets: 10, advancing: 1 });
    const standings = (await standingsOf(k.db, competition.id)).map(({ entryId, score, rank, advances }) => ({
      entryId,
      score,
      rank,
      advances,
    }));
    expect(standings).toEqual([
      { entryId: one.id, score: 85, rank: 1, advances: true },
      { entryId: two.id, score: 74.2, rank: 2, advances: false },
    ]);
    const outcomes = (await sheetsOf(k.db, stage.id, { entryId: one.id })).map(({ total, outcome }) => [
      total,
      outcome,
    ]);
    expect(outcomes.sort()).toEqual([
      [100, 'highest'],
      [60, 'lowest'],
      [80, 'counted'],
      [85, 'counted'],
      [90, 'counted'],
    ]);
    expect((await closingOf(k.db, stage.id))?.digest).toBe(closed.digest);
    await expect(
      scoreEntry(k, chair, { stageId: stage.id, entryId: one.id, points: give(1), reason: '改一改' }),
    ).rejects.toMatchObject({ code: 'competitions.too_late' });
    await expect(closeJury(k, chair, { stageId: stage.id })).rejects.toMatchObject({ code: 'competitions.too_late' });
  });

  it('is the same for a pitch day', async () => {
    const made = await makeJury(k, { kind: 'pitch', jurors: 2, entries: 1 });
    await handInAll(made, 90);
    expect(await closeJury(k, made.chair, { stageId: made.stage.id })).toMatchObject({ entries: 1, sheets: 3 });
  });

  it('asks for the rules to be confirmed before the first sheet', async () => {
    const { stage, chair, entries } = await makeJury(k, { jurors: 0, entries: 1, confirm: false });
    const sheet = { stageId: stage.id, entryId: first(entries).id, points: give(50) };
    await expect(scoreEntry(k, chair, sheet)).rejects.toMatchObject({ code: 'competitions.jury_confirm_first' });
    await confirmJury(k, chair, { stageId: stage.id });
    expect(await scoreEntry(k, chair, sheet)).toMatchObject({ state: 'handed_in' });
  });

  it('lets nobody else do what is a juror’s, a chair’s or an organiser’s', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    const { stage, organiser, chair, jurors, entries, competition } = made;
    const stageId = stage.id;
    const stranger = await makeAccount(k);
    const observer = await makeDuty(k, competition, 'observer');
    const entryId = first(entries).id;
    const denied = { code: 'kernel.not_allowed' };
    for (const who of [organiser, stranger, observer]) {
      await expect(scoreEntry(k, who, { stageId, entryId, points: give(100) })).rejects.toMatchObject(denied);
      await expect(scoreEntry(k, who, { stageId, entryId, points: give(100), handIn: false })).rejects.toMatchObject(
        denied,
      );
      await expect(closeJury(k, who, { stageId })).rejects.toMatchObject(denied);
      await expect(discussEntry(k, who, { stageId, entryId, text: '好' })).rejects.toMatchObject(denied);
      await expect(confirmJury(k, who, { stageId })).rejects.toMatchObject(denied);
    }
    const juror = first(jurors);
    for (const who of [juror, organiser, stranger]) {
      await expect(strikeSheets(k, who, { stageId, jurorId: chair.accountId, reason: '不等了' })).rejects.toMatchObject(
        denied,
      );
      await expect(
        reopenSheet(k, who, { stageId, entryId, jurorId: chair.accountId, reason: '请再看' }),
      ).rejects.toMatchObject(denied);
    }
    for (const who of [juror, chair, stranger, observer]) {
      await expect(assignJurors(k, who, { stageId })).rejects.toMatchObject(denied);
      await expect(remindJurors(k, who, { stageId })).rejects.toMatchObject(denied);
      await expect(setJurorCategories(k, who, { stageId, categories: {} })).rejects.toMatchObject(denied);
    }
    const conflict = { entryId, kind: 'relative' as const, words: '是我表弟' };
    for (const as of ['organiser', 'chair'] as const)
      await expect(recuse(k, juror, { stageId, jurorId: chair.accountId, as, conflict })).rejects.toMatchObject(denied);
    expect(await recusalsOf(k.db, competition.id)).toEqual([]);
  });

  it('does not begin before its time, and takes what comes after its end until the chair closes it', async () => {
    const { stage, chair, entries } = await makeJury(k, { jurors: 0, entries: 1 });
    const sheet = { stageId: stage.id, entryId: first(entries).id, points: give(50) };
    const at = (days: number) => ({
      ...k,
      clock: { now: () => new Date(k.clock.now().getTime() + days * 86_400_000) },
    });
    await expect(scoreEntry(at(-6), chair, sheet)).rejects.toMatchObject({ code: 'competitions.too_early' });
    await expect(closeJury(at(-6), chair, { stageId: stage.id })).rejects.toMatchObject({
      code: 'competitions.too_early',
    });
    expect(await scoreEntry(at(6), chair, sheet)).toMatchObject({ state: 'handed_in' });
  });
});

describe('a sheet', () => {
  it('is a draft until all points are there and it is handed in; each change is kept', async () => {
    const { stage, chair, entries } = await makeJury(k, { jurors: 0, entries: 1 });
    const place = { stageId: stage.id, entryId: first(entries).id };
    const draft = await scoreEntry(k, chair, { ...place, points: { craft: 70 }, handIn: false, version: 0 });
    expect(draft).toMatchObject({ state: 'draft', total: null, version: 1 });
    await expect(scoreEntry(k, chair, { ...place, points: { craft: 70 } })).rejects.toMatchObject({
      code: 'kernel.invalid',
      fields: { 'points-meaning': { key: 'competitions.jury.wrong.points_missing' } },
    });
    const handed = await scoreEntry(k, chair, { ...place, points: give(70, 90), comment: '手艺扎实', version: 1 });
    expect(handed).toMatchObject({ state: 'handed_in', total: 78, version: 2 });
    await expect(scoreEntry(k, chair, { ...place, points: give(75, 90) })).rejects.toMatchObject({
      fields: { reason: { key: 'competitions.jury.wrong.reason' } },
    });
    expect(await scoreEntry(k, chair, { ...place, points: give(70, 90) })).toMatchObject({
      changed: false,
      version: 2,
    });
    await scoreEntry(k, chair, { ...place, points: give(75, 90), reason: '看漏了一张图', handIn: false });
    const changes = await sheetChanges(k.db, stage.id, { drafts: true, limit: 10 });
    expect(changes.map(({ act, before, after, reason }) => ({ act, before, after, reason }))).toEqual([
      { act: 'change', before: { craft: 70, _total: 78 }, after: { craft: 75, _total: 81 }, reason: '看漏了一张图' },
      {
        act: 'hand_in',
        before: { meaning: null, _comment: '' },
        after: { meaning: 90, _comment: '手艺扎实', _total: 78 },
        reason: '',
      },
      { act: 'draft', before: { craft: null }, after: { craft: 70 }, reason: '' },
    ]);
    expect(first(await sheetsOf(k.db, stage.id))).toMatchObject({ state: 'handed_in', total: 81 });
  });

  it('written in two windows does not lose what the first wrote', async () => {
    const { stage, chair, entries } = await makeJury(k, { jurors: 0, entries: 1 });
    const place = { stageId: stage.id, entryId: first(entries).id, version: 0 };
    const both = await Promise.allSettled([
      scoreEntry(k, chair, { ...place, points: give(10), handIn: false }),
      scoreEntry(k, chair, { ...place, points: give(20) }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'kernel.changed_meanwhile' },
    });
  });

  it('takes no points out of bounds, of unknown criteria or for entries of others', async () => {
    const { stage, chair, entries } = await makeJury(k, { jurors: 0, entries: 1 });
    const place = { stageId: stage.id, entryId: first(entries).id };
    for (const points of [give(100.5), give(-1), give(33.3), give(Number.NaN)])
      await expect(scoreEntry(k, chair, { ...place, points })).rejects.toThrow();
    await expect(scoreEntry(k, chair, { ...place, points: { ...give(1), other: 5 } })).rejects.toMatchObject({
      code: 'kernel.bad_request',
    });
    const elsewhere = await makeJury(k, { jurors: 0, entries: 1 });
    await expect(
      scoreEntry(k, chair, { ...place, entryId: first(elsewhere.entries).id, points: give(1) }),
    ).rejects.toMatchObject({ code: 'competitions.entry_not_found' });
    await expect(
      scoreEntry(k, chair, { stageId: elsewhere.stage.id, entryId: first(elsewhere.entries).id, points: give(1) }),
    ).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    expect(await sheetsOf(k.db, stage.id)).toEqual([]);
  });

  it('is refused for an entry that is given to others', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 2, settings: { jurorsPerEntry: 1 } });
    const [line] = await lines(made);
    const other = [made.chair, ...made.jurors].find(({ accountId }) => !line?.expected.includes(accountId));
    await expect(
      scoreEntry(k, other as Made['chair'], {
        stageId: made.stage.id,
        entryId: line?.entry.id ?? '',
        points: give(1),
      }),
    ).rejects.toMatchObject({ code: 'competitions.jury_not_yours' });
  });

  it('is opened again by the chair with a reason, and does not count until it is handed in anew', async () => {
    const made = await makeJury(k, { jurors: 1, entries: 1 });
    const { stage, chair, jurors, entries } = made;
    const [juror, entryId] = [first(jurors), first(entries).id];
    const asked = { stageId: stage.id, entryId, jurorId: juror.accountId, reason: '和别人差得远' };
    await expect(reopenSheet(k, chair, asked)).rejects.toMatchObject({ code: 'competitions.jury_sheet_open' });
    await handInAll(made);
    await reopenSheet(k, chair, asked);
    await expect(closeJury(k, chair, { stageId: stage.id })).rejects.toMatchObject({
      code: 'competitions.jury_missing',
      params: { count: 1 },
    });
    expect((await lines(made))[0]?.sheets).toHaveLength(1);
    // Looked again, and stands by it.
    expect(await scoreEntry(k, juror, { stageId: stage.id, entryId, points: give(80) })).toMatchObject({
      state: 'handed_in',
      changed: true,
    });
    await closeJury(k, chair, { stageId: stage.id });
    await settle(k);
    const told = await k.notify.inbox(k.db, juror.accountId, 'zh-CN');
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'competitions.jury_assigned',
        'competitions.jury_look_again',
        'competitions.jury_closed',
      ]),
    );
  });
});

describe('standing aside', () => {
  it('is found for one’s own entry, and never undone by giving out again', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 3, settings: { jurorsPerEntry: 2 }, assign: false });
    const { competition, organiser, jurors, stage } = made;
    const own = await makeCompetitionEntry(k, competition, { accountId: first(jurors).accountId });
    await assignJurors(k, organiser, { stageId: stage.id });
    const line = (await lines(made)).find(({ entry }) => entry.id === own.id);
    expect(line?.expected).toHaveLength(2);
    expect(line?.expected).not.toContain(first(jurors).accountId);
    expect(await recusalsOf(k.db, competition.id)).toMatchObject([
      { entryId: own.id, jurorId: first(jurors).accountId, kind: 'own', byAs: 'system' },
    ]);
    expect(await assignJurors(k, organiser, { stageId: stage.id, again: false })).toEqual({ given: 0, short: [] });
  });

  it('keeps a juror from scoring what became their own after it was given to them', async () => {
    const made = await makeJury(k, { jurors: 2, entries: 1 });
    const juror = first(made.jurors);
    const entryId = first(made.entries).id;
    await setEntryOwner(k.db, entryId, juror.accountId);
    await expect(scoreEntry(k, juror, { stageId: made.stage.id, entryId, points: give(99) })).rejects.toMatchObject({
      code: 'competitions.jury_not_yours',
    });
  });

  it('voids the sheet and gives the entry to somebody else', async () => {
    const made = await makeJury(k, { jurors: 3, entries: 4, settings: { jurorsPerEntry: 2 } });
    const { stage } = made;
    await handInAll(made);
    const line = first(await lines(made));
    const gone = first(line.expected);
    const juror = [made.chair, ...made.jurors].find(({ accountId }) => accountId === gone) as Made['chair'];
    const conflict = { entryId: line.entry.id, kind: 'relative' as const, words: '是我侄子的作品' };
    await recuse(k, juror, { stageId: stage.id, conflict });
    const after = first(await lines(made));
    expect(after.expected).toHaveLength(2);
    expect(after.expected).not.toContain(gone);
    expect(after.missing).toHaveLength(1);
    expect(await sheetsOf(k.db, stage.id, { jurorId: gone, entryId: line.entry.id })).toMatchObject([
      { state: 'void' },
    ]);
    await expect(recuse(k, juror, { stageId: stage.id, conflict })).rejects.toMatchObject({
      code: 'competitions.jury_recused_already',
    });
    await expect(
      scoreEntry(k, juror, { stageId: stage.id, entryId: line.entry.id, points: give(100), reason: '还是要打' }),
    ).rejects.toMatchObject({ code: 'competitions.jury_not_yours' });
    await expect(closeJury(k, made.chair, { stageId: stage.id })).rejects.toMatchObject({
      code: 'competitions.jury_missing',
    });
    await handInAll(made);
    await closeJury(k, made.chair, { stageId: stage.id });
  });

  it('by a category, said before the first sheet, takes all of it away', async () => {
    const made = await makeJury(k, { categories: ['手艺', '小吃'], jurors: 2, entries: 4, confirm: false });
    const { competition, stage, chair } = made;
    const category = competition.categories[1]?.id ?? '';
    await confirmJury(k, chair, { stageId: stage.id, conflicts: [{ categoryId: category, kind: 'business' }] });
    for (const line of await lines(made))
      expect(line.expected.includes(chair.accountId)).toBe(line.entry.categoryId !== category);
  });

  it('needs a reason where somebody else says it', async () => {
    const { stage, organiser, chair, entries } = await makeJury(k, { jurors: 1, entries: 1 });
    const conflict = { entryId: first(entries).id, kind: 'employer' as const };
    await expect(recuse(k, organiser, { stageId: stage.id, jurorId: chair.accountId, conflict })).rejects.toMatchObject(
      {
        fields: { words: { key: 'competitions.jury.wrong.reason' } },
      },
    );
  });
});
