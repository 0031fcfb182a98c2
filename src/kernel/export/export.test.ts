import { type Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { strFromU8, unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { readTable } from '../sheets/index.ts';
import { type Column, csvStream, type ExportValue, jsonStream, xlsxStream } from './index.ts';

const zone = 'Asia/Shanghai';
type Letter = { title: string; at?: Date; stars?: number | null; open?: boolean };
const columns: Column<Letter>[] = [
  { key: 'title', header: '主题', value: (letter) => letter.title, width: 40 },
  { key: 'at', header: '时间', value: (letter) => letter.at },
  { key: 'stars', header: '星', value: (letter) => letter.stars },
  { key: 'open', header: '公开', value: (letter) => letter.open },
];
const letters: Letter[] = [
  { title: '路灯"不亮", 请修\n四号院', at: new Date('2026-11-08T13:14:00Z'), stars: 4.5, open: true },
  { title: '井盖 <松了> & 响', stars: null, open: false },
];
const only = (value: ExportValue): [Column<ExportValue>[], ExportValue[]] => [
  [{ key: 'v', header: 'v', value: (v) => v }],
  [value],
];
async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
const text = async (stream: Readable) => (await buffer(stream)).toString();

describe('CSV', () => {
  it('has headings, quotes, local times and a mark for Excel', async () => {
    expect(await text(csvStream(columns, letters, { zone }))).toBe(
      '\uFEFF主题,时间,星,公开\r\n"路灯""不亮"", 请修\n四号院",2026-11-08 21:14:00,4.5,true\r\n井盖 <松了> & 响,,,false\r\n',
    );
    expect(await text(csvStream(columns, [], { zone, bom: false }))).toBe('主题,时间,星,公开\r\n');
  });

  it('is written in GB18030 for those who need it, rare characters too', async () => {
    const bytes = await buffer(csvStream(...only('𠮷㐀汉字'), { zone, encoding: 'gb18030' }));
    expect(iconv.decode(bytes, 'gb18030')).toBe('v\r\n𠮷㐀汉字\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+86 800', "'+86 800"],
    ['-2+3', "'-2+3"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', "'＝1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['-12.5', '-12.5'],
    ['-3%', '-3%'],
    [-12.5, '-12.5'],
    [' =1', '" =1"'],
    ['a=1', 'a=1'],
    ['', ''],
    ['\ud800x', '\ufffdx'],
  ])('%j is written %j', async (value, written) => {
    expect(await text(csvStream(...only(value), { zone, bom: false }))).toBe(`v\r\n${written}\r\n`);
  });

  it('is read back by our own reader', async () => {
    const table = await readTable(await buffer(csvStream(columns, letters, { zone })));
    const rows = await all(table.rows);
    expect(rows).toMatchObject([
      {
        line: 2,
        cells: { 主题: letters[0]!.title, 时间: '2026-11-08 21:14:00', 星: '4.5', 公开: 'true' },
        problems: [],
      },
      { line: 4, cells: { 主题: letters[1]!.title, 公开: 'false' }, problems: [] },
    ]);
  });
});

describe('JSON', () => {
  it('is one array, or one object a line', async () => {
    const objects = [
      { title: letters[0]!.title, at: '2026-11-08T21:14:00+08:00', stars: 4.5, open: true },
      { title: letters[1]!.title, at: null, stars: null, open: false },
    ];
    expect(JSON.parse(await text(jsonStream(columns, letters, { zone })))).toEqual(objects);
    expect(JSON.parse(await text(jsonStream(columns, [], { zone })))).toEqual([]);
    const lines = (await text(jsonStream(columns, letters, { zone, lines: true }))).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(objects);
    expect(await text(jsonStream(columns, [], { zone, lines: true }))).toBe('');
  });
});

describe('XLSX', () => {
  it('is read by another program, with numbers, dates and texts as such', async () => {
    const file = await buffer(xlsxStream(columns, letters, { zone, sheet: '来信' }));
    expect(await readExcelFile(file)).toEqual([
      {
        sheet: '来信',
        data: [
          ['主题', '时间', '星', '公开'],
          [letters[0]!.title, new Date('2026-11-08T21:14:00Z'), 4.5, true],
          [letters[1]!.title, null, null, false],
        ],
      },
    ]);
  });

  it('is read back by our own reader as it was', async () => {
    const odd = [
      '=1+1',
      '_x000D_ _x005F_',
      'a\u0000\u0008b',
      '\ud800',
      ' 两端有空格 ',
      '"<&>\'',
      `${'长'.repeat(40_000)}`,
      '0012',
    ];
    const list = odd.map((title) => ({ title, at: new Date('1988-07-01T15:30:00Z') }));
    const table = await readTable(await buffer(xlsxStream(columns, list, { zone, sheet: 'x' })));
    const rows = await all(table.rows);
    expect(rows.map(({ cells }) => cells.主题)).toEqual([
      '=1+1',
      '_x000D_ _x005F_',
      'ab',
      '\ufffd',
      ' 两端有空格 ',
      '"<&>\'',
      `${'长'.repeat(32_766)}…`,
      '0012',
    ]);
    // A date in the summer time of 1988.
    expect(rows.map(({ cells }) => cells.时间)).toEqual(odd.map(() => new Date('1988-07-01T15:30:00Z')));
  });

  it('goes on to another sheet when one is full', async () => {
    const list = Array.from({ length: 7 }, (_, index) => ({ title: `第 ${index} 件` }));
    const file = await buffer(xlsxStream(columns, list, { zone, sheet: "'[来信]: 一/二?*", rowsPerSheet: 4 }));
    const sheets = await readExcelFile(file);
    expect(sheets.map(({ sheet, data }) => [sheet, data.map((row) => row[0])])).toEqual([
      ['来信 一二', ['主题', '第 0 件', '第 1 件', '第 2 件']],
      ['来信 一二 (2)', ['主题', '第 3 件', '第 4 件', '第 5 件']],
      ['来信 一二 (3)', ['主题', '第 6 件']],
    ]);
  });

  it('with no row has its headings, and is the same file every time', async () => {
    const [a, b] = [
      await buffer(xlsxStream(columns, [], { zone, sheet: '' })),
      await buffer(xlsxStream(columns, [], { zone, sheet: '' })),
    ];
    expect(a.equals(b)).toBe(true);
    expect(await readExcelFile(a)).toMatchObject([{ sheet: 'Sheet', data: [['主题', '时间', '星', '公开']] }]);
    expect(strFromU8(unzipSync(a)['xl/worksheets/sheet1.xml']!)).toContain('state="frozen"');
  });
});

const writers = {
  csv: (rows: AsyncIterable<Letter>) => csvStream(columns, rows, { zone }),
  json: (rows: AsyncIterable<Letter>) => jsonStream(columns, rows, { zone }),
  xlsx: (rows: AsyncIterable<Letter>) => xlsxStream(columns, rows, { zone, sheet: '来信' }),
};

describe.each(Object.entries(writers))('a stream of %s', (_, write) => {
  it('fails when its rows fail', async () => {
    async function* rows() {
      yield letters[0]!;
      throw new Error('the database went away');
    }
    await expect(buffer(write(rows()))).rejects.toThrow('the database went away');
  });

  it('lets its rows go when nobody listens any more', async () => {
    const started = Promise.withResolvers<void>();
    const released = Promise.withResolvers<string>();
    async function* rows() {
      try {
        for (;;) {
          yield letters[0]!;
          started.resolve();
        }
      } finally {
        released.resolve('released');
      }
    }
    const stream = write(rows());
    stream.resume();
    await started.promise;
    stream.destroy();
    expect(await released.promise).toBe('released');
  });

  it('takes 200,000 rows in memory that does not grow', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const used = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return (heapUsed + arrayBuffers) / 1024 / 1024;
    };
    const samples: number[] = [];
    async function* rows(): AsyncGenerator<Letter> {
      for (let index = 0; index < 200_000; index += 1) {
        if (index % 40_000 === 10_000) samples.push(used());
        yield {
          title: `路灯不亮 ${index} ${'字'.repeat(40)}`,
          at: new Date(1_700_000_000_000 + index * 1000),
          stars: index % 5,
          open: index % 2 === 0,
        };
      }
    }
    let bytes = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    });
    await pipeline(write(rows()), sink);
    expect(bytes).toBeGreaterThan(2_000_000);
    // What piles up is still there at the end; chunks on their way through zlib at one sample are not growth.
    const [first = 0] = samples;
    expect(Math.min(...samples.slice(-2)) - first).toBeLessThan(8);
  }, 60_000);
});
