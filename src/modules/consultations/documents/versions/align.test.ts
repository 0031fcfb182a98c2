import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainText } from '../read-text.ts';
import { recogniseStructure } from '../structure/recognise.ts';
import { type AnchoredBlock, giveAnchors } from './anchors.ts';

const draft = (text: string) => recogniseStructure(readPlainText(`某某条例\n${text}`), 'text').blocks;
const first = (text: string) => giveAnchors(draft(text), [], [], 1);
const then = (former: readonly AnchoredBlock[], text: string, no = 2) =>
  giveAnchors(
    draft(text),
    former,
    former.map(({ anchor }) => anchor),
    no,
  );
const names = (blocks: readonly AnchoredBlock[]) =>
  Object.fromEntries(blocks.map(({ anchor, label, text }) => [anchor, `${label}${text}`]));

const topics = [
  '步道开放时间',
  '夜间照明设施',
  '犬只牵引绳',
  '自行车限速',
  '垂钓区域',
  '摊位许可',
  '噪声控制',
  '救生器材',
  '垃圾分类',
  '无障碍坡道',
  '监督电话',
  '绿化养护',
];
const verbs = [
  '由区人民政府负责',
  '应当提前公告',
  '由主管部门制定办法',
  '不得擅自变更',
  '每年公布一次',
  '接受社会监督',
];
const sentence = (n: number) =>
  `${topics[n % topics.length]}${verbs[Math.floor(n / topics.length) % verbs.length]}，具体范围为第${n}号地段及其两侧${n * 7 + 3}米。`;
const text = (articles: readonly string[]) => articles.map((words, i) => `第${i + 1}条　${words}`).join('\n');
const someArticles = fc.uniqueArray(fc.integer({ min: 0, max: 71 }), { minLength: 2, maxLength: 25 });

describe('anchors of a new version', () => {
  it('are readable in the first', () => {
    expect(
      first('第一章 总则\n第一条　甲。\n乙款。\n第二条　下列：\n（一）子；\n（二）丑。\n第二条之一　丙。').map(
        ({ anchor }) => anchor,
      ),
    ).toEqual(['ch-1', 'art-1', 'art-1-p2', 'art-2', 'art-2-i1', 'art-2-i2', 'art-2z1']);
  });

  it('stay where an article is put in between and all behind it are numbered anew', () => {
    const one = first(text([sentence(1), sentence(2), sentence(3)]));
    const two = then(one, text([sentence(1), sentence(40), sentence(2), sentence(3)]));
    expect(names(two)).toEqual({
      'art-1': `第1条${sentence(1)}`,
      'art-2-v2': `第2条${sentence(40)}`,
      'art-2': `第3条${sentence(2)}`,
      'art-3': `第4条${sentence(3)}`,
    });
  });

  it('stay where a paragraph is changed, moved to another chapter, or its chapter gets another name', () => {
    const one = first(
      `第一章 总则\n第一条　${sentence(1)}\n第二条　${sentence(2)}\n第二章 管理\n第三条　${sentence(3)}`,
    );
    const two = then(
      one,
      `第一章 一般规定\n第一条　${sentence(1).replace('负责', '统一负责')}\n第二章 管理\n第二条　${sentence(3)}\n第三条　${sentence(2)}`,
    );
    expect(two.map(({ anchor }) => anchor)).toEqual(['ch-1', 'art-1', 'ch-2', 'art-3', 'art-2']);
  });

  it('follow an item that is made an article of its own', () => {
    const lead = '第一条　步道的管理单位和沿线的经营者应当共同遵守下列规定，接受社会监督：';
    const lit = '按照公告的时间开放并且安排夜间照明';
    const one = first(`${lead}\n（一）${lit}；\n（二）保持路面整洁，及时清运垃圾；\n（三）设置无障碍坡道和扶手。`);
    const two = then(
      one,
      `${lead}\n（一）保持路面整洁，及时清运垃圾；\n（二）设置无障碍坡道和扶手。\n第二条　${lit}。`,
    );
    expect(two.map(({ anchor }) => anchor)).toEqual(['art-1', 'art-1-i2', 'art-1-i3', 'art-1-i1']);
  });

  it('stay with an article from which all that lay within it was taken out', () => {
    const items = Array.from({ length: 8 }, (_, i) => `（${'一二三四五六七八'[i]}）${sentence(i + 20)}`).join('\n');
    const one = first(`${text([sentence(1), sentence(2), '管理单位应当做到下列各项：'])}\n${items}`);
    const two = then(one, text([sentence(1), '管理单位应当做到下列各项：']));
    expect(two.map(({ anchor }) => anchor)).toEqual(['art-1', 'art-3']);
  });

  it('are not given to an article that only has the number of one that was taken out', () => {
    const one = first(text([sentence(1), '违反规定停放车辆的，处二百元罚款。', sentence(3)]));
    const two = then(one, text([sentence(1), 'Residents elect a council each spring.', sentence(3)]));
    expect(two.map(({ anchor }) => anchor)).toEqual(['art-1', 'art-2-v2', 'art-3']);
  });

  it('tell short items that say the same apart by their articles', () => {
    const one = first(
      `第一条　${sentence(1)}\n（一）警告；\n（二）罚款。\n第二条　${sentence(2)}\n（一）警告；\n（二）罚款。`,
    );
    const two = then(
      one,
      `第一条　${sentence(2)}\n（一）警告；\n（二）罚款。\n第二条　${sentence(1)}\n（一）警告；\n（二）罚款。`,
    );
    expect(two.map(({ anchor }) => anchor)).toEqual(['art-2', 'art-2-i1', 'art-2-i2', 'art-1', 'art-1-i1', 'art-1-i2']);
  });
});

