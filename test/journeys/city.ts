import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { seedCases } from '../../src/modules/cases/demo/cases.demo.ts';
import { seedCompetitions } from '../../src/modules/competitions/demo/competitions.demo.ts';
import { seedConsultations } from '../../src/modules/consultations/demo/consultations.demo.ts';
import { seedLiaison } from '../../src/modules/liaison/demo/liaison.demo.ts';
import { seedRegister } from '../../src/modules/people/demo/register.demo.ts';
import type { Actor } from '../../src/modules/people/index.ts';
import { demoActors, seedPeople } from '../../src/modules/people/people.demo.ts';
import { sessionCookie } from '../../src/modules/people/people.factory.ts';
import { seedSurveys } from '../../src/modules/surveys/demo/surveys.demo.ts';
import { atEnd, settle, type TestKernel, testApp, testKernel } from '../harness.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const html = new HtmlValidate(JSON.parse(readFileSync(new URL('../../.htmlvalidate.json', import.meta.url), 'utf8')));

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Size = 'phone' | 'desktop';
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;

export type VisitOptions = {
  size?: Size;
  locale?: 'zh-CN' | 'zh-TW' | 'en';
  elder?: boolean;
  scripts?: boolean;
  scale?: number;
};

/** The demo city, served on loopback, with a browser; its clock stands still until a journey moves it. */
export type City = {
  k: TestKernel;
  url: string;
  actors: ReadonlyMap<string, Actor>;
  /** A page of somebody of the demo (key) who is signed in, or of nobody. */
  visit(person: string | null, options?: VisitOptions): Promise<Page>;
  /** Lets events, jobs and messages happen. */
  settle(): Promise<void>;
};

/**
 * @param options.letters false: departments, people and catalogue without letters
 * @param options.register with the register's members, organisations and teams; `liaison`: with their named contacts too;
 * `competitions`: with those, one of each format, each in another stage; `consultations`: with drafts, calls for ideas, opinion
 * maps and surveys
 */
export async function openCity(
  options: {
    letters?: boolean;
    register?: boolean;
    liaison?: boolean;
    competitions?: boolean;
    consultations?: boolean;
  } = {},
): Promise<City> {
  const k = await testKernel({ DEMO_CODES: '1' });
  await seedPeople(k);
  if (options.register || options.liaison) await seedRegister(k);
  await seedCases(k, options.letters ?? true);
  if (options.liaison) await seedLiaison(k);
  if (options.competitions) await seedCompetitions(k);
  if (options.consultations) {
    await seedSurveys(k);
    await seedConsultations(k);
  }
  await settle(k);
  const app = await testApp(k);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('the journeys need Chromium; bin/test says how to get it');
  const browser: Browser = await chromium.launch({ executablePath, args: flags });
  atEnd(() => browser.close());
  const actors = await demoActors(k);
  return {
    k,
    url,
    actors,
    visit: async (person, wanted = {}) => {
      const context = await newContext(browser, wanted);
      const cookies = [`look=${wanted.locale ?? 'zh-CN'}.${wanted.elder ? 'elder' : 'default'}.light`];
      const actor = person === null ? undefined : actors.get(person);
      if (person !== null && !actor) throw new Error(`nobody of the demo is called ${person}`);
      if (actor) cookies.push(await sessionCookie(k, actor));
      await context.addCookies(cookies.map((cookie) => cookieOf(cookie, url)));
      // Shorter than a test may take, so that what fails says where.
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        throw error;
      });
      await page.goto(url);
      return page;
    },
    settle: () => settle(k),
  };
}

function newContext(browser: Browser, wanted: VisitOptions): Promise<BrowserContext> {
  const viewport = sizes[wanted.size ?? 'desktop'];
  return browser.newContext({
    viewport,
    locale: wanted.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: wanted.scripts ?? true,
    hasTouch: wanted.size === 'phone',
    deviceScaleFactor: wanted.scale ?? 1,
    reducedMotion: 'reduce',
  });
}

function cookieOf(pair: string, url: string) {
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
}

type Violation = { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] };

/** The page as it stands now: no accessibility violation, valid HTML, nothing that sticks out sideways. */
export async function expectSound(page: Page): Promise<void> {
  // As tall as the page: a bar that sticks to the window's end covers nothing that cannot be scrolled free.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height + 200) });
  // Through the debugging protocol, which the page's content security policy does not concern.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }).axe;
    const result = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    }));
  });
  if (size) await page.setViewportSize(size);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${page.url()} sticks out sideways`).toBeLessThanOrEqual(1);
  const response = await page.context().request.get(page.url(), { maxRedirects: 0 });
  if (response.status() !== 200) return;
  const report = await html.validateString(await response.text());
  const messages = report.results.flatMap((result) =>
    result.messages.map((m) => `${m.ruleId} ${m.message} ${m.selector}`),
  );
  expect(messages, `html-validate on ${page.url()}`).toEqual([]);
}
