import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { readTable } from './read-table.ts';
import type { ReadTableOptions, TableRow } from './table.ts';
import { mergesXml, rowsXml, workbookXml } from './workbook.fixture.ts';

async function read(file: Uint8Array | string, options?: ReadTableOptions) {
  const table = await readTable(file, options);
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { ...table, rows };
}
const one = (data: string, after?: string) => workbookXml({ sheets: [{ name: '来信', data, after }] });
const refused = (code: string, params: Record<string, unknown> = {}) => expect.objectContaining({ code, params });

describe('a workbook', () => {
  it('written by another program is read', async () => {
    const file = await writeExcelFile([
      [{ value: '留言编号' }, { value: '留言主题' }, { value: '留言时间' }, { value: '公开' }],
      [
        { type: Number, value: 2549 },
        { type: String, value: '路灯不亮 <槐荫路> & "四号院"\n第二行' },
        { type: Date, value: new Date('2026-11-08T21:14:00Z'), format: 'yyyy/mm/dd hh:mm' },
        { type: Boolean, value: true },
      ],
    ]).toBuffer();
    const table = await read(file);
    expect(table).toMatchObject({ format: 'xlsx', sheet: 'Sheet1', sheets: ['Sheet1'], headerLine: 1, encoding: null });
    expect(table.headers).toEqual(['留言编号', '留言主题', '留言时间', '公开']);
    const cells = Object.assign(Object.create(null), {
      留言编号: 2549,
      留言主题: '路灯不亮 <槐荫路> & "四号院"\n第二行',
      // The cell shows 21:14, which in Shanghai is 13:14 UTC.
      留言时间: new Date('2026-11-08T13:14:00Z'),
      公开: 'TRUE',
    });
    expect(table.rows).toEqual([{ line: 2, cells, problems: [] }]);
  });

  it('is read from a path, and from a part of a larger buffer', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sheets-'));
    afterAll(() => rmSync(dir, { recursive: true }));
    const bytes = one(rowsXml([['甲'], ['1']]));
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 7);
    writeFileSync(join(dir, 'table.bin'), bytes);
    for (const file of [join(dir, 'table.bin'), larger.subarray(7, 7 + bytes.length)]) {
      expect((await read(file)).rows.map((row) => ({ ...row.cells }))).toEqual([{ 甲: '1' }]);
    }
  });

  it('has its sheet chosen by name, else the first that is not hidden', async () => {
    const sheets = ['甲', '乙', '丙'].map((name, index) => ({
      name,
      data: rowsXml([[name], ['x']]),
      hidden: index === 0,
    }));
    const file = workbookXml({ sheets });
    expect(await read(file)).toMatchObject({ sheet: '乙', headers: ['乙'], sheets: ['甲', '乙', '丙'] });
    expect(await read(file, { sheet: '丙' })).toMatchObject({ sheet: '丙', headers: ['丙'] });
    await expect(read(file, { sheet: '丁' })).rejects.toThrow(
      refused('sheets.no_such_sheet', { sheet: '丁', sheets: '甲、乙、丙' }),
    );
  });

  it('has texts that are shared, rich, pronounced, escaped or prefixed', async () => {
    const texts = [
      '<si><t>题目</t></si>',
      '<si><r><t>路</t></r><r><rPr><b/></rPr><t xml:space="preserve">灯 </t></r><rPh><t>lùdēng</t></rPh></si>',
      '<si><t>一_x000D_二 _x005F_x000D_</t></si>',
      '<si><t/></si>',
    ];
    const rows = [0, 1, 2, 3, 9].map((text, index) => `<row><c t="s"><v>${text}</v></c><c><v>${index}</v></c></row>`);
    const table = await read(workbookXml({ texts: texts.join(''), sheets: [{ name: 'S', data: rows.join('') }] }));
    expect(table.headers).toEqual(['题目', '0']);
    expect(table.rows.map((row) => [row.line, row.cells.题目, row.cells['0']])).toEqual([
      [2, '路灯 ', 1],
      [3, '一\r二 _x000D_', 2],
      [4, undefined, 3],
      [5, undefined, 4],
    ]);
    expect(table.rows[3]!.problems).toEqual([{ code: 'sheets.cell_unreadable', column: 'A', params: { value: '9' } }]);
  });

  it('has elements with a prefix', async () => {
    const main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const data =
      '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>';
    const part = strToU8(`<x:worksheet ${main}>${data}</x:worksheet>`);
    const file = workbookXml({ sheets: [{ name: 'S', data: '' }], parts: { 'xl/worksheets/sheet1.xml': part } });
    expect((await read(file)).rows).toMatchObject([{ line: 2, cells: { 甲: 7 } }]);
  });
});

