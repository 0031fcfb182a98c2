import { describe, expect, it } from 'vitest';
import { createI18n, type I18nOptions } from './i18n.ts';

const messages = {
  'zh-CN': {
    'cases.write': '写信',
    'cases.days': '用了 {n, plural, =0 {不到一个工作日} other {# 个工作日}}',
    'cases.hello': '{name}，您好。<b>不是标记</b>',
    'cases.count': '{n, number} 件',
    'cases.only_here': '只有中文',
    'cases.quoted': "写作 '{名字}'，it''s",
    'cases.broken': '{n, plural, other {',
  },
  'zh-TW': { 'cases.write': '寫信' },
  en: {
    'cases.write': 'Write',
    'cases.days': 'took {n, plural, =0 {less than a working day} one {# working day} other {# working days}}',
    'cases.hello': 'Dear {name}, <b>not markup</b>',
    'cases.count': '{n, number} letters',
  },
};
const i18n = (options: Partial<I18nOptions> = {}) => createI18n({ messages, onProblem: 'throw', ...options });

describe('a text', () => {
  const zh = i18n().t('zh-CN');
  const en = i18n().t('en');

  it('is in the language asked for', () => {
    expect(
      ['zh-CN' as const, 'zh-TW' as const, 'en' as const].map((locale) => i18n().t(locale)('cases.write')),
    ).toEqual(['写信', '寫信', 'Write']);
  });

  it('has its plurals and numbers', () => {
    expect([0, 1, 4].map((n) => en('cases.days', { n }))).toEqual([
      'took less than a working day',
      'took 1 working day',
      'took 4 working days',
    ]);
    expect(zh('cases.days', { n: 4 })).toBe('用了 4 个工作日');
    expect(zh('cases.count', { n: 12345 })).toBe('12,345 件');
  });

  it('holds parameters and angle brackets as plain text, for rendering to escape', () => {
    const name = '<script>alert(1)</script>{n}';
    expect(zh('cases.hello', { name })).toBe(`${name}，您好。<b>不是标记</b>`);
  });

  it('can quote what means something in a message', () => {
    expect(zh('cases.quoted')).toBe("写作 {名字}，it's");
  });

  it('comes from the same function every time', () => {
    const one = i18n();
    expect(one.t('en')).toBe(one.t('en'));
  });
});

describe('a problem', () => {
  const failing: [string, Record<string, unknown> | undefined, string][] = [
    ['cases.only_here', undefined, 'message cases.only_here is missing in en'],
    ['toString', undefined, 'message toString is missing in en'],
    ['cases.hello', {}, 'message cases.hello in en: The intl string context variable "name" was not provided'],
    ['cases.hello', undefined, 'message cases.hello in en: The intl string context variable "name" was not provided'],
  ];

  it.each(failing)('throws in development: %s %o', (key, params, problem) => {
    expect(() => i18n().t('en')(key, params)).toThrow(problem);
  });

  it('of a message that cannot be read names it', () => {
    expect(() => i18n().t('zh-CN')('cases.broken', { n: 1 })).toThrow('message cases.broken in zh-CN cannot be read');
  });

  it('is logged once in production, where the key stands in', () => {
    const logged: string[] = [];
    const t = i18n({ onProblem: 'log', log: (problem) => logged.push(problem) }).t('en');
    expect(failing.map(([key, params]) => t(key, params))).toEqual(failing.map(([key]) => key));
    t('toString');
    expect(logged.map((line, index) => line.startsWith(failing[index]![2]))).toEqual([true, true, true]);
  });
});

it('knows which keys there are', () => {
  expect(['cases.write', 'cases.none', 'constructor'].map(i18n().has)).toEqual([true, false, false]);
});
