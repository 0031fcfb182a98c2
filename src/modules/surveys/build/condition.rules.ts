import { namesOf } from '../logic/names.ts';
import { choicesOf, type Definition } from '../questionnaire.rules.ts';

export const conditionOperators = ['is', 'is_not', 'at_least', 'at_most', 'answered', 'not_answered'] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

/** A text in an expression; one with both kinds of quotation marks loses the double ones. */
const quoted = (text: string): string => (text.includes("'") ? `"${text.replaceAll('"', '')}"` : `'${text}'`);

/**
 * A simple condition as an expression; null where the question is not there or the value is missing.
 * @param value as typed: the name of a choice, or its words in any language
 */
export function simpleCondition(
  definition: Definition,
  name: string,
  operator: ConditionOperator,
  value: string,
): string | null {
  const named = namesOf(definition).get(name);
  if (!named || named.question.type === 'note') return null;
  const reference = `\${${name}}`;
  if (operator === 'answered') return `${reference} != ''`;
  if (operator === 'not_answered') return `${reference} = ''`;
  const given = value.normalize('NFC').trim();
  if (given === '') return null;
  const { question } = named;
  const choice = choicesOf(question).find((each) => each.name === given || Object.values(each.label).includes(given));
  const isNumber = question.type === 'number' || question.type === 'scale' || question.type === 'calculate';
  const plain = given.normalize('NFKC');
  const written = isNumber && /^-?\d+(\.\d+)?$/.test(plain) ? plain : quoted(choice?.name ?? given);
  if (operator === 'at_least' || operator === 'at_most')
    return `${reference} ${operator === 'at_least' ? '>=' : '<='} ${written}`;
  const isList = (question.type === 'several' || question.type === 'ranking') && !named.other;
  if (isList)
    return operator === 'is' ? `selected(${reference}, ${written})` : `not(selected(${reference}, ${written}))`;
  return `${reference} ${operator === 'is' ? '=' : '!='} ${written}`;
}

/** Both must hold. */
export function withCondition(before: string, more: string): string {
  if (before.trim() === '') return more;
  return /\bor\b/.test(before) ? `(${before}) and ${more}` : `${before} and ${more}`;
}
