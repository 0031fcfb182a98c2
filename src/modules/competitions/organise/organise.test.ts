import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import { toAppError } from '../../../kernel/http/index.ts';
import { localDate, localTime } from '../../../kernel/time/index.ts';
import { type Actor, accountsWithRole } from '../../people/index.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import { type Category, type Competition, competitionById } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry } from '../competitions.factory.ts';
import { formats, type Stage, stageOf } from '../competitions.rules.ts';
import { askDuty } from './ask-duty.ts';
import { cancelCompetition, discardDraft } from './cancel-competition.ts';
import { changeCategories } from './change-categories.ts';
import { changeDetails } from './change-details.ts';
import { addStage, changeStage, removeStage } from './change-stages.ts';
import { changeTimetable, localMinute, type StageTimes } from './change-timetable.ts';
import { type CreateInput, createCompetition } from './create-competition.ts';
import { notesOf } from './notes.queries.ts';
import { missingFor, openCompetition } from './open-competition.ts';
import { settingsValues } from './stage-page.tsx';

let k: TestKernel;
let departmentId: string;
let organiser: Actor & { accountId: string };

/** Texts that a competition of the factory lacks and an open one must have. */
async function changeDetailsReady(actor: Actor, competition: Competition): Promise<void> {
  const { sql } = await import('kysely');
  await sql`update competitions.competition set summary = '介绍', rules = '规则', eligibility = '谁都可以'
    where id = ${competition.id}`.execute(k.db);
  expect((await accountsWithRole(k, 'organiser', competition.departmentId)).includes(actor.accountId ?? '')).toBe(true);
}

beforeAll(async () => {
  k = await testKernel();
  departmentId = await makeDepartment(k, { name: '文化广电局' });
  organiser = await makeAccount(k, { name: '陈组织', roles: [{ role: 'organiser', departmentId }] });
});

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );
const fields = async (work: Promise<unknown>) =>
  work.then(
    () => ({}),
    (error) => {
      const { fields: wrong } = toAppError(error);
      if (wrong)
        return Object.fromEntries(Object.entries(wrong).map(([name, { key }]) => [name, key.split('.').at(-1)]));
      throw error;
    },
  );

async function make(given: Partial<CreateInput> = {}): Promise<Competition> {
  const { id } = await createCompetition(k, organiser, {
    template: 'top_ten',
    title: '十佳街巷手艺',
    departmentId,
    firstDay: '2026-12-01',
    approvalNumber: '云评组批〔2026〕14 号',
    ...given,
  });
  return (await competitionById(k.db, id)) as Competition;
}

async function makeOpen(given: Partial<CreateInput> = {}): Promise<Competition> {
  const { id } = await make(given);
  await openCompetition(k, organiser, id);
  return (await competitionById(k.db, id)) as Competition;
}

const again = async ({ id }: { id: string }) => (await competitionById(k.db, id)) as Competition;

const times = (stages: readonly Stage[], change: Record<string, Partial<StageTimes>> = {}): StageTimes[] =>
  stages.map((stage) => ({
    id: stage.id,
    title: stage.title,
    starts: localMinute(stage.startsAt, 'Asia/Shanghai'),
    ends: localMinute(stage.endsAt, 'Asia/Shanghai'),
    weight: String((stage.settings as { weight?: number }).weight ?? ''),
    ...change[stage.kind],
  }));

