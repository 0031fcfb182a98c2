import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { AppError, type FieldErrors, fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { citySettings } from '../../../../kernel/settings/index.ts';
import { checkCityColours } from '../../../../ui/city-css.ts';
import type { Actor } from '../../actor.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { holdVersion } from '../admin-page.tsx';
import { lineOf, optionalLine } from '../names.ts';

export type City = z.output<(typeof citySettings)['schema']>;
export const emblemPurpose = 'people.emblem';

/** Parts of the city's settings that are edited by themselves. */
export const cityParts = {
  names: ['name', 'platformName', 'brand', 'sponsor', 'operator'],
  contact: ['hotline', 'address', 'hours', 'serviceFrom', 'serviceUntil', 'serviceAlways', 'languages'],
  look: ['primaryColour', 'accentColour', 'emblemFileId'],
  places: ['placeWords'],
} as const satisfies Record<string, readonly (keyof City)[]>;
export type CityPart = keyof typeof cityParts;

/** What the form of a part was made from; see `versionOf`. */
export function cityState(city: City, part: CityPart) {
  return cityParts[part].map((field) => city[field] ?? null);
}

const both = (chinese: string, english: string) => ({ 'zh-CN': chinese, ...(english && { en: english }) });
const flag = z
  .string()
  .optional()
  .transform((sent) => sent === 'yes');
const hour = z
  .string()
  .transform((typed) => typed.slice(0, 5))
  .pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'people.admin.city.hour_wrong'));
const languages = ['zh-CN', 'zh-TW', 'en'] as const;

const shapes = {
  names: z
    .object({
      name: lineOf(30, 'people.admin.name_missing'),
      name_en: optionalLine(60),
      platformName: lineOf(40, 'people.admin.name_missing'),
      platformName_en: optionalLine(80),
      brand: lineOf(12, 'people.admin.name_missing'),
      brand_en: optionalLine(30),
      sponsor: optionalLine(80),
      sponsor_en: optionalLine(160),
      operator: optionalLine(80),
      operator_en: optionalLine(160),
    })
    .transform(
      (typed): Partial<City> => ({
        name: both(typed.name, typed.name_en),
        platformName: both(typed.platformName, typed.platformName_en),
        brand: both(typed.brand, typed.brand_en),
        sponsor: both(typed.sponsor, typed.sponsor_en),
        operator: both(typed.operator, typed.operator_en),
      }),
    ),
  contact: z
    .object({
      hotline: z
        .string()
        .trim()
        .regex(/^[\d][\d\s-]{2,19}$/, 'people.admin.city.hotline_wrong'),
      address: optionalLine(120),
      address_en: optionalLine(200),
      hours: optionalLine(120),
      hours_en: optionalLine(200),
      serviceFrom: hour,
      serviceUntil: hour,
      serviceAlways: flag,
      languages: z
        .union([z.string(), z.array(z.string())], 'people.admin.city.language_missing')
        .transform((sent) => languages.filter((language) => [sent].flat().includes(language)))
        .pipe(z.array(z.enum(languages)).min(1, 'people.admin.city.language_missing')),
    })
    .refine(({ serviceFrom, serviceUntil, serviceAlways }) => serviceAlways || serviceFrom < serviceUntil, {
      path: ['serviceUntil'],
      message: 'people.admin.city.hours_order',
    })
    .transform(
      ({ address, address_en, hours, hours_en, ...typed }): Partial<City> => ({
        ...typed,
        address: both(address, address_en),
        hours: both(hours, hours_en),
      }),
    ),
  look: z
    .object({
      primaryColour: z.string().trim().toLowerCase(),
      accentColour: z.string().trim().toLowerCase(),
      removeEmblem: flag,
      emblem: z.string().optional(),
    })
    .superRefine(({ primaryColour, accentColour }, ctx) => {
      for (const [path, problem] of Object.entries(colourProblems(primaryColour, accentColour)))
        ctx.addIssue({ code: 'custom', path: [path], message: problem.key, params: problem.params ?? {} });
    }),
  places: z
    .object({
      placeWords: z
        .string()
        .default('')
        .transform((typed) => [...new Set(typed.split(/[\s、,，;；]+/).map((word) => word.replace(/\p{C}/gu, '')))])
        .transform((words) => words.filter((word) => word !== ''))
        .pipe(z.array(z.string().max(30, 'people.admin.too_long')).max(5000, 'people.admin.city.words_many')),
    })
    .transform((typed): Partial<City> => typed),
};

