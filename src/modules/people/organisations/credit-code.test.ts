import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditCheckCharacter, isCreditCode, tidyCreditCode } from './credit-code.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const character = fc.constantFrom(...alphabet);
const first17 = fc.array(character, { minLength: 17, maxLength: 17 }).map((list) => list.join(''));
const whole = first17.map((first) => first + creditCheckCharacter(first));

/** Written anew from the text of the standard: W_i = 3^(i-1) mod 31, C18 = 31 - (sum of C_i W_i mod 31), 31 is 0. */
function standard(first: string): string {
  const sum = [...first].reduce((all, each, i) => all + BigInt(alphabet.indexOf(each)) * (3n ** BigInt(i) % 31n), 0n);
  const left = 31n - (sum % 31n);
  return alphabet[Number(left === 31n ? 0n : left)]!;
}

describe('the unified social credit code', () => {
  test('the example of the standard holds', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
  });

  test('the check character is that of the standard', () => {
    fc.assert(
      fc.property(first17, (first) => {
        expect(creditCheckCharacter(first)).toBe(standard(first));
      }),
    );
  });

  test('any one character that is wrong is found', () => {
    fc.assert(
      fc.property(whole, fc.nat(17), character, (code, at, other) => {
        fc.pre(code[at] !== other);
        expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
      }),
    );
  });

  test('two neighbours that changed places are found', () => {
    fc.assert(
      fc.property(whole, fc.nat(16), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        expect(isCreditCode(swapped)).toBe(false);
      }),
    );
  });

  test('letters that stand in no code, other lengths and other texts are refused', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(...'IOSVZ'), fc.nat(17), (code, letter, at) => {
        expect(isCreditCode(code.slice(0, at) + letter + code.slice(at + 1))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isCreditCode(text)).toBe(false);
      }),
    );
    expect(isCreditCode('')).toBe(false);
  });

  test('what people type is forgiven', () => {
    expect(tidyCreditCode(' ９１３５０１００ m000-100y43 ')).toBe('91350100M000100Y43');
  });
});
