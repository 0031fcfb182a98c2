import { z } from 'zod';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { channels, kinds } from '../cases.rules.ts';
import { statusFilters } from '../public/case-state.ts';
import { measures, rateNames } from '../statistics/figures.rules.ts';
import { spans } from '../topics/topics.queries.ts';

// Descriptions are keys of messages: the document is served in the reader's language.
const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `cases.api.field.${name}` }) as S;
const text = (name: string) => said(z.string(), name);
const moment = (name: string) =>
  z
    .string()
    .meta({ description: `cases.api.field.${name}`, format: 'date-time', example: '2026-11-19T10:00:00+08:00' });
const day = (name: string) =>
  z.string().meta({ description: `cases.api.field.${name}`, format: 'date', example: '2026-11-19' });
const count = (name: string) => said(z.int(), name);
const code = (name: string) =>
  z
    .string()
    .max(60, 'cases.field.too_long')
    .optional()
    .meta({ description: `cases.api.field.${name}` });

const states = [
  'accepted',
  'dispatched',
  'working',
  'again',
  'answered',
  'closed',
  'declined',
  'merged',
  'ended',
  'waiting',
  'withdrawn',
] as const;
const status = said(z.enum(states), 'status');
const named = z.object({ code: text('code'), name: text('name') });
const cursor = z.string().max(80).optional().meta({ description: 'cases.api.field.cursor' });
const next = said(z.string().nullable(), 'next');
const limit = z.coerce
  .number('cases.api.limit_wrong')
  .int('cases.api.limit_wrong')
  .min(1, 'cases.api.limit_wrong')
  .max(100, 'cases.api.limit_wrong')
  .default(20)
  .meta({ description: 'cases.api.field.limit' });
export const lang = z.enum(['zh-CN', 'zh-TW', 'en']).optional().meta({ description: 'cases.api.field.lang' });
const date = (name: string) =>
  z
    .string()
    .refine(isLocalDate, 'cases.api.date_wrong')
    .optional()
    .meta({ description: `cases.api.field.${name}`, format: 'date' });

export const caseSummary = z
  .object({
    number: z.string().meta({ description: 'cases.api.field.number', example: '2026-1119-0127' }),
    title: text('title'),
    excerpt: text('excerpt'),
    kind: said(z.enum(kinds), 'kind'),
    status,
    solved: said(z.boolean().nullable(), 'solved'),
    district: named.nullable(),
    place: text('place'),
    category: named.nullable(),
    department: named.nullable(),
    submittedAt: moment('submittedAt'),
    answeredAt: moment('answeredAt').nullable(),
    followers: count('followers'),
    href: text('href'),
  })
  .meta({ id: 'CaseSummary' });

const step = z.object({
  at: moment('step_at'),
  act: text('step_act'),
  department: named.nullable(),
  text: text('step_text'),
});
const reply = z.object({ publishedAt: moment('publishedAt'), department: named.nullable(), text: text('reply_text') });
const promiseOfCase = z.object({
  text: text('promise_text'),
  dueOn: day('dueOn'),
  state: said(z.enum(['open', 'kept', 'broken']), 'promise_state'),
  evidence: text('evidence'),
});

const whole = caseSummary.omit({ excerpt: true }).extend({
  body: text('body'),
  channel: said(z.enum(channels), 'channel'),
  author: text('author'),
  point: said(z.object({ lon: z.number(), lat: z.number() }).nullable(), 'point'),
  round: count('round'),
  acceptedAt: moment('acceptedAt').nullable(),
  dueAt: moment('dueAt').nullable(),
  closedAt: moment('closedAt').nullable(),
  mergedInto: said(z.string().nullable(), 'mergedInto'),
  pictures: said(z.array(z.string()), 'pictures'),
  steps: z.array(step),
  replies: z.array(reply),
  promises: z.array(promiseOfCase),
});
export const caseDetail = whole.meta({ id: 'Case' });
export const trackedCase = whole
  .extend({ confidential: said(z.boolean(), 'confidential') })
  .meta({ id: 'TrackedCase' });

export const caseList = z.object({ data: z.array(caseSummary), next });
export const caseListQuery = z.object({
  q: z.string().trim().max(100, 'cases.field.too_long').optional().meta({ description: 'cases.api.field.q' }),
  kind: said(z.enum(kinds).optional(), 'kind'),
  category: code('category_code'),
  district: code('district_code'),
  department: code('department_code'),
  status: said(z.enum(Object.keys(statusFilters) as [keyof typeof statusFilters]).optional(), 'status_filter'),
  from: date('from'),
  until: date('until'),
  limit,
  cursor,
  lang,
});

