import { randomUUID } from 'node:crypto';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { seededNumbers } from '../../../kernel/seeded-numbers.ts';
import { demoFile, departmentBook, openScene, type Scene } from '../../people/index.ts';
import { timeKept } from '../answer/answer.rules.ts';
import { insertFresh, insertResponses, type Response } from '../answer/response.queries.ts';
import { changeSettings } from '../build/change-settings.ts';
import { createSurvey } from '../build/create-survey.ts';
import { closeOverdue } from '../build/end-survey.ts';
import { openSurvey } from '../build/open-survey.ts';
import { walk } from '../logic/walk.ts';
import { momentOf } from '../moment.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { publishResults } from '../results/publish-results.ts';
import { rollUpSurvey } from '../results/roll-up.ts';
import { formOf, type Survey, surveyBySlug } from '../survey.queries.ts';
import type { ResultsShown, SurveyWay } from '../surveys.rules.ts';
import { madeAnswers, type Weights } from './made-answers.ts';

type DemoSurvey = {
  slug: string;
  department: string;
  convener: string;
  title: string;
  titles: Record<string, string>;
  summary: string;
  intro: Record<string, string>;
  thanks: Record<string, string>;
  startsDaysAgo: number;
  days: number;
  way: SurveyWay;
  results: ResultsShown;
  /** left as a draft */
  draft?: boolean;
  answers: number;
  /** share of answers on paper */
  paper?: number;
  conclusion?: string;
  definition: unknown;
  weights: Weights;
};

/** The demo city's surveys: one that runs, one whose results are public, one that is being built; once. */
export async function seedSurveys(k: Kernel): Promise<void> {
  const scene = await openScene(k);
  for (const given of await demoFile<DemoSurvey[]>(k, 'surveys/surveys.json'))
    if (!(await surveyBySlug(k.db, given.slug))) await play(k, scene, given);
}

async function play(k: Kernel, scene: Scene, given: DemoSurvey): Promise<void> {
  const convener = scene.actor(given.convener);
  const departmentId = (await departmentBook(k)).byCode(given.department)?.id ?? '';
  const { slug, title, titles, summary, intro, thanks, way, results, startsDaysAgo, days } = given;
  scene.on(Math.max(0, startsDaysAgo) + 5, 9);
  const definition = definitionSchema.parse(given.definition);
  const { id } = await createSurvey(scene.k, convener, { slug, title, departmentId }, { definition, details: {} });
  await changeSettings(scene.k, convener, id, {
    ...{ title, titles, summary, intro, thanks, way, results, contact: '', smallestGroup: 5 },
    firstDay: scene.day(startsDaysAgo),
    lastDay: scene.day(startsDaysAgo - days + 1),
  });
  if (given.draft) return;
  scene.on(startsDaysAgo + 1, 16);
  await openSurvey(scene.k, convener, id);
  const survey = await surveyBySlug(k.db, slug);
  if (!survey) throw new Error('the demo has lost a survey');
  await answer(k, scene, survey, given);
  if (!given.conclusion) return;
  scene.on(startsDaysAgo - days - 1, 9);
  await closeOverdue(scene.k);
  scene.on(Math.max(1, startsDaysAgo - days - 8), 10);
  await publishResults(scene.k, convener, id, { text: given.conclusion });
}

/** Answers as they came in over the days, written as the answers of people are. */
async function answer(k: Kernel, scene: Scene, survey: Survey, given: DemoSurvey): Promise<void> {
  const definition = await formOf(k.db, survey);
  const next = seededNumbers(given.answers);
  const last = Math.max(0, given.startsDaysAgo - given.days + 1);
  const rows: Response[] = [];
  for (let n = 0; n < given.answers; n++) {
    scene.on(last + (given.startsDaysAgo - last) * next(), 8 + Math.floor(next() * 13));
    const at = scene.k.clock.now();
    const paper = next() < (given.paper ?? 0);
    rows.push({
      surveyId: survey.id,
      id: randomUUID(),
      formVersion: survey.formVersion,
      way: paper ? 'paper' : 'web',
      locale: next() < 0.96 ? 'zh-CN' : 'en',
      answers: walk(definition, madeAnswers(definition, given.weights, next), momentOf(scene.k)).answers,
      handedInAt: timeKept(false, at),
      seconds: paper ? null : 50 + Math.floor(next() ** 2 * 400),
      accountId: null,
      invitationId: null,
    });
  }
  await inTransaction(k.db, async (tx) => {
    await insertResponses(tx, rows);
    await insertFresh(
      tx,
      survey.id,
      rows.map(({ id }) => id),
    );
  });
  await rollUpSurvey(k, survey.id);
}
