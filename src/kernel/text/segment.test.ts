import { describe, expect, test } from 'vitest';
import { addWords, segment, tagWords, wordBreaks } from './index.ts';

describe('segment', () => {
  test('loses nothing of the text', () => {
    for (const text of ['云麓小区，3号楼的电梯 又坏了！', 'A\u0000B\tc', '𠮷野家门口', '', '\ud800坏的']) {
      expect(segment(text).join('')).toBe(text.toWellFormed());
    }
  });

  test('knows a word of the city after it was taught', () => {
    expect(segment('的卢汀旁边')).not.toContain('的卢汀');
    expect(addWords(['的卢汀', ' 的卢汀路 ', 'x', '有 空格', "a' 1\nb", ''])).toBe(2);
    expect(segment('的卢汀旁边')).toContain('的卢汀');
    expect(tagWords('的卢汀旁边')[0]).toEqual({ word: '的卢汀', tag: 'ns' });
  });
});

describe('wordBreaks', () => {
  test('breaks between words, never before closing or after opening marks, and loses nothing', () => {
    const title = '关于《城市绿化条例》（草案）的意见：3号楼，要不要种树？';
    const pieces = wordBreaks(title);
    expect(pieces.join('')).toBe(title);
    expect(pieces.length).toBeGreaterThan(8);
    for (const piece of pieces) {
      expect(piece).not.toMatch(/^[，。：？》）]/u);
      expect(piece).not.toMatch(/[《（]$/u);
    }
    expect(pieces).toContain('意见：');
  });

  test('gives nothing for nothing', () => {
    expect(wordBreaks('')).toEqual([]);
  });
});
