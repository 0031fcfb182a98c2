import {
  type Answer,
  type Answers,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Place,
  type Question,
  type Section,
} from '../questionnaire.rules.ts';
import { type Expression, evaluate, holds, readExpression, type Scope } from './expression.ts';
import type { Moment } from './functions.ts';
import { namesOf } from './names.ts';
import { toText, type Value } from './values.ts';

/** What somebody is asked, given what they answered so far. */
export type Walk = {
  /** by id: sections with a question that is asked */
  sections: ReadonlySet<string>;
  /** by name: questions that are asked, notes among them, hidden ones not */
  questions: ReadonlySet<string>;
  /** answers of questions that are asked, with hidden ones worked out: what is kept when it is handed in */
  answers: Answers;
  moment: Moment;
};

/** What a hidden question may come to, in characters. */
const longestCalculated = 2000;
const readBefore = new Map<string, Expression | null>();
const mostRead = 5000;

/** An expression as read; null where it is empty or cannot be read. Kept, for it is asked of every answer. */
export function expressionOf(source: string): Expression | null {
  const before = readBefore.get(source);
  if (before !== undefined) return before;
  const read = source.trim() === '' ? null : readExpression(source);
  const expression = read && 'expression' in read ? read.expression : null;
  if (readBefore.size >= mostRead) readBefore.clear();
  readBefore.set(source, expression);
  return expression;
}

/**
 * Goes through a questionnaire in its order and decides what is asked. A question that is not asked has no answer, so that
 * whatever depends on it is decided in its turn; conditions see only what stands before them. Answers to what is not in the
 * questionnaire are left out.
 */
export function walk(definition: Definition, given: Answers, moment: Moment): Walk {
  const answers: Record<string, Answer> = {};
  const scope = scopeOf(definition, answers, moment);
  const sections = new Set<string>();
  const questions = new Set<string>();
  for (const section of definition.sections) {
    if (!isAsked(section, scope)) continue;
    for (const question of section.questions) {
      if (!isAsked(question, scope)) continue;
      if (question.type === 'calculate') {
        const value = calculated(question.calculation, scope);
        if (value !== '') answers[question.name] = value;
        continue;
      }
      questions.add(question.name);
      sections.add(section.id);
      if (isAnswered(question)) take(question, given, answers);
    }
  }
  return { sections, questions, answers, moment };
}

/** A condition that cannot be read asks: nothing is lost by it. */
function isAsked({ relevant }: Pick<Section | Question, 'relevant'>, scope: Scope): boolean {
  const condition = expressionOf(relevant);
  return condition === null || holds(condition, scope);
}

function calculated(source: string, scope: Scope): string | number {
  const expression = expressionOf(source);
  const value = expression ? evaluate(expression, scope) : '';
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(15)) : '';
  return toText(value).slice(0, longestCalculated);
}

const own = (answers: Answers, name: string): Answer | undefined =>
  Object.hasOwn(answers, name) ? answers[name] : undefined;

function take(question: Question, given: Answers, answers: Record<string, Answer>): void {
  const answer = own(given, question.name);
  if (answer === undefined || isNothing(answer)) return;
  answers[question.name] = answer;
  const written = own(given, otherKey(question.name));
  if (!hasOther(question) || typeof written !== 'string' || written.trim() === '') return;
  const names = typeof answer === 'string' ? [answer] : Array.isArray(answer) ? answer : [];
  const chosen = 'choices' in question && question.choices.some(({ name, other }) => other && names.includes(name));
  if (chosen) answers[otherKey(question.name)] = written;
}

/** Whether an answer is none. */
export function isNothing(answer: unknown): boolean {
  if (answer === undefined || answer === null) return true;
  if (typeof answer === 'string') return answer.trim() === '';
  if (Array.isArray(answer)) return answer.length === 0;
  return typeof answer === 'object' && Object.keys(answer).length === 0;
}

/** What names stand for in expressions: answers as XLSForm has them, several names with blanks between. */
export function scopeOf(definition: Definition, answers: Answers, moment: Moment, self: Value = ''): Scope {
  const names = namesOf(definition);
  return {
    self,
    moment,
    value: (name) => {
      const named = names.get(name);
      if (!named) return '';
      if (named.other) return asValue(own(answers, name));
      const answer = own(answers, named.question.name);
      if (!named.row) return asValue(answer);
      const rows = answer as Readonly<Record<string, string>> | undefined;
      return rows && typeof rows === 'object' && Object.hasOwn(rows, named.row.name)
        ? asValue(rows[named.row.name])
        : '';
    },
  };
}

/** An answer as expressions see it; a matrix as a whole is nothing, its rows have names of their own. */
export function asValue(answer: Answer | undefined): Value {
  if (answer === undefined || answer === null) return '';
  if (typeof answer === 'string' || typeof answer === 'number') return answer;
  if (Array.isArray(answer)) return answer.join(' ');
  const { latitude, longitude } = answer as Partial<Place>;
  return typeof latitude === 'number' ? `${latitude} ${longitude}` : '';
}
