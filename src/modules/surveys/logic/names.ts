import { type Definition, hasOther, otherKey, type Question, type Row } from '../questionnaire.rules.ts';

/** What a name in an expression stands for: a question, a row of a matrix, or what was written beside a choice. */
export type Named = { question: Question; row?: Row; other?: boolean; sectionId: string; position: number };

const known = new WeakMap<Definition, ReadonlyMap<string, Named>>();

/** Names that expressions of a questionnaire may refer to; of two alike the first counts. */
export function namesOf(definition: Definition): ReadonlyMap<string, Named> {
  const before = known.get(definition);
  if (before) return before;
  const names = new Map<string, Named>();
  const add = (name: string, named: Named) => {
    if (!names.has(name)) names.set(name, named);
  };
  let position = 0;
  for (const { id, questions } of definition.sections)
    for (const question of questions) {
      const named = { question, sectionId: id, position: position++ };
      add(question.name, named);
      if (question.type === 'matrix') for (const row of question.rows) add(row.name, { ...named, row });
      if (hasOther(question)) add(otherKey(question.name), { ...named, other: true });
    }
  known.set(definition, names);
  return names;
}
