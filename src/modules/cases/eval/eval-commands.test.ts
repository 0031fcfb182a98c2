import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { rowsXml, workbookXml } from '../../../kernel/sheets/workbook.fixture.ts';
import { otherMessages, smokeMessages } from '../topics/topics.factory.ts';
import { evalCommands } from './eval-commands.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eval-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<{ out: string; err: string }> {
  const said = { out: '', err: '' };
  const collect = (name: 'out' | 'err') => (chunk: unknown) => {
    said[name] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(collect('out') as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(collect('err') as never);
  const program = new Command('tongxin').exitOverride();
  evalCommands(program);
  for (const command of program.commands.flatMap((inner) => [inner, ...inner.commands])) command.exitOverride();
  await program.parseAsync(['node', 'tongxin', 'eval', ...args]).finally(() => vi.restoreAllMocks());
  return said;
}

async function letters(): Promise<string> {
  const headings = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'];
  const rows = [...smokeMessages(), ...otherMessages()].map((m, i) => [
    i + 1,
    m.author,
    m.title,
    `2026/3/${i + 1} 7:30:05`,
    m.body,
    0,
    i,
  ]);
  const path = join(folder, 'letters.xlsx');
  await writeFile(path, workbookXml({ sheets: [{ name: '留言', data: rowsXml([headings, ...rows]) }] }));
  return path;
}

async function labelled(name: string, n: number): Promise<string> {
  const path = join(folder, name);
  const rows = Array.from({ length: n }, (_, i) =>
    i % 2 === 0
      ? { text: `第${i}条路的公交车等太久，早高峰挤不上车`, category: '交通运输' }
      : { text: `第${i}小学食堂的饭菜不新鲜，孩子上课没精神`, category: '教育文体' },
  );
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return path;
}

it('prints hot topics as one JSON object, and what is under way elsewhere', async () => {
  const { out, err } = await run('hot-topics', await letters(), '--top', '3', '--json');
  const found = JSON.parse(out);
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(found).toMatchObject({ rows: 20, topics: [{ rank: 1, people: 5, members: ['1', '2', '3', '4', '5'] }] });
  expect(err).toContain('20 messages');
});

it('prints hot topics for people to read', async () => {
  const { out } = await run('hot-topics', await letters());
  expect(out).toContain('柳岸区云栖里小区 | heat');
  expect(out).toContain('5 people, 5 messages');
  expect(out).toContain('2026-03-01 to 2026-03-05');
});

it('prints how well routing does', async () => {
  const [train, test] = [await labelled('train.jsonl', 40), await labelled('test.jsonl', 10)];
  const { out } = await run('routing', '--train', train, '--test', test, '--json');
  expect(JSON.parse(out)).toMatchObject({
    accuracy: expect.any(Number),
    macro_f1: expect.any(Number),
    ms_per_message: expect.any(Number),
    train_seconds: expect.any(Number),
    train_rows: 40,
    test_rows: 10,
  });
  const words = await run('routing', '--train', train, '--test', test);
  expect(words.out).toMatch(/accuracy +\d/);
  expect(words.out).toContain('教育文体');
});

it('refuses what is no number, no table and no file', async () => {
  await expect(run('hot-topics', 'x.xlsx', '--top', '0')).rejects.toThrow(CommanderError);
  await expect(run('hot-topics', 'x.xlsx', '--top', '1e9')).rejects.toThrow(CommanderError);
  await expect(run('hot-topics', join(folder, 'none.xlsx'))).rejects.toThrow('ENOENT');
  await expect(run('routing', '--train', join(folder, 'none'))).rejects.toThrow(CommanderError);
  const bad = join(folder, 'bad.jsonl');
  await writeFile(bad, '{"text": "没有类别"}\n');
  await expect(run('routing', '--train', bad, '--test', bad)).rejects.toThrow('line 1');
});
