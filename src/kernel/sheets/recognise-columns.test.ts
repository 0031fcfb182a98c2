import { expect, test } from 'vitest';
import { readTable } from './read-table.ts';
import { recogniseColumns } from './recognise-columns.ts';
import { mergesXml, rowsXml, workbookXml } from './workbook.fixture.ts';

const known = { name: ['姓名', 'name'], phone: ['手机', '电话'], email: ['邮箱'] } as const;

test('columns below a merged heading are known by their own part', async () => {
  const data = rowsXml([
    ['推荐人选登记表', null, null],
    ['姓名', '联系方式', null],
    [null, '手机', '邮箱'],
    ['许知远', '13800000001', 'x@example.org'],
  ]);
  const file = workbookXml({ sheets: [{ name: '表', data, after: mergesXml('A1:C1', 'A2:A3', 'B2:C2') }] });
  const table = await readTable(file);
  expect(table.headers).toEqual(['姓名', '联系方式 / 手机', '联系方式 / 邮箱']);
  const mapping = recogniseColumns(table.headers, known);
  expect(mapping).toEqual({ name: '姓名', phone: '联系方式 / 手机', email: '联系方式 / 邮箱' });
  const rows = [];
  for await (const row of table.rows) rows.push(row);
  expect(rows).toMatchObject([{ line: 4, cells: { 姓名: '许知远', '联系方式 / 手机': '13800000001' } }]);
});

test('a heading that is known whole goes before one of which the last part is', () => {
  expect(recogniseColumns(['推荐人 / 姓名', '姓名'], known)).toEqual({ name: '姓名' });
  expect(recogniseColumns(['单位 / 电话', '联系人 / 电话'], known)).toEqual({ phone: '单位 / 电话' });
});

test('what is given decides', () => {
  expect(recogniseColumns(['甲 / 姓名', '姓名'], known, { name: '甲 / 姓名', phone: '' })).toEqual({
    name: '甲 / 姓名',
  });
});
