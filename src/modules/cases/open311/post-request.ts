import { z } from 'zod';
import { AppError, type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import type { ApiKey } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { districtBook } from '../../people/index.ts';
import { isMediaLink } from '../api/media-link.ts';
import { referenceShape, submitFromProgram } from '../api/submit-from-program.ts';
import { casesSettings } from '../cases.settings.ts';
import { categoryBook } from '../category-book.ts';
import type { Letter, Receipt } from '../resident/submit-case.ts';
import { generalService, listServices } from './services.ts';

const short = z.string().trim().max(200, 'cases.field.too_long').default('');
const decimal = z
  .string()
  .trim()
  .regex(/^-?\d{1,3}(\.\d{1,15})?$/, 'cases.open311.number_wrong')
  .optional();

/** A form as GeoReport v2 sends it. */
const posted = z.object({
  service_code: z.string({ error: 'cases.open311.service_needed' }).trim().min(1, 'cases.open311.service_needed'),
  lat: decimal,
  long: decimal,
  address_string: short,
  address_id: short,
  email: short,
  first_name: short,
  last_name: short,
  phone: short,
  description: z.string({ error: 'cases.field.body_short' }),
  media_url: z.string().trim().max(500, 'cases.field.too_long').default(''),
  client_reference: z
    .union([z.literal(''), z.string().regex(referenceShape, 'cases.open311.reference_wrong')])
    .default(''),
});

/** From the parts of the letter back to the parameters that they came in. */
const parameterOf: Record<string, string> = {
  title: 'attribute[TITLE]',
  kind: 'attribute[KIND]',
  districtId: 'attribute[DISTRICT]',
  body: 'description',
  address: 'address_string',
  lon: 'long',
  name: 'first_name',
  categoryId: 'service_code',
};

export type Posted = {
  key: ApiKey;
  body: unknown;
  locale: Locale;
  /** the program's own name for it, by header; a parameter comes first */
  reference: string | null;
};

/**
 * Takes in a service request.
 * @throws AppError kernel.invalid whose fields are the standard's parameters
 */
export async function postRequest(k: Kernel, given: Posted): Promise<Receipt & { replayed: boolean }> {
  const fields = formFields(given.body);
  const form = posted.parse(fields);
  const reference = form.client_reference || given.reference;
  if (reference && !referenceShape.test(reference))
    failFields({ client_reference: { key: 'cases.open311.reference_wrong' } });
  const letter = await letterOf(k, form, fields);
  const mediaUrl = form.media_url;
  if (mediaUrl && !isMediaLink(mediaUrl)) failFields({ media_url: { key: 'cases.field.link_wrong' } });
  const { key, locale } = given;
  try {
    const more = mediaUrl ? { mediaUrl } : {};
    return await submitFromProgram(k, { key, door: 'open311', reference, letter, locale, ...more });
  } catch (error) {
    throw inParameters(error);
  }
}

/** One text for each parameter: what came twice counts as it came last. Whatever is no text in UTF-8 is refused. */
function formFields(body: unknown): Record<string, string> {
  if (!body || typeof body !== 'object') throw new AppError('kernel.bad_request');
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last !== 'string') continue;
    // The parser leaves what is not UTF-8 as it stands, escapes and all.
    if (/%[89a-f][0-9a-f]/i.test(last) || last.includes('\ufffd'))
      failFields({ [name]: { key: 'cases.open311.not_utf8' } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL has no place for it
    fields[name] = last.replace(/\u0000/g, '');
  }
  return fields;
}

async function letterOf(k: Kernel, form: z.output<typeof posted>, fields: Record<string, string>): Promise<Letter> {
  const [districts, categories, services] = await Promise.all([
    districtBook(k),
    categoryBook(k),
    listServices(k, 'zh-CN'),
  ]);
  const attribute = (code: string) => (fields[`attribute[${code}]`] ?? fields[`attribute[${code}][]`] ?? '').trim();
  const wrong: FieldErrors = {};
  if (!services.some((service) => service.service_code === form.service_code))
    wrong.service_code = { key: 'cases.open311.service_unknown' };
  const district = districts.byCode(attribute('DISTRICT') || form.address_id);
  if (attribute('DISTRICT') && !district) wrong['attribute[DISTRICT]'] = { key: 'cases.field.district_unknown' };
  if (form.address_id && !districts.byCode(form.address_id)) wrong.address_id = { key: 'cases.field.district_unknown' };
  if ((form.lat === undefined || form.long === undefined) && !form.address_string && !form.address_id)
    wrong.address_string = { key: 'cases.open311.place_needed' };
  const { kinds } = k.settings.get(casesSettings);
  const kind = attribute('KIND') || (kinds.includes('help') ? 'help' : kinds[0]);
  if (!kinds.some((each) => each === kind)) wrong['attribute[KIND]'] = { key: 'cases.field.kind_needed' };
  const confidential = attribute('CONFIDENTIAL').toLowerCase();
  if (!['', 'no', 'yes'].includes(confidential)) wrong['attribute[CONFIDENTIAL]'] = { key: 'cases.open311.yes_or_no' };
  if (Object.keys(wrong).length > 0) failFields(wrong);
  return {
    title: attribute('TITLE') || titleFrom(form.description),
    body: form.description,
    kind: kind as Letter['kind'],
    districtId: district?.id,
    address: form.address_string,
    lon: form.long,
    lat: form.lat,
    categoryId: form.service_code === generalService ? undefined : categories.byCode(form.service_code)?.id,
    confidential: confidential === 'yes',
    name: nameOf(form.first_name, form.last_name),
    phone: form.phone,
    email: form.email,
  };
}

const longestTitle = 40;

/** The standard has no title: the first sentence of the description, or as much of it as a title holds. */
export function titleFrom(description: string): string {
  const plain = description.replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[。！？!?；;]|^.*?\.(?=\s+\p{Lu}|$)/u.exec(plain)?.[0] ?? plain;
  const whole = [...sentence.replace(/[。！？!?；;，,.]+$/u, '')];
  if (whole.length < 4) return [...plain].slice(0, longestTitle).join('');
  return whole.length > longestTitle ? `${whole.slice(0, longestTitle - 1).join('')}…` : whole.join('');
}

/** Family name first where names are written so. */
function nameOf(first: string, last: string): string {
  if (/\p{Script=Han}/u.test(first + last)) return `${last}${first}`;
  return [first, last].filter(Boolean).join(' ');
}

function inParameters(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: [parameterOf[String(issue.path[0])] ?? String(issue.path[0])],
    }));
    return new z.ZodError(issues);
  }
  if (!(error instanceof AppError) || !error.fields) return error;
  const fields = Object.fromEntries(
    Object.entries(error.fields).map(([name, problem]) => [parameterOf[name] ?? name, problem]),
  );
  return new AppError(error.code, error.params, fields);
}
