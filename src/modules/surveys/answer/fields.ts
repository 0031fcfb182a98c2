import type { AnswerProblem } from '../logic/check-answer.ts';
import { type Answer, type Answers, hasOther, isAnswered, otherKey, type Question } from '../questionnaire.rules.ts';

// Names of fields and what they mean; runs in the browser too.

/** A question's field; parts of it (rows, places, coordinates) follow after a dot. Names of questions have none. */
export const fieldOf = (question: string, part?: string): string =>
  part === undefined ? `q.${question}` : `q.${question}.${part}`;

/** What a form brought, by name. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

const one = (fields: Fields, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return clean(typeof value === 'string' ? value : (value?.at(-1) ?? ''));
};
const all = (fields: Fields, name: string): string[] => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (typeof value === 'string' ? [value] : (value ?? [])).map((each) => clean(each).trim()).filter(Boolean);
};

/** Without what cannot be seen or stored; ends of lines as one. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]+/gu, ' ');

const figure = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A number as people type it, full-width figures too; what is none stays as it was typed. */
export function numberTyped(typed: string): number | string {
  const text = typed.normalize('NFKC').replace(/[,\s]/g, '').replace('−', '-');
  return figure.test(text) && Math.abs(Number(text)) < 1e15 ? Number(text) : typed.trim();
}

export type ReadPage = { answers: Record<string, Answer | null>; problems: Map<string, AnswerProblem> };

/**
 * What a form answers to these questions, by name: null where nothing was answered. Says as a problem only what gets lost
 * on the way; whether the answers will do is `checkAnswers`. Files are not read here.
 */
export function readFields(questions: readonly Question[], fields: Fields): ReadPage {
  const page: ReadPage = { answers: {}, problems: new Map() };
  for (const question of questions) {
    if (!isAnswered(question) || question.type === 'file') continue;
    page.answers[question.name] = readOne(question, fields, page.problems);
    if (hasOther(question))
      page.answers[otherKey(question.name)] = one(fields, fieldOf(otherKey(question.name))).trim() || null;
  }
  return page;
}

function readOne(question: Question, fields: Fields, problems: Map<string, AnswerProblem>): Answer | null {
  const name = fieldOf(question.name);
  switch (question.type) {
    case 'several': {
      const names = [...new Set(all(fields, name))];
      return names.length > 0 ? names : null;
    }
    case 'scale':
    case 'number': {
      const typed = one(fields, name).trim();
      return typed === '' ? null : numberTyped(typed);
    }
    case 'matrix': {
      const rows = question.rows.flatMap((row) => {
        const chosen = one(fields, fieldOf(question.name, row.name)).trim();
        return chosen === '' ? [] : [[row.name, chosen] as const];
      });
      return rows.length > 0 ? Object.fromEntries(rows) : null;
    }
    case 'ranking':
      return readRanking(question, fields, problems);
    case 'place':
      return readPlace(question.name, fields, problems);
    case 'date':
      return one(fields, name).normalize('NFKC').trim().replaceAll(/[./]/g, '-') || null;
    case 'text':
      return (question.multiline ? one(fields, name) : one(fields, name).replace(/\s+/g, ' ')).trim() || null;
    default:
      return one(fields, name).trim() || null;
  }
}

function readRanking(
  question: Extract<Question, { type: 'ranking' }>,
  fields: Fields,
  problems: Map<string, AnswerProblem>,
): Answer | null {
  const placed = question.choices.flatMap((choice) => {
    const place = numberTyped(one(fields, fieldOf(question.name, choice.name)).trim());
    return typeof place === 'number' && place > 0 ? [{ name: choice.name, place }] : [];
  });
  placed.sort((a, b) => a.place - b.place);
  const twice = placed.find(({ place }, at) => placed[at + 1]?.place === place);
  if (twice) problems.set(question.name, { key: 'surveys.answer.problem.same_place', params: { place: twice.place } });
  return placed.length > 0 ? placed.map(({ name }) => name) : null;
}

function readPlace(question: string, fields: Fields, problems: Map<string, AnswerProblem>): Answer | null {
  const [lat, lon] = [one(fields, fieldOf(question, 'lat')).trim(), one(fields, fieldOf(question, 'lon')).trim()];
  if (lat === '' && lon === '') return null;
  const [latitude, longitude] = [numberTyped(lat), numberTyped(lon)];
  if (typeof latitude === 'number' && typeof longitude === 'number') return { latitude, longitude };
  problems.set(question, { key: 'surveys.problem.place' });
  return null;
}

/** Answers as a form shows them: the way back of `readFields`. */
export function typedFields(questions: readonly Question[], answers: Answers): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {};
  for (const question of questions) {
    const answer = Object.hasOwn(answers, question.name) ? answers[question.name] : undefined;
    const name = fieldOf(question.name);
    const other = otherKey(question.name);
    if (hasOther(question) && typeof answers[other] === 'string') typed[fieldOf(other)] = answers[other];
    if (answer === undefined || answer === null) continue;
    if (question.type === 'ranking') {
      if (Array.isArray(answer))
        for (const [at, choice] of answer.entries()) typed[fieldOf(question.name, choice)] = String(at + 1);
    } else if (Array.isArray(answer)) typed[name] = [...answer];
    else if (typeof answer !== 'object') typed[name] = String(answer);
    else if (question.type === 'place') {
      const { latitude, longitude } = answer as { latitude?: number; longitude?: number };
      if (latitude !== undefined) typed[fieldOf(question.name, 'lat')] = String(latitude);
      if (longitude !== undefined) typed[fieldOf(question.name, 'lon')] = String(longitude);
    } else for (const [row, choice] of Object.entries(answer)) typed[fieldOf(question.name, row)] = String(choice);
  }
  return typed;
}

/** Answers with those of a page in place of what stood there; null takes one out. */
export function withPage(answers: Answers, page: Readonly<Record<string, Answer | null>>): Answers {
  const all: Record<string, Answer> = { ...answers };
  for (const [name, answer] of Object.entries(page)) {
    if (answer === null) delete all[name];
    else all[name] = answer;
  }
  return all;
}
