import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { districtBook } from '../../books.ts';
import { hidden, makeVisitor, type Visitor } from '../admin.factory.ts';

let k: Kernel;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  admin = await makeVisitor(k, await testApp(k), [{ role: 'administrator' }]);
});

it('adds and changes a district with its streets, each once', async () => {
  const fields = {
    code: 'east',
    name: '城东区',
    lat: '３０.５',
    lon: '103.61',
    streets: '文昌街道\r\n望江街道、文昌街道\n',
  };
  expect((await admin.post('/admin/districts', fields)).status).toBe(303);
  const district = (await districtBook(k)).byCode('east');
  expect(district).toMatchObject({ lat: 30.5, lon: 103.61, streets: ['文昌街道', '望江街道'] });
  const url = `/admin/districts/${district?.id}`;
  const version = hidden((await admin.get(url)).text, 'version');
  expect((await admin.post(url, { ...fields, name: '东城区', version })).status).toBe(303);
  const late = await admin.post(url, { ...fields, name: '城东新区', version });
  expect([late.status, late.text.includes('value="城东新区"')]).toEqual([409, true]);
  expect((await districtBook(k)).byCode('east')?.name['zh-CN']).toBe('东城区');
});

it.each([
  [{ code: 'east', name: '又一个' }, '这个编码已经有了'],
  [{ code: 'x', name: '' }, '名称要写'],
  [{ code: 'x', name: '名', lat: '91', lon: '0' }, '纬度在 -90 到 90 之间'],
  [{ code: 'x', name: '名', lat: '30' }, '经度和纬度要一起填'],
  [{ code: 'x', name: '名', streets: '长'.repeat(41) }, '最多 40 字'],
])('refuses %j', async (fields, words) => {
  const answer = await admin.post('/admin/districts', fields as Record<string, string>);
  expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
});