export const numberParams = z.object({ number: z.string().meta({ description: 'cases.api.field.number' }) });
export const trackHeaders = z.object({
  'x-tracking-code': z.string().max(40).optional().meta({ description: 'cases.api.field.tracking_header' }),
});

export const department = z
  .object({
    code: text('code'),
    name: text('name'),
    shortName: text('shortName'),
    kind: text('department_kind'),
    phone: text('phone_public'),
    parent: said(z.string().nullable(), 'parent'),
    district: said(z.string().nullable(), 'district_code'),
  })
  .meta({ id: 'Department' });
export const district = z
  .object({
    code: text('code'),
    name: text('name'),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
    streets: said(z.array(z.string()), 'streets'),
  })
  .meta({ id: 'District' });
export const category = z
  .object({
    code: text('code'),
    name: text('name'),
    level: count('level'),
    parent: said(z.string().nullable(), 'parent'),
    department: said(z.string().nullable(), 'department_code'),
    limit: said(z.string().nullable(), 'limit_kind'),
  })
  .meta({ id: 'Category' });
export const listOf = <S extends z.ZodType>(schema: S) => z.object({ data: z.array(schema) });

const counts = z.object(
  Object.fromEntries(measures.map((measure) => [measure, z.int()])) as Record<(typeof measures)[number], z.ZodInt>,
);
const rate = z
  .object({
    name: said(z.enum(rateNames), 'rate_name'),
    numerator: count('numerator'),
    denominator: count('denominator'),
    excluded: said(z.array(z.object({ why: z.string(), n: z.int() })), 'excluded'),
  })
  .meta({ id: 'Rate' });
export const statistics = z
  .object({
    from: day('from'),
    until: day('until'),
    by: text('by'),
    total: counts,
    rates: z.array(rate),
    rows: z.array(
      z.object({ code: said(z.string().nullable(), 'row_code'), name: text('name'), counts, rates: z.array(rate) }),
    ),
  })
  .meta({ id: 'Statistics' });
export const statisticsQuery = z.object({
  from: date('from'),
  until: date('until'),
  department: code('department_code'),
  district: code('district_code'),
  channel: said(z.enum(channels).optional(), 'channel'),
  kind: said(z.enum(kinds).optional(), 'kind'),
  by: said(z.enum(['department', 'district', 'channel', 'kind', 'month', 'day']).default('department'), 'by'),
  lang,
});

export const topic = z
  .object({
    id: text('id'),
    rank: count('rank'),
    title: text('title'),
    place: said(z.string().nullable(), 'place'),
    keywords: said(z.array(z.string()), 'keywords'),
    heat: said(z.number(), 'heat'),
    people: count('people'),
    letters: count('letters'),
    follows: count('follows'),
    same: count('same'),
    concentration: said(z.number(), 'concentration'),
    from: moment('first_letter'),
    until: moment('last_letter'),
    newest: z.array(z.object({ number: z.string(), title: z.string() })),
    href: text('href'),
  })
  .meta({ id: 'Topic' });
export const topicsQuery = z.object({ span: said(z.enum(spans).default('recent'), 'span'), limit, lang });

export const promise = z
  .object({
    number: text('number'),
    title: text('title'),
    department: named.nullable(),
    text: text('promise_text'),
    madeAt: moment('madeAt'),
    dueOn: day('dueOn'),
    state: said(z.enum(['open', 'kept', 'broken']), 'promise_state'),
    evidence: text('evidence'),
    settledOn: day('settledOn').nullable(),
    href: text('href'),
  })
  .meta({ id: 'Promise' });
export const promiseList = z.object({ data: z.array(promise), next });
export const promisesQuery = z.object({
  state: said(z.enum(['open', 'kept', 'broken']).default('open'), 'promise_state'),
  limit,
  cursor,
  lang,
});

export const receipt = z
  .object({
    number: text('number'),
    trackingCode: text('trackingCode'),
    submittedAt: moment('submittedAt'),
    replayed: said(z.boolean(), 'replayed'),
    href: text('track_href'),
  })
  .meta({ id: 'Receipt' });

export const errorBody = z
  .object({
    error: z.object({
      code: text('error_code'),
      params: said(z.record(z.string(), z.unknown()), 'error_params'),
      fields: said(z.record(z.string(), z.unknown()).optional(), 'error_fields'),
      reference: text('error_reference'),
    }),
  })
  .meta({ id: 'Error' });
