import { describe, expect, test } from 'vitest';
import { findSimilar } from './find-similar.ts';
import { otherMessages, smokeMessages } from './topics.factory.ts';

describe('findSimilar', () => {
  const smoke = smokeMessages();
  const candidates = [...otherMessages(), ...smoke];

  test('ranks the same matter at the same place first and says why', () => {
    const found = findSimilar({ title: '云栖里小区餐馆油烟没人管' }, candidates, 3);
    expect(found).toHaveLength(3);
    for (const { candidate } of found) expect(smoke).toContain(candidate);
    expect(found[0]).toMatchObject({ samePlace: '云栖里' });
    expect(found[0]!.sameWords).toContain('油烟');
    expect(found[0]!.score).toBeLessThanOrEqual(1);
    expect(found[0]!.score).toBeGreaterThanOrEqual(found[1]!.score);
  });

  test('the place alone makes no duplicate', () => {
    const found = findSimilar({ title: '云栖里小区门禁坏了' }, candidates, 5);
    expect(found).toEqual([]);
  });

  test('finds traditional text and the place given apart', () => {
    const [found] = findSimilar({ title: '電梯困人', place: '云栖里小区' }, candidates, 1);
    expect(found).toMatchObject({ candidate: { title: '云栖里小区电梯困人' }, samePlace: '云栖里' });
  });

  test('nothing typed finds nothing; hostile input is only text', () => {
    for (const title of ['', '的', '∎∎', '\u0000', '(.*)+$[', '停'.repeat(100_000)]) {
      expect(findSimilar({ title }, candidates, 5)).toEqual([]);
    }
    expect(findSimilar({ title: '电梯' }, [], 5)).toEqual([]);
    expect(
      findSimilar({ title: '学院路路灯' }, [{ id: '1', title: '∎学院路∎路灯不亮', body: null }, ...candidates], 9).map(
        (s) => s.candidate.title,
      ),
    ).toEqual(['∎学院路∎路灯不亮', '学院路路灯不亮']);
  });
});
