import type { T } from '../../../kernel/i18n/index.ts';
import type { DefinitionProblem } from '../logic/definition-problems.ts';
import { languageName } from './languages.ts';

// keys: surveys.fault.*, surveys.expression.*, surveys.build.field.*

/** What is wrong with a questionnaire, in a person's words. */
export function problemWords(t: T, problem: DefinitionProblem): string {
  const { params = {} } = problem;
  return t(
    problem.key,
    typeof params.language === 'string' ? { ...params, language: languageName(params.language) } : params,
  );
}

/** Where to mend it. */
export function problemHref(slug: string, { place }: DefinitionProblem): string {
  const base = `/questionnaires/${slug}/build`;
  if (!place.question) return place.section ? `${base}/pages/${place.section}` : base;
  return `${base}/questions/${place.question}${place.field ? `#question-${place.field}${fieldTail(place.field, place.locale)}` : ''}`;
}

const perLanguage = new Set(['label', 'hint', 'requiredMessage', 'constraintMessage', 'lowLabel', 'highLabel', 'unit']);
const fieldTail = (field: string, locale: string | undefined): string =>
  locale && perLanguage.has(field) ? `-${locale}` : '';
