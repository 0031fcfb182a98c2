import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale, PageContext, T } from './page-context.ts';

/** Looks up this folder's messages; an unknown key is an error, so that no test passes on a missing one. */
export function testT(locale: Locale): T {
  const file = new URL(`./messages/${locale === 'en' ? 'en' : 'zh-CN'}.json`, import.meta.url);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return (key, params) => {
    const message = table[key];
    if (message === undefined) throw new Error(`no message ${key}`);
    return String(new IntlMessageFormat(message, locale).format(params as never));
  };
}

/** A page context of an invented city. */
export function testContext(over: Partial<PageContext> = {}): PageContext {
  return {
    locale: 'zh-CN',
    locales: ['zh-CN', 'zh-TW', 'en'],
    t: testT(over.locale ?? 'zh-CN'),
    view: 'default',
    theme: 'auto',
    path: '/cases?kind=help',
    city: {
      name: '云川',
      platformName: '云川市市民参与平台',
      brand: '同心',
      hotline: '12345',
      sponsor: '云川市人民政府办公室',
      operator: '市政务服务热线中心',
      address: '云川市文昌路 1 号政务服务中心三楼',
      hours: '周一至周五 9:00—17:30',
    },
    nav: [
      { href: '/write', label: '写信' },
      { href: '/cases', label: '公开的信', current: true },
    ],
    tabs: [
      { href: '/', label: '首页', icon: 'home' },
      { href: '/write', label: '写信', icon: 'pen' },
    ],
    footerLinks: [{ href: '/rules', label: '发言规则' }],
    signedIn: null,
    assets: { css: '/assets/app.css', js: '/assets/app.js', city: '/assets/city.css' },
    now: new Date('2026-11-19T03:00:00Z'),
    ...over,
  };
}
