// Languages as headings of XLSForm have them: `label::Chinese (zh)`, `label::English`, `label::fr`.

import { languageIn } from '../language-name.ts';

/** Names of languages without a code, by what people write. English names come from the platform. */
const codes = [
  'en',
  'zh',
  'fr',
  'es',
  'de',
  'pt',
  'it',
  'ru',
  'ar',
  'ja',
  'ko',
  'vi',
  'th',
  'ug',
  'bo',
  'mn',
  'kk',
  'hi',
  'id',
  'ms',
  'tr',
  'nl',
  'pl',
  'uk',
  'fa',
  'ur',
  'bn',
  'sw',
] as const;

function namesOfCodes(): Map<string, string> {
  const names = new Map<string, string>();
  for (const code of codes)
    for (const inLanguage of ['en', 'zh', code]) {
      const name = new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code);
      if (name) names.set(name.toLowerCase(), code);
    }
  return names;
}

let known: Map<string, string> | undefined;

/** A code as the house writes it: zh and zh-Hans are zh-CN, en-GB is en. Empty where it is none. */
export function canonicalLocale(code: string): string {
  const plain = code.trim().replace(/_/g, '-');
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(plain)) return '';
  const [language = '', ...rest] = plain.split('-');
  const primary = language.toLowerCase();
  const region = rest.join('-').toLowerCase();
  if (primary === 'zh' || primary === 'cmn') return /hant|tw|hk|mo/.test(region) ? 'zh-TW' : 'zh-CN';
  if (primary === 'en') return 'en';
  return [primary, ...rest].join('-');
}

/** The locale of a language as a heading names it; null where it cannot be told. */
export function localeNamed(text: string): string | null {
  const coded = /[(（]\s*([A-Za-z][A-Za-z0-9_-]*)\s*[)）]\s*$/.exec(text)?.[1];
  if (coded) return canonicalLocale(coded) || null;
  known ??= namesOfCodes();
  const name = text.trim().toLowerCase();
  const code = known.get(name);
  if (code) return canonicalLocale(code);
  if (/^[a-z]{2}([-_][a-z0-9]{2,8})?$/i.test(name)) return canonicalLocale(text);
  if (/[\u7e41\u6b63]/.test(name)) return 'zh-TW';
  return /\u4e2d\u6587|\u6c49\u8bed|\u7b80\u4f53|chinese/.test(name) ? 'zh-CN' : null;
}

/** How a heading names a locale, so that other tools and this one know it. */
export function headingOf(locale: string): string {
  if (locale === 'zh-CN') return 'Chinese (zh)';
  if (locale === 'zh-TW') return 'Traditional Chinese (zh-TW)';
  const name = languageIn(locale, 'en');
  return `${name.replace(/[()]/g, '')} (${locale})`;
}
