import { expect, it } from 'vitest';
import { htmlLang, isLocale, type Locale, locales } from './locale.ts';
import { negotiate } from './negotiate.ts';

it.each<[string | undefined, string | undefined, Locale]>([
  [undefined, undefined, 'zh-CN'],
  ['', '', 'zh-CN'],
  ['en-GB,en;q=0.9,zh-CN;q=0.8', undefined, 'en'],
  ['en-GB,en;q=0.9,zh-CN;q=0.8', 'zh-TW', 'zh-TW'],
  ['en-GB', 'fr', 'en'],
  ['zh-TW,zh;q=0.9,en;q=0.8', undefined, 'zh-TW'],
  ['zh-HK', undefined, 'zh-TW'],
  ['zh-Hant', undefined, 'zh-TW'],
  ['zh-Hant-MO', undefined, 'zh-TW'],
  ['zh-Hans-HK', undefined, 'zh-CN'],
  ['ZH', undefined, 'zh-CN'],
  ['zh-SG', undefined, 'zh-CN'],
  ['fr-FR, de;q=0.8, en;q=0.1', undefined, 'en'],
  ['fr', undefined, 'zh-CN'],
  ['zh;q=0.2, en;q=0.7', undefined, 'en'],
  ['en;q=0, zh-TW;q=0.1', undefined, 'zh-TW'],
  ['en;q=x, zh-TW', undefined, 'zh-TW'],
  ['*', undefined, 'zh-CN'],
  [',;;q=,=', undefined, 'zh-CN'],
  [`${'x,'.repeat(400)}en`, undefined, 'zh-CN'],
])('%s with cookie %s is %s', (header, cookie, locale) => {
  expect(negotiate(header, cookie, locales)).toBe(locale);
});

it('offers only what the city offers', () => {
  expect(negotiate('zh-TW,en;q=0.5', undefined, ['zh-CN', 'en'])).toBe('zh-CN');
  expect(negotiate('zh-CN,en;q=0.5', undefined, ['en', 'zh-TW'])).toBe('zh-TW');
  expect(negotiate('zh-TW', 'en', ['zh-CN'])).toBe('zh-CN');
  expect(negotiate('fr', undefined, ['en', 'zh-CN'])).toBe('en');
});

it('knows its languages', () => {
  expect(locales.map(htmlLang)).toEqual(['zh-CN', 'zh-Hant-TW', 'en']);
  expect(['zh-CN', 'zh-TW', 'en', 'fr', '', undefined, 'toString'].filter(isLocale)).toEqual([...locales]);
});
