import { readMoment, readTable, type TableRow } from '../../../kernel/sheets/index.ts';
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
const ZONE = 'Asia/Shanghai';

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
 * Reads the first sheet of an XLSX file, or a CSV, of messages and finds its hottest topics. Times without a zone are
 * Asia/Shanghai. Rows without an id, a title or a time are not counted.
 *
 * @param options.onRead called with the number of messages once they are read
 * @throws Error naming the headings that are missing; AppError `sheets.*` where the file is no table
 */
export async function evalHotTopicsFile(
  path: string,
  options: { top: number; onRead?: (messages: number) => void },
): Promise<HotTopicsEvaluation> {
  const started = performance.now();
  const messages = await readMessages(path);
  options.onRead?.(messages.length);
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

async function readMessages(path: string): Promise<TopicMessage[]> {
  const table = await readTable(path, { zone: ZONE });
  const missing = Object.values(HEADINGS).filter((name) => !table.headers.includes(name));
  if (missing.length > 0) {
    await table.close();
    throw new Error(`${path}: no column is headed ${missing.join(', ')}.`);
  }
  const messages: TopicMessage[] = [];
  for await (const row of table.rows) {
    const message = messageOf(row);
    if (message) messages.push(message);
  }
  return messages;
}

function messageOf({ cells }: TableRow): TopicMessage | null {
  const text = (name: keyof typeof HEADINGS) => String(cells[HEADINGS[name]] ?? '').trim();
  const count = (name: keyof typeof HEADINGS) => Math.max(0, Number(text(name)) || 0);
  const at = readMoment(cells[HEADINGS.at], ZONE);
  const [id, title] = [text('id'), text('title')];
  if (id === '' || title === '' || at === null) return null;
  return {
    id,
    title,
    at,
    author: text('author') || id,
    body: text('body'),
    support: count('support'),
    oppose: count('oppose'),
    follows: 0,
  };
}
