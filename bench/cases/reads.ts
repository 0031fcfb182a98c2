import type pg from 'pg';
import { progress } from '../measure/command-line.ts';
import { type Spread, spreadOf } from '../measure/figures.ts';
import { openLoad } from '../measure/open-load.ts';
import { type ProcessorTime, type Watched, watchProcessor } from '../measure/processor.ts';
import { commonWord, rareWord } from './samples.ts';

type Page = { name: string; path: (n: number) => string; role?: string };
export type ReadFigure = {
  name: string;
  role?: string;
  ms: Spread;
  processor: ProcessorTime;
  failed: number;
  first_failure?: unknown;
  met: boolean;
};

export const target = { per_second: 50, p95_ms: 50 };

/** Pages that are made anew for each request, at a fixed rate, over all the generated cases. */
export async function measureReads(
  origin: string,
  pool: pg.Pool,
  given: { seconds: number; watched: Watched },
): Promise<ReadFigure[]> {
  const cookies = new Map<string, string>();
  const figures: ReadFigure[] = [];
  for (const { name, path, role } of await pagesOver(pool)) {
    if (role && !cookies.has(role))
      cookies.set(role, JSON.parse(await (await fetch(`${origin}/bench/staff/${role}`)).text()) as string);
    const headers = { 'accept-encoding': 'br', ...(role ? { cookie: cookies.get(role) ?? '' } : {}) };
    // What PostgreSQL reads from the disk for the first time and V8 has not compiled yet is not the question.
    await openLoad({ origin, path, per_second: 20, seconds: Math.min(2, given.seconds), headers });
    const taken = watchProcessor(given.watched);
    const { times_ms, failed } = await openLoad({ origin, path, headers, ...target, seconds: given.seconds });
    const ms = spreadOf(times_ms);
    const processor = taken(times_ms.length + failed.length);
    const { server_ms, postgres_ms } = processor;
    progress(
      `${name}: p50 ${ms.p50} p95 ${ms.p95} ms, server ${server_ms} + postgres ${postgres_ms} ms${failed.length > 0 ? `, ${failed.length} failed` : ''}`,
    );
    figures.push({
      name,
      ...(role ? { role } : {}),
      ms,
      processor,
      failed: failed.length,
      ...(failed[0] ? { first_failure: failed[0] } : {}),
      met: failed.length === 0 && (ms.p95 ?? Number.POSITIVE_INFINITY) < target.p95_ms,
    });
  }
  return figures;
}

type Known = { numbers: string[]; cursors: string[]; districts: string[]; departments: string[]; categories: string[] };

async function known(pool: pg.Pool): Promise<Known> {
  const texts = async (query: string) => (await pool.query<{ text: string }>(query)).rows.map(({ text }) => text);
  // Every some-thousandth by time, without looking at all of them.
  const some = `from cases.case tablesample system (1) where not confidential and not hidden and accepted_at is not null
    and state <> 'withdrawn' limit 500`;
  return {
    numbers: await texts(`select number as text ${some}`),
    cursors: await texts(`select (extract(epoch from submitted_at) * 1000)::bigint || '_' || id as text ${some}`),
    districts: await texts('select code as text from people.district order by sort'),
    departments: await texts(
      `select d.code as text from people.department d where exists (select 1 from cases.case c where c.lead_department_id = d.id) order by sort limit 40`,
    ),
    categories: await texts('select code as text from cases.category order by code'),
  };
}

async function pagesOver(pool: pg.Pool): Promise<Page[]> {
  const { numbers, cursors, districts, departments, categories } = await known(pool);
  const pick = (list: string[], n: number) => list[(n * 7) % Math.max(1, list.length)] ?? '';
  const kinds = ['enquiry', 'help', 'complaint', 'report', 'suggestion', 'thanks'];
  const narrow = (n: number) => `kind=${pick(kinds, n)}&district=${pick(districts, n)}&status=open`;
  return [
    { name: 'home', path: (n) => `/?n=${n}` },
    { name: 'list', path: (n) => `/cases?n=${n}` },
    { name: 'list, further on', path: (n) => `/cases?after=${pick(cursors, n)}` },
    { name: 'list by department', path: (n) => `/cases?department=${pick(departments, n)}&n=${n}` },
    { name: 'list by category', path: (n) => `/cases?category=${pick(categories, n)}&n=${n}` },
    { name: 'list by kind, district and status', path: (n) => `/cases?${narrow(n)}&n=${n}` },
    { name: 'list of a day three months ago', path: (n) => `/cases?${aDay(90 + (n % 30))}&n=${n}` },
    { name: 'search, common word', path: (n) => `/cases?q=${encodeURIComponent(commonWord)}&n=${n}` },
    { name: 'search, rare word', path: (n) => `/cases?q=${encodeURIComponent(rareWord)}&n=${n}` },
    {
      name: 'search, common word with filters',
      path: (n) => `/cases?q=${encodeURIComponent(commonWord)}&${narrow(n)}&n=${n}`,
    },
    { name: 'search, three words', path: (n) => `/cases?q=${encodeURIComponent('桂花园 北门 电梯')}&n=${n}` },
    { name: 'search, nothing found', path: (n) => `/cases?q=${encodeURIComponent('火箭发射')}&n=${n}` },
    { name: 'case', path: (n) => `/cases/${pick(numbers, n)}` },
    {
      name: 'letters like it, while typing',
      path: (n) => `/cases/similar?title=${encodeURIComponent(`幸福里${(n % 9) + 1}号门口的井盖坏了`)}&place=`,
    },
    { name: 'statistics', path: (n) => `/statistics?n=${n}` },
    { name: 'statistics, all by department', path: (n) => `/statistics?period=all&by=department&n=${n}` },
    { name: 'promises', path: (n) => `/promises?n=${n}` },
    { name: 'desk', path: (n) => `/desk?n=${n}`, role: 'handler' },
    { name: 'desk, being handled', path: (n) => `/desk?queue=working&n=${n}`, role: 'handler' },
    { name: 'desk, done', path: (n) => `/desk?queue=done&n=${n}`, role: 'handler' },
    { name: 'dispatch', path: (n) => `/dispatch?n=${n}`, role: 'dispatcher' },
    { name: 'supervision', path: (n) => `/supervision?n=${n}`, role: 'supervisor' },
    { name: 'overview', path: (n) => `/overview?n=${n}`, role: 'leader' },
  ];
}

function aDay(ago: number): string {
  const day = new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return `from=${day}&until=${day}`;
}
