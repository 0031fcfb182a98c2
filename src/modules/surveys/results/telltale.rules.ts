import type { Moment } from '../logic/functions.ts';
import { walk } from '../logic/walk.ts';
import type { Answer, Answers, Definition } from '../questionnaire.rules.ts';
import type { QuestionResult } from './result.rules.ts';

/**
 * Withholds questions from whose numbers a hidden count could be worked out: how many were asked a question behind a
 * condition is how many said what the condition wants. It is told by asking, for each value of a question with hidden
 * counts, what somebody who answers just that is asked.
 */
export function withholdTelltales(
  definition: Definition,
  results: readonly QuestionResult[],
  moment: Moment,
): QuestionResult[] {
  const telltales = new Set<string>();
  for (const result of results) {
    const hidden = result.lines.filter(({ n }) => n === null);
    const { question } = result;
    if (hidden.length === 0 || !['one', 'several', 'scale'].includes(question.type)) continue;
    const free = withoutCondition(definition, question.name);
    const askedAt = (answers: Answers) => walk(free, answers, moment).questions;
    const answer = (value: string): Answer =>
      question.type === 'several' ? [value] : question.type === 'scale' ? Number(value) : value;
    const atEach = (lines: typeof hidden) => lines.map(({ value }) => askedAt({ [question.name]: answer(value) }));
    const several = question.type === 'several';
    const asked = atEach(hidden);
    // Of one choice, hidden ones are told from each other; of several, each from nothing and from what is shown.
    const shown = several ? atEach(result.lines.filter(({ n }) => n !== null)) : [];
    const none = askedAt({});
    for (const { question: other } of results) {
      const has = (questions: ReadonlySet<string>): boolean => questions.has(other.name);
      const told = several
        ? asked.some((each) => has(each) !== has(none) && shown.some((one) => has(one) !== has(each)))
        : asked.some(has) && !asked.every(has);
      if (told) telltales.add(other.name);
    }
  }
  return results.map((result) =>
    telltales.has(result.question.name)
      ? { ...result, asked: null, answered: null, lines: [], rows: [], mean: null, ranks: [], withheld: true }
      : result,
  );
}

/** The same questionnaire where this question is asked of everybody. */
function withoutCondition(definition: Definition, name: string): Definition {
  return {
    ...definition,
    sections: definition.sections.map((section) =>
      section.questions.some((question) => question.name === name)
        ? {
            ...section,
            relevant: '',
            questions: section.questions.map((question) =>
              question.name === name ? { ...question, relevant: '' } : question,
            ),
          }
        : section,
    ),
  };
}
