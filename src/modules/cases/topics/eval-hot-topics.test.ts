import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsXml, workbookXml } from '../../../kernel/sheets/workbook.fixture.ts';
import { evalHotTopicsFile } from './eval-hot-topics.ts';
import { otherMessages, smokeMessages } from './topics.factory.ts';

const headings = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'topics-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, rows: (string | number | null)[][]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, workbookXml({ sheets: [{ name: '留言', data: rowsXml(rows) }] }));
  return path;
}

describe('evalHotTopicsFile', () => {
  test('reads the sheet by its headings, both sorts of times, and leaves out rows without a time', async () => {
    const smoke = smokeMessages();
    const rows = [...smoke, ...otherMessages()].map((m, i) => [
      i + 1,
      m.author,
      `${m.title} `,
      i === 0 ? 46082.3125 : `2026/3/${i + 1} 7:30:05`,
      m.body,
      0,
      i,
    ]);
    const path = await write('letters.xlsx', [headings, ...rows, [99, 'x', '没有时间', null, '', 0, 0]]);
    const result = await evalHotTopicsFile(path, { top: 10 });
    expect(result.rows).toBe(20);
    expect(result.topics).toHaveLength(1);
    expect(result.topics[0]).toMatchObject({
      rank: 1,
      place: '柳岸区云栖里小区',
      people: 5,
      follows: 0,
      support: 10,
      from: '2026-02-28T23:30:00.000Z',
      to: '2026-03-04T23:30:05.000Z',
      days: 5,
      members: ['1', '2', '3', '4', '5'],
    });
    expect(result.seconds).toBeGreaterThan(0);
    expect(result.peak_mb).toBeGreaterThan(0);
  });

  test('names the headings that are missing', async () => {
    const path = await write('wrong.xlsx', [headings.slice(2)]);
    await expect(evalHotTopicsFile(path, { top: 10 })).rejects.toThrow('留言编号, 留言用户');
  });
});
