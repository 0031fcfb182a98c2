import type { Locale } from '../../../kernel/i18n/index.ts';

/** A statement is read in a glance: on a phone it fits above the three buttons. */
export const statement_characters = 140;
/** How often one account may try to add a statement to one map in a day; what was alike and not added counts as well. */
export const addLimit = { name: 'consultations.add_statement', points: 20, seconds: 86_400 };

export const votes = ['agree', 'pass', 'disagree'] as const;
export type VoteName = (typeof votes)[number];
const values: Readonly<Record<VoteName, number>> = { agree: 1, pass: 0, disagree: -1 };

/** 1, 0 or -1 from a form's word or a program's number; undefined for anything else. */
export function voteValue(given: unknown): number | undefined {
  if (given === 1 || given === 0 || given === -1) return given;
  return typeof given === 'string' && Object.hasOwn(values, given) ? values[given as VoteName] : undefined;
}

export function voteName(value: number): VoteName {
  return value > 0 ? 'agree' : value < 0 ? 'disagree' : 'pass';
}

/** A whole number above zero as a form or a program sends it; undefined for anything else. */
export function statementNumber(given: unknown): number | undefined {
  const number = typeof given === 'string' && /^[1-9]\d{0,6}$/.test(given) ? Number(given) : given;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Which translation somebody reads: their language, else the other way of writing Chinese, else the original. */
export function wordsFor(
  locale: Locale,
  { language, text, translations }: { language: string; text: string; translations: Readonly<Record<string, string>> },
): { text: string; language: string } {
  for (const wanted of [locale, ...(locale === 'zh-TW' ? ['zh-CN'] : locale === 'zh-CN' ? ['zh-TW'] : [])]) {
    if (wanted === language) break;
    const translated = translations[wanted];
    if (translated !== undefined) return { text: translated, language: wanted };
  }
  return { text, language };
}

/** 甲 乙 丙 are taken by law texts: groups are letters, in the order of their size. */
export function groupLetter(group: number): string {
  return String.fromCharCode(65 + group);
}
