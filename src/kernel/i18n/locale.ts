// chinese: each language's name in itself, as its readers look for it

/** A language the platform is written in. */
export type Locale = 'zh-CN' | 'zh-TW' | 'en';

/** Every language there is, the default first. */
export const locales: readonly Locale[] = ['zh-CN', 'zh-TW', 'en'];

/** Each language's name in itself, for the switch. */
export const localeLabels: Readonly<Record<Locale, string>> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
};

export function isLocale(text: unknown): text is Locale {
  return locales.includes(text as Locale);
}

/** The value of the `lang` attribute, for a page or for a run of text in another language. */
export function htmlLang(locale: Locale): string {
  return locale === 'zh-TW' ? 'zh-Hant-TW' : locale;
}