describe('dates', () => {
  const formats = [
    'yyyy/m/d h:mm',
    'm&quot;月&quot;d&quot;日&quot;',
    'h:mm:ss',
    '0.00_);[Red]\\(0.00\\)',
    '[h]:mm',
    '&quot;day&quot;0',
    'General',
  ];
  const sheet = (value: number) => {
    const cells = formats.map((_, style) => `<c s="${style + 1}"><v>${value}</v></c>`).join('');
    return [{ name: 'S', data: `${rowsXml([formats.map((_, index) => `c${index}`)])}<row r="2">${cells}</row>` }];
  };

  it('are the wall clock of the city, by the format of the cell', async () => {
    const file = workbookXml({ formats, sheets: sheet(43580.39733796297) });
    const shanghai = new Date('2019-04-25T01:32:10Z');
    expect(Object.values((await read(file)).rows[0]!.cells)).toEqual([
      shanghai,
      shanghai,
      shanghai,
      43580.39733796297,
      shanghai,
      43580.39733796297,
      43580.39733796297,
    ]);
    const urumqi = await read(file, { zone: 'Europe/Berlin' });
    expect(urumqi.rows[0]!.cells.c0).toEqual(new Date('2019-04-25T07:32:10Z'));
  });

  it('without a day are a time', async () => {
    const { cells } = (await read(workbookXml({ formats, sheets: sheet(0.75) }))).rows[0]!;
    expect([cells.c2, cells.c3, cells.c4]).toEqual(['18:00', 0.75, '18:00']);
  });

  it('count from 1904 where the file says so, and from 1900 with its 29 February', async () => {
    const first = async (value: number, from1904: boolean) =>
      (await read(workbookXml({ formats, from1904, sheets: sheet(value) }), { zone: 'UTC' })).rows[0]!.cells.c0;
    expect(await first(42118.5, true)).toEqual(new Date('2019-04-25T12:00:00Z'));
    expect(await first(1, false)).toEqual(new Date('1900-01-01T00:00:00Z'));
    expect(await first(61, false)).toEqual(new Date('1900-03-01T00:00:00Z'));
    expect([await first(-1, false), await first(9_999_999, false)]).toEqual([-1, 9_999_999]);
  });
});

describe('headings', () => {
  it('follow blank lines and titles, and are told apart', async () => {
    const rows = rowsXml(
      [
        ['  '],
        ['云川市 2026 年来信'],
        ['编号', ' 电\n话 ', null, '电话', '电 话', '__proto__'],
        ['1', '2', '3', '4', '5', '6'],
      ],
      3,
    );
    const table = await read(one(rows, mergesXml('A4:F4')));
    expect(table).toMatchObject({ headerLine: 5, headers: ['编号', '电 话', '[C]', '电话', '电 话 (2)', '__proto__'] });
    expect(Object.entries(table.rows[0]!.cells)).toEqual(
      table.headers.map((header, index) => [header, String(index + 1)]),
    );
  });

  it('may be in several lines, joined by merged cells', async () => {
    const rows = rowsXml([
      ['编号', '来信人', null, '答复', null],
      [null, '姓名', '电话', '单位', '时间'],
      [1, '许女士', '0800', '照明处', '昨天'],
    ]);
    const table = await read(one(rows, mergesXml('A1:A2', 'B1:C1', 'D1:E1')));
    expect(table.headers).toEqual(['编号', '来信人 / 姓名', '来信人 / 电话', '答复 / 单位', '答复 / 时间']);
    expect(table).toMatchObject({ headerLine: 2, rows: [{ line: 3, cells: { '来信人 / 电话': '0800' } }] });
  });

  it('of one line keep to it when a cell is merged only for its width', async () => {
    const rows = rowsXml([
      ['编号', '地址', null],
      [1, '槐荫路', '四号院'],
    ]);
    const table = await read(one(rows, mergesXml('B1:C1')));
    expect(table.headers).toEqual(['编号', '地址']);
    expect(table.rows).toMatchObject([
      { line: 2, problems: [{ code: 'sheets.extra_cells', params: { expected: 2, found: 3 } }] },
    ]);
    const named = rowsXml([
      ['编号', '地址', null],
      [null, '路', '号'],
      [1, '槐荫路', 4],
    ]);
    expect((await read(one(named, mergesXml('B1:C1')))).headers).toEqual(['编号', '地址 / 路', '地址 / 号']);
  });

  it('are taken from the line that is named', async () => {
    const rows = rowsXml([
      ['说明', '填表须知'],
      ['甲', '乙'],
      [1, 2],
    ]);
    expect(await read(one(rows), { headerLine: 2 })).toMatchObject({
      headers: ['甲', '乙'],
      rows: [{ cells: { 甲: 1 } }],
    });
    await expect(read(one(rows), { headerLine: 9 })).rejects.toThrow(refused('sheets.no_header', { line: 9 }));
  });

  it('of a single column are its first line', async () => {
    expect(await read(one(rowsXml([['名称'], ['甲'], ['乙']])))).toMatchObject({
      headers: ['名称'],
      rows: [{ line: 2 }, { line: 3 }],
    });
  });
});

