import type { T } from '../../../ui/page-context.ts';
import { type Answer, type Answers, choicesOf, otherKey, type Place, type Question } from '../questionnaire.rules.ts';
import { said, type Tongue } from './question-words.tsx';

/** An answer in words, a line each; empty where there is none. */
export function answerLines(t: T, question: Question, answers: Answers, tongue: Tongue): string[] {
  const answer = Object.hasOwn(answers, question.name) ? answers[question.name] : undefined;
  if (answer === undefined || answer === null) return [];
  const written = answers[otherKey(question.name)];
  const nameOf = (name: string): string => {
    const choice = choicesOf(question).find((each) => each.name === name);
    const label = (choice && said(choice.label, tongue)) || name;
    return choice?.other && typeof written === 'string'
      ? t('surveys.answer.label_with', { label, text: written })
      : label;
  };
  return lines(t, question, answer, tongue, nameOf);
}

function lines(t: T, question: Question, answer: Answer, tongue: Tongue, nameOf: (name: string) => string): string[] {
  switch (question.type) {
    case 'one':
      return [nameOf(String(answer))];
    case 'several':
      return Array.isArray(answer) ? answer.map(nameOf) : [];
    case 'ranking':
      return Array.isArray(answer)
        ? answer.map((name, at) => t('surveys.answer.ranked', { place: at + 1, choice: nameOf(name) }))
        : [];
    case 'matrix':
      return question.rows.flatMap((row) => {
        const chosen = (answer as Readonly<Record<string, string>>)[row.name];
        return chosen === undefined
          ? []
          : [t('surveys.answer.label_with', { label: said(row.label, tongue), text: nameOf(chosen) })];
      });
    case 'place': {
      const { latitude, longitude } = answer as Place;
      return [`${latitude}, ${longitude}`];
    }
    case 'file':
      return [t('surveys.answer.files', { count: Array.isArray(answer) ? answer.length : 1 })];
    case 'number':
      return [[String(answer), said(question.unit, tongue)].filter(Boolean).join(' ')];
    case 'text':
      return String(answer).split('\n');
    default:
      return typeof answer === 'object' ? [] : [String(answer)];
  }
}