/** What is wrong with two colours, beside their fields. */
export function colourProblems(primary: string, accent: string): FieldErrors {
  const errors: FieldErrors = {};
  // keys: people.admin.city.colour_*
  for (const { field, code, ratio } of checkCityColours({ primary, accent }))
    errors[`${field}Colour`] ??= { key: `people.admin.city.colour_${code}`, params: { ratio: ratio ?? 0 } };
  return errors;
}

/**
 * Changes one part of the city's settings; every process has it at once.
 * @param typed as it was sent; `emblem` is the id of an upload of the actor
 * @throws AppError kernel.not_allowed, kernel.changed_meanwhile, kernel.invalid
 */
export async function changeCity(
  k: Kernel,
  actor: Actor,
  part: CityPart,
  typed: Record<string, string | string[]>,
): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  if (part === 'look') {
    const errors = colourProblems(String(typed.primaryColour ?? ''), String(typed.accentColour ?? ''));
    if (Object.keys(errors).length > 0) throw new AppError('kernel.invalid', { n: Object.keys(errors).length }, errors);
  }
  const at = k.clock.now();
  const input = shapes[part].parse(typed);
  await inTransaction(k.db, async (tx) => {
    let changed: string[] = [];
    let released: string | undefined;
    const emblem = part === 'look' ? await claimEmblem(k, tx, actor, (input as { emblem?: string }).emblem) : undefined;
    await k.settings.edit(tx, citySettings, at, actor.accountId, (before) => {
      holdVersion(cityState(before, part), typed.version === undefined ? undefined : String(typed.version));
      const next: City =
        part === 'look'
          ? withLook(before, input as z.output<(typeof shapes)['look']>, emblem)
          : { ...before, ...(input as Partial<City>) };
      changed = cityParts[part].filter((field) => JSON.stringify(before[field]) !== JSON.stringify(next[field]));
      if (before.emblemFileId !== next.emblemFileId) released = before.emblemFileId;
      return next;
    });
    if (released) await k.files.release(tx, [released]);
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.city_changed',
      objectType: 'setting',
      objectId: 'city',
      details: { part, changed },
    });
  });
}

async function claimEmblem(k: Kernel, tx: Tx, actor: Actor, id: string | undefined): Promise<string | undefined> {
  if (!id) return undefined;
  const [file] = await k.files.claim(tx, [id], { purpose: emblemPurpose, ownerId: actor.accountId });
  return file?.id;
}

function withLook(before: City, input: z.output<(typeof shapes)['look']>, emblem: string | undefined): City {
  const { emblemFileId, ...rest } = before;
  const kept = emblem ?? (input.removeEmblem ? undefined : emblemFileId);
  return {
    ...rest,
    primaryColour: input.primaryColour,
    accentColour: input.accentColour,
    ...(kept !== undefined && { emblemFileId: kept }),
  };
}

/** Texts that the city answers for; pages of these names show them. */
export const textKeys = ['about', 'rules', 'ordering', 'moderation', 'privacy', 'accessibility'] as const;
export type TextKey = (typeof textKeys)[number];

export const textShape = z.object({
  chinese: z
    .string('people.admin.texts.missing')
    .trim()
    .min(1, 'people.admin.texts.missing')
    .max(60_000, 'people.admin.too_long'),
  english: z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(z.string().max(120_000, 'people.admin.too_long')),
  version: z.string().max(40).optional(),
});

export function textState(city: City, key: TextKey) {
  return [city.texts[key]?.['zh-CN'] ?? '', city.texts[key]?.en ?? ''];
}

/** @throws AppError kernel.not_allowed, kernel.changed_meanwhile */
export async function changeText(
  k: Kernel,
  actor: Actor,
  key: TextKey,
  input: z.output<typeof textShape>,
): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await k.settings.edit(tx, citySettings, at, actor.accountId, (before) => {
      holdVersion(textState(before, key), input.version);
      return { ...before, texts: { ...before.texts, [key]: both(input.chinese, input.english) } };
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.city_text_changed',
      objectType: 'setting',
      objectId: 'city',
      details: { text: key, characters: input.chinese.length },
    });
  });
}
