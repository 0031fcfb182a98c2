import { expressionOf } from '../logic/walk.ts';
import type { Answers, Definition, Question } from '../questionnaire.rules.ts';

/** What decides within a page which of its questions are asked: for the browser, without words. */
export type Skeleton = { definition: Definition; answers: Answers };

const bare = (question: Question): Question => {
  const { name, type, relevant } = question;
  const own =
    'choices' in question
      ? { choices: question.choices.map(({ name, other, exclusive }) => ({ name, other, exclusive, label: {} })) }
      : {};
  const rows = question.type === 'matrix' ? { rows: question.rows.map((row) => ({ name: row.name, label: {} })) } : {};
  const more = question.type === 'calculate' ? { calculation: question.calculation } : {};
  const text = question.type === 'text' ? { multiline: question.multiline } : {};
  return { name, type, relevant, label: {}, hint: {}, ...own, ...rows, ...more, ...text } as unknown as Question;
};

/**
 * The questionnaire up to a page, and the answers before it that its conditions look at; null where no condition on the page
 * looks at the page itself.
 */
export function skeletonOf(definition: Definition, sectionId: string, answers: Answers): Skeleton | null {
  const end = definition.sections.findIndex(({ id }) => id === sectionId);
  const section = definition.sections[end];
  if (!section?.questions.some(({ relevant }) => relevant.trim() !== '')) return null;
  const before = definition.sections.slice(0, end);
  const wanted = new Set(
    [section, ...before, ...section.questions, ...before.flatMap(({ questions }) => questions)]
      .flatMap((each) => [
        ...(expressionOf(each.relevant)?.names ?? []),
        ...('type' in each && each.type === 'calculate' ? (expressionOf(each.calculation)?.names ?? []) : []),
      ])
      .map(({ name }) => name),
  );
  const keeps = (question: Question): boolean =>
    wanted.has(question.name) ||
    question.type === 'calculate' ||
    wanted.has(`${question.name}_other`) ||
    (question.type === 'matrix' && question.rows.some(({ name }) => wanted.has(name)));
  const earlier = before.map((each) => ({
    ...each,
    title: {},
    intro: {},
    questions: each.questions.filter(keeps).map(bare),
  }));
  const known = earlier.flatMap(({ questions }) => questions.flatMap(({ name }) => [name, `${name}_other`]));
  return {
    definition: {
      languages: [],
      sections: [...earlier, { ...section, title: {}, intro: {}, questions: section.questions.map(bare) }],
    },
    answers: Object.fromEntries(
      known.flatMap((name) => (Object.hasOwn(answers, name) ? [[name, answers[name] ?? '']] : [])),
    ),
  };
}
