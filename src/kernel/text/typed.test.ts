import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedLine, typedText, visibleText } from './typed.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '家',
        'e',
        '\u0301',
        ' ',
        '\t',
        '\n',
        '\r',
        '\0',
        '\u2028',
        '\u200B',
        '\u3000',
        '\uD83D',
        '\uDE00',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('one line', () => {
  it.each([
    ['  家在\t滨江 \n 区 ', '家在 滨江 区'],
    ['滨\0江\u2028区\u2029', '滨 江 区'],
    ['滨\u200B江\uFEFF\u202E', '滨江'],
    ['\u3000滨\u3000江\u00A0', '滨 江'],
    ['e\u0301', 'é'],
    ['e\u200B\u0301', 'é'],
    ['半\uD83D', '半\uFFFD'],
    [' \u200B\r\n', ''],
  ])('%j is %j', (typed, read) => {
    expect(typedLine(typed)).toBe(read);
  });
});

describe('several lines', () => {
  it.each([
    ['一\r\n二\r三\n四', '一\n二\n三\n四'],
    ['一\0\u0007二\t三', '一 二 三'],
    ['\n 一  二\n\n三 \r\n', '一  二\n\n三'],
    ['👩\u200D👧', '👩\u200D👧'],
  ])('%j is %j', (typed, read) => {
    expect(typedText(typed)).toBe(read);
  });

  it('hold nothing invisible where it is not wanted', () => {
    expect(visibleText('一\u200B行\u202E\r\u2060\n两\0行\uFEFF')).toBe('一行\n两 行');
    expect(visibleText('\u200B \u2060')).toBe('');
  });
});

it('reads any text into one that the database holds, and the same text again into itself', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(typedLine, typedText, visibleText), (typed, read) => {
      const found = read(typed);
      expect(found.isWellFormed()).toBe(true);
      expect(found).not.toMatch(/(?!\n)\p{Cc}/u);
      expect(found).toBe(found.trim());
      expect(read(found)).toBe(found);
      if (read !== typedText) expect(found).not.toMatch(/\p{Cf}/u);
      if (read === typedLine) expect(found).not.toMatch(/[\n\u2028\u2029]/);
    }),
    { numRuns: 500 },
  );
});
