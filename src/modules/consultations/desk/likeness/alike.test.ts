import { describe, expect, it } from 'vitest';
import { headsOf } from './alike.ts';

/** Opinions on one paragraph about opening hours; each list says the same in other words. */
const said: readonly (readonly string[])[] = [
  [
    '步道应当早上五点半开放，六点太晚，老人晨练都起得早。',
    '六点才开放太晚了，晨练的老人五点多就到了，建议步道五点半开放。',
    '请把开放时间提前到五点半，晨练的老人等不到六点。',
    '开放时间提前到早上五点半吧，老人晨练起得早。',
  ],
  ['夜里十点关灯太早，下夜班的人走步道回家看不见路。', '晚上十点就关灯太早了，下夜班回家走步道看不见路，不安全。'],
  [
    '遛狗必须牵绳，不然孩子害怕。',
    '遛狗要牵绳，孩子看见没牵绳的狗很害怕。',
    '应当写明遛狗必须牵绳，不牵绳的罚款，孩子害怕。',
  ],
  ['允许骑自行车的路段要划线，和走路的人分开。', '骑自行车和走路的要分开，建议划线分出骑行的路段。'],
  ['厕所太少，三公里才一个，请加密。'],
  ['河边应当设救生圈和警示牌。'],
  ['建议每五百米放一组健身器材。'],
  ['不要收费。'],
];

function mixed() {
  const opinions = said.flatMap((list, group) => list.map((text) => ({ group, text })));
  // The same shuffle every time.
  const order = opinions.map((_, at) => (at * 7) % opinions.length);
  return order.map((at, number) => ({ ...(opinions[at] as (typeof opinions)[number]), number: number + 1 }));
}

describe('likeness', () => {
  it('brings together what says the same and nothing else', async () => {
    const opinions = mixed();
    const heads = await headsOf(opinions);
    const apart = opinions.filter(({ number, group }) => {
      const head = heads.get(number);
      return opinions.some((other) => (other.group === group) !== (heads.get(other.number) === head));
    });
    expect(apart.map(({ text, number }) => [text, heads.get(number)])).toEqual([]);
  });

  it('says the same whatever the order, and gives the first of a heap its number', async () => {
    const opinions = mixed();
    const heads = await headsOf(opinions);
    expect(await headsOf([...opinions].reverse())).toEqual(heads);
    for (const [number, head] of heads) expect(head).toBeLessThanOrEqual(number);
  });

  it('bears texts without a word, and a letter that thousands sign', async () => {
    const heads = await headsOf([
      { number: 1, text: '？？！' },
      { number: 2, text: '\u202e=1+1' },
      { number: 3, text: '……' },
    ]);
    expect([...heads.keys()]).toEqual([1, 2, 3]);
    const letter = '反对第三条，步道是大家的，不应当收费。';
    const many = Array.from({ length: 5000 }, (_, at) => ({ number: at + 1, text: letter + '！'.repeat(at % 3) }));
    const started = performance.now();
    expect(new Set((await headsOf(many)).values())).toEqual(new Set([1]));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
