import { IntlMessageFormat } from 'intl-messageformat';
import { htmlLang, type Locale } from './locale.ts';

/** ICU messages by flat key, `cases.intake.title`. */
export type MessageTable = Readonly<Record<string, string>>;

/**
 * A text in one language. `params` go in as plain text: nothing in a message or a parameter is markup, and only rendering
 * escapes. `key` as it stands in the messages of the folder that uses it.
 */
export type T = (key: string, params?: Record<string, unknown>) => string;

export type I18n = {
  /** The same function at every call for a language, so that it can be compared and cached. */
  t(locale: Locale): T;
  has(key: string): boolean;
};

export type I18nOptions = {
  messages: Readonly<Record<Locale, MessageTable>>;
  /**
   * What a missing key or parameter does: `throw` in development and tests; `log` in production, where a page with the
   * bare key on it is better than no page.
   */
  onProblem: 'throw' | 'log';
  log?: (problem: string) => void;
};

export function createI18n({ messages, onProblem, log = console.error }: I18nOptions): I18n {
  const reported = new Set<string>();
  const report = (problem: string, key: string): string => {
    if (onProblem === 'throw') throw new Error(problem);
    // Once: a page that is asked for a thousand times a second must not fill the log.
    if (!reported.has(problem)) log(problem);
    reported.add(problem);
    return key;
  };
  const made = new Map<Locale, T>();
  return {
    t(locale) {
      const t = made.get(locale) ?? translator(locale, messages[locale], report);
      made.set(locale, t);
      return t;
    },
    has: (key) => Object.hasOwn(messages['zh-CN'], key),
  };
}

type Report = (problem: string, key: string) => string;

function translator(locale: Locale, table: MessageTable, report: Report): T {
  const compiled = new Map<string, string | IntlMessageFormat>();
  return (key, params) => {
    let message = compiled.get(key);
    if (message === undefined) {
      const source = Object.hasOwn(table, key) ? table[key] : undefined;
      if (source === undefined) return report(`message ${key} is missing in ${locale}`, key);
      try {
        message = compile(source, locale);
      } catch (error) {
        return report(`message ${key} in ${locale} cannot be read: ${(error as Error).message}`, key);
      }
      compiled.set(key, message);
    }
    if (typeof message === 'string') return message;
    try {
      return String(message.format(params as Record<string, string>));
    } catch (error) {
      return report(`message ${key} in ${locale}: ${(error as Error).message}`, key);
    }
  };
}

/** Most messages are plain text: those are kept as they are and cost nothing to format. */
function compile(source: string, locale: Locale): string | IntlMessageFormat {
  return /[{}'#]/.test(source)
    ? new IntlMessageFormat(source, htmlLang(locale), undefined, { ignoreTag: true })
    : source;
}
