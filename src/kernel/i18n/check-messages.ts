import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageTable } from './i18n.ts';
import { type Locale, locales } from './locale.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/**
 * What is wrong with a set of tables, a sentence each: a message that cannot be read, is missing or empty in a language,
 * takes other arguments in one language than in another, or formats a date itself (dates come as words from kernel/time,
 * which knows the city's zone).
 */
export function checkMessages(messages: Readonly<Record<Locale, MessageTable>>): string[] {
  const problems: string[] = [];
  const keys = new Set(locales.flatMap((locale) => Object.keys(messages[locale])));
  for (const key of [...keys].sort()) {
    const seen = new Map<Locale, string>();
    for (const locale of locales) {
      const source = messages[locale][key];
      if (source === undefined) problems.push(`${key} is missing in ${locale}`);
      else if (source.trim() === '') problems.push(`${key} is empty in ${locale}`);
      else {
        const { names, problem } = readArguments(source, locale);
        if (problem !== undefined) problems.push(`${key} in ${locale}: ${problem}`);
        else seen.set(locale, names);
      }
    }
    const [first, ...others] = seen;
    for (const [locale, names] of others) {
      if (names !== first![1]) problems.push(`${key} takes (${names}) in ${locale} but (${first![1]}) in ${first![0]}`);
    }
  }
  return problems;
}

function readArguments(source: string, locale: Locale): { names: string; problem?: string } {
  try {
    const found = new Set<string>();
    gather(new IntlMessageFormat(source, locale, undefined, { ignoreTag: true }).getAst(), found);
    return { names: [...found].sort().join(', ') };
  } catch (error) {
    return { names: '', problem: (error as Error).message };
  }
}

/** Element types of ICU messages: 1 argument, 2 number, 3 date, 4 time, 5 select, 6 plural. */
function gather(elements: Element[], found: Set<string>): void {
  for (const element of elements) {
    if (element.type === 3 || element.type === 4) throw new Error(`{${element.value}} formats a date by itself`);
    if (element.type === 1 || element.type === 2) found.add(element.value);
    if (element.type !== 5 && element.type !== 6) continue;
    found.add(element.value);
    for (const option of Object.values(element.options)) gather(option.value, found);
  }
}
