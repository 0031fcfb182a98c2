import { describe, expect, it } from 'vitest';
import type { Block } from '../documents.queries.ts';
import { readPlainText } from '../read-text.ts';
import { recogniseStructure } from '../structure/recognise.ts';
import { type AnchoredBlock, giveAnchors } from '../versions/anchors.ts';
import { compareVersions } from './compare-versions.ts';
import { diffWords } from './word-diff.ts';

const draft = (text: string) => recogniseStructure(readPlainText(`办法\n${text}`), 'text').blocks;
const rows = (blocks: readonly AnchoredBlock[]): Block[] =>
  blocks.map(({ parent, ...block }, position) => ({
    ...block,
    position,
    parentAnchor: parent === null ? null : (blocks[parent]?.anchor ?? null),
  }));
async function compare(one: string, two: string) {
  const former = giveAnchors(draft(one), [], [], 1);
  const next = giveAnchors(
    draft(two),
    former,
    former.map(({ anchor }) => anchor),
    2,
  );
  return compareVersions(rows(former), rows(next));
}
const shown = (text: string, other: string) =>
  diffWords(text, other)
    .map(({ op, text: words }) => (op === 'same' ? words : op === 'in' ? `{+${words}+}` : `[-${words}-]`))
    .join('');

describe('two texts', () => {
  it('are compared by words', () => {
    expect(shown('步道每天六时至二十二时开放。', '步道每天五时至二十二时对行人开放。')).toBe(
      '步道每天[-六时-]{+五时+}至二十二时{+对行人+}开放。',
    );
  });
  it('stand one after the other where they share next to nothing', () => {
    expect(shown('禁止骑车。', '设置饮水点并公布水质情况')).toBe('[-禁止骑车。-]{+设置饮水点并公布水质情况+}');
  });
  it('of any length are compared in bounded time, and give both texts again', () => {
    const one = Array.from({ length: 4000 }, (_, i) => `甲${i}`).join('，');
    const two = Array.from({ length: 4000 }, (_, i) => `乙${i * 7}`).join('；');
    const started = performance.now();
    const parts = diffWords(one, two);
    expect(performance.now() - started).toBeLessThan(3000);
    const only = (but: string) =>
      parts
        .filter(({ op }) => op !== but)
        .map(({ text }) => text)
        .join('');
    expect([only('in'), only('out')]).toEqual([one, two]);
  });
});

describe('two versions', () => {
  it('say what is new, changed, taken out, numbered anew and moved', async () => {
    const compared = await compare(
      '第一章　总则\n第一条　步道每天六时开放，由市园林部门管理。\n第二条　步道禁止骑车和停放车辆。\n第三条　犬只应当系绳，并及时清理粪便。\n第二章　罚则\n第四条　违反本办法的，由主管部门责令改正。',
      '第一章　总则\n第一条　步道每天五时开放，由市园林部门管理。\n第二条　设置饮水点，每季度公布水质。\n第三条　步道禁止骑车和停放车辆。\n第二章　罚则\n第四条　违反本办法的，由主管部门责令改正。\n第五条　犬只应当系绳，并及时清理粪便。',
    );
    expect(
      compared.map(
        ({ formerLabel, label, change, moved }) => `${formerLabel}>${label} ${change}${moved ? ' moved' : ''}`,
      ),
    ).toEqual([
      '第一章>第一章 same',
      '第一条>第一条 changed',
      '>第二条 new',
      '第二条>第三条 same',
      '第二章>第二章 same',
      '第四条>第四条 same',
      '第三条>第五条 same moved',
    ]);
  });
  it('show what was taken out where it stood', async () => {
    const compared = await compare(
      '第一条　甲方案由市政府批准实施。\n第二条　乙条款内容。\n第三条　丙方案每年评估一次。',
      '第一条　甲方案由市政府批准实施。\n第二条　丙方案每年评估一次。',
    );
    expect(compared.map(({ change, formerLabel }) => `${formerLabel} ${change}`)).toEqual([
      '第一条 same',
      '第二条 gone',
      '第三条 same',
    ]);
  });
});
