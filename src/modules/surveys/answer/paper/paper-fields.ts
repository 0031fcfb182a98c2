import type { AnswerProblem } from '../../logic/check-answer.ts';
import { isDay } from '../../logic/values.ts';
import {
  type Answer,
  type Choice,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Question,
  questionsOf,
} from '../../questionnaire.rules.ts';
import { type Fields, fieldOf, numberTyped, type ReadPage, readFields } from '../fields.ts';

const word = (fields: Fields, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).normalize('NFKC').trim();
};

/** Numbers of choices as they are typed in a row: `1 3`, `1,3`, `1、3`. */
const parts = (text: string): string[] => text.split(/[\s,;、，；.]+/).filter(Boolean);

/** The choice of a number counted from 1, or of its name; undefined: none. */
function chosen(choices: readonly Choice[], typed: string): string | undefined {
  const number = numberTyped(typed);
  const byNumber = typeof number === 'number' && Number.isInteger(number) ? choices[number - 1] : undefined;
  return (byNumber ?? choices.find(({ name }) => name === typed))?.name;
}

/**
 * What was typed off a sheet of paper: choices by their numbers. What cannot be read is a problem and not an answer.
 */
export function readPaper(definition: Definition, fields: Fields): ReadPage {
  const plain: Question[] = [];
  const page: ReadPage = { answers: {}, problems: new Map() };
  for (const question of questionsOf(definition)) {
    if (!isAnswered(question) || question.type === 'file') continue;
    if (!('choices' in question) && question.type !== 'date') {
      plain.push(question);
      continue;
    }
    page.answers[question.name] = readOne(question, fields, page.problems);
    if (hasOther(question))
      page.answers[otherKey(question.name)] = word(fields, fieldOf(otherKey(question.name))) || null;
  }
  const rest = readFields(plain, fields);
  return {
    answers: { ...page.answers, ...rest.answers },
    problems: new Map([...page.problems, ...rest.problems]),
  };
}

function readOne(question: Question, fields: Fields, problems: Map<string, AnswerProblem>): Answer | null {
  const choices = 'choices' in question ? question.choices : [];
  const pick = (typed: string): string[] => {
    const found = chosen(choices, typed);
    if (found === undefined)
      problems.set(question.name, { key: 'surveys.answer.paper.no_choice', params: { typed, most: choices.length } });
    return found === undefined ? [] : [found];
  };
  const typed = word(fields, fieldOf(question.name));
  switch (question.type) {
    case 'one':
      return typed === '' ? null : (pick(typed)[0] ?? null);
    case 'several':
    case 'ranking': {
      const names = [...new Set(parts(typed).flatMap(pick))];
      return names.length > 0 ? names : null;
    }
    case 'matrix': {
      const rows = question.rows.flatMap((row) => {
        const of = word(fields, fieldOf(question.name, row.name));
        return of === '' ? [] : pick(of).map((name) => [row.name, name] as const);
      });
      return rows.length > 0 ? Object.fromEntries(rows) : null;
    }
    default:
      return dayTyped(typed);
  }
}

/** `20261119`, `2026.11.19` and `2026-11-19` are the same day. */
function dayTyped(typed: string): string | null {
  const [, year, month = '', day = ''] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(typed) ?? [];
  const text = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed;
  return text === '' ? null : isDay(text) ? text : typed;
}

/** The number that the next sheet of a pile probably has; the same where there is none in it. */
export function nextSerial(serial: string): string {
  const [, head = '', digits] = /^(.*?)(\d+)$/.exec(serial) ?? [];
  return digits === undefined ? '' : `${head}${String(Number(digits) + 1).padStart(digits.length, '0')}`;
}
