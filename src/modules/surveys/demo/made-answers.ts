import type { Answer, Definition, Question } from '../questionnaire.rules.ts';
import { questionsOf } from '../questionnaire.rules.ts';

/** How often a value comes: of choices by name; of numbers from and to; of written answers the sentences themselves. */
export type Weights = Readonly<
  Record<
    string,
    Readonly<Record<string, number | Readonly<Record<string, number>>>> | readonly (number | string)[] | number
  >
>;

function drawn(weights: Readonly<Record<string, number>>, next: () => number): string {
  const entries = Object.entries(weights);
  let left = next() * entries.reduce((sum, [, n]) => sum + n, 0);
  for (const [value, n] of entries) {
    left -= n;
    if (left <= 0) return value;
  }
  return entries.at(-1)?.[0] ?? '';
}

function without(weights: Readonly<Record<string, number>>, taken: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([value]) => !taken.includes(value)));
}

function answerTo(question: Question, given: Weights[string] | undefined, next: () => number): Answer | undefined {
  if (given === undefined || typeof given === 'number') return undefined;
  if (Array.isArray(given)) {
    if (question.type !== 'number') return String(given[Math.floor(next() * given.length)] ?? '');
    const [from = 0, to = 1] = given.map(Number);
    return Math.round(from + (to - from) * next() ** 1.4);
  }
  const weights = given as Readonly<Record<string, number>>;
  switch (question.type) {
    case 'one':
      return drawn(weights, next);
    case 'scale':
      return Number(drawn(weights, next));
    case 'several': {
      const first = drawn(weights, next);
      return next() < 0.5 ? [first] : [first, drawn(without(weights, [first]), next)];
    }
    case 'ranking': {
      const order: string[] = [];
      while (order.length < question.choices.length) order.push(drawn(without(weights, order), next));
      return order;
    }
    case 'matrix':
      return Object.fromEntries(
        question.rows.map(({ name }) => [
          name,
          drawn((given as Record<string, Record<string, number>>)[name] ?? {}, next),
        ]),
      );
    default:
      return undefined;
  }
}

/** One person's answers, made up by the weights; questions that nobody must answer are left out now and then. */
export function madeAnswers(definition: Definition, weights: Weights, next: () => number): Record<string, Answer> {
  const answers: Record<string, Answer> = {};
  for (const question of questionsOf(definition)) {
    const often = Number(weights[`${question.name}Every`] ?? 0);
    const skipped = often > 0 ? next() > 1 / often : !('required' in question && question.required) && next() < 0.06;
    const answer = answerTo(question, weights[question.name], next);
    if (answer !== undefined && !skipped) answers[question.name] = answer;
  }
  return answers;
}