describe('templates', () => {
  it.each(formats)('%s is complete but for what only the organiser knows', async (template) => {
    const competition = await make({ template });
    expect(competition.state).toBe('draft');
    const missing = (await missingFor(k, competition)).map(({ key }) => key);
    expect(missing).toEqual(template === 'blank' ? ['categories'] : []);
    const calendar = await k.calendar.current();
    for (const { startsAt, endsAt } of competition.stages) {
      expect(localTime(startsAt, k.config.TIME_ZONE)).toBe('09:00');
      expect(calendar.isWorkingDay(localDate(startsAt, k.config.TIME_ZONE))).toBe(true);
      expect(calendar.isWorkingDay(localDate(endsAt, k.config.TIME_ZONE))).toBe(true);
    }
  });

  it('a notice stands five working days over the New Year', async () => {
    const competition = await make({ template: 'essay', firstDay: '2026-11-26' });
    const notice = stageOf(competition.stages, 'announcement');
    const calendar = await k.calendar.current();
    expect(calendar.workingDaysBetween(notice?.startsAt as Date, notice?.endsAt as Date)).toBe(5);
  });

  it('makes an address of the title, with the first number that is free', async () => {
    const first = await make({ title: '城市之光' });
    const second = await make({ title: '城市之光' });
    expect(first.slug).toBe('chengshizhiguang-2026');
    expect(second.slug).toBe('chengshizhiguang-2026-2');
    expect(await fields(make({ slug: first.slug }))).toEqual({ slug: 'slug_taken' });
    expect(await fields(make({ slug: 'new' }))).toEqual({ slug: 'slug' });
    expect((await make({ title: '！！！' })).slug).toMatch(/^c-2026-[0-9a-f]{6}$/);
  });

  it('a showcase has no stages that rank', async () => {
    const { stages } = await make({ template: 'top_ten', mode: 'showcase' });
    expect(stages.map(({ kind }) => kind)).toEqual(['entry', 'screening', 'results']);
    expect(stageOf(stages, 'results')?.settings.levels).toEqual([]);
  });

  it('is made by organisers of the department alone', async () => {
    const other = await makeAccount(k, { roles: [{ role: 'organiser', departmentId: await makeDepartment(k) }] });
    const editor = await makeAccount(k, { roles: [{ role: 'editor', departmentId }] });
    for (const actor of [other, editor, { ...organiser, secondFactor: false }])
      expect(
        await code(
          createCompetition(k, actor, { template: 'essay', title: '征文', departmentId, firstDay: '2026-12-01' }),
        ),
      ).toBe('kernel.not_allowed');
  });

  it('refuses hostile input beside its field', async () => {
    expect(await fields(make({ title: 'x'.repeat(61), firstDay: '2026-02-30' }))).toEqual({
      title: 'too_long',
      firstDay: 'day',
    });
    expect(await fields(make({ title: ' \u0000\u200b ' }))).toEqual({ title: 'title' });
    expect(await code(make({ firstDay: '2098-01-05' }))).toBe('time.calendar_year_missing');
  });
});

describe('a draft', () => {
  it('is opened once everything is there', async () => {
    const draft = await make({ approvalNumber: '' });
    expect(await code(openCompetition(k, organiser, draft.id))).toBe('competitions.not_ready');
    await changeDetails(k, organiser, draft.id, { ...draft, approvalNumber: '云评 1 号' });
    expect(await code(openCompetition(k, organiser, draft.id, { version: draft.version }))).toBe(
      'kernel.changed_meanwhile',
    );
    await openCompetition(k, organiser, draft.id);
    const open = await again(draft);
    expect([open.state, open.openedAt]).toEqual(['open', k.clock.now()]);
    expect(await code(openCompetition(k, organiser, draft.id))).toBe('competitions.wrong_state');
  });

  it('does not open with a first day that has passed', async () => {
    const draft = await make({ firstDay: '2026-11-19' });
    expect((await missingFor(k, draft)).map(({ key }) => key)).toEqual(['starts_past']);
  });

  it('tells the second of two organisers that the first was faster', async () => {
    const draft = await make();
    const save = (title: string) =>
      code(changeDetails(k, organiser, draft.id, { ...draft, title }, { version: draft.version }));
    const results = await Promise.all([save('第一个'), save('第二个')]);
    expect(results.sort()).toEqual(['done', 'kernel.changed_meanwhile']);
  });

  it('gets stages and loses them', async () => {
    const draft = await make({ template: 'blank' });
    const jury = await addStage(k, organiser, draft.id, 'jury');
    await addStage(k, organiser, draft.id, 'announcement');
    const added = await again(draft);
    expect(added.stages.map(({ kind }) => kind)).toEqual(['entry', 'jury', 'announcement', 'results']);
    expect(added.stages.map(({ startsAt }) => startsAt.getTime())).toEqual(
      added.stages.map(({ startsAt }) => startsAt.getTime()).sort((a, b) => a - b),
    );
    await removeStage(k, organiser, draft.id, jury);
    expect((await again(draft)).stages.map(({ kind }) => kind)).toEqual(['entry', 'announcement', 'results']);
    expect(await code(addStage(k, organiser, draft.id, 'nonsense'))).toBe('kernel.bad_request');
  });

  it('reads the form of a jury, criteria by their rows', async () => {
    const draft = await make();
    const jury = stageOf(draft.stages, 'jury') as Stage<'jury'>;
    const typed = { ...settingsValues(jury), blind: 'yes', advances: '' };
    await changeStage(k, organiser, draft.id, jury.id, { ...typed, 'criteria.0.name': '手艺', 'criteria.3.name': '' });
    const now = stageOf((await again(draft)).stages, 'jury')?.settings;
    expect(now).toMatchObject({ blind: true, advances: null, weight: 70 });
    expect(now?.criteria[0]).toMatchObject({ id: jury.settings.criteria[0]?.id, name: '手艺' });
    const wrong = { ...typed, 'criteria.0.weight': '90', advances: '-1', jurorsPerEntry: '1e99' };
    expect(await fields(changeStage(k, organiser, draft.id, jury.id, wrong))).toEqual({
      advances: 'number',
      jurorsPerEntry: 'number',
      'criteria.0.weight': 'criteria_sum',
    });
    expect(await fields(changeStage(k, organiser, draft.id, jury.id, { ...typed, 'criteria.0.weight': '90' }))).toEqual(
      {
        'criteria.0.weight': 'criteria_sum',
      },
    );
  });

  it('keeps categories through new names and a new order', async () => {
    const draft = await make({ template: 'essay' });
    const [adults, students] = draft.categories;
    await changeCategories(k, organiser, draft.id, [
      { id: adults?.id as string, name: students?.name as string, order: '2' },
      { id: students?.id as string, name: adults?.name as string, order: '1' },
      { name: '外语组', order: '3' },
      { name: ' ' },
    ]);
    const now = (await again(draft)).categories;
    expect(now.map(({ id }) => id).slice(0, 2)).toEqual([students?.id, adults?.id]);
    expect(now.map(({ name }) => name)).toEqual([adults?.name, students?.name, '外语组']);
    expect(await fields(changeCategories(k, organiser, draft.id, [{ name: '甲' }, { name: '甲' }]))).toEqual({
      'category.1.name': 'name_twice',
    });
  });

  it('is thrown away whole, and only while it is a draft', async () => {
    const draft = await make();
    await askDuty(k, organiser, draft.id, { duty: 'observer', shownAs: '某人', way: 'link' });
    await discardDraft(k, organiser, draft.id);
    expect(await competitionById(k.db, draft.id)).toBeUndefined();
    expect(await code(discardDraft(k, organiser, (await makeOpen()).id))).toBe('competitions.wrong_state');
  });
});