describe('lines', () => {
  it('keep their numbers; blank ones are passed over, merged cells hold for all of theirs', async () => {
    const rows = `${rowsXml([['类', '目']])}${rowsXml(
      [
        ['城乡建设', '路灯'],
        [null, '井盖'],
        [null, null],
      ],
      4,
    )}${rowsXml([['环保', null]], 9)}`;
    const table = await read(one(rows, mergesXml('A4:A5')));
    expect(table.rows.map(({ line, cells }) => [line, cells.类, cells.目])).toEqual([
      [4, '城乡建设', '路灯'],
      [5, '城乡建设', '井盖'],
      [9, '环保', undefined],
    ]);
  });

  it('tell what is wrong with them and give the rest', async () => {
    const cells =
      '<c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>SUM(A1)</f></c><c r="C2" t="str"><f>X</f><v>好</v></c><c r="D2"><v>x</v></c><c r="AB2"><v>1</v></c>';
    const table = await read(one(`${rowsXml([['甲', '乙', '丙', '丁']])}<row r="2">${cells}</row>`));
    expect(table.rows).toEqual([
      {
        line: 2,
        cells: Object.assign(Object.create(null), { 丙: '好' }),
        problems: [
          { code: 'sheets.cell_error', column: 'A', params: { value: '#N/A' } },
          { code: 'sheets.cell_unreadable', column: 'B', params: { value: '=' } },
          { code: 'sheets.cell_unreadable', column: 'D', params: { value: 'x' } },
          { code: 'sheets.extra_cells', params: { expected: 4, found: 28 } },
        ],
      },
    ]);
  });

  it('are read as they are asked for, and the file is let go when one stops', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => [`主题 ${index}`, index]);
    const table = await readTable(one(rowsXml([['主题', '数'], ...many])));
    let count = 0;
    for await (const _ of table.rows) if (++count === 10) break;
    expect(count).toBe(10);
    for await (const _ of table.rows) count += 1;
    expect(count).toBe(10);
  });
});

describe('a file that is no table', () => {
  const sheet = (text: string) =>
    workbookXml({ sheets: [{ name: 'S', data: '' }], parts: { 'xl/worksheets/sheet1.xml': strToU8(text) } });

  it.each([
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'sheets.old_or_locked'],
    ['another kind of archive', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'sheets.not_a_table'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'sheets.not_a_table'],
    ['nothing', new Uint8Array(), 'sheets.empty'],
    ['an empty sheet', one(''), 'sheets.empty'],
    ['half a file', one(rowsXml([['甲', '乙']])).subarray(0, 400), 'sheets.broken'],
    ['a sheet cut off', sheet('<worksheet><sheetData><row r="1"><c'), 'sheets.broken'],
    ['a sheet that is no XML', sheet('{"a":1}'), 'sheets.broken'],
    [
      'an entity that expands',
      sheet('<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
      'sheets.broken',
    ],
    ['too many columns', one('<row r="1"><c r="XFE1"><v>1</v></c></row>'), 'sheets.too_many_columns'],
  ])('is refused: %s', async (_, file, code) => {
    await expect(read(file)).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('is refused when it is larger than fifty megabytes', async () => {
    await expect(readTable(new Uint8Array(50 * 1024 * 1024 + 1))).rejects.toThrow(
      refused('sheets.too_large', { limit_mb: 50 }),
    );
  });

  it('is refused when it says that it unpacks to a bomb, and when it lies about it', async () => {
    const bytes = Buffer.from(one(rowsXml([['甲'], ['1']])));
    const entry = bytes.indexOf(Buffer.from('504b0102', 'hex'));
    const claimed = Buffer.from(bytes);
    claimed.writeUInt32LE(700 * 1024 * 1024, entry + 24);
    await expect(read(claimed)).rejects.toThrow(refused('sheets.too_large', { limit_mb: 600 }));
    const parts = { 'xl/worksheets/sheet1.xml': strToU8(`<worksheet>${' '.repeat(300_000)}</worksheet>`) };
    const lying = Buffer.from(workbookXml({ sheets: [{ name: 'S', data: '' }], parts }));
    const name = lying.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml'));
    lying.writeUInt32LE(100, name - 46 + 24);
    await expect(read(lying)).rejects.toThrow(expect.objectContaining({ code: 'sheets.broken' }));
  });
});
