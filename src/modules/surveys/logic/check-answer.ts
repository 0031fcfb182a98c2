import {
  type Answer,
  type AnsweredQuestion,
  type Answers,
  bounds,
  choicesOf,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Place,
  type QuestionOf,
  questionsOf,
  type Words,
} from '../questionnaire.rules.ts';
import { holds } from './expression.ts';
import type { Moment } from './functions.ts';
import { isDay } from './values.ts';
import { asValue, expressionOf, isNothing, scopeOf, type Walk, walk } from './walk.ts';

/**
 * What is wrong with an answer: a message key `surveys.problem.*`, or in `words` what the questionnaire's author says of it.
 */
export type AnswerProblem = { key: string; params?: Record<string, string | number>; words?: Words };

// keys: surveys.problem.*
const problem = (name: string, params?: AnswerProblem['params']): AnswerProblem => ({
  key: `surveys.problem.${name}`,
  ...(params && { params }),
});

/** The characters that may be written beside a choice. */
const longestOther = 500;

/**
 * What is wrong with the answer to one question, whoever sent it: kind, choices, range, and the author's own rule. Nothing
 * answered is wrong where it is required.
 * @param walked what is asked with these answers: `walk`
 */
export function checkAnswer(
  definition: Definition,
  question: AnsweredQuestion,
  answer: unknown,
  walked: Pick<Walk, 'answers' | 'moment'>,
): AnswerProblem | null {
  if (isNothing(answer)) {
    if (!question.required) return null;
    return { ...problem('required'), ...said(question.requiredMessage) };
  }
  const wrong = checkKind(question, answer) ?? checkOther(question, walked.answers);
  if (wrong) return wrong;
  const rule = expressionOf(question.constraint);
  if (!rule) return null;
  const scope = scopeOf(definition, walked.answers, walked.moment, asValue(answer as Answer));
  return holds(rule, scope) ? null : { ...problem('constraint'), ...said(question.constraintMessage) };
}

const said = (words: Words): { words?: Words } => (Object.values(words).some(Boolean) ? { words } : {});

function checkKind(question: AnsweredQuestion, answer: unknown): AnswerProblem | null {
  switch (question.type) {
    case 'one':
      return typeof answer === 'string' && isChoice(question, answer) ? null : problem('choice');
    case 'several':
      return checkSeveral(question, answer);
    case 'ranking':
      return checkRanking(question, answer);
    case 'scale':
      return checkScale(question, answer);
    case 'matrix':
      return checkMatrix(question, answer);
    case 'number':
      return checkNumber(question, answer);
    case 'date':
      return checkDate(question, answer);
    case 'text':
      if (typeof answer !== 'string') return problem('kind');
      return [...answer].length > question.longest ? problem('too_long', { most: question.longest }) : null;
    case 'file':
      if (!isNames(answer, 64)) return problem('kind');
      return answer.length > question.most ? problem('files', { most: question.most }) : null;
    case 'place':
      return checkPlace(answer);
  }
}

const isChoice = (question: AnsweredQuestion, name: unknown): boolean =>
  choicesOf(question).some((choice) => choice.name === name);

/** A list of different texts. */
function isNames(answer: unknown, longest: number): answer is string[] {
  return (
    Array.isArray(answer) &&
    answer.length <= bounds.choices &&
    answer.every((each) => typeof each === 'string' && each.length <= longest) &&
    new Set(answer).size === answer.length
  );
}

function checkSeveral(question: QuestionOf<'several'>, answer: unknown): AnswerProblem | null {
  if (!isNames(answer, 64)) return problem('kind');
  if (!answer.every((name) => isChoice(question, name))) return problem('choice');
  const alone = question.choices.some(({ name, exclusive }) => exclusive && answer.includes(name));
  if (alone) return answer.length === 1 ? null : problem('exclusive');
  const { leastChoices: least, mostChoices: most } = question;
  if (least !== null && answer.length < least) return problem('least_choices', { least });
  return most !== null && answer.length > most ? problem('most_choices', { most }) : null;
}