describe('an open competition', () => {
  it('changes only with a public note that keeps before and after', async () => {
    const open = await makeOpen();
    const details = { ...open, summary: '改过的介绍', slug: '' };
    const asked = await changeDetails(k, organiser, open.id, details).catch((error) => error);
    expect(asked).toMatchObject({ code: 'competitions.note_first' });
    expect(asked.params.changes).toMatchObject([{ field: 'summary', after: { text: '改过的介绍' } }]);
    expect((await again(open)).summary).toBe(open.summary);
    await changeDetails(k, organiser, open.id, details, { note: '原来写错了。' });
    const [note] = await notesOf(k.db, open.id, null, 10);
    expect(note).toMatchObject({
      kind: 'change',
      text: '原来写错了。',
      changes: [{ field: 'summary', before: { text: open.summary }, after: { text: '改过的介绍' } }],
    });
    expect(await changeDetails(k, organiser, open.id, details, { note: '什么也没改' })).toEqual([]);
    expect(await notesOf(k.db, open.id, null, 10)).toHaveLength(1);
  });

  it('keeps its address, its nature, its approval number and its stages', async () => {
    const open = await makeOpen();
    const note = { note: '想改' };
    expect(await fields(changeDetails(k, organiser, open.id, { ...open, slug: 'another' }, note))).toEqual({
      slug: 'fixed',
    });
    expect(await fields(changeDetails(k, organiser, open.id, { ...open, rules: '' }, note))).toEqual({
      rules: 'empty',
    });
    expect(await fields(changeDetails(k, organiser, open.id, { ...open, approvalNumber: '' }, note))).toEqual({
      '': 'approval',
    });
    const ballot = stageOf(open.stages, 'ballot') as Stage<'ballot'>;
    const sm3 = { ...settingsValues(ballot), hash: 'sm3' };
    expect(await fields(changeStage(k, organiser, open.id, ballot.id, sm3, note))).toEqual({ hash: 'fixed' });
    expect(await code(addStage(k, organiser, open.id, 'jury', note))).toBe('competitions.stages_fixed');
    expect(await code(removeStage(k, organiser, open.id, open.stages[1]?.id as string, note))).toBe(
      'competitions.stages_fixed',
    );
  });

  it('moves a stage that has not begun, and no stage into the past', async () => {
    const open = await makeOpen();
    const note = { note: '推迟' };
    const later = times(open.stages, { results: { ends: '2027-06-30T18:00' } });
    expect((await changeTimetable(k, organiser, open.id, later, note)).map(({ field }) => field)).toEqual(['ends']);
    const past = times((await again(open)).stages, { entry: { starts: '2026-11-18T09:00' } });
    expect(Object.values(await fields(changeTimetable(k, organiser, open.id, past, note)))).toEqual(['past']);
    const order = times((await again(open)).stages, { screening: { starts: '2026-11-30T09:00' } });
    expect(await code(changeTimetable(k, organiser, open.id, order, note))).toBe('competitions.stages_wrong');
  });

  it('keeps the rules of a vote that runs, the criteria of a jury that scores, and the weights from then on', async () => {
    const made = await makeCompetition(k, {
      stages: [
        { kind: 'entry', from: -20, to: -10 },
        { kind: 'jury', from: -5, to: 5, settings: { weight: 50 } },
        { kind: 'ballot', from: -5, to: 5, settings: { weight: 50 } },
        { kind: 'announcement', from: 6, to: 16 },
        { kind: 'results', from: 17 },
      ],
    });
    const { competition } = made;
    await changeDetailsReady(made.organiser, competition);
    const note = { note: '想改' };
    const [, jury, ballot] = competition.stages as [Stage, Stage<'jury'>, Stage<'ballot'>];
    const change = (stage: Stage, typed: Record<string, string>) =>
      fields(changeStage(k, made.organiser, competition.id, stage.id, { ...settingsValues(stage), ...typed }, note));
    expect(await change(ballot, { most: '9' })).toEqual({ most: 'voting' });
    expect(await change(jury, { 'criteria.0.name': '别的' })).toEqual({ criteria: 'scoring' });
    expect(await change(competition.stages[0] as Stage, { perPerson: '9' })).toEqual({ perPerson: 'over' });
    const [first] = competition.categories as [Category];
    const rows = (...all: { id?: string; name: string }[]) =>
      changeCategories(k, made.organiser, competition.id, all, note);
    expect(await fields(rows(first, { name: '乙' }))).toEqual({ '': 'voting' });
    expect(await rows({ id: first.id, name: '新名字' })).toHaveLength(1);
    const timetable = (typed: Record<string, Partial<StageTimes>>) =>
      fields(changeTimetable(k, made.organiser, competition.id, times(competition.stages, typed), note));
    const weights = await timetable({ jury: { weight: '60' }, ballot: { weight: '40' } });
    expect(Object.values(weights)).toEqual(['weights', 'weights']);
    expect(Object.values(await timetable({ ballot: { ends: '2026-11-22T18:00' } }))).toEqual(['earlier_end']);
    expect(await timetable({ ballot: { ends: '2026-11-24T20:00' }, jury: { ends: '2026-11-24T20:00' } })).toEqual({});
    expect(await timetable({ ballot: { ends: '2026-11-26T18:00' } })).toEqual({ '': 'overlap' });
  });

  it('keeps categories in which there is something', async () => {
    const { competition, organiser: own } = await makeCompetition(k, {
      mode: 'showcase',
      categories: ['甲', '乙'],
      stages: [{ kind: 'entry', from: -1, to: 10 }, { kind: 'results' }],
    });
    await changeDetailsReady(own, competition);
    await makeCompetitionEntry(k, competition, { category: '甲' });
    const [a, b] = competition.categories as [Category, Category];
    const note = { note: '想改' };
    expect(await fields(changeCategories(k, own, competition.id, [b], note))).toEqual({ '': 'entered' });
    expect(await changeCategories(k, own, competition.id, [a], note)).toMatchObject([
      { field: 'category', after: null },
    ]);
  });

  it('is called off for good, with a reason in public', async () => {
    const open = await makeOpen();
    expect(await fields(cancelCompetition(k, organiser, open.id, { reason: '不' }))).toEqual({ reason: 'reason' });
    await cancelCompetition(k, organiser, open.id, { reason: '报名太少，改到明年。' });
    expect(await again(open)).toMatchObject({ state: 'cancelled', cancelReason: '报名太少，改到明年。' });
    expect(await notesOf(k.db, open.id, null, 5)).toMatchObject([{ kind: 'cancel', text: '报名太少，改到明年。' }]);
    expect(await code(cancelCompetition(k, organiser, open.id, { reason: '再来一次吧' }))).toBe(
      'competitions.wrong_state',
    );
  });
});
