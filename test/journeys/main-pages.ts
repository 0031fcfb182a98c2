import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { type City, expectSound, type Size, type VisitOptions } from './city.ts';

/** With SCREENSHOTS=1 the pictures in docs/screenshots are taken anew on the way. */
const taking = process.env.SCREENSHOTS === '1';
const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const widths: Record<Size, number> = { phone: 390, desktop: 1280 };

async function keep(page: Page, name: string, size: Size): Promise<void> {
  if (!taking) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForLoadState('networkidle');
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(path.join(folder, `${name}-${widths[size]}.png`));
}

/** Looks at one page as somebody: it is there, sound by axe and html-validate, and kept as a picture where it has a name. */
export async function look(
  city: City,
  person: string | null,
  place: string,
  options: VisitOptions,
  name?: string,
): Promise<void> {
  const page = await city.visit(person, options);
  const response = await page.goto(`${city.url}${place}`);
  expect(response?.status(), place).toBe(200);
  if (name) await keep(page, name, options.size ?? 'desktop');
  await expectSound(page);
  await page.context().close();
}
