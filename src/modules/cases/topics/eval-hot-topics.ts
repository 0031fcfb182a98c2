import { readFile } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { findHotTopics } from './find-hot-topics.ts';
import type { TopicMessage } from './topic.ts';

const HEADINGS = {
  id: '留言编号',
  author: '留言用户',
  title: '留言主题',
  at: '留言时间',
  body: '留言详情',
  oppose: '反对数',
  support: '点赞数',
} as const;

/** What `bin/tongxin eval hot-topics` prints. Days is the span from the first to the last message, rounded up. */
export type HotTopicsEvaluation = {
  rows: number;
  topics: {
    rank: number;
    title: string;
    place: string | null;
    keywords: string[];
    heat: number;
    people: number;
    follows: number;
    support: number;
    from: string;
    to: string;
    days: number;
    members: string[];
  }[];
  seconds: number;
  peak_mb: number;
};

/**
 * Reads the first sheet of an XLSX file of messages and finds its hottest topics. Times without a zone are
 * Asia/Shanghai. Rows without an id, a title or a time are not counted.
 *
 * @throws Error naming the headings that are missing.
 */
export async function evalHotTopicsFile(path: string, options: { top: number }): Promise<HotTopicsEvaluation> {
  const started = performance.now();
  const messages = messagesOf(await readSheet(await readFile(path), 1));
  const topics = findHotTopics(messages, { top: options.top });
  return {
    rows: messages.length,
    topics: topics.map((topic, i) => ({
      rank: i + 1,
      title: topic.title,
      place: topic.place,
      keywords: topic.keywords,
      heat: topic.heat,
      people: topic.people,
      follows: topic.follows,
      support: topic.support,
      from: topic.from.toISOString(),
      to: topic.to.toISOString(),
      days: Math.ceil((topic.to.getTime() - topic.from.getTime()) / 86_400_000),
      members: topic.members,
    })),
    seconds: Math.round((performance.now() - started) / 10) / 100,
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function messagesOf(rows: readonly (readonly unknown[])[]): TopicMessage[] {
  const heading = (rows[0] ?? []).map((cell) => String(cell ?? '').trim());
  const missing = Object.values(HEADINGS).filter((name) => !heading.includes(name));
  if (missing.length > 0) throw new Error(`Headings missing in the first row: ${missing.join(', ')}`);
  const column = (name: keyof typeof HEADINGS) => heading.indexOf(HEADINGS[name]);
  const columns = { ...HEADINGS } as Record<keyof typeof HEADINGS, unknown>;
  const messages: TopicMessage[] = [];
  for (const row of rows.slice(1)) {
    for (const name of Object.keys(HEADINGS) as (keyof typeof HEADINGS)[]) columns[name] = row[column(name)];
    const at = timeOf(columns.at);
    const id = textOf(columns.id);
    const title = textOf(columns.title);
    if (id === '' || title === '' || at === null) continue;
    messages.push({
      id,
      title,
      at,
      author: textOf(columns.author) || id,
      body: textOf(columns.body),
      support: countOf(columns.support),
      oppose: countOf(columns.oppose),
      follows: 0,
    });
  }
  return messages;
}

function textOf(cell: unknown): string {
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

function countOf(cell: unknown): number {
  const count = Number(cell);
  return Number.isFinite(count) && count > 0 ? count : 0;
}

/** Clock time of the city, at all seasons eight hours ahead. */
const CITY_OFFSET_MS = 8 * 3_600_000;

function timeOf(cell: unknown): Date | null {
  // A cell that holds a date carries the clock time as if it were UTC.
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? null : new Date(Math.round((cell.getTime() - CITY_OFFSET_MS) / 1000) * 1000);
  const match = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(textOf(cell));
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as number[];
  return new Date(Date.UTC(year!, month! - 1, day, hour, minute, second) - CITY_OFFSET_MS);
}
