export { number } from './figures.ts';
export { createI18n, type I18n, type I18nOptions, type MessageTable, type T } from './i18n.ts';
export { loadMessages } from './load-messages.ts';
export { htmlLang, isLocale, type Locale, localeLabels } from './locale.ts';
export { type LocalisedText, localised } from './localised.ts';
export { negotiate } from './negotiate.ts';
