// chinese: words that say nothing in written answers, so that they are not counted
import { tagWords } from '../../../kernel/text/index.ts';
import type { Moment } from '../logic/functions.ts';
import { walk } from '../logic/walk.ts';
import {
  type Answer,
  type Answers,
  choicesOf,
  type Definition,
  isAnswered,
  type Question,
} from '../questionnaire.rules.ts';

/** One thing that an answer says, to be counted. */
export type Cell = { question: string; kind: 'asked' | 'answered' | 'value' | 'sum'; value: string; n: number };

/** What is known of an answer besides what was answered. */
export type Frame = { way: string; locale: string; day: string; hour: string; seconds: number | null };

/** Questions by whose answers all others can be looked at: few values, each said by many. */
const mostFilters = 24;
const mostFilterValues = 30;

/** Values that a question can be filtered by; none: it cannot. */
export function filterValues(question: Question): string[] {
  if (question.type === 'one' || question.type === 'several') {
    const names = choicesOf(question).map(({ name }) => name);
    return names.length <= mostFilterValues ? names : [];
  }
  if (question.type !== 'scale') return [];
  const steps = Math.floor((question.max - question.min) / question.step + 1e-9) + 1;
  if (steps > 11) return [];
  return Array.from({ length: steps }, (_, at) => String(question.min + at * question.step));
}

/** Questions that others can be looked at by: the first ones that have few values. */
export function filtersOf(questions: readonly Question[]): Question[] {
  return questions.filter((question) => filterValues(question).length > 0).slice(0, mostFilters);
}

/** Rounds to two figures, so that numbers fall into not too many bins: 1,234 → 1200; below 100 whole numbers stay. */
export function binOf(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  const unit = 10 ** Math.max(-2, Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((Math.round(value / unit) * unit).toFixed(2));
}

/** About two kilometres: a place is never shown more exactly. */
const degrees = 0.02;
const gridOf = (at: number): string => (Math.floor(at / degrees) * degrees).toFixed(2);

const value = (question: string, said: string): Cell => ({ question, kind: 'value', value: said, n: 1 });

function cellsOfAnswer(question: Question, answer: Answer): Cell[] {
  const { name } = question;
  switch (question.type) {
    case 'one':
      return [value(name, String(answer))];
    case 'several':
      return (answer as string[]).map((choice) => value(name, choice));
    case 'scale':
      return [value(name, String(answer)), { question: name, kind: 'sum', value: '', n: Number(answer) }];
    case 'matrix':
      return Object.entries(answer as Record<string, string>).flatMap(([row, choice]) => [
        value(`${name}/${row}`, choice),
        { question: `${name}/${row}`, kind: 'answered', value: '', n: 1 },
      ]);
    case 'ranking':
      return (answer as string[]).map((choice, at) => value(name, `${choice}/${at + 1}`));
    case 'number':
      return [
        value(name, String(binOf(Number(answer)))),
        { question: name, kind: 'sum', value: '', n: Number(answer) },
      ];
    case 'date':
      return [value(name, String(answer).slice(0, 7))];
    case 'place': {
      const { latitude, longitude } = answer as { latitude: number; longitude: number };
      return [value(name, `${gridOf(latitude)},${gridOf(longitude)}`)];
    }
    default:
      return [];
  }
}

/** Everything that one answer adds to the counts: what was asked, what was answered, what was said. */
export function cellsOf(definition: Definition, answers: Answers, frame: Frame, moment: Moment): Cell[] {
  const { questions } = walk(definition, answers, moment);
  const cells: Cell[] = [
    { question: '', kind: 'answered', value: '', n: 1 },
    value('$way', frame.way),
    value('$locale', frame.locale),
    value('$day', frame.day),
    value('$hour', frame.hour),
    ...(frame.seconds === null ? [] : [value('$seconds', String(binOf(frame.seconds)))]),
  ];
  for (const section of definition.sections)
    for (const question of section.questions) {
      if (!isAnswered(question) || !questions.has(question.name)) continue;
      cells.push({ question: question.name, kind: 'asked', value: '', n: 1 });
      const answer = answers[question.name];
      if (answer === undefined) continue;
      cells.push({ question: question.name, kind: 'answered', value: '', n: 1 }, ...cellsOfAnswer(question, answer));
    }
  return cells;
}

/** The groups that an answer belongs to: by what it says at questions that others are looked at by. */
export function groupsOf(filters: readonly Question[], answers: Answers, frame: Frame): [string, string][] {
  const groups: [string, string][] = [
    ['', ''],
    ['$way', frame.way],
    ['$locale', frame.locale],
  ];
  for (const { name } of filters) {
    const answer = answers[name];
    if (answer === undefined) continue;
    for (const said of Array.isArray(answer) ? answer : [answer]) groups.push([name, String(said)]);
  }
  return groups;
}

/** Kinds of words that say something: nouns, verbs, adjectives, names and what jieba does not know. */
const telling = /^(n|v|a|x|eng|i|l|j|b|z|t|s|an|vn)/;
const empty = new Set(
  '有 是 在 会 能 要 可以 可能 应该 希望 觉得 没有 没 不 很 也 都 就 还 了 的 大家 我们 你们 他们 自己 时候 现在 问题 比较 一些 一下 一个 这个 那个 什么 怎么 建议 进行 使用 the a an and or of to in on for is are be it i we you they this that with'.split(
    ' ',
  ),
);
const longestWord = 20;

/** The words of a written answer that are counted, each once. */
export function tellingWords(text: string): string[] {
  const words = new Set<string>();
  for (const { word, tag } of tagWords(text.slice(0, 5000))) {
    const plain = word.trim().toLowerCase();
    const long = [...plain].length;
    if (long > longestWord || empty.has(plain) || !telling.test(tag)) continue;
    if (/^[\p{P}\p{S}\p{N}\s]*$/u.test(plain)) continue;
    // Single Chinese characters and letters tell little.
    if (long > 1) words.add(plain);
  }
  return [...words];
}