describe('whatever is done to a text', () => {
  it('keeps every anchor where nothing is changed', () => {
    fc.assert(
      fc.property(someArticles, (numbers) => {
        const one = first(text(numbers.map(sentence)));
        expect(then(one, text(numbers.map(sentence)))).toEqual(one);
      }),
    );
  });

  it('keeps anchors with their words where articles change places, come in and go', () => {
    fc.assert(
      fc.property(someArticles, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers, chance) => {
        const next = () => chance.next().value as number;
        const one = first(text(numbers.map(sentence)));
        const byWords = new Map(one.map(({ anchor, text: words }) => [words, anchor]));
        const kept = numbers.filter(() => next() > 0.2).sort(() => next() - 0.5);
        if (kept.length === 0) return;
        const two = then(one, text(kept.map(sentence)));
        for (const { anchor, text: words } of two) expect(anchor).toBe(byWords.get(words));
      }),
    );
  });

  it('never gives one anchor twice, nor one that was used before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 71 }), { minLength: 1, maxLength: 15 }), {
          minLength: 2,
          maxLength: 5,
        }),
        (versions) => {
          const ever = new Map<string, number>();
          let former: AnchoredBlock[] = [];
          versions.forEach((numbers, i) => {
            const blocks = giveAnchors(draft(text(numbers.map(sentence))), former, ever.keys(), i + 1);
            const anchors = blocks.map(({ anchor }) => anchor);
            expect(new Set(anchors).size).toBe(anchors.length);
            const before = new Set(former.map(({ anchor }) => anchor));
            for (const anchor of anchors) {
              if (ever.has(anchor)) expect(before.has(anchor)).toBe(true);
              ever.set(anchor, i);
            }
            former = blocks;
          });
        },
      ),
    );
  });

  it('keeps the anchor of an article in which a few words are changed', () => {
    fc.assert(
      fc.property(someArticles, fc.nat(), fc.constantFrom('应当', '可以', '经批准'), (numbers, pick, word) => {
        const one = first(text(numbers.map(sentence)));
        const at = pick % numbers.length;
        const words = numbers.map(sentence);
        words[at] = `${(words[at] as string).slice(0, 6)}${word}${(words[at] as string).slice(6)}`;
        expect(then(one, text(words)).map(({ anchor }) => anchor)).toEqual(one.map(({ anchor }) => anchor));
      }),
    );
  });
});
