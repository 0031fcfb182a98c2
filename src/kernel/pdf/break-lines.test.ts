import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './break-lines.ts';

/** Wide characters count two, others one. */
const measure = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0);
const lines = (text: string, width: number, indent = 0) =>
  breakLines(text, width, measure, indent).map((line) => line.text);

describe('lines', () => {
  it('begin with no closing mark and end with no opening one', () => {
    expect(lines('今天去看了三。明天', 12)).toEqual(['今天去看了', '三。明天']);
    expect(lines('他说过“好”', 8)).toEqual(['他说过', '“好”']);
    expect(lines('看过的（两次）站', 8)).toEqual(['看过的', '（两次）', '站']);
    expect(lines('等待——等待', 5)).toEqual(['等', '待——', '等待']);
  });

  it('keep words of other scripts whole, and numbers', () => {
    expect(lines('请看 Tongxin 的第2026号', 12)).toEqual(['请看 Tongxin', '的第2026号']);
    expect(lines('自2026年起', 6)).toEqual(['自2026', '年起']);
  });

  it('part an address after its marks, and what has none anywhere', () => {
    expect(lines('见 https://example.org/abc/def', 12)).toEqual(['见 https://', 'example.org/', 'abc/def']);
    expect(lines('aaaaaaaaaa', 4)).toEqual(['aaaa', 'aaaa', 'aa']);
  });

  it('begin a paragraph narrower where asked, and end each without stretching', () => {
    expect(lines('一二三四五\n六七八九十', 8, 4)).toEqual(['一二', '三四五', '六七', '八九十']);
    expect(breakLines('一二三\n四', 4, measure).map(({ last }) => last)).toEqual([false, true, true]);
  });

  it('lose nothing, are never too wide, and keep the marks in place, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'一二三，。（）“”—…《》ab1 /') });
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 40 }), (content, width) => {
        const broken = breakLines(content, width, measure);
        expect(
          broken
            .map((line) => line.text)
            .join('')
            .replace(/ /g, ''),
        ).toBe(content.replace(/ /g, ''));
        for (const line of broken) {
          expect(line.width).toBe(measure(line.text));
          expect(line.width).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 300 },
    );
  });
});