function checkRanking(question: QuestionOf<'ranking'>, answer: unknown): AnswerProblem | null {
  if (!isNames(answer, 64)) return problem('kind');
  if (!answer.every((name) => isChoice(question, name))) return problem('choice');
  const places = Math.min(question.mostChoices ?? question.choices.length, question.choices.length);
  if (answer.length > places) return problem('most_choices', { most: places });
  return question.required && answer.length < places ? problem('places', { places }) : null;
}

/** Whether a number lies on a step from `min` on, as far as a computer can tell. */
export function isOnStep(value: number, { min, step }: Pick<QuestionOf<'scale'>, 'min' | 'step'>): boolean {
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
}

function checkScale(question: QuestionOf<'scale'>, answer: unknown): AnswerProblem | null {
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return problem('number');
  const { min, max } = question;
  if (answer < min || answer > max) return problem('range', { min, max });
  return isOnStep(answer, question) ? null : problem('choice');
}

function checkMatrix(question: QuestionOf<'matrix'>, answer: unknown): AnswerProblem | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return problem('kind');
  const given = Object.entries(answer as Record<string, unknown>);
  for (const [row, name] of given)
    if (!question.rows.some((each) => each.name === row) || !isChoice(question, name)) return problem('choice');
  const missing = question.rows.length - given.length;
  return question.required && missing > 0 ? problem('rows', { missing }) : null;
}

function checkNumber(question: QuestionOf<'number'>, answer: unknown): AnswerProblem | null {
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return problem('number');
  if (question.whole && !Number.isInteger(answer)) return problem('whole');
  const { min, max } = question;
  if (min !== null && max !== null && (answer < min || answer > max)) return problem('range', { min, max });
  if (min !== null && answer < min) return problem('least', { min });
  if (max !== null && answer > max) return problem('most', { max });
  return Math.abs(answer) > 1e12 ? problem('number') : null;
}

function checkDate({ earliest, latest }: QuestionOf<'date'>, answer: unknown): AnswerProblem | null {
  if (typeof answer !== 'string' || !isDay(answer)) return problem('date');
  if (earliest !== '' && answer < earliest) return problem('earliest', { earliest });
  return latest !== '' && answer > latest ? problem('latest', { latest }) : null;
}

function checkPlace(answer: unknown): AnswerProblem | null {
  if (typeof answer !== 'object' || answer === null) return problem('place');
  const { latitude, longitude, accuracy } = answer as Partial<Place>;
  const within = (value: unknown, most: number): boolean =>
    typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= most;
  const known = Object.keys(answer).every((key) => ['latitude', 'longitude', 'accuracy'].includes(key));
  const sound = within(latitude, 90) && within(longitude, 180) && (accuracy === undefined || within(accuracy, 1e7));
  return known && sound ? null : problem('place');
}

function checkOther(question: AnsweredQuestion, answers: Answers): AnswerProblem | null {
  if (!hasOther(question)) return null;
  const written = answers[otherKey(question.name)];
  return typeof written === 'string' && written.length > longestOther
    ? problem('too_long', { most: longestOther })
    : null;
}

export type CheckedAnswers = Walk & { problems: ReadonlyMap<string, AnswerProblem> };

/**
 * Checks everything that somebody answered, as it must be before it is handed in.
 * @param only names to look at (one page); none: all
 */
export function checkAnswers(
  definition: Definition,
  given: Answers,
  moment: Moment,
  only?: ReadonlySet<string>,
): CheckedAnswers {
  const walked = walk(definition, given, moment);
  const problems = new Map<string, AnswerProblem>();
  for (const question of questionsOf(definition)) {
    if (!isAnswered(question) || !walked.questions.has(question.name)) continue;
    if (only && !only.has(question.name)) continue;
    const wrong = checkAnswer(definition, question, walked.answers[question.name], walked);
    if (wrong) problems.set(question.name, wrong);
  }
  return { ...walked, problems };
}
