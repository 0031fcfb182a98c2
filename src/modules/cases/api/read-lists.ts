import type { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { caseBooks } from '../public/case-books.ts';
import { listPromises } from '../public/home.queries.ts';
import { hottestTopics } from '../topics/topics.queries.ts';
import { momentIn, namedIn } from './case-views.ts';
import type { category, department, district, promiseList, promisesQuery, topic, topicsQuery } from './schemas.ts';

export async function readDepartments(k: Kernel, locale: Locale): Promise<z.input<typeof department>[]> {
  const { departments, districts } = await caseBooks(k);
  return departments.all
    .filter((entry) => entry.active)
    .map((entry) => ({
      code: entry.code,
      name: departments.name(entry.id, locale),
      shortName: entry.shortName[locale] || entry.shortName['zh-CN'],
      kind: entry.kind,
      phone: entry.phone,
      parent: departments.get(entry.parentId)?.code ?? null,
      district: districts.get(entry.districtId)?.code ?? null,
    }));
}

export async function readDistricts(k: Kernel, locale: Locale): Promise<z.input<typeof district>[]> {
  const { districts } = await caseBooks(k);
  return districts.all.map(({ id, code, lon, lat, streets }) => ({
    code,
    name: districts.name(id, locale),
    lon,
    lat,
    streets,
  }));
}

export async function readCategories(k: Kernel, locale: Locale): Promise<z.input<typeof category>[]> {
  const { categories, departments } = await caseBooks(k);
  return categories.all
    .filter((entry) => entry.active)
    .map((entry) => ({
      code: entry.code,
      name: categories.name(entry.id, locale),
      level: entry.level,
      parent: categories.get(entry.parentId)?.code ?? null,
      department: departments.get(entry.departmentId)?.code ?? null,
      limit: entry.limitKind,
    }));
}

export async function readTopics(k: Kernel, query: z.output<typeof topicsQuery>): Promise<z.input<typeof topic>[]> {
  const topics = await hottestTopics(k.db, query.span, query.limit);
  return topics.map(({ from, to, support, times: _, newest, ...rest }, i) => ({
    ...rest,
    rank: i + 1,
    same: support,
    from: momentIn(k, from),
    until: momentIn(k, to),
    newest,
    href: `${k.config.publicUrl}/topics/${rest.id}`,
  }));
}

export async function readPromises(
  k: Kernel,
  query: z.output<typeof promisesQuery>,
  locale: Locale,
): Promise<z.input<typeof promiseList>> {
  const [dueOn = '', id = ''] = (query.cursor ?? '').split('_');
  const after = isLocalDate(dueOn) && isId(id) ? { dueOn, id } : null;
  if (query.cursor && !after) failFields({ cursor: { key: 'cases.api.cursor_wrong' } });
  const { departments } = await caseBooks(k);
  const rows = await listPromises(k.db, query.state, after, query.limit + 1, k.config.TIME_ZONE);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    data: shown.map(({ id: _, departmentId, ...rest }) => ({
      ...rest,
      department: namedIn(departments, departmentId, locale),
      madeAt: momentIn(k, rest.madeAt),
      href: `${k.config.publicUrl}/cases/${rest.number}`,
    })),
    next: rows.length > query.limit && last ? `${last.dueOn}_${last.id}` : null,
  };
}
