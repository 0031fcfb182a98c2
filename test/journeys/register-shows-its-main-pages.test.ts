import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { type City, expectSound, openCity, type Size, type VisitOptions } from './city.ts';

/** With SCREENSHOTS=1 the pictures in docs/screenshots are taken anew on the way. */
const taking = process.env.SCREENSHOTS === '1';
const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const widths: Record<Size, number> = { phone: 390, desktop: 1280 };

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, liaison: true });
});

async function keep(page: Page, name: string, size: Size): Promise<void> {
  if (!taking) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForLoadState('networkidle');
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(path.join(folder, `${name}-${widths[size]}.png`));
}

async function look(person: string | null, place: string, options: VisitOptions, name?: string): Promise<void> {
  const page = await city.visit(person, options);
  const response = await page.goto(`${city.url}${place}`);
  expect(response?.status(), place).toBe(200);
  if (name) await keep(page, name, options.size ?? 'desktop');
  await expectSound(page);
  await page.context().close();
}

it.each(['phone', 'desktop'] as const)(
  'what everybody sees of members, organisations and teams, on a %s',
  async (size) => {
    await look(null, '/members', { size }, 'members');
    await look(null, '/members', { size, locale: 'en' });
    await look(null, '/members', { size, elder: true });
    await look(null, '/members/m2024-0001', { size });
    await look(null, '/members/statistics', { size });
    await look(null, '/join', { size });
    await look(null, '/nominate', { size });
    await look(null, '/organisations', { size, locale: 'en' });
    await look(null, '/teams', { size });
    await look(null, '/appointments', { size });
    await look(null, '/appointments', { size, locale: 'zh-TW' });
  },
);

it('what a member sees on a phone', async () => {
  const size = 'phone';
  await look('caiyun', '/me', { size });
  await look('caiyun', '/me/membership', { size });
  await look('caiyun', '/me/contact', { size }, 'contact');
  await look('caiyun', '/me/contact', { size, elder: true });
  await look('caiyun', '/me/contact', { size, locale: 'en' });
  await look('caiyun', '/me/data', { size }, 'data');
  await look('caiyun', '/me/organisations', { size });
  await look('yanqiu', '/me/teams', { size });
  await look('huojin', '/me/appointments', { size });
  await look('huojin', '/me/record', { size });
  await look('caiyun', '/me/logins', { size });
});

it('what staff work with', async () => {
  await look('secretary', '/secretariat', {}, 'secretariat');
  await look('secretary', '/secretariat/members', {});
  await look('secretary2', '/secretariat/rounds', {});
  await look('secretary2', '/secretariat/organisations', { locale: 'en' });
  await look('committee1', '/secretariat?list=decide', {});
  await look('shangyu', '/liaison', {}, 'liaison');
  await look('liaison', '/liaison/contacts', {});
  await look('liaison', '/liaison/matters', { locale: 'en' });
  await look('liaison', '/liaison/agreements', {});
  await look('liaison', '/liaison/meetings', {});
  await look('liaison', '/liaison/feedback', {});
  await look('weilai', '/admin/processing', {});
  await look('weilai', '/admin/data-requests', {});
});
