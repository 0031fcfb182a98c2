import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate, localTime } from '../../../kernel/time/index.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { formOf, type Survey, surveyById } from '../survey.queries.ts';
import {
  addResponses,
  addToTallies,
  addToWords,
  type CountedCell,
  type CountedResponse,
  clearCounts,
  keyOf,
  lockRollup,
  responsesAfter,
  responsesById,
  surveysToRollUp,
  takeFresh,
} from './tally.queries.ts';
import { cellsOf, type Frame, filtersOf, groupsOf, tellingWords } from './tally.rules.ts';

/** Batches that one transaction counts: each is what one commit handed in. */
const batchesAtOnce = 500;
const answersAtOnce = 2000;

/** Counts what was handed in since the last time. @returns how many answers */
export async function rollUp(k: Kernel): Promise<number> {
  let counted = 0;
  const failed: unknown[] = [];
  // What cannot be counted of one survey keeps no other one waiting.
  for (const id of await surveysToRollUp(k.db))
    await rollUpSurvey(k, id).then(
      (n) => {
        counted += n;
      },
      (error) => {
        failed.push(error);
        k.log.error({ err: error, survey: id }, 'answers to a survey could not be counted');
      },
    );
  if (failed.length > 0) throw failed[0];
  return counted;
}

/** The same for one survey, until nothing waits. */
export async function rollUpSurvey(k: Kernel, surveyId: string): Promise<number> {
  const survey = await surveyById(k.db, surveyId);
  if (!survey) return 0;
  for (let counted = 0; ; ) {
    const done = await inTransaction(k.db, async (tx) => {
      await lockRollup(tx, surveyId, k.clock.now());
      const ids = await takeFresh(tx, surveyId, batchesAtOnce);
      const counts = new Counts(k, survey);
      for (let start = 0; start < ids.length; start += answersAtOnce)
        await counts.add(tx, await responsesById(tx, surveyId, ids.slice(start, start + answersAtOnce)));
      await counts.write(tx);
      return ids.length;
    });
    counted += done;
    if (done === 0) return counted;
  }
}

/** Counts everything anew from the answers themselves, in one transaction: nobody sees half of it. */
export async function recount(k: Kernel, surveyId: string): Promise<void> {
  const survey = await surveyById(k.db, surveyId);
  if (!survey) return;
  await inTransaction(k.db, async (tx) => {
    await lockRollup(tx, surveyId, k.clock.now());
    await clearCounts(tx, surveyId);
    const counts = new Counts(k, survey);
    for (let after: string | null = null; ; ) {
      const some: CountedResponse[] = await responsesAfter(tx, surveyId, after, answersAtOnce);
      await counts.add(tx, some);
      after = some.at(-1)?.id ?? null;
      if (some.length < answersAtOnce) break;
    }
    await counts.write(tx);
  });
}

/** Counts of some answers, added to the tables at once. */
class Counts {
  readonly #k: Kernel;
  readonly #survey: Survey;
  readonly #cells = new Map<string, CountedCell>();
  readonly #words = new Map<string, { question: string; word: string; n: number }>();
  #responses = 0;

  constructor(k: Kernel, survey: Survey) {
    this.#k = k;
    this.#survey = survey;
  }

  async add(tx: Tx, responses: readonly CountedResponse[]): Promise<void> {
    for (const response of responses) {
      const definition = await formOf(tx, this.#survey, response.formVersion);
      const zone = this.#k.config.TIME_ZONE;
      const day = localDate(response.handedInAt, zone);
      const hour = localTime(response.handedInAt, zone).slice(0, 2);
      const { way, locale, seconds } = response;
      const frame: Frame = { way, locale, day, hour, seconds };
      const questions = questionsOf(definition);
      // Conditions may ask for the day: it was that of handing in.
      const cells = cellsOf(definition, response.answers, frame, { today: day, now: `${day}T${hour}:00:00` });
      for (const [byQuestion, byValue] of groupsOf(filtersOf(questions), response.answers, frame))
        for (const cell of cells)
          if (byQuestion === '' || !cell.question.startsWith('$')) this.#count({ ...cell, byQuestion, byValue });
      for (const { type, name } of questions) {
        const text = type === 'text' ? response.answers[name] : undefined;
        if (typeof text === 'string') for (const word of tellingWords(text)) this.#countWord(name, word);
      }
      this.#responses++;
    }
  }

  #count(cell: CountedCell): void {
    const key = keyOf(cell);
    const before = this.#cells.get(key);
    if (before) before.n += cell.n;
    else this.#cells.set(key, cell);
  }

  #countWord(question: string, word: string): void {
    const key = `${question} ${word}`;
    const before = this.#words.get(key);
    if (before) before.n++;
    else this.#words.set(key, { question, word, n: 1 });
  }

  async write(tx: Tx): Promise<void> {
    if (this.#responses === 0) return;
    const { id, smallestGroup } = this.#survey;
    await addToTallies(tx, id, [...this.#cells.values()]);
    const words = [...this.#words.values()].sort((a, b) =>
      `${a.question} ${a.word}` < `${b.question} ${b.word}` ? -1 : 1,
    );
    await addToWords(tx, id, words);
    await addResponses(tx, id, this.#responses, smallestGroup, this.#k.clock.now());
  }
}
