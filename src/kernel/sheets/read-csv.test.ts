import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import type { ReadTableOptions, TableRow } from './table.ts';

async function read(file: string | Buffer, options?: ReadTableOptions) {
  const table = await readTable(Buffer.from(file), options);
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { ...table, rows };
}
const refused = (code: string, params: Record<string, unknown> = {}) => expect.objectContaining({ code, params });
const text = '编号,主题\r\n1,路灯不亮\r\n2,"井盖,松了"\r\n';

describe('an encoding is recognised', () => {
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16le', iconv.encode(`\uFEFF${text}`, 'utf-16le')],
  ])('%s', async (encoding, bytes) => {
    const table = await read(bytes);
    expect(table).toMatchObject({ format: 'csv', encoding, delimiter: ',', sheet: null, headers: ['编号', '主题'] });
    expect(table.rows.map(({ line, cells }) => [line, cells.编号, cells.主题])).toEqual([
      [2, '1', '路灯不亮'],
      [3, '2', '井盖,松了'],
    ]);
  });

  it('with four bytes to a character, and with slices that part one', async () => {
    const long = `编号,主题\n1,${'㐀𠮷汉字'.repeat(40_000)}\n`;
    expect((await read(iconv.encode(long, 'gb18030'))).rows[0]!.cells.主题).toBe('㐀𠮷汉字'.repeat(40_000));
    expect((await read(`x${long}`)).rows[0]!.cells.主题).toBe('㐀𠮷汉字'.repeat(40_000));
  });

  it('or said', async () => {
    const big5 = iconv.encode('編號,主題\n1,路燈\n', 'big5');
    expect((await read(big5, { encoding: 'big5' })).headers).toEqual(['編號', '主題']);
    await expect(read(iconv.encode(text, 'gb18030'), { encoding: 'utf-8' })).rejects.toThrow(
      refused('sheets.encoding_unknown'),
    );
  });

  it('or refused', async () => {
    await expect(read(Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]))).rejects.toThrow(refused('sheets.encoding_unknown'));
    await expect(read(Buffer.from('a,b\n1,\0\n'))).rejects.toThrow(refused('sheets.not_a_table'));
  });
});

describe('a delimiter is recognised', () => {
  it.each([
    ['a,b\n1,2\n', ','],
    ['a;b\n1,5;2\n', ';'],
    ['a\tb\n"1,2,3;;;"\t2\n', '\t'],
    ['a;b;c\n"x,y,z,w";1;2\n"x,y";3;4\n', ';'],
    ['only\n1\n', ','],
  ])('%j', async (content, delimiter) => {
    expect((await read(content)).delimiter).toBe(delimiter);
  });

  it('or said', async () => {
    expect((await read('a;b,c\n1;2,3\n', { delimiter: ',' })).headers).toEqual(['a;b', 'c']);
  });
});

describe('records', () => {
  it('have the line on which they begin', async () => {
    const table = await read('\r\n\n题目,正文\r\n甲,"第一行\r\n第二行\n第三行"\n\n , \n乙,"他说""好"""\r\n丙,也说"好"');
    expect(table.headerLine).toBe(3);
    expect(table.rows.map(({ line, cells }) => [line, cells.题目, cells.正文])).toEqual([
      [4, '甲', '第一行\r\n第二行\n第三行'],
      [9, '乙', '他说"好"'],
      [10, '丙', '也说"好"'],
    ]);
  });

  it('say when they are ragged', async () => {
    const table = await read('a,b,c,\n1,2,3\n1\n1,2,3,,\n1,2,3,4\n,,3\n');
    expect(table.headers).toEqual(['a', 'b', 'c']);
    expect(table.rows.map(({ line, problems }) => [line, problems])).toEqual([
      [2, []],
      [3, [{ code: 'sheets.missing_cells', params: { expected: 3, found: 1 } }]],
      [4, []],
      [5, [{ code: 'sheets.extra_cells', params: { expected: 3, found: 4 } }]],
      [6, []],
    ]);
  });

  it('keep what looks like numbers as it was written', async () => {
    expect((await read('电话,码\n0800-555,007\n')).rows[0]!.cells).toMatchObject({ 电话: '0800-555', 码: '007' });
  });

  it('end the reading where a quotation mark is not closed, with its line', async () => {
    await expect(read('a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow(refused('sheets.quote_not_closed', { line: 3 }));
    await expect(read(`a,b\n1,2\n3,"${'x'.repeat(1_100_000)}"\n`)).rejects.toThrow(
      refused('sheets.quote_not_closed', { line: 3 }),
    );
  });

  it('may be many', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `${index},主题 ${index}`);
    const { rows } = await read(`n,t\n${lines.join('\n')}`);
    expect(rows).toHaveLength(30_000);
    expect(rows.at(-1)).toMatchObject({ line: 30_001, cells: { n: '29999', t: '主题 29999' } });
  });
});

it('too many headings are refused', async () => {
  const wide = Array.from({ length: 1001 }, (_, index) => `c${index}`).join(',');
  await expect(read(wide)).rejects.toThrow(refused('sheets.too_many_columns', { line: 1, limit: 1000 }));
});
