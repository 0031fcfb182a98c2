import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { forgetBooks } from '../../books.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { holdVersion } from '../admin-page.tsx';
import { codeShape } from '../departments/change-department.ts';
import { lineOf, optionalLine } from '../names.ts';
import { addDistrict, type DistrictValues, lockDistrict, replaceDistrict } from './districts.queries.ts';

const degrees = (most: number) =>
  z
    .string()
    .default('')
    .transform((typed, ctx) => {
      const text = typed.normalize('NFKC').trim();
      const value = Number(text);
      if (text === '') return null;
      if (/^-?\d{1,3}(\.\d+)?$/.test(text) && Math.abs(value) <= most) return value;
      ctx.addIssue({ code: 'custom', message: 'people.admin.districts.degrees_wrong' });
      return z.NEVER;
    });

export const districtShape = z
  .object({
    code: codeShape,
    name: lineOf(40, 'people.admin.name_missing'),
    name_en: optionalLine(60),
    lon: degrees(180),
    lat: degrees(90),
    streets: z
      .string()
      .default('')
      .transform((typed) => [...new Set(typed.split(/[\n、,，;；]/).map((name) => name.replace(/\p{C}/gu, '').trim()))])
      .transform((names) => names.filter((name) => name !== ''))
      .pipe(
        z
          .array(z.string().max(40, 'people.admin.districts.street_long'))
          .max(300, 'people.admin.districts.streets_many'),
      ),
    version: z.string().max(40).optional(),
  })
  .refine(({ lon, lat }) => (lon === null) === (lat === null), {
    path: ['lat'],
    message: 'people.admin.districts.one_degree',
  });
export type DistrictInput = z.output<typeof districtShape>;

/** What the form of a district was made from; see `versionOf`. */
export function districtState({ code, name, lon, lat, streets }: DistrictValues) {
  return [code, name['zh-CN'], name.en ?? '', lon, lat, streets];
}

/**
 * Adds a district, or changes one.
 * @param id null: a new one
 * @throws AppError kernel.not_allowed, kernel.not_found, kernel.changed_meanwhile, kernel.invalid
 */
export async function saveDistrict(k: Kernel, actor: Actor, id: string | null, input: DistrictInput): Promise<string> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  const values: DistrictValues = {
    ...input,
    name: { 'zh-CN': input.name, ...(input.name_en && { en: input.name_en }) },
  };
  try {
    const saved = await inTransaction(k.db, async (tx) => {
      const before = id !== null && isId(id) ? await lockDistrict(tx, id) : undefined;
      if (id !== null && !before) fail('kernel.not_found');
      if (before) holdVersion(districtState(before), input.version);
      const districtId = id ?? (await addDistrict(tx, values));
      if (before) await replaceDistrict(tx, districtId, values);
      const [old, now] = [before ? districtState(before) : [], districtState(values)];
      const fields = ['code', 'name', 'name_en', 'lon', 'lat', 'streets'];
      await audit(tx, k.clock.now(), {
        actorId: actor.accountId,
        actorName: actor.name,
        action: before ? 'people.district_changed' : 'people.district_created',
        objectType: 'district',
        objectId: districtId,
        details: {
          code: values.code,
          changed: fields.filter((_, index) => JSON.stringify(old[index]) !== JSON.stringify(now[index])),
        },
      });
      return districtId;
    });
    await forgetBooks(k);
    k.cache.clear();
    return saved;
  } catch (error) {
    if (isDuplicate(error)) failFields({ code: { key: 'people.admin.code_taken' } });
    throw error;
  }
}
