import type { Definition } from '../questionnaire.rules.ts';
import { isAnswered, type Question, questionsOf } from '../questionnaire.rules.ts';

/** Seconds that reading and answering one question takes somebody who takes their time. */
function seconds(question: Question): number {
  switch (question.type) {
    case 'matrix':
      return 6 + 5 * question.rows.length;
    case 'ranking':
      return 10 + 4 * question.choices.length;
    case 'text':
      return question.multiline ? 45 : 15;
    case 'file':
    case 'place':
      return 30;
    case 'several':
      return 14;
    case 'calculate':
      return 0;
    default:
      return 9;
  }
}

/** How many questions there are, and how many minutes they take; those with conditions count half. */
export function lengthOf(definition: Definition): { questions: number; minutes: number } {
  const all = questionsOf(definition);
  const sum = all.reduce((total, question) => total + seconds(question) * (question.relevant.trim() ? 0.5 : 1), 0);
  return { questions: all.filter(isAnswered).length, minutes: Math.max(1, Math.round(sum / 60)) };
}
