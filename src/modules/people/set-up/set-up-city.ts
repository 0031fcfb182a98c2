import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { checkCityColours } from '../../../ui/city-css.ts';

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .pipe(z.string().max(most, 'people.set_up.too_long'));
const needed = (most: number) => line(most).pipe(z.string().min(1, 'people.name.missing'));

/** What the wizard asks of a city; everything else has defaults and is changed later by the administrator. */
const citySchema = z.object({
  name: needed(40),
  nameEn: line(60),
  platformName: needed(60),
  platformNameEn: line(80),
  brand: needed(12),
  brandEn: line(24),
  hotline: line(20).pipe(z.string().regex(/^[\d\s+-]*$/, 'people.set_up.hotline_format')),
  sponsor: needed(80),
  languages: z.array(z.enum(['zh-CN', 'zh-TW', 'en'])).min(1, 'people.set_up.language_missing'),
  primaryColour: z.string().trim().toLowerCase(),
  accentColour: z.string().trim().toLowerCase(),
});

export type CityInput = z.output<typeof citySchema>;

/** Writes down who the city is. It becomes ready with its first administrator. */
export async function setUpCity(k: Kernel, input: CityInput): Promise<void> {
  const city = k.settings.get(citySettings);
  const both = (zh: string, en: string) => ({ 'zh-CN': zh, en: en || zh });
  await inTransaction(k.db, (tx) =>
    k.settings.set(
      tx,
      citySettings,
      {
        ...city,
        name: both(input.name, input.nameEn),
        platformName: both(input.platformName, input.platformNameEn),
        brand: both(input.brand, input.brandEn),
        hotline: input.hotline,
        sponsor: both(input.sponsor, ''),
        operator: both(input.sponsor, ''),
        languages: input.languages,
        primaryColour: input.primaryColour,
        accentColour: input.accentColour,
        ready: false,
      },
      k.clock.now(),
      null,
    ),
  );
}

/** @throws AppError kernel.invalid beside every field that is wrong, with the measured contrast of a colour that has too little */
export function readCity(given: { primaryColour: string; accentColour: string; [field: string]: unknown }): CityInput {
  const parsed = citySchema.safeParse(given);
  const fields: FieldErrors = {};
  for (const issue of parsed.error?.issues ?? []) {
    fields[issue.path.join('.')] ??= { key: issue.message.startsWith('people.') ? issue.message : 'ui.field.invalid' };
  }
  for (const problem of checkCityColours({ primary: given.primaryColour.trim(), accent: given.accentColour.trim() })) {
    // keys: people.set_up.colour_*
    const params = { ratio: problem.ratio ?? 0 };
    fields[`${problem.field}Colour`] ??= { key: `people.set_up.colour_${problem.code}`, params };
  }
  if (Object.keys(fields).length > 0 || !parsed.success) return failFields(fields);
  return parsed.data;
}
