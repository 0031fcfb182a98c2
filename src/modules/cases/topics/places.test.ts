import { describe, expect, test } from 'vitest';
import { extractPlaces } from './places.ts';

const namesIn = (text: string) => extractPlaces(text).map((place) => place.name);

describe('extractPlaces', () => {
  test.each([
    ['投诉B2区云栖新城小区附近施工', ['b2区', '云栖新城小区']],
    [
      '我家住长沙市雨花区劳动东路的翡翠湾小区，靠近香樟路与韶山南路交叉口',
      ['长沙市', '雨花区', '劳动东路', '翡翠湾小区', '香樟路', '韶山南路'],
    ],
    ['请问K8县枫桥镇枫林村什么时候通公交', ['k8县', '枫桥镇', '枫林村']],
    ['反映望江街道办事处和第三人民医院', ['望江街道', '第三人民医院']],
    ['師大附屬小學旁的學院路', ['师大附属小学', '学院路']],
  ])('%s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  test.each(['我们小区没有电', '居民区里的道路和马路', '政府和社区都不管', '一条路走到底', '农村学校的老师', ''])(
    'finds no place in %s',
    (text) => {
      expect(namesIn(text)).toEqual([]);
    },
  );

  test('tells the sorts apart and leaves the sort out of the core', () => {
    expect(extractPlaces('C3县云栖里小区、松鹤大道、枫桥社区')).toEqual([
      { kind: 'district', name: 'c3县', core: 'c3县' },
      { kind: 'site', name: '云栖里小区', core: '云栖里' },
      { kind: 'road', name: '松鹤大道', core: '松鹤' },
      { kind: 'neighbourhood', name: '枫桥社区', core: '枫桥' },
    ]);
  });

  test('stands hostile text', () => {
    for (const text of ['区'.repeat(20_000), 'A1区'.repeat(20_000), '\u0000\ud800路路路', '小区'.repeat(20_000)]) {
      expect(Array.isArray(extractPlaces(text))).toBe(true);
    }
  });
});
