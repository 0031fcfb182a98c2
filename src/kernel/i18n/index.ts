export { checkMessages } from './check-messages.ts';
export { list, number, percent } from './figures.ts';
export { createI18n, type I18n, type I18nOptions, type MessageTable, type T } from './i18n.ts';
export { loadMessages } from './load-messages.ts';
export { htmlLang, isLocale, type Locale, localeLabels, locales } from './locale.ts';
export { type LocalisedText, localised } from './localised.ts';
export { negotiate } from './negotiate.ts';
export { toTraditional } from './traditional.ts';
