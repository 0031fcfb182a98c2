import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from './ids.ts';
import { pageKeyText, readPageKey } from './page-key.ts';

it('stands in an address and comes back as it was', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (at) => {
      const key = { at, id: newId() };
      expect(readPageKey(pageKeyText(key))).toEqual(key);
      expect(encodeURIComponent(pageKeyText(key))).toBe(pageKeyText(key));
    }),
  );
});

it.each([
  undefined,
  null,
  7,
  ['1_x'],
  '',
  '_',
  '1_x',
  'x_',
  `-1_${newId()}`,
  `1.${newId()}`,
  `1_${newId()} `,
  `1234567890123456_${newId()}`,
])('takes %j for none', (given) => {
  expect(readPageKey(given)).toBeNull();
});
