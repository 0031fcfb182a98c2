import { describe, expect, test } from 'vitest';
import { maskName, pinyinOf } from './index.ts';

describe('pinyinOf', () => {
  test('gives the letters and the initials, surnames read as surnames', () => {
    expect(pinyinOf('张小雨')).toEqual({ full: 'zhangxiaoyu', initials: 'zxy' });
    expect(pinyinOf('单雨')).toEqual({ full: 'shanyu', initials: 'sy' });
    expect(pinyinOf('吕绿')).toEqual({ full: 'lvlv', initials: 'll' });
  });

  test('keeps letters and digits and drops the rest', () => {
    expect(pinyinOf('  ＡＢ办 3组—').full).toBe('abban3zu');
    expect(pinyinOf('！？')).toEqual({ full: '', initials: '' });
    expect(pinyinOf('张'.repeat(10_000)).initials).toBe('z'.repeat(60));
  });
});

describe('maskName', () => {
  test.each([
    ['许文清', '许**'],
    ['欧阳文清', '欧阳**'],
    ['歐陽文清', '歐陽**'],
    ['欧阳', '欧**'],
    [' 李 ', '李**'],
    ['John', 'J**'],
    ['𠮷野', '𠮷**'],
    ['', '**'],
  ])('%s becomes %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});
