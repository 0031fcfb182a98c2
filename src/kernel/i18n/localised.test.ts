import fc from 'fast-check';
import { Converter } from 'opencc-js/cn2t';
import { describe, expect, it } from 'vitest';
import { localised } from './localised.ts';
import { toTraditional } from './traditional.ts';

fc.configureGlobal({ seed: 20251014 });

const name = { 'zh-CN': '城市照明管理处', en: 'City Lighting Office' };

describe('a stored name', () => {
  it('is shown in the language of the page', () => {
    expect([localised(name, 'zh-CN'), localised(name, 'zh-TW'), localised(name, 'en')]).toEqual([
      '城市照明管理处',
      '城市照明管理處',
      'City Lighting Office',
    ]);
  });

  it('is what somebody wrote where somebody wrote it', () => {
    expect(localised({ ...name, 'zh-TW': '都市照明管理處' }, 'zh-TW')).toBe('都市照明管理處');
  });

  it('is Chinese where nobody wrote English', () => {
    expect([localised({ 'zh-CN': '信访局' }, 'en'), localised({ 'zh-CN': '信访局', en: '' }, 'en')]).toEqual([
      '信访局',
      '信访局',
    ]);
    expect(localised({ 'zh-CN': '信访局', en: null, 'zh-TW': null }, 'zh-TW')).toBe('信訪局');
  });
});

describe('traditional Chinese', () => {
  it.each([
    ['市工业和信息化局', '市工業和信息化局'],
    ['干部考核、干燥、天干', '幹部考核、乾燥、天干'],
    ['皇后路后面的面馆', '皇后路後面的麵館'],
    ['头发与发展', '頭髮與發展'],
    ['里程一公里以里', '里程一公里以裡'],
    ['𠀾𪚏 12345 OK 🏮', '𠁞𪘀 12345 OK 🏮'],
    ['', ''],
  ])('%s', (simplified, traditional) => {
    expect(toTraditional(simplified)).toBe(traditional);
  });

  it("is what OpenCC's own converter makes of it", () => {
    const convert = Converter({ from: 'cn', to: 'tw' });
    const words = [
      '发',
      '后',
      '面',
      '里',
      '干',
      '台',
      '只',
      '云',
      '了',
      '复',
      '系',
      '着',
      '头发',
      '皇后',
      '信息',
      '𠮷',
      'a',
      ' ',
      '公里',
    ];
    const characters = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), characters), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(toTraditional(text)).toBe(convert(text));
      }),
      { numRuns: 500 },
    );
  });
});
