import { Fragment } from 'preact';
import { htmlLang, type T, useUi } from '../../../ui/page-context.ts';
import type { AnswerProblem } from '../logic/check-answer.ts';
import { type Words, wordsIn } from '../questionnaire.rules.ts';

/** In which language a questionnaire is shown. */
export type Tongue = { locale: string; languages: readonly string[] };

export const said = (words: Words, { locale, languages }: Tongue): string => wordsIn(words, locale, languages);

/** The language that the words of a questionnaire really are in, for `lang`; undefined where it is the page's. */
export function langOf(words: Words, { locale, languages }: Tongue, page: string): string | undefined {
  const shown = words[locale] ? locale : (languages.find((each) => words[each]) ?? locale);
  return shown === page ? undefined : shown;
}

/** An author's words: lines as they were written, marked where they are in another language than the page. */
export function Written({ words, tongue }: { words: Words; tongue: Tongue }) {
  const ui = useUi();
  const text = said(words, tongue).trim();
  const lines = text.split('\n');
  return (
    <span lang={langOf(words, tongue, ui.locale) ?? htmlLang(ui.locale)}>
      {lines.map((line, at) => (
        <Fragment>
          {at > 0 && <br />}
          {line}
        </Fragment>
      ))}
    </span>
  );
}

/** What is wrong with an answer, in the author's words where there are any. */
export function problemWords(t: T, problem: AnswerProblem, tongue: Tongue): string {
  return (problem.words && said(problem.words, tongue)) || t(problem.key, problem.params);
}
