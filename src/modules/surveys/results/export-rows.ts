import type { Column, ExportValue } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  type Answer,
  choicesOf,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Question,
  questionsOf,
  wordsIn,
} from '../questionnaire.rules.ts';
import type { Survey } from '../survey.queries.ts';
import { type CountedResponse, responsesAfter } from './tally.queries.ts';

const batch = 2000;

/** Every answer, in the order of ids, which are random; a part of them in memory at a time. */
export async function* allResponses(k: Pick<Kernel, 'db'>, survey: Survey): AsyncGenerator<CountedResponse> {
  for (let after: string | null = null; ; ) {
    const rows: CountedResponse[] = await responsesAfter(k.db, survey.id, after, batch);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.id;
  }
}

type AnswerColumn = Column<CountedResponse>;

const plain = (answer: Answer | undefined): ExportValue =>
  typeof answer === 'string' || typeof answer === 'number' ? answer : undefined;

/** Codes as they are in the data; the codebook says what they mean. */
export function answerColumns(definition: Definition, locale: string): AnswerColumn[] {
  const { languages } = definition;
  const frame: AnswerColumn[] = [
    { key: '_id', header: '_id', value: ({ id }) => id, width: 38 },
    { key: '_way', header: '_way', value: ({ way }) => way, width: 8 },
    { key: '_language', header: '_language', value: (row) => row.locale, width: 10 },
    { key: '_handed_in_at', header: '_handed_in_at', value: ({ handedInAt }) => handedInAt, width: 20 },
    { key: '_seconds', header: '_seconds', value: ({ seconds }) => seconds, width: 10 },
  ];
  const label = (question: Question): string =>
    ('label' in question && wordsIn(question.label, locale, languages)) || question.name;
  return [
    ...frame,
    ...questionsOf(definition).flatMap((question) =>
      question.type === 'note'
        ? []
        : columnsOf(question, label(question), (words) => wordsIn(words, locale, languages)),
    ),
  ];
}

function columnsOf(
  question: Question,
  label: string,
  words: (given: Record<string, string>) => string,
): AnswerColumn[] {
  const { name } = question;
  const at = (key: string, header: string, value: (answer: Answer | undefined) => ExportValue): AnswerColumn => ({
    key,
    header,
    value: ({ answers }) => value(answers[name]),
  });
  const other: AnswerColumn[] = hasOther(question)
    ? [
        {
          key: otherKey(name),
          header: `${label} …`,
          value: ({ answers }) => plain(answers[otherKey(name)]),
        },
      ]
    : [];
  switch (question.type) {
    case 'several':
      return [
        ...choicesOf(question).map((choice) =>
          at(`${name}/${choice.name}`, `${label}: ${words(choice.label) || choice.name}`, (answer) =>
            answer === undefined ? undefined : (answer as string[]).includes(choice.name) ? 1 : 0,
          ),
        ),
        ...other,
      ];
    case 'matrix':
      return question.rows.map((row) =>
        at(`${name}/${row.name}`, `${label}: ${words(row.label) || row.name}`, (answer) =>
          answer === undefined ? undefined : (answer as Record<string, string>)[row.name],
        ),
      );
    case 'ranking':
      return choicesOf(question).map((choice) =>
        at(`${name}/${choice.name}`, `${label}: ${words(choice.label) || choice.name}`, (answer) => {
          const place = (answer as string[] | undefined)?.indexOf(choice.name) ?? -1;
          return place < 0 ? undefined : place + 1;
        }),
      );
    case 'place':
      return (['latitude', 'longitude'] as const).map((part) =>
        at(`${name}/${part}`, `${label}: ${part}`, (answer) => (answer as Record<string, number> | undefined)?.[part]),
      );
    case 'file':
      return [at(name, label, (answer) => (answer as string[] | undefined)?.length)];
    default:
      return [at(name, label, plain), ...other];
  }
}

export type CodebookRow = { column: string; question: string; type: string; value: string; label: string };

/** What every column and every code means, one line each. */
export function* codebook(definition: Definition, locale: string): Generator<CodebookRow> {
  const { languages } = definition;
  const words = (given: Record<string, string>) => wordsIn(given, locale, languages);
  for (const question of questionsOf(definition).filter(isAnswered)) {
    const { name, type } = question;
    const label = words(question.label) || name;
    yield { column: name, question: label, type, value: '', label: '' };
    if (question.type === 'matrix')
      for (const row of question.rows)
        yield { column: `${name}/${row.name}`, question: label, type: 'row', value: row.name, label: words(row.label) };
    for (const choice of choicesOf(question))
      yield { column: name, question: label, type: 'choice', value: choice.name, label: words(choice.label) };
    if (question.type === 'scale')
      for (const [value, end] of [
        [question.min, question.lowLabel],
        [question.max, question.highLabel],
      ] as const)
        yield { column: name, question: label, type: 'scale', value: String(value), label: words(end) };
  }
}

export const codebookColumns: Column<CodebookRow>[] = (['column', 'question', 'type', 'value', 'label'] as const).map(
  (key) => ({ key, header: key, value: (row) => row[key], width: key === 'label' || key === 'question' ? 40 : 16 }),
);
