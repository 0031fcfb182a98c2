import { z } from 'zod';
import { kinds } from '../cases.rules.ts';
import { referenceShape } from './submit-from-program.ts';

/** Text of people: what no database takes is left out, what was broken on the way is refused. */
const written = (most: number, tooLong: string) =>
  z
    .string()
    .max(most, tooLong)
    .refine((text) => !text.includes('\ufffd'), 'cases.api.not_utf8')
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'cases.api.not_text');
const optional = (most: number, name: string) =>
  written(most, 'cases.field.too_long')
    .default('')
    .meta({ description: `cases.api.field.${name}` });

/** A letter as programs send it. What it must hold beyond its shape is checked when it is taken in. */
export const newCase = z
  .object({
    title: written(80, 'cases.field.title_long')
      .min(4, 'cases.field.title_short')
      .meta({ description: 'cases.api.field.new_title' }),
    body: written(8000, 'cases.field.too_long')
      .min(20, 'cases.field.body_short')
      .meta({ description: 'cases.api.field.new_body' }),
    kind: z.enum(kinds, { error: 'cases.field.kind_needed' }).meta({ description: 'cases.api.field.kind' }),
    district: optional(60, 'district_code'),
    category: optional(60, 'category_code'),
    address: optional(200, 'address'),
    lon: z.number().min(-180).max(180).optional().meta({ description: 'cases.api.field.lon' }),
    lat: z.number().min(-90).max(90).optional().meta({ description: 'cases.api.field.lat' }),
    confidential: z.boolean().default(false).meta({ description: 'cases.api.field.confidential' }),
    name: optional(40, 'author_name'),
    phone: optional(30, 'author_phone'),
    email: optional(200, 'author_email'),
    reference: z
      .string()
      .regex(referenceShape, 'cases.open311.reference_wrong')
      .optional()
      .meta({ description: 'cases.api.field.reference' }),
  })
  .meta({ id: 'NewCase' });
export type NewCase = z.output<typeof newCase>;
