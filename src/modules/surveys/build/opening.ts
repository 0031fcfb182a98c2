import { type DefinitionProblem, definitionProblems } from '../logic/definition-problems.ts';
import type { Definition } from '../questionnaire.rules.ts';
import type { Survey } from '../survey.queries.ts';

/** Something that is missing before a survey can be opened, or (`blocks` false) that its convener should look at. */
export type Missing = {
  /** message key under `surveys.build.missing.` */
  key: 'dates' | 'over' | 'summary' | 'form' | 'translations' | 'contact';
  page: 'settings' | 'build';
  /** of the form: how many problems */
  count?: number;
  blocks: boolean;
};

/** What is missing, in the order in which it is done. */
export function missingOf(
  survey: Pick<Survey, 'startsAt' | 'endsAt' | 'summary' | 'contact'>,
  definition: Definition,
  at: Date,
  problems: readonly DefinitionProblem[] = definitionProblems(definition),
): Missing[] {
  const missing: Missing[] = [];
  const add = (key: Missing['key'], page: Missing['page'], blocks: boolean, count?: number) => {
    missing.push({ key, page, blocks, ...(count !== undefined && { count }) });
  };
  if (!survey.startsAt || !survey.endsAt) add('dates', 'settings', true);
  else if (survey.endsAt <= at) add('over', 'settings', true);
  const blocking = problems.filter(({ blocks }) => blocks).length;
  if (blocking > 0) add('form', 'build', true, blocking);
  if (problems.length > blocking) add('translations', 'build', false, problems.length - blocking);
  if (survey.summary === '') add('summary', 'settings', false);
  if (survey.contact === '') add('contact', 'settings', false);
  return missing;
}
