import { describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import { makeAccount, makeDepartment } from '../../people/people.factory.ts';
import type { Definition } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { formOf, formsOf, notesOf, type Survey, surveyById } from '../survey.queries.ts';
import { madeDefinition, makeSurvey } from '../surveys.factory.ts';
import { changeForm, undoForm } from './change-form.ts';
import { changeSettings, type SettingsInput } from './change-settings.ts';
import { simpleCondition, withCondition } from './condition.rules.ts';
import { correctWording } from './correct-wording.ts';
import { type CreateInput, createSurvey } from './create-survey.ts';
import {
  addQuestion,
  addSection,
  copyQuestion,
  emptyDefinition,
  findQuestion,
  moveQuestion,
  removeQuestion,
  saveQuestion,
} from './edit.rules.ts';
import { cancelSurvey, closeOverdue, closeSurvey, discardDraft, extendSurvey } from './end-survey.ts';
import { linesOf, readLines } from './entry-lines.ts';
import { openSurvey, takeBack } from './open-survey.ts';
import { questionValues, readQuestion } from './read-question.ts';

const again = async (k: TestKernel, { id }: Pick<Survey, 'id'>): Promise<Survey> => {
  const survey = await surveyById(k.db, id);
  if (!survey) throw new Error('gone');
  return survey;
};
const reason = { reason: '设备检修，先到这里' };
const settings: SettingsInput = {
  title: '公交出行问卷',
  summary: '您坐公交方便吗？',
  firstDay: '2026-11-20',
  lastDay: '2026-12-10',
  way: 'anonymous',
  results: 'after',
  smallestGroup: 5,
};

describe('who may', () => {
  it('lets conveners of the department, and nobody else, run surveys', async () => {
    const k = await testKernel();
    const departmentId = await makeDepartment(k);
    const other = await makeDepartment(k);
    const { survey, convener } = await makeSurvey(k, { departmentId, state: 'draft' });
    const city = await makeAccount(k, { roles: [{ role: 'convener' }] });
    const refused = [
      await makeAccount(k),
      await makeAccount(k, { roles: [{ role: 'convener', departmentId: other }] }),
      await makeAccount(k, { roles: [{ role: 'handler', departmentId }] }),
      await makeAccount(k, { roles: [{ role: 'leader' }] }),
      await makeAccount(k, { roles: [{ role: 'auditor' }] }),
      await makeAccount(k, { roles: [{ role: 'administrator' }] }),
      { ...convener, secondFactor: false },
    ];
    for (const actor of refused) {
      const no = { code: 'kernel.not_allowed' };
      await expect(changeSettings(k, actor, survey.id, settings)).rejects.toMatchObject(no);
      await expect(changeForm(k, actor, survey.id, undefined, (d) => d)).rejects.toMatchObject(no);
      await expect(openSurvey(k, actor, survey.id)).rejects.toMatchObject(no);
      await expect(discardDraft(k, actor, survey.id)).rejects.toMatchObject(no);
      await expect(createSurvey(k, actor, { title: '问卷', departmentId } as CreateInput)).rejects.toMatchObject(no);
    }
    await changeSettings(k, city, survey.id, settings);
    await openSurvey(k, convener, survey.id);
    expect((await again(k, survey)).state).toBe('open');
    for (const actor of refused) {
      const no = { code: 'kernel.not_allowed' };
      await expect(takeBack(k, actor, survey.id)).rejects.toMatchObject(no);
      await expect(closeSurvey(k, actor, survey.id, reason)).rejects.toMatchObject(no);
      await expect(cancelSurvey(k, actor, survey.id, reason)).rejects.toMatchObject(no);
      await expect(extendSurvey(k, actor, survey.id, { lastDay: '2026-12-20', ...reason })).rejects.toMatchObject(no);
      await expect(
        correctWording(k, actor, survey.id, 'way', { ...wording('way'), note: '改一个错字' }),
      ).rejects.toMatchObject(no);
    }
  });
});

const wording = (name: string, definition: Definition = madeDefinition) => {
  const { question } = findQuestion(definition, name);
  const { label, hint } = question;
  return { label, hint, requiredMessage: {}, constraintMessage: {} };
};

describe('from draft to close', () => {
  it('opens what is ready, runs from its first day, and closes by the clock', async () => {
    const k = await testKernel();
    const { survey, convener } = await makeSurvey(k, { state: 'draft' });
    await changeSettings(k, convener, survey.id, { ...settings, firstDay: '', lastDay: '' });
    await expect(openSurvey(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.not_ready' });
    await changeSettings(k, convener, survey.id, { ...settings, firstDay: '2026-11-01', lastDay: '2026-11-18' });
    await expect(openSurvey(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.too_late' });
    await changeSettings(k, convener, survey.id, settings);
    await changeForm(k, convener, survey.id, undefined, (before) => addQuestion(before, 'views', 'one').definition);
    await expect(openSurvey(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.not_ready' });
    await undoForm(k, convener, survey.id, undefined);
    await openSurvey(k, convener, survey.id);
    const open = await again(k, survey);
    expect([open.startsAt?.toISOString(), open.endsAt?.toISOString()]).toEqual([
      '2026-11-19T16:00:00.000Z',
      '2026-12-10T16:00:00.000Z',
    ]);
    await expect(changeForm(k, convener, survey.id, undefined, emptied)).rejects.toMatchObject({
      code: 'surveys.wrong_state',
    });
    await expect(openSurvey(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.wrong_state' });
    await expect(discardDraft(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.wrong_state' });
    await extendSurvey(k, convener, survey.id, { lastDay: '2026-12-15', reason: '年底事多，多给五天' });
    await expect(extendSurvey(k, convener, survey.id, { lastDay: '2026-12-14', ...reason })).rejects.toMatchObject({
      code: 'kernel.invalid',
    });
    k.clock.set(new Date('2026-12-15T15:59:00Z'));
    expect(await closeOverdue(k)).toBe(0);
    k.clock.set(new Date('2026-12-15T16:00:00Z'));
    expect(await closeOverdue(k)).toBe(1);
    expect(await closeOverdue(k)).toBe(0);
    expect((await again(k, survey)).state).toBe('closed');
    expect((await notesOf(k.db, survey.id)).map(({ text }) => text)).toEqual(['年底事多，多给五天']);
  });

  const emptied = (): Definition => emptyDefinition(['zh-CN']);

  it('takes back what has not begun, and asks anew what was changed', async () => {
    const k = await testKernel();
    const { survey, convener } = await makeSurvey(k, { state: 'draft' });
    await changeSettings(k, convener, survey.id, settings);
    await openSurvey(k, convener, survey.id);
    expect(await formOf(k.db, await again(k, survey))).toEqual(madeDefinition);
    await takeBack(k, convener, survey.id);
    await changeForm(k, convener, survey.id, undefined, (before) => removeQuestion(before, 'wish'));
    k.clock.advance(1000);
    await openSurvey(k, convener, survey.id);
    // What processes keep in memory of the first opening is not what is asked now.
    expect(JSON.stringify(await formOf(k.db, await again(k, survey)))).not.toContain('"wish"');
    k.clock.set(new Date('2026-11-20T02:00:00Z'));
    await expect(takeBack(k, convener, survey.id)).rejects.toMatchObject({ code: 'surveys.begun' });
  });

  it('opens once when two press at the same time, and keeps one of two changes', async () => {
    const k = await testKernel();
    const { survey, convener } = await makeSurvey(k, { state: 'draft' });
    await changeSettings(k, convener, survey.id, settings);
    const { version } = await again(k, survey);
    const changes = await Promise.allSettled([
      changeForm(k, convener, survey.id, version, (before) => addSection(before).definition),
      changeForm(k, convener, survey.id, version, (before) => addQuestion(before, 'views', 'text').definition),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(changes.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      code: 'kernel.changed_meanwhile',
    });
    await undoForm(k, convener, survey.id, undefined);
    const opened = await Promise.allSettled([openSurvey(k, convener, survey.id), openSurvey(k, convener, survey.id)]);
    expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('corrects words into a form of its own and changes nothing else', async () => {
    const k = await testKernel();
    const { survey, convener } = await makeSurvey(k);
    const label = { 'zh-CN': '您平时怎么去上班？', en: 'How do you get to work?' };
    const note = '第一题补了一个字，意思不变';
    await correctWording(k, convener, survey.id, 'way', {
      ...wording('way'),
      label,
      choices: { bus: { 'zh-CN': '坐公交', en: 'By bus' }, plane: { en: 'By plane' } },
      note,
    });
    const now = await again(k, survey);
    expect(now.formVersion).toBe(2);
    const { question } = findQuestion(await formOf(k.db, now), 'way');
    expect(question).toMatchObject({
      label,
      choices: [
        { name: 'bus', label: { 'zh-CN': '坐公交' } },
        { name: 'bike' },
        { name: 'foot' },
        { name: 'other', other: true },
      ],
    });
    expect((await formsOf(k.db, survey.id)).map(({ version }) => version)).toEqual([1, 2]);
    expect((await notesOf(k.db, survey.id))[0]?.text).toBe(note);
    const invalid = { code: 'kernel.invalid' };
    await expect(
      correctWording(k, convener, survey.id, 'way', { ...wording('way'), label, note }),
    ).rejects.toMatchObject(invalid);
    await expect(correctWording(k, convener, survey.id, 'wish', { ...wording('wish'), note })).rejects.toMatchObject(
      invalid,
    );
    await expect(
      correctWording(k, convener, survey.id, 'wish', { ...wording('wish'), label: {}, note }),
    ).rejects.toMatchObject(invalid);
    await expect(correctWording(k, convener, survey.id, 'none', { ...wording('wish'), note })).rejects.toMatchObject({
      code: 'surveys.question_not_found',
    });
  });

  it('copies the questions and settings of an older survey', async () => {
    const k = await testKernel();
    const { survey, convener } = await makeSurvey(k, { state: 'closed', way: 'account' });
    const made = await createSurvey(k, convener, {
      title: '公交问卷（二）',
      departmentId: survey.departmentId,
      copyOf: survey.id,
    } as CreateInput);
    const copy = await again(k, made);
    expect(copy).toMatchObject({ state: 'draft', way: 'account', titles: { en: 'Going by bus' }, startsAt: null });
    expect(await formOf(k.db, copy)).toEqual(madeDefinition);
    const twice = { title: '公交问卷', slug: made.slug, departmentId: survey.departmentId } as CreateInput;
    await expect(createSurvey(k, convener, twice)).rejects.toMatchObject({
      fields: { slug: { key: 'surveys.build.field_error.slug_taken' } },
    });
  });
});

describe('editing', () => {
  it('gives new things names that are free, and follows a name that changes', () => {
    const { definition, name } = copyQuestion(madeDefinition, 'stops');
    expect(name).toBe('stops2');
    const copy = findQuestion(definition, name).question;
    expect(copy.type === 'matrix' && copy.rows.map((row) => row.name)).toEqual(['light2', 'seats2']);
    const { question } = findQuestion(madeDefinition, 'way');
    const renamed = saveQuestion(madeDefinition, 'way', { ...question, name: 'travel' });
    expect(findQuestion(renamed, 'lines').question.relevant).toBe("${travel} = 'bus'");
    expect(() => saveQuestion(madeDefinition, 'way', { ...question, name: 'light' })).toThrow();
  });

  it('moves questions within pages and over their edges', () => {
    const order = (definition: Definition) =>
      definition.sections.map(({ questions }) => questions.map(({ name }) => name).join(' '));
    expect(order(moveQuestion(madeDefinition, 'hours', 1))[1]).toMatch(/^hours content/);
    expect(order(moveQuestion(madeDefinition, 'content', -1))[0]).toMatch(/hours content$/);
    expect(order(moveQuestion(madeDefinition, 'way', -1))).toEqual(order(madeDefinition));
  });

  it('reads back what its form shows, for every question', () => {
    for (const { questions } of madeDefinition.sections)
      for (const question of questions)
        expect(readQuestion(madeDefinition, question, questionValues(question, ['zh-CN', 'en']))).toEqual(question);
  });

  it('keeps what it can when the type changes', () => {
    const { question } = findQuestion(madeDefinition, 'way');
    const typed = { ...questionValues(question, ['zh-CN', 'en']), type: 'several' };
    expect(readQuestion(madeDefinition, question, typed)).toMatchObject({
      type: 'several',
      required: true,
      choices: [{ name: 'bus' }, {}, {}, { other: true }],
    });
  });

  it('says beside its field what cannot be used', () => {
    const { question } = findQuestion(madeDefinition, 'minutes');
    const typed = { ...questionValues(question, ['zh-CN', 'en']), name: '9 x', min: 'few', relevant: 'x'.repeat(3000) };
    try {
      readQuestion(madeDefinition, question, typed);
      expect.unreachable();
    } catch (error) {
      expect(Object.keys((error as { fields: object }).fields).sort()).toEqual(['min', 'name', 'relevant']);
    }
  });

  it('reads choices line by line', () => {
    const languages = ['zh-CN', 'en'];
    const options = { field: 'choices', languages, before: [], stem: 'c' } as const;
    const wrong = {};
    const read = readLines(
      'bus | 公交 | By bus\n\n步行 | On foot\nother+ | 其他 | Otherwise\nnone! | 都不 | a \\| b\n只有中文',
      options,
      wrong,
    );
    expect(wrong).toEqual({});
    expect(read.map(({ name, label, other, exclusive }) => [name, label['zh-CN'], label.en, other, exclusive])).toEqual(
      [
        ['bus', '公交', 'By bus', false, false],
        ['c1', '步行', 'On foot', false, false],
        ['other', '其他', 'Otherwise', true, false],
        ['none', '都不', 'a | b', false, true],
        ['c2', '只有中文', undefined, false, false],
      ],
    );
    expect(readLines(linesOf(read, languages), options, {})).toEqual(read);
    const bad = {};
    readLines('a | x\na | y', options, bad);
    expect(bad).toMatchObject({ choices: { key: 'surveys.build.field_error.line_twice', params: { line: 2 } } });
  });

  it('puts simple conditions together', () => {
    expect(simpleCondition(madeDefinition, 'way', 'is', '骑车')).toBe("${way} = 'bike'");
    expect(simpleCondition(madeDefinition, 'lines', 'is_not', 'l1')).toBe("not(selected(${lines}, 'l1'))");
    expect(simpleCondition(madeDefinition, 'minutes', 'at_least', '３０')).toBe('${minutes} >= 30');
    expect(simpleCondition(madeDefinition, 'light', 'is', '好')).toBe("${light} = 'good'");
    expect(simpleCondition(madeDefinition, 'wish', 'is', `it's "so"`)).toBe('${wish} = "it\'s so"');
    expect(simpleCondition(madeDefinition, 'way', 'is', ' ')).toBeNull();
    expect(simpleCondition(madeDefinition, 'nothing', 'answered', '')).toBeNull();
    expect(withCondition('${a} = 1 or ${b} = 2', '${c} = 3')).toBe('(${a} = 1 or ${b} = 2) and ${c} = 3');
  });

  it('refuses a questionnaire beyond its bounds', () => {
    const question = { type: 'text', name: 'q', label: { 'zh-CN': 'x'.repeat(4001) } };
    const parse = (questions: unknown[]) =>
      definitionSchema.safeParse({ languages: ['zh-CN'], sections: [{ id: 's', questions }] });
    expect(parse([question]).success).toBe(false);
    expect(parse(Array.from({ length: 301 }, (_, n) => ({ type: 'note', name: `n${n}` }))).success).toBe(false);
  });
});
